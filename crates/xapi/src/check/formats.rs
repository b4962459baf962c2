//! Strings with a form: IRIs, UUIDs, times, durations, language tags, e-mail addresses.

use domain::EpochMs;
use oxilangtag::LanguageTag;
use uuid::Uuid;

use crate::Version;
use crate::node::{Node, Verdict};

fn formed(node: &Node, is_formed: fn(&str) -> bool, wanted: &str) -> Verdict {
    let text = node.text()?;
    if is_formed(text) { Ok(()) } else { node.refuse(format!("is \"{}\"; it must be {wanted}", shown(text))) }
}

fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

pub(super) fn text(node: &Node) -> Verdict {
    node.text().map(|_| ())
}

pub(super) fn boolean(node: &Node) -> Verdict {
    if node.value.is_boolean() { Ok(()) } else { Err(node.wrong_type("a boolean")) }
}

pub(super) fn number(node: &Node) -> Verdict {
    if node.value.is_number() { Ok(()) } else { Err(node.wrong_type("a number")) }
}

pub(super) fn count(node: &Node) -> Verdict {
    if node.value.is_u64() { Ok(()) } else { Err(node.wrong_type("a whole number, not negative")) }
}

pub(super) fn iri(node: &Node) -> Verdict {
    formed(node, is_iri, "an IRI with a scheme, like https://example.org/x")
}

/// A scheme, and nothing that RFC 3987 bars everywhere. Grammars that are stricter refuse what real tools send:
/// brackets in queries, lone percent signs.
pub(crate) fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let scheme_is_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_barred = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    scheme_is_formed && !rest.is_empty() && !rest.contains(is_barred)
}

pub(super) fn uuid(node: &Node) -> Verdict {
    formed(node, is_uuid, "a UUID of 8-4-4-4-12 hexadecimal digits")
}

/// Any version and variant: the examples of the standard themselves are of none.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

pub(super) fn timestamp(node: &Node) -> Verdict {
    formed(node, is_timestamp, "a time in RFC 3339, like 2026-03-01T09:30:00.000Z")
}

/// The offset `-00:00` says that the place is unknown, which a statement must not.
pub(crate) fn is_timestamp(text: &str) -> bool {
    let is_of_nowhere = ["-00:00", "-0000", "-00"].iter().any(|offset| text.ends_with(offset));
    EpochMs::from_rfc3339(text).is_some() && !is_of_nowhere
}

/// A request of 1.0.3 brings no statement of a version that came later; the other way round is fine.
pub(super) fn version(node: &Node) -> Verdict {
    match node.version {
        Version::V1 => formed(node, |text| Version::named(text) == Some(Version::V1), "1.0.x"),
        Version::V2 => formed(node, |text| Version::named(text).is_some(), "1.0.x or 2.0.x"),
    }
}

pub(super) fn language(node: &Node) -> Verdict {
    formed(node, is_language, "a language tag of RFC 5646, like en-GB")
}

fn is_language(text: &str) -> bool {
    LanguageTag::parse(text).is_ok()
}

pub(super) fn language_map(node: &Node) -> Verdict {
    node.each_member(|tag, value| {
        if is_language(tag) {
            text(value)
        } else {
            value.refuse("stands under a key that is no language tag")
        }
    })
}

/// Anything at all may be inside; only the keys have a form.
pub(super) fn extensions(node: &Node) -> Verdict {
    node.each_member(|key, value| {
        if is_iri(key) { Ok(()) } else { value.refuse("stands under a key that is no IRI with a scheme") }
    })
}

pub(super) fn mbox(node: &Node) -> Verdict {
    formed(node, is_mbox, "an e-mail address like mailto:ada@example.org")
}

fn is_mbox(text: &str) -> bool {
    let address = text.strip_prefix("mailto:").and_then(|address| address.rsplit_once('@'));
    let is_barred = |c: char| c.is_whitespace() || c.is_control() || "<>,".contains(c);
    address.is_some_and(|(local, host)| !local.is_empty() && !host.is_empty()) && !text.contains(is_barred)
}

pub(super) fn sha1(node: &Node) -> Verdict {
    formed(node, |text| text.len() == 40 && is_hexadecimal(text), "40 hexadecimal digits")
}

pub(super) fn sha2(node: &Node) -> Verdict {
    let is_sha2 = |text: &str| matches!(text.len(), 56 | 64 | 96 | 128) && is_hexadecimal(text);
    formed(node, is_sha2, "a SHA-2 hash in hexadecimal digits")
}

pub(super) fn media_type(node: &Node) -> Verdict {
    formed(node, is_media_type, "an Internet media type like text/plain")
}

fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    let is_token = |t: &str| {
        !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+*'%`|~".contains(&b))
    };
    // It is sent back as a header: a line break in it would end that.
    !text.contains(char::is_control)
        && essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

pub(super) fn duration(node: &Node) -> Verdict {
    formed(node, is_duration, "a duration of ISO 8601, like PT1H30M")
}

/// Years to seconds in this order, the last of them with a fraction if it likes; or weeks alone.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let date_may_be_empty = time.is_some();
    let date_is_formed =
        (date_may_be_empty && date.is_empty()) || is_amounts(date, "YMD") || is_amounts(date, "W");
    let fraction_comes_last = time.is_none() || !date.contains(['.', ',']);
    date_is_formed && fraction_comes_last && time.is_none_or(|time| is_amounts(time, "HMS"))
}

/// `3D`, `1H30.5M`: at least one amount, its units in the given order, a fraction in the last only.
fn is_amounts(mut text: &str, units: &str) -> bool {
    let mut units = units.chars();
    let mut is_fraction = false;
    let is_empty = text.is_empty();
    while let Some(end) = text.find(|c: char| c.is_ascii_alphabetic()) {
        let (amount, rest) = text.split_at(end);
        let unit = rest.chars().next().unwrap_or_default();
        if is_fraction || !is_amount(amount) || !units.any(|known| known == unit) {
            return false;
        }
        is_fraction = amount.contains(['.', ',']);
        text = &rest[1..];
    }
    !is_empty && text.is_empty()
}

fn is_amount(text: &str) -> bool {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && is_digits(part))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn all(is_formed: fn(&str) -> bool, texts: &[&str]) -> Vec<String> {
        texts.iter().filter(|text| !is_formed(text)).map(|&text| text.to_owned()).collect()
    }

    fn none(is_formed: fn(&str) -> bool, texts: &[&str]) -> Vec<String> {
        texts.iter().filter(|text| is_formed(text)).map(|&text| text.to_owned()).collect()
    }

    #[rstest]
    #[case::iri(
        is_iri,
        &["http://a", "course-v1:edX+DemoX+2014", "block-v1:a+type@b", "urn:uuid:x", "https://é.example/?a[]=1&b=50%"],
        &["", "a", "/a", "1a:b", "ab=c://x", "http:", "http://a b", "http://{host}", ":a"]
    )]
    #[case::uuid(
        is_uuid,
        &["12345678-1234-5678-1234-567812345678", "AA97B177-9383-4934-8543-0F91A7A02836"],
        &["", "12345678123456781234567812345678", "MA97B177-9383-4934-8543-0F91A7A02836", "{12345678-1234-5678-1234-567812345678}"]
    )]
    #[case::timestamp(
        is_timestamp,
        &["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.123456+05:30"],
        &["2026-03-01", "2026-03-01T09:30:00", "2026-03-01T09:30:00-00:00", "2026-02-30T09:30:00Z"]
    )]
    #[case::language(is_language, &["en", "en-GB", "zh-Hans-CN", "und", "x-private"], &["", "en_US", "e", "123-long"])]
    #[case::mbox(is_mbox, &["mailto:a@b", "mailto:a+b@c.example"], &["a@b", "MAILTO:a@b", "mailto:a", "mailto:@b", "mailto:a b@c"])]
    #[case::media_type(is_media_type, &["text/plain", "text/plain; charset=utf-8", "application/vnd.x+json"], &["file", "text/", "a b/c", "text/plain;\r\nX-Other: 1"])]
    #[case::duration(
        is_duration,
        &["PT0S", "PT1234.56S", "P1Y2M3DT4H5M6,5S", "P4W", "P1D", "PT1M", "P0.5Y", "PT16559.14S"],
        &["", "P", "PT", "P1", "1D", "P1S", "PT1D", "PT1S2M", "P1W2D", "P1.5DT1H", "PT1.S", "P-1D", "PT1é", "p1d"]
    )]
    fn well_formed_is_accepted_and_malformed_refused(
        #[case] is_formed: fn(&str) -> bool,
        #[case] good: &[&str],
        #[case] bad: &[&str],
    ) {
        assert_eq!(all(is_formed, good), Vec::<String>::new());
        assert_eq!(none(is_formed, bad), Vec::<String>::new());
    }
}

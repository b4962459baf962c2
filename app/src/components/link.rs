//! Links, and URLs that carry a page's state.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Somewhere to go, with the words that say where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub text: String,
    pub href: String,
}

impl Link {
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// What a path keeps of a key: letters of other scripts and signs are encoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The page of a key below another: `/teams` and `r&d` make `/teams/r%26d`.
pub fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", utf8_percent_encode(key, SEGMENT))
}

/// `path` with these query parameters, encoded: `/teams/payments?range=12&compare=checkout`.
pub fn href<'a>(path: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The parameters without those of these names: what a picker keeps when it sets its own.
pub(super) fn without<'a>(
    parameters: &'a [(String, String)],
    names: &'a [&str],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    parameters
        .iter()
        .filter(|(name, _)| !names.contains(&name.as_str()))
        .map(|(n, v)| (n.as_str(), v.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_signs_stays_one_part_of_the_path() {
        assert_eq!(below("/teams", "payments"), "/teams/payments");
        assert_eq!(below("/teams", "a/b?c#é"), "/teams/a%2Fb%3Fc%23%C3%A9");
    }

    #[test]
    fn a_url_encodes_its_parameters_and_has_no_empty_query() {
        assert_eq!(href("/teams", []), "/teams");
        assert_eq!(href("/teams/a", [("compare", "r&d team")]), "/teams/a?compare=r%26d+team");
    }
}

//! Before or after release: the first of three rules that applies (`docs/METRICS.md`).

use domain::facts::FoundPhase;
use jiff::civil::Date;

use super::fields::{CustomFields, plain_text};
use super::payload::{Fields, Version};
use super::rules::Rules;
use super::time::Moment;
use crate::words::is_one_of;

pub(super) fn found(fields: &Fields, custom: &CustomFields, created: &Moment, rules: &Rules) -> FoundPhase {
    said(fields, custom, rules)
        .or_else(|| by_versions(&fields.versions, created.date))
        .unwrap_or(FoundPhase::Unknown)
}

/// Rule 1: the configured field, label or environment says so, asked in that order.
fn said(fields: &Fields, custom: &CustomFields, rules: &Rules) -> Option<FoundPhase> {
    let field = custom.words(&rules.found_field);
    let environment = fields.environment.map(plain_text);
    phase_of(field.iter().map(String::as_str), &rules.found_before_values, &rules.found_after_values)
        .or_else(|| {
            let labels = fields.labels.iter().map(|label| &**label);
            phase_of(labels, &rules.found_before_labels, &rules.found_after_labels)
        })
        .or_else(|| {
            let texts = environment.as_deref().into_iter();
            phase_of(texts, &rules.found_before_environments, &rules.found_after_environments)
        })
}

/// Words that say both at once say nothing.
fn phase_of<'t>(
    words: impl Iterator<Item = &'t str>,
    before: &[String],
    after: &[String],
) -> Option<FoundPhase> {
    let (mut is_before, mut is_after) = (false, false);
    for word in words {
        is_before |= is_one_of(word, before);
        is_after |= is_one_of(word, after);
    }
    match (is_before, is_after) {
        (true, false) => Some(FoundPhase::BeforeRelease),
        (false, true) => Some(FoundPhase::AfterRelease),
        _ => None,
    }
}

/// Rules 2 and 3. A version that was released later than the defect was created was not yet released then.
fn by_versions(versions: &[Version], created: Date) -> Option<FoundPhase> {
    let earliest = versions.iter().filter_map(release_date).min();
    if earliest.is_some_and(|released| created >= released) {
        return Some(FoundPhase::AfterRelease);
    }
    let not_yet_released = |version: &Version| {
        version.released == Some(false) || release_date(version).is_some_and(|released| created < released)
    };
    versions.iter().any(not_yet_released).then_some(FoundPhase::BeforeRelease)
}

/// The date of an unreleased version is a plan only.
fn release_date(version: &Version) -> Option<Date> {
    let date = version.release_date.as_deref()?.parse().ok()?;
    (version.released != Some(false)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn by_json(versions: &str) -> Option<FoundPhase> {
        let versions: Vec<Version> = serde_json::from_str(versions).unwrap();
        by_versions(&versions, jiff::civil::date(2026, 3, 10))
    }

    const AFTER: Option<FoundPhase> = Some(FoundPhase::AfterRelease);
    const BEFORE: Option<FoundPhase> = Some(FoundPhase::BeforeRelease);

    #[rstest]
    #[case::on_the_day_of_release(r#"[{"released":true,"releaseDate":"2026-03-10"}]"#, AFTER)]
    #[case::the_earliest_counts(
        r#"[{"released":true,"releaseDate":"2026-05-01"},{"released":true,"releaseDate":"2026-01-01"}]"#,
        AFTER
    )]
    #[case::released_later(r#"[{"released":true,"releaseDate":"2026-03-11"}]"#, BEFORE)]
    #[case::never_released(r#"[{"released":false}]"#, BEFORE)]
    #[case::overdue_but_not_released(r#"[{"released":false,"releaseDate":"2026-01-01"}]"#, BEFORE)]
    #[case::released_nobody_knows_when(r#"[{"released":true}]"#, None)]
    #[case::no_versions("[]", None)]
    fn affected_versions_tell_the_phase(#[case] versions: &str, #[case] expected: Option<FoundPhase>) {
        assert_eq!(by_json(versions), expected);
    }
}

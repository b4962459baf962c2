//! Roles, scopes, sources and times as administrators read them.

use domain::{EpochMs, Provider, Span, viewer::Scope};
use service::administration::{GrantState, RoleLine, SignInWay};

use crate::words;

/// `Manager of Payments`
pub fn role(line: &RoleLine) -> String {
    format!("{}, {}", line.role.title(), scope(line))
}

pub fn scope(line: &RoleLine) -> String {
    let named = |key: &str| {
        if line.scope_name.is_empty() { format!("{key} (gone)") } else { line.scope_name.clone() }
    };
    match &line.scope {
        Scope::Everything => "everything".to_owned(),
        Scope::Own => "what is their own".to_owned(),
        Scope::Team(key) => format!("team {}", named(key.as_str())),
        Scope::Cohort(key) => format!("cohort {}", named(key.as_str())),
    }
}

/// `From 1 July to 31 July`, `Since 1 July`
pub fn days(span: Span, state: GrantState, this_year: i16) -> String {
    let from = (span.start.0 > 0).then(|| words::day(span.start.date(), this_year));
    // The end is exclusive: the last day is the one of the instant before.
    let last = (span.end.0 != i64::MAX).then(|| words::day(EpochMs(span.end.0 - 1).date(), this_year));
    match (from, last, state) {
        (Some(from), Some(last), _) if from == last => format!("On {from}"),
        (Some(from), Some(last), _) => format!("{from} to {last}"),
        (Some(from), None, GrantState::NotYet) => format!("From {from}"),
        (Some(from), None, _) => format!("Since {from}"),
        (None, Some(last), _) => format!("Until {last}"),
        (None, None, _) => "Always".to_owned(),
    }
}

/// Who gave a role.
pub fn source(source: &str) -> String {
    match source {
        "administrator" => "An administrator".to_owned(),
        "operator" => "The operator".to_owned(),
        "set-up" => "Set-up".to_owned(),
        "demo" => "The demo organisation".to_owned(),
        other => other
            .strip_prefix("provider:")
            .map_or_else(|| other.to_owned(), |name| format!("Groups at {name}")),
    }
}

pub fn way(way: SignInWay) -> &'static str {
    match way {
        SignInWay::Password => "Password",
        SignInWay::Provider => "Identity provider",
        SignInWay::Demo => "Demo",
    }
}

pub fn ways(ways: &[SignInWay]) -> String {
    ways.iter().map(|one| way(*one)).collect::<Vec<_>>().join(", ")
}

pub fn provider(provider: Provider) -> &'static str {
    match provider {
        Provider::GitHub => "GitHub",
        Provider::Jira => "Jira",
        Provider::Xapi => "Learning tools",
    }
}

/// `1 July, 09:40 UTC`
pub fn moment(at: EpochMs, this_year: i16) -> String {
    let minutes = at.0.div_euclid(60_000).rem_euclid(24 * 60);
    format!("{}, {:02}:{:02} UTC", words::day(at.date(), this_year), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> EpochMs {
        EpochMs::from_date(text.parse().unwrap())
    }

    #[test]
    fn the_days_of_a_role_are_told_with_its_last_day() {
        let span =
            |from: &str, to: Option<&str>| Span { start: at(from), end: to.map_or(EpochMs(i64::MAX), at) };
        let now = GrantState::Now;
        assert_eq!(days(span("2026-07-01", Some("2026-08-01")), now, 2026), "1 July to 31 July");
        assert_eq!(days(span("2026-07-01", Some("2026-07-02")), now, 2026), "On 1 July");
        assert_eq!(days(span("2026-07-01", None), now, 2026), "Since 1 July");
        assert_eq!(days(span("2026-07-01", None), GrantState::NotYet, 2026), "From 1 July");
        assert_eq!(days(Span::ALL, now, 2026), "Always");
    }

    #[test]
    fn a_moment_is_told_to_the_minute() {
        assert_eq!(moment(EpochMs(at("2026-07-01").0 + 34_859_000), 2026), "1 July, 09:40 UTC");
    }
}

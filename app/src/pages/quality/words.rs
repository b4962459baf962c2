//! Scores, their parts and the steps, in words.

use domain::EpochMs;
use service::quality::{Fix, Part, Score, SourceQuality, Tag};

use crate::components::{Link, href};
use crate::words;

/// What a part looks at.
pub fn part(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Tags => ("Tags", "places for the five tags that are filled"),
        Part::People => ("People", "events of people who are known"),
        Part::Valid => ("Valid", "requests that were not refused"),
        Part::Unique => ("Told once", "statements that repeat no other"),
        Part::Clock => ("Clock", "statements whose time can be right"),
        Part::Heard => ("Heard of", "within the last week; less with every day of silence"),
    }
}

/// `82`, or why there is none.
pub fn score(score: &Score) -> String {
    score.value.map_or_else(|| "nothing yet".to_owned(), |value| value.to_string())
}

/// A share 0 to 1, as `84 %`.
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(
        || "nothing to tell".to_owned(),
        |share| words::reading(domain::figure::Unit::Share, share).to_string(),
    )
}

/// How the score moved.
pub fn moved(source: &SourceQuality) -> String {
    match (source.score.value, source.earlier) {
        (Some(now), Some(before)) if now > before => format!("up from {before} in the four weeks before"),
        (Some(now), Some(before)) if now < before => format!("down from {before} in the four weeks before"),
        (Some(_), Some(_)) => "as in the four weeks before".to_owned(),
        (Some(_), None) => "nothing to compare with: nothing arrived in the four weeks before".to_owned(),
        (None, _) => "nothing arrived in the last four weeks".to_owned(),
    }
}

pub fn last_seen(at: Option<EpochMs>, year: i16) -> String {
    at.map_or_else(|| "never".to_owned(), |at| words::moment(at, year))
}

fn article(tag: Tag) -> &'static str {
    match tag {
        Tag::Skill => "a skill",
        Tag::Role => "a role",
        Tag::Team => "a team",
        Tag::Repository => "a repository",
        Tag::Sprint => "a sprint",
    }
}

/// What to do, and how far it would reach.
pub fn step(fix: &Fix) -> String {
    let (covers, of) = fix.reach();
    let part = share((of > 0).then(|| covers as f64 / of as f64));
    match fix {
        Fix::MapAccounts { accounts, .. } => {
            let accounts = words::plural(accounts.len() as u64, "account", "accounts");
            format!("Map {accounts}: {part} of the events of unknown people")
        }
        Fix::AddRule { tag, prefix, .. } => {
            format!(
                "One rule for activities that begin with {prefix}: {part} of the events without {}",
                article(*tag)
            )
        }
        Fix::SendOnce { .. } => {
            format!(
                "Let the client choose the statement’s id and keep it when it sends again: {part} are told twice"
            )
        }
        Fix::SetClock { .. } => {
            format!(
                "Set the clock or time zone of the source: {part} of its statements have a time that cannot be right"
            )
        }
        Fix::SendValid { reason, .. } => {
            format!("Read why requests are refused: {part} of those refused are {}", refused(reason))
        }
    }
}

fn refused(reason: &str) -> &'static str {
    match reason {
        "invalid" => "not valid; the answer names the property",
        "conflict" => "in conflict with what is stored under the same id",
        "forbidden" => "beyond the scopes of the key",
        "too_large" => "too large",
        "too_many" => "too many at once",
        _ => "refused for another reason",
    }
}

/// Where the step is taken, or what speaks for it is seen.
pub fn way(fix: &Fix, source: &str, maps_accounts: bool) -> Option<Link> {
    let statements =
        |tags: &str| Link::new("The statements", href("/statements", [("source", source), ("tags", tags)]));
    match fix {
        Fix::MapAccounts { .. } if maps_accounts => Some(Link::new("Map accounts", "/admin/accounts")),
        Fix::MapAccounts { .. } => Some(statements("unknown_person")),
        Fix::AddRule { prefix, .. } => {
            let conditions = [("source", source), ("activity_prefix", prefix.as_str())];
            Some(Link::new("Write the rule", href("/tags/rules/new", conditions)))
        }
        Fix::SendOnce { .. } | Fix::SetClock { .. } => {
            Some(Link::new("The statements", href("/statements", [("source", source)])))
        }
        Fix::SendValid { .. } => None,
    }
}

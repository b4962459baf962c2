//! The form that makes a token, and what can be wrong with it.

use domain::{EpochMs, time::MS_PER_DAY};

use super::TokenScope;
use crate::{Fields, ServiceError};

/// A token expires after so many days at the latest.
pub const LONGEST_DAYS: i64 = 365;
/// Characters of a token's name.
const LONGEST_NAME: usize = 60;

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub name: String,
    pub scopes: Vec<String>,
    /// From now on.
    pub days: String,
}

/// A form with nothing wrong about it.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) scopes: Vec<TokenScope>,
    pub(super) expires_at: EpochMs,
}

impl TokenForm {
    pub(super) fn checked(&self, now: EpochMs) -> Result<Wanted, ServiceError> {
        let mut wrong = Fields::default();
        let name = name(&self.name, &mut wrong);
        let scopes = scopes(&self.scopes, &mut wrong);
        let days = days(&self.days, &mut wrong);
        wrong.into_result()?;
        Ok(Wanted { name, scopes, expires_at: EpochMs(now.0 + days * MS_PER_DAY) })
    }
}

fn name(text: &str, wrong: &mut Fields) -> String {
    let name = text.trim();
    if name.is_empty() {
        wrong.add("name", "Give the token a name: what will use it.");
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        wrong.add("name", format!("A name has at most {LONGEST_NAME} characters on one line."));
    }
    name.to_owned()
}

fn scopes(chosen: &[String], wrong: &mut Fields) -> Vec<TokenScope> {
    let known: Option<Vec<TokenScope>> = chosen.iter().map(|text| TokenScope::parse(text)).collect();
    let mut scopes = known.unwrap_or_default();
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        wrong.add("scopes", "Choose at least one thing that the token may read.");
    }
    scopes
}

fn days(text: &str, wrong: &mut Fields) -> i64 {
    let days: Option<i64> = text.trim().parse().ok().filter(|days| (1..=LONGEST_DAYS).contains(days));
    if days.is_none() {
        wrong.add("days", format!("Say after how many days it expires: a number from 1 to {LONGEST_DAYS}."));
    }
    days.unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(form: &TokenForm) -> Vec<&'static str> {
        match form.checked(EpochMs(0)) {
            Err(ServiceError::Invalid(fields)) => fields.0.iter().map(|error| error.field).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        assert_eq!(wrong(&TokenForm::default()), ["name", "scopes", "days"]);
        let form = TokenForm {
            name: "x".repeat(61),
            scopes: vec!["figures:read".to_owned(), "everything".to_owned()],
            days: "366".to_owned(),
        };
        assert_eq!(wrong(&form), ["name", "scopes", "days"]);
    }

    #[test]
    fn a_token_expires_after_the_days_that_were_chosen() {
        let form = TokenForm {
            name: " Weekly report ".to_owned(),
            scopes: vec!["figures:read".to_owned(); 2],
            days: "1".to_owned(),
        };
        let wanted = form.checked(EpochMs(5)).unwrap();
        assert_eq!((wanted.name.as_str(), wanted.expires_at), ("Weekly report", EpochMs(86_400_005)));
        assert_eq!(wanted.scopes, [TokenScope::FiguresRead]);
    }
}

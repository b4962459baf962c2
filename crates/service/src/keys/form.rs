//! What is asked for when a key is made, on the page and on the command line, and what can be wrong with it.

use domain::EpochMs;
use jiff::{ToSpan, civil::Date};

use super::KeyScope;
use crate::{Fields, ServiceError};

pub(crate) const LONGEST_NAME: usize = 60;
const MOST_PER_MINUTE: i64 = 1_000_000;

#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct KeyForm {
    /// The source that will send with it.
    pub name: String,
    pub scopes: Vec<String>,
    /// The last day on which it opens anything, `YYYY-MM-DD`, UTC. Empty: it does not expire.
    pub expires_on: String,
    /// Requests a minute. Empty: as many as the server takes.
    pub per_minute: String,
}

/// A form with nothing wrong about it.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) scopes: Vec<KeyScope>,
    /// Exclusive.
    pub(super) expires_at: Option<EpochMs>,
    pub(super) per_minute: Option<i64>,
}

impl KeyForm {
    /// The form of a source that only sends statements.
    pub fn for_sending(name: &str) -> Self {
        let scopes = vec![KeyScope::StatementsWrite.as_str().to_owned()];
        Self { name: name.to_owned(), scopes, ..Self::default() }
    }

    pub(super) fn checked(&self, now: EpochMs) -> Result<Wanted, ServiceError> {
        let mut wrong = Fields::default();
        let wanted = Wanted {
            name: name(&self.name, &mut wrong),
            scopes: scopes(&self.scopes, &mut wrong),
            expires_at: expiry(&self.expires_on, now, &mut wrong),
            per_minute: rate(&self.per_minute, &mut wrong),
        };
        wrong.into_result()?;
        Ok(wanted)
    }
}

fn name(text: &str, wrong: &mut Fields) -> String {
    let name = text.trim();
    if name.is_empty() {
        wrong.add("name", "Give the key a name: the source that will send with it.");
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        wrong.add("name", format!("A name has at most {LONGEST_NAME} characters on one line."));
    }
    name.to_owned()
}

fn scopes(chosen: &[String], wrong: &mut Fields) -> Vec<KeyScope> {
    let mut scopes = Vec::new();
    for text in chosen {
        match KeyScope::parse(text.trim()) {
            Some(scope) => scopes.push(scope),
            None => wrong.add("scopes", format!("There is no scope “{text}”; choose of {}.", known())),
        }
    }
    if chosen.is_empty() {
        wrong.add("scopes", "Choose at least one thing that the key opens.");
    }
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

fn known() -> String {
    KeyScope::ALL.map(KeyScope::as_str).join(", ")
}

fn expiry(text: &str, now: EpochMs, wrong: &mut Fields) -> Option<EpochMs> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let last: Option<Date> = text.parse().ok();
    let end = last.and_then(|day| day.checked_add(1.day()).ok()).map(EpochMs::from_date);
    let end = end.filter(|end| *end > now);
    if end.is_none() {
        wrong.add("expires_on", "Say the last day as YYYY-MM-DD, today or later, or leave it empty.");
    }
    end
}

fn rate(text: &str, wrong: &mut Fields) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let rate = text.parse().ok().filter(|rate| (1..=MOST_PER_MINUTE).contains(rate));
    if rate.is_none() {
        wrong.add(
            "per_minute",
            format!("Say how many requests a minute: 1 to {MOST_PER_MINUTE}, or nothing."),
        );
    }
    rate
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(form: &KeyForm) -> Vec<&'static str> {
        match form.checked(EpochMs(86_400_000)) {
            Err(ServiceError::Invalid(fields)) => fields.0.iter().map(|error| error.field).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        assert_eq!(wrong(&KeyForm::default()), ["name", "scopes"]);
        let form = KeyForm {
            name: "two\nlines".to_owned(),
            scopes: vec!["root".to_owned()],
            expires_on: "1970-01-01".to_owned(),
            per_minute: "0".to_owned(),
        };
        assert_eq!(wrong(&form), ["name", "scopes", "expires_on", "per_minute"]);
    }

    #[test]
    fn a_key_opens_until_the_end_of_its_last_day() {
        let form = KeyForm { expires_on: "1970-01-02".to_owned(), ..KeyForm::for_sending(" LMS ") };
        let wanted = form.checked(EpochMs(86_400_000)).unwrap();
        assert_eq!((wanted.name.as_str(), wanted.expires_at), ("LMS", Some(EpochMs(2 * 86_400_000))));
        assert_eq!((wanted.scopes, wanted.per_minute), (vec![KeyScope::StatementsWrite], None));
    }
}

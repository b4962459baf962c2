//! Whom a statement is about.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

/// A person by mailbox or by account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    Mailbox(String),
    Account { home_page: String, name: String },
}

impl Person {
    pub(crate) fn agent(&self) -> Value {
        match self {
            Person::Mailbox(address) => json!({ "objectType": "Agent", "mbox": format!("mailto:{address}") }),
            Person::Account { home_page, name } => {
                json!({ "objectType": "Agent", "account": { "homePage": home_page, "name": name } })
            }
        }
    }
}

/// What a person's name on the command line may look like.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names nobody: give an e-mail address, or HOMEPAGE|NAME for an account")]
pub struct Nobody(String);

impl FromStr for Person {
    type Err = Nobody;

    fn from_str(text: &str) -> Result<Self, Nobody> {
        let text = text.trim();
        let nobody = || Nobody(text.to_owned());
        if let Some((home_page, name)) = text.split_once('|') {
            let whole = home_page.contains("://") && !name.is_empty();
            return if whole {
                Ok(Person::Account { home_page: home_page.to_owned(), name: name.to_owned() })
            } else {
                Err(nobody())
            };
        }
        let (before, after) = text.split_once('@').ok_or_else(nobody)?;
        let plain = !before.is_empty() && !after.is_empty() && !text.contains(char::is_whitespace);
        if plain && !after.contains('@') { Ok(Person::Mailbox(text.to_lowercase())) } else { Err(nobody()) }
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Person::Mailbox(address) => f.write_str(address),
            Person::Account { home_page, name } => write!(f, "{home_page}|{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_mailbox_and_a_page_with_a_name_is_an_account() {
        assert_eq!("Ada@Demo.invalid".parse(), Ok(Person::Mailbox("ada@demo.invalid".to_owned())));
        let account = "https://git.invalid|ada".parse::<Person>().unwrap();
        assert_eq!(account.agent()["account"]["name"], "ada");
        assert_eq!(account.to_string(), "https://git.invalid|ada");
    }

    #[test]
    fn what_names_nobody_is_refused() {
        for text in [
            "",
            "ada",
            "@demo.invalid",
            "ada@",
            "a b@demo.invalid",
            "a@b@c",
            "git|ada",
            "https://git.invalid|",
        ] {
            assert!(text.parse::<Person>().is_err(), "{text}");
        }
    }
}

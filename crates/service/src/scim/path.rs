//! Paths of attributes, as operations name them: `active`, `name.givenName`, `emails[type eq "work"].value`,
//! `urn:…:User:userName`.

use super::error::{ScimError, ScimType, bad};
use super::filter::{self, Condition};

/// Prefixes under which the attributes that are kept can be named in full.
const CORE: [&str; 2] =
    ["urn:ietf:params:scim:schemas:core:2.0:user:", "urn:ietf:params:scim:schemas:core:2.0:group:"];

/// What of a resource is meant. Names are in lower case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AttributePath {
    pub(super) name: String,
    /// Which of several values.
    pub(super) filter: Vec<Condition>,
    pub(super) sub: Option<String>,
}

impl AttributePath {
    pub(super) fn parse(text: &str) -> Result<Self, ScimError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let core = CORE.iter().find(|prefix| lower.starts_with(**prefix));
        if core.is_none() && lower.starts_with("urn:") {
            // An extension: nothing of it is kept.
            return Ok(Self { name: lower, filter: vec![], sub: None });
        }
        let text = text.get(core.map_or(0, |prefix| prefix.len())..).unwrap_or_default();
        let (name, filter, after) = bracketed(text)?;
        let (name, sub) = match name.split_once('.') {
            Some((name, sub)) if after.is_empty() => (name, Some(sub)),
            _ => (name, after.strip_prefix('.')),
        };
        let plain =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '$');
        if !plain(name) || sub.is_some_and(|sub| !plain(sub)) || (sub.is_none() && !after.is_empty()) {
            return unreadable(text);
        }
        Ok(Self { name: name.to_lowercase(), filter, sub: sub.map(str::to_lowercase) })
    }
}

/// What stands before, in and behind brackets.
fn bracketed(text: &str) -> Result<(&str, Vec<Condition>, &str), ScimError> {
    let Some((name, rest)) = text.split_once('[') else { return Ok((text, vec![], "")) };
    let Some((inside, after)) = rest.rsplit_once(']') else { return unreadable(text) };
    Ok((name, filter::parse(inside)?, after))
}

fn unreadable<T>(text: &str) -> Result<T, ScimError> {
    let text: String = text.chars().take(60).collect();
    bad(
        ScimType::InvalidPath,
        format!("\"{text}\" is not the path of an attribute. Use, for example, active."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize, Option<String>)> {
        let path = AttributePath::parse(text).ok()?;
        Some((path.name, path.filter.len(), path.sub))
    }

    #[test]
    fn the_paths_that_identity_providers_send_are_understood() {
        let simple = |name: &str| Some((name.to_owned(), 0, None));
        assert_eq!(read("active"), simple("active"));
        assert_eq!(read("urn:ietf:params:scim:schemas:core:2.0:User:userName"), simple("username"));
        assert_eq!(read("name.givenName"), Some(("name".to_owned(), 0, Some("givenname".to_owned()))));
        let email = Some(("emails".to_owned(), 1, Some("value".to_owned())));
        assert_eq!(read(r#"emails[type eq "work"].value"#), email);
        assert_eq!(read(r#"members[value eq "7"]"#), Some(("members".to_owned(), 1, None)));
        let extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
        assert_eq!(read(extension), simple(&extension.to_lowercase()));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", " ", "a b", "name.", ".value", "emails[", "emails[]", "emails[type eq \"a\"]value"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

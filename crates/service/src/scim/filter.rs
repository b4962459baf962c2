//! Filters (RFC 7644, section 3.4.2.2), of which identity providers use one shape to find what they sent before:
//! `userName eq "a"`, several of them joined with `and`.

use serde_json::Value;

use super::error::{ScimError, ScimType, bad};

/// `attribute eq value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    /// In lower case: SCIM's names ignore case.
    pub(super) attribute: String,
    /// A text, a number, true or false.
    pub(super) value: Value,
}

impl Condition {
    /// The value as text. Nothing that is kept is equal to another kind of value, or has control characters.
    pub(super) fn text(&self) -> Option<&str> {
        self.value.as_str().filter(|text| !text.contains(char::is_control))
    }
}

/// All conditions hold.
pub(super) fn parse(text: &str) -> Result<Vec<Condition>, ScimError> {
    let mut conditions = Vec::new();
    let mut rest = text.trim();
    loop {
        let (condition, after) = condition(rest)?;
        conditions.push(condition);
        let after = after.trim_start();
        if after.is_empty() {
            return Ok(conditions);
        }
        let (joint, next) = word(after);
        if !joint.eq_ignore_ascii_case("and") {
            return unreadable(after);
        }
        rest = next;
    }
}

fn condition(text: &str) -> Result<(Condition, &str), ScimError> {
    let (attribute, rest) = word(text);
    let (operator, rest) = word(rest);
    if attribute.is_empty() || !operator.eq_ignore_ascii_case("eq") {
        return unreadable(text);
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let Some(Ok(value @ (Value::String(_) | Value::Bool(_) | Value::Number(_)))) = values.next() else {
        return unreadable(rest);
    };
    let after = rest.get(values.byte_offset()..).unwrap_or_default();
    Ok((Condition { attribute: attribute.to_lowercase(), value }, after))
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(' ').map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// Sets what is searched for; says no where something else is searched for already.
pub(super) fn narrow<T: PartialEq>(wanted: &mut Option<T>, value: T) -> bool {
    if let Some(other) = wanted {
        return *other == value;
    }
    *wanted = Some(value);
    true
}

fn unreadable<T>(at: &str) -> Result<T, ScimError> {
    let at: String = at.chars().take(40).collect();
    bad(
        ScimType::InvalidFilter,
        format!("The filter cannot be read at \"{at}\". Use attribute eq \"value\", joined with and."),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Option<Vec<(String, Value)>> {
        let conditions = parse(text).ok()?;
        Some(conditions.into_iter().map(|c| (c.attribute, c.value)).collect())
    }

    #[test]
    fn what_identity_providers_ask_is_understood() {
        let wanted = vec![("username".to_owned(), json!("a \"b\" and c"))];
        assert_eq!(read(r#"userName eq "a \"b\" and c""#), Some(wanted));
        let wanted = vec![("externalid".to_owned(), json!("7")), ("active".to_owned(), json!(true))];
        assert_eq!(read(r#"externalId EQ "7" AND active eq true"#), Some(wanted));
    }

    #[test]
    fn anything_else_is_refused_with_the_place() {
        for text in ["", "userName", "userName eq", "userName co \"a\"", "userName eq a", "(id eq \"1\")"] {
            assert!(matches!(parse(text), Err(ScimError::Bad(ScimType::InvalidFilter, _))), "{text}");
        }
        let error = parse(r#"id eq "1" or id eq "2""#).unwrap_err();
        assert!(error.to_string().contains("at \"or id eq"), "{error}");
    }
}

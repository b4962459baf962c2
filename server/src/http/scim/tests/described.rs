//! The description says of a text what is taken, no less and no more.

use regex::Regex;
use serde_json::{Value, json};
use service::scim::UserAttributes;
use utoipa::PartialSchema;

use crate::http::scim::described::{Line, NonBlankLine};

fn pattern<T: PartialSchema>() -> Regex {
    let schema = json!(T::schema());
    Regex::new(schema["pattern"].as_str().unwrap()).unwrap()
}

fn takes(user: &Value) -> bool {
    UserAttributes::from_resource(user.as_object().unwrap()).is_ok()
}

/// Planes above the first have neither white space nor control characters.
fn texts() -> impl Iterator<Item = String> {
    let mixed = [" ", "  ", " a ", "a\n", "\na", "a\tb", "Ana Lucía Đặng", "\u{3000}", "\u{1f600}"];
    let characters = ('\0'..='\u{ffff}').map(String::from);
    characters.chain(mixed.map(str::to_owned))
}

#[test]
fn a_text_is_taken_if_the_description_says_so() {
    let (line, non_blank) = (pattern::<Line>(), pattern::<NonBlankLine>());
    for text in texts() {
        let taken = (
            takes(&json!({ "userName": "gil", "displayName": &text })),
            takes(&json!({ "userName": &text })),
        );
        assert_eq!((line.is_match(&text), non_blank.is_match(&text)), taken, "{text:?}");
    }
}

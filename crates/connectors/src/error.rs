//! What is wrong with one line of an import.

use serde::Deserialize;
use serde_json::error::Category;

/// A line that cannot become a fact. `Display` reads as a sentence: `pull_request.number is 0; …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {problem}", if path.is_empty() { "the line" } else { path.as_str() })]
pub struct ReadError {
    /// Where in the line, as `pull_request.merged_at` or `reviews[2].state`; empty when it is the whole line.
    pub path: String,
    /// What is wrong, and what to do.
    pub problem: String,
}

impl ReadError {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    pub(crate) fn missing(path: &str) -> Self {
        Self::new(path, "is missing; export the object with all of its fields")
    }
}

/// The line as text; JSON must be UTF-8, in fields that are not read as well.
pub(crate) fn utf8(line: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(line).map_err(|error| {
        let at = error.valid_up_to() + 1;
        ReadError::new("", format!("is not UTF-8 from byte {at} on; convert the file to UTF-8"))
    })
}

/// Parses one line. The path of a failure costs a second pass, which only bad lines pay for.
pub(crate) fn parse<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, ReadError> {
    serde_json::from_str(line).map_err(|error| explain::<T>(line, &error))
}

fn explain<'a, T: Deserialize<'a>>(line: &'a str, error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    match error.classify() {
        Category::Data => ReadError::new(path_of_failure::<T>(line), wrong_value(message)),
        Category::Eof => ReadError::new("", "is cut off in the middle of its JSON; export the file again"),
        Category::Syntax | Category::Io => {
            let column = error.column();
            ReadError::new("", format!("is not JSON ({message}, column {column}); export the file again"))
        }
    }
}

fn path_of_failure<'a, T: Deserialize<'a>>(line: &'a str) -> String {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) if error.path().iter().next().is_some() => error.path().to_string(),
        _ => String::new(),
    }
}

fn wrong_value(message: &str) -> String {
    const HINT: &str = "write it as the source's REST API does";
    match message.split_once(": ") {
        Some(("invalid type", found)) => format!("has the wrong type ({found}); {HINT}"),
        Some(("invalid value", found)) => format!("has a value out of range ({found}); {HINT}"),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "only its type matters")]
        inner: Vec<u8>,
    }

    #[test]
    fn an_error_names_the_place_and_reads_as_a_sentence() {
        let problem = |line| parse::<Outer>(line).unwrap_err().to_string();
        assert_eq!(
            problem(r#"{"inner":[1,"x"]}"#),
            "inner[1] has the wrong type (string \"x\", expected u8); write it as the source's REST API does"
        );
        assert_eq!(
            problem(r#"{"inner":[1"#),
            "the line is cut off in the middle of its JSON; export the file again"
        );
        assert!(problem("nonsense").starts_with("the line is not JSON (expected ident, column 2)"));
        assert!(problem(r#"{"inner":[]} x"#).contains("trailing characters"));
        assert!(problem("7").starts_with("the line has the wrong type"));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_told_by_their_position() {
        assert!(utf8(b"{\"a\":\"\xff\"}").unwrap_err().problem.contains("byte 7"));
    }
}

//! A sentence in parts, so that a page can mark up its figure; `Display` is the plain text.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Text(String),
    /// The figure that the sentence is about.
    Strong(String),
    /// A figure to be seen as wrong.
    Struck(String),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence(pub Vec<Part>);

impl Sentence {
    pub(super) fn of(text: impl Into<String>) -> Self {
        Self(vec![Part::Text(text.into())])
    }

    pub(super) fn text(self, text: impl Into<String>) -> Self {
        self.with(Part::Text(text.into()))
    }

    pub(super) fn strong(self, figure: impl Into<String>) -> Self {
        self.with(Part::Strong(figure.into()))
    }

    pub(super) fn struck(self, figure: impl Into<String>) -> Self {
        self.with(Part::Struck(figure.into()))
    }

    fn with(mut self, part: Part) -> Self {
        self.0.push(part);
        self
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self(parts), mut text) = (self, String::new());
        for part in parts {
            let (Part::Text(part) | Part::Strong(part) | Part::Struck(part)) = part;
            text.push_str(part);
        }
        f.write_str(&text)
    }
}

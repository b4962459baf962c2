//! What the list is narrowed by.

use store::stream::StreamWindow;
pub use store::stream::TagState;
use xapi::{Term, TermKind};

use super::Outline;
use crate::record_store::term_hash;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// The name of a key.
    pub source: Option<String>,
    /// IRIs, letter by letter.
    pub verb: Option<String>,
    pub activity: Option<String>,
    pub tags: Option<TagState>,
}

/// The words of each state, as they stand in an address.
const STATES: [(TagState, &str); 4] = [
    (TagState::Complete, "complete"),
    (TagState::Incomplete, "incomplete"),
    (TagState::UnknownPerson, "unknown_person"),
    (TagState::NoLearning, "no_learning"),
];

impl StatementFilter {
    pub fn tag_state(text: &str) -> Option<TagState> {
        STATES.iter().find(|(_, word)| *word == text).map(|(state, _)| *state)
    }

    pub fn tag_words() -> impl Iterator<Item = &'static str> {
        STATES.iter().map(|(_, word)| *word)
    }

    pub(super) fn window(&self, after: i64, before: i64, limit: i64) -> StreamWindow {
        let terms = [(TermKind::Activity, &self.activity), (TermKind::Verb, &self.verb)];
        let hash = |(kind, text): (TermKind, &Option<String>)| {
            text.as_ref().map(|text| term_hash(&Term::new(kind, text.clone())))
        };
        StreamWindow {
            after,
            before,
            source: self.source.clone(),
            terms: terms.into_iter().filter_map(hash).collect(),
            tags: self.tags,
            ascending: true,
            limit,
        }
    }

    /// Terms are hashes; this is what was meant.
    pub(super) fn lets_through(&self, outline: &Outline) -> bool {
        let verb = self.verb.as_ref().is_none_or(|verb| *verb == outline.verb);
        verb && self.activity.as_deref().is_none_or(|id| outline.object.activity() == Some(id))
    }

    /// For the log: which parts narrow it, not what was typed.
    pub(super) fn words(&self) -> String {
        let parts = [
            (self.source.is_some(), "source"),
            (self.verb.is_some(), "verb"),
            (self.activity.is_some(), "activity"),
            (self.tags.is_some(), "tags"),
        ];
        let narrowed: Vec<&str> = parts.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
        if narrowed.is_empty() { "all".to_owned() } else { format!("narrowed by {}", narrowed.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_looks_at_letters_where_the_index_looks_at_hashes() {
        let payload = r#"{"verb":{"id":"did"},"object":{"id":"urn:Lab"}}"#;
        let outline = Outline::read(payload).unwrap();
        let filter = |activity: &str| StatementFilter {
            activity: Some(activity.to_owned()),
            ..StatementFilter::default()
        };
        assert!(filter("urn:Lab").lets_through(&outline));
        assert!(!filter("urn:lab").lets_through(&outline), "IRIs compare as strings");
    }

    #[test]
    fn the_log_is_told_what_narrowed_a_file_without_its_words() {
        let filter = StatementFilter {
            source: Some("Laptop of somebody".to_owned()),
            tags: StatementFilter::tag_state("incomplete"),
            ..StatementFilter::default()
        };
        assert_eq!(filter.words(), "narrowed by source, tags");
        assert_eq!(StatementFilter::default().words(), "all");
    }
}

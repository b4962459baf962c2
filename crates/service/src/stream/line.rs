//! A statement as a line of the list.

use domain::EpochMs;
use uuid::Uuid;

use super::Object;

/// What is told of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Value(String),
    /// It is there and not said: the team is too small to be shown, or not known.
    Withheld,
    Missing,
}

impl Told {
    pub(super) fn of(value: Option<String>) -> Self {
        value.map_or(Told::Missing, Told::Value)
    }

    /// Kept back unless it may be shown.
    pub(super) fn guarded(value: Option<String>, shown: bool) -> Self {
        match value {
            Some(_) if !shown => Told::Withheld,
            value => Self::of(value),
        }
    }

    pub fn value(&self) -> Option<&str> {
        match self {
            Told::Value(text) => Some(text),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags {
    pub skill: Told,
    pub role: Told,
    pub team: Told,
    pub repository: Told,
    pub sprint: Told,
}

impl Tags {
    pub fn all(&self) -> [(&'static str, &Told); 5] {
        [
            ("skill", &self.skill),
            ("role", &self.role),
            ("team", &self.team),
            ("repository", &self.repository),
            ("sprint", &self.sprint),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its place in the log.
    pub seq: i64,
    pub id: Uuid,
    pub stored_at: EpochMs,
    /// When it is said to have happened.
    pub happened_at: Option<EpochMs>,
    pub source: String,
    pub verb: String,
    pub object: Object,
    pub voided: bool,
    /// Of the first moment of learning in it; `None` where there is none.
    pub tags: Option<Tags>,
    /// How many people it is about, by moments of learning.
    pub people: usize,
    /// Of these, those who are linked to nobody.
    pub unknown_people: usize,
    /// Keys of people, for those who may tell people apart; empty where the team is too small to be shown.
    pub person_keys: Vec<i64>,
}

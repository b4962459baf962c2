//! What a source's statements of some days came to: sums, so that days add up to a window.

use std::iter::Sum;
use std::ops::Add;

use domain::EpochMs;

/// The five tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    Skill,
    Role,
    Team,
    Repository,
    Sprint,
}

impl Tag {
    pub const ALL: [Tag; 5] = [Self::Skill, Self::Role, Self::Team, Self::Repository, Self::Sprint];

    pub fn as_str(self) -> &'static str {
        match self {
            Tag::Skill => "skill",
            Tag::Role => "role",
            Tag::Team => "team",
            Tag::Repository => "repository",
            Tag::Sprint => "sprint",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub statements: u64,
    /// Moments of learning in them.
    pub events: u64,
    /// How many of the events have each tag, in the order of [`Tag::ALL`].
    pub tagged: [u64; 5],
    /// Events of accounts that are linked to nobody.
    pub unknown: u64,
    /// The same actor, verb and activity within seconds, under another id.
    pub duplicates: u64,
    /// Statements whose time cannot be right.
    pub skewed: u64,
    /// Requests that were accepted, and that were refused.
    pub accepted: u64,
    pub refused: u64,
    pub last_seen: Option<EpochMs>,
}

impl Figures {
    pub fn tagged(&self, tag: Tag) -> u64 {
        self.tagged[tag as usize]
    }

    /// Of the places for tags, the share that is filled; `None` without events.
    pub fn tag_coverage(&self) -> Option<f64> {
        share(self.tagged.iter().sum(), self.events * Tag::ALL.len() as u64)
    }

    /// Of the requests, the share that was refused; `None` without any.
    pub fn invalid_rate(&self) -> Option<f64> {
        share(self.refused, self.accepted + self.refused)
    }
}

/// `part` of `whole` as 0 to 1; `None` of nothing.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64).min(1.0))
}

impl Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let mut tagged = self.tagged;
        for (sum, more) in tagged.iter_mut().zip(other.tagged) {
            *sum += more;
        }
        Self {
            statements: self.statements + other.statements,
            events: self.events + other.events,
            tagged,
            unknown: self.unknown + other.unknown,
            duplicates: self.duplicates + other.duplicates,
            skewed: self.skewed + other.skewed,
            accepted: self.accepted + other.accepted,
            refused: self.refused + other.refused,
            last_seen: self.last_seen.max(other.last_seen),
        }
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(days: I) -> Self {
        days.fold(Self::default(), Add::add)
    }
}

//! The groups of the lattice, and the order in which they are considered.

use std::cmp::Reverse;

use domain::{CohortKey, TeamKey, period::GroupKind};

/// A group by its place among those of a period.
pub(super) type GroupNumber = usize;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    Organisation,
    Team(TeamKey),
    Cohort(CohortKey),
    Repository {
        name: String,
        /// The store's number.
        number: u32,
    },
}

/// The key of the one group of its kind.
const ORGANISATION: &str = "organisation";

impl Group {
    pub(crate) fn kind(&self) -> GroupKind {
        match self {
            Group::Organisation => GroupKind::Organisation,
            Group::Team(_) => GroupKind::Team,
            Group::Cohort(_) => GroupKind::Cohort,
            Group::Repository { .. } => GroupKind::Repository,
        }
    }

    pub(crate) fn key(&self) -> &str {
        match self {
            Group::Organisation => ORGANISATION,
            Group::Team(key) => key.as_str(),
            Group::Cohort(key) => key.as_str(),
            Group::Repository { name, .. } => name,
        }
    }

    /// Does an issue tracker report on groups of this kind?
    pub(super) fn has_defects(&self) -> bool {
        matches!(self, Group::Organisation | Group::Team(_))
    }

    /// What comes first is shown where two exclude each other: what most people look at, and what hides least.
    pub(super) fn rank(&self, people: usize) -> (u8, Reverse<usize>, String) {
        let key = self.key().to_owned();
        match self {
            Group::Team(_) => (0, Reverse(people), key),
            // After the teams: where one of them is too small, the total beside all others would tell of it, and
            // either the total is hidden or a second team that did nothing to deserve it.
            Group::Organisation => (1, Reverse(0), key),
            Group::Cohort(_) => (2, Reverse(0), key),
            Group::Repository { .. } => (3, Reverse(0), key),
        }
    }
}

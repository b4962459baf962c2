//! Whose items, over which time: what a set of figures is asked for.

use domain::{EpochMs, PersonKey, Span};

use crate::items::{DefectItem, PullRequestItem};
use crate::{FactBlock, Member};

/// The items of one team that may matter for one span. Items outside the span do no harm: every metric picks
/// those it is about. Open pull requests are picked whatever the span (`waiting`).
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub span: Span,
    pub pull_requests: &'a [PullRequestItem],
    pub defects: &'a [DefectItem],
}

impl<'a> Part<'a> {
    pub fn of(block: &'a FactBlock, span: Span) -> Self {
        Self { span, pull_requests: &block.pull_requests, defects: &block.defects }
    }
}

/// The group and period in view. Parts that hold the same items must not overlap in time.
#[derive(Debug, Clone, Copy)]
pub struct Group<'a> {
    pub parts: &'a [Part<'a>],
    /// Which of the parts' pull requests count.
    pub selection: Selection<'a>,
    /// Whether an issue tracker reports on this very group. Where none does, "no defect" is missing, not 0.
    pub tracks_defects: bool,
    /// The people of the group for the adoption figures; `None`: the group has no learning to show.
    pub members: Option<&'a [Member]>,
    /// The moment up to which the facts are known: what is open is open until here.
    pub as_of: EpochMs,
    pub limits: Limits,
}

impl<'a> Group<'a> {
    /// Every item of the parts, defects tracked, nobody learning.
    pub fn new(parts: &'a [Part<'a>], as_of: EpochMs) -> Self {
        Self {
            parts,
            selection: Selection::All,
            tracks_defects: true,
            members: None,
            as_of,
            limits: Limits::default(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection<'a> {
    All,
    /// One repository, by the store's number.
    Repository(u32),
    /// Pull requests that these people opened while enrolled. Sorted by person, who may come more than once.
    People(&'a [Enrolled]),
}

impl Selection<'_> {
    pub fn keeps(&self, item: &PullRequestItem) -> bool {
        match *self {
            Selection::All => true,
            Selection::Repository(repository) => item.repository == repository,
            Selection::People(people) => {
                item.author.is_some_and(|author| was_enrolled(people, author, item.opened_at))
            }
        }
    }
}

/// A person and the time over which their work counts for the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolled {
    pub person: PersonKey,
    pub span: Span,
}

fn was_enrolled(people: &[Enrolled], person: PersonKey, at: EpochMs) -> bool {
    let first = people.partition_point(|enrolled| enrolled.person < person);
    people[first..].iter().take_while(|e| e.person == person).any(|e| e.span.contains(at))
}

/// The limits of the behaviours that figures check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A pull request of at most so many lines is small.
    pub small_pr_lines: u32,
    /// An approval sooner than this after opening is quick…
    pub quick_approval_minutes: u32,
    /// …when the pull request has more lines than this.
    pub quick_approval_lines: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { small_pr_lines: 400, quick_approval_minutes: 5, quick_approval_lines: 100 }
    }
}

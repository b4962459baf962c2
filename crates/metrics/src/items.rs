//! What figures are computed from: facts cut down to the fields that a figure reads, with people as keys.

use domain::facts::{Checklist, FoundPhase};
use domain::{EpochMs, PersonKey};

/// A pull request that takes part in figures (bots and excluded labels are already left out).
///
/// As in [`domain::facts::PullRequest`], what the source did not tell is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PullRequestItem {
    /// The store's number for the repository.
    pub repository: u32,
    pub number: i64,
    /// `None` when the author is not known; such an item counts, but for nobody.
    pub author: Option<PersonKey>,
    pub opened_at: EpochMs,
    /// The last "ready for review" before the first review; `opened_at` where it was never a draft.
    pub ready_at: EpochMs,
    pub is_draft: bool,
    /// By somebody who is neither author nor bot, no later than merge or close.
    pub first_review_at: Option<EpochMs>,
    pub first_approval_at: Option<EpochMs>,
    pub merged_at: Option<EpochMs>,
    pub closed_at: Option<EpochMs>,
    /// Changed lines without generated paths.
    pub lines: Option<u32>,
    pub review_comments: Option<u32>,
    pub review_count: u32,
    pub approvals: u32,
    pub checklist: Option<Checklist>,
    pub tests_passed: Option<bool>,
    pub first_try_passed: Option<bool>,
    pub security_passed: Option<bool>,
    pub is_revert: bool,
    pub is_hotfix: bool,
    /// Working milliseconds from opening to merge ([`crate::WorkingCalendar`] of the team).
    pub business_cycle_ms: Option<i64>,
    /// Working milliseconds from opening to the first review.
    pub business_first_review_ms: Option<i64>,
}

impl PullRequestItem {
    /// A pull request that was just opened: ready, and nothing else known of it.
    pub fn new(repository: u32, number: i64, opened_at: EpochMs) -> Self {
        Self {
            repository,
            number,
            author: None,
            opened_at,
            ready_at: opened_at,
            is_draft: false,
            first_review_at: None,
            first_approval_at: None,
            merged_at: None,
            closed_at: None,
            lines: None,
            review_comments: None,
            review_count: 0,
            approvals: 0,
            checklist: None,
            tests_passed: None,
            first_try_passed: None,
            security_passed: None,
            is_revert: false,
            is_hotfix: false,
            business_cycle_ms: None,
            business_first_review_ms: None,
        }
    }

    /// Where the pull request counts: merged, else closed, else opened.
    pub fn settled_at(&self) -> EpochMs {
        self.merged_at.or(self.closed_at).unwrap_or(self.opened_at)
    }

    /// Neither merged nor closed.
    pub fn is_open(&self) -> bool {
        self.merged_at.is_none() && self.closed_at.is_none()
    }
}

/// A defect from the issue tracker. It has no author: the people behind a defect figure are those whose merged
/// pull requests it is set against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefectItem {
    pub created_at: EpochMs,
    pub found: FoundPhase,
}

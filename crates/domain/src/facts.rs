//! What happened in the work, as read from one raw payload: no joins, no guesses.
//!
//! A value the source did not carry is `None`, never 0 (`docs/METRICS.md`).

use serde::{Deserialize, Serialize};

use crate::{Account, ContentId, EpochMs, RepositoryName};

/// Why an item takes part in no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    Bot,
    Label,
}

/// Ticks in the review-checklist section of a pull request's description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Checklist {
    pub done: u32,
    pub total: u32,
}

impl Checklist {
    pub fn is_complete(self) -> bool {
        self.total > 0 && self.done >= self.total
    }
}

/// A pull request with what its reviews and checks add up to. Natural key: repository and number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PullRequest {
    pub repository: RepositoryName,
    pub number: i64,
    pub title: String,
    /// `None` when the account was deleted at the host.
    pub author: Option<Account>,
    pub left_out: Option<LeftOut>,
    pub opened_at: EpochMs,
    /// The last "ready for review" before the first review; `opened_at` where the source tells of no draft.
    pub ready_at: EpochMs,
    /// Still a draft: not waiting for anybody.
    pub is_draft: bool,
    /// By somebody who is neither author nor bot, no later than merge or close.
    pub first_review_at: Option<EpochMs>,
    pub first_approval_at: Option<EpochMs>,
    pub merged_at: Option<EpochMs>,
    pub closed_at: Option<EpochMs>,
    /// The newest change the payload tells of; a payload that is older than what is stored loses.
    pub updated_at: EpochMs,
    pub additions: Option<u32>,
    pub deletions: Option<u32>,
    /// Additions + deletions without generated paths.
    pub changed_lines: Option<u32>,
    pub files: Option<u32>,
    pub base: String,
    pub labels: Vec<String>,
    pub is_revert: bool,
    /// The number of the pull request that this one takes back, where the source names it.
    pub reverts: Option<i64>,
    pub is_hotfix: bool,
    /// `None` when the payload carries no description.
    pub checklist: Option<Checklist>,
    /// Submitted reviews by others (not author, not bot, not pending).
    pub review_count: u32,
    /// Review comments by others; `None` where the payload does not tell.
    pub review_comments: Option<u32>,
    pub approvals: u32,
    /// Last completed conclusion of every check on the head commit; `None` without completed checks.
    pub tests_passed: Option<bool>,
    /// The same of attempt 1 on the first head commit.
    pub first_try_passed: Option<bool>,
    /// `None` where no configured security check ran.
    pub security_passed: Option<bool>,
}

impl PullRequest {
    /// Where the pull request counts: merged, else closed, else opened.
    pub fn settled_at(&self) -> EpochMs {
        self.merged_at.or(self.closed_at).unwrap_or(self.opened_at)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundPhase {
    BeforeRelease,
    AfterRelease,
    Unknown,
}

/// A defect from the issue tracker. Natural key: its issue key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    pub key: String,
    pub project: String,
    pub components: Vec<String>,
    pub summary: String,
    pub reporter: Option<Account>,
    pub created_at: EpochMs,
    pub resolved_at: Option<EpochMs>,
    pub updated_at: EpochMs,
    pub found: FoundPhase,
    pub severity: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningKind {
    Started,
    Completed,
    Attended,
    Applied,
}

impl LearningKind {
    pub fn as_str(self) -> &'static str {
        match self {
            LearningKind::Started => "started",
            LearningKind::Completed => "completed",
            LearningKind::Attended => "attended",
            LearningKind::Applied => "applied",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Started, Self::Completed, Self::Attended, Self::Applied]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
}

/// The five tags of a learning event, as the statement carried them: text until they are matched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    pub skill: Option<String>,
    pub role: Option<String>,
    pub team: Option<String>,
    pub repository: Option<String>,
    pub sprint: Option<String>,
}

/// One moment of learning by one person. Natural key: statement id and actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningEvent {
    pub statement_id: uuid::Uuid,
    pub actor: Account,
    pub at: EpochMs,
    pub kind: LearningKind,
    pub content: ContentId,
    pub tags: Tags,
}

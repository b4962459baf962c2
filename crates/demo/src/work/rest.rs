//! GitHub's REST shapes, as far as the import reads them. Structs, so that the order of keys never changes.

use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub repository: Repository,
    pub pull_request: PullRequest,
    pub reviews: Vec<Review>,
    pub check_runs: Vec<CheckRun>,
    /// The import's own field: which commit was the head when the pull request was opened.
    pub first_head_sha: String,
    pub timeline: Vec<TimelineItem>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Repository {
    pub full_name: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct PullRequest {
    pub number: u64,
    pub title: String,
    pub state: &'static str,
    pub draft: bool,
    pub user: Option<User>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub merged_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub additions: u32,
    pub deletions: u32,
    pub changed_files: u32,
    pub review_comments: u32,
    pub base: Base,
    pub head: Head,
    pub labels: Vec<Label>,
    pub body: Option<String>,
    pub merged_by: Option<User>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct User {
    pub login: String,
    pub id: usize,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

#[derive(Debug, Serialize)]
pub(crate) struct Base {
    #[serde(rename = "ref")]
    pub branch: &'static str,
}

#[derive(Debug, Serialize)]
pub(crate) struct Head {
    #[serde(rename = "ref")]
    pub branch: String,
    pub sha: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Label {
    pub name: &'static str,
}

#[derive(Debug, Serialize)]
pub(crate) struct Review {
    pub id: u64,
    pub user: Option<User>,
    pub state: &'static str,
    pub submitted_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CheckRun {
    pub name: &'static str,
    pub head_sha: String,
    pub status: &'static str,
    pub conclusion: &'static str,
    pub completed_at: Timestamp,
    pub run_attempt: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct TimelineItem {
    pub event: &'static str,
    pub created_at: Timestamp,
}

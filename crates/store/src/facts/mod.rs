//! Facts: rows derived from raw payloads, and the packed blocks that figures are computed from.

mod blocks;
mod defects;
mod dirty;
mod items;
mod pull_requests;
mod work_items;

pub use blocks::StoredBlock;
pub use defects::{JoinedDefect, JoinedIssue};
pub use dirty::{Dirty, Place};
pub use pull_requests::JoinedPullRequest;
pub use work_items::{DefectItemRow, PullRequestRow};

/// How the facts of no team are filed.
pub const UNMAPPED: &str = "";

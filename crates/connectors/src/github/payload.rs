//! The fields that are read, and no others: a new field or a null must never lose a pull request.

use serde::{Deserialize, Deserializer};

use crate::tolerant::{Instant, List, NumericId, Text};

#[derive(Debug, Deserialize)]
pub(super) struct Line<'a> {
    #[serde(borrow)]
    pub repository: Option<Repository<'a>>,
    #[serde(borrow)]
    pub pull_request: Option<Pull<'a>>,
    #[serde(borrow, default)]
    pub reviews: List<Review<'a>>,
    #[serde(borrow, default)]
    pub check_runs: List<CheckRun<'a>>,
    /// Absent: the export did not ask for them.
    #[serde(borrow)]
    pub review_comments: Option<List<ReviewComment<'a>>>,
    #[serde(borrow, default)]
    pub timeline: List<TimelineEvent<'a>>,
    #[serde(borrow)]
    pub files: Option<List<File<'a>>>,
    /// The head commit when the pull request was opened.
    #[serde(borrow)]
    pub first_head_sha: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Repository<'a> {
    #[serde(borrow)]
    pub full_name: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pull<'a> {
    pub number: Option<i64>,
    #[serde(borrow)]
    pub title: Option<Text<'a>>,
    #[serde(borrow)]
    pub state: Option<Text<'a>>,
    pub draft: Option<bool>,
    #[serde(borrow)]
    pub user: Option<User<'a>>,
    pub created_at: Option<Instant>,
    pub updated_at: Option<Instant>,
    pub merged_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub additions: Option<u32>,
    pub deletions: Option<u32>,
    pub changed_files: Option<u32>,
    pub review_comments: Option<u32>,
    #[serde(borrow)]
    pub base: Option<Branch<'a>>,
    #[serde(borrow)]
    pub head: Option<Branch<'a>>,
    #[serde(borrow, default)]
    pub labels: List<Label<'a>>,
    #[serde(borrow, default)]
    pub body: Body<'a>,
}

impl Pull<'_> {
    pub fn label_names(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().filter_map(|label| label.name.as_deref())
    }

    pub fn head_branch(&self) -> &str {
        self.head.as_ref().and_then(|head| head.name.as_deref()).unwrap_or_default()
    }

    pub fn head_sha(&self) -> Option<&str> {
        self.head.as_ref().and_then(|head| head.sha.as_deref())
    }
}

/// The description. GitHub writes `null` for an empty one, which is not the same as not telling.
#[derive(Debug, Default)]
pub(super) enum Body<'a> {
    #[default]
    NotTold,
    Empty,
    Text(Text<'a>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Body<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Empty, Self::Text))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct User<'a> {
    #[serde(borrow)]
    pub login: Option<Text<'a>>,
    pub id: Option<NumericId>,
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Branch<'a> {
    #[serde(borrow, rename = "ref")]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub sha: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Review<'a> {
    #[serde(borrow)]
    pub user: Option<User<'a>>,
    #[serde(borrow)]
    pub state: Option<Text<'a>>,
    pub submitted_at: Option<Instant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ReviewComment<'a> {
    #[serde(borrow)]
    pub user: Option<User<'a>>,
    pub created_at: Option<Instant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckRun<'a> {
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow)]
    pub head_sha: Option<Text<'a>>,
    #[serde(borrow)]
    pub conclusion: Option<Text<'a>>,
    pub completed_at: Option<Instant>,
    /// Counted from 1; check runs themselves carry none, workflow runs call it `run_attempt`.
    #[serde(alias = "run_attempt")]
    pub attempt: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TimelineEvent<'a> {
    #[serde(borrow)]
    pub event: Option<Text<'a>>,
    pub created_at: Option<Instant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct File<'a> {
    #[serde(borrow)]
    pub filename: Option<Text<'a>>,
    pub additions: Option<u32>,
    pub deletions: Option<u32>,
}

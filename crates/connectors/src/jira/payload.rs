//! The fields of an issue that are read, and no others.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::time::Moment;
use crate::tolerant::{List, Text};

#[derive(Debug, Deserialize)]
pub(super) struct Line<'a> {
    #[serde(borrow)]
    pub key: Option<Text<'a>>,
    #[serde(borrow)]
    pub fields: Option<Fields<'a>>,
    #[serde(borrow)]
    pub changelog: Option<Changelog<'a>>,
}

impl Line<'_> {
    pub fn histories(&self) -> impl Iterator<Item = &History<'_>> {
        self.changelog.iter().flat_map(|changelog| changelog.histories.iter())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Fields<'a> {
    #[serde(borrow)]
    pub project: Option<Project<'a>>,
    #[serde(borrow, rename = "issuetype")]
    pub issue_type: Option<Named<'a>>,
    #[serde(borrow)]
    pub summary: Option<Text<'a>>,
    pub created: Option<Moment>,
    pub updated: Option<Moment>,
    #[serde(rename = "resolutiondate")]
    pub resolution_date: Option<Moment>,
    #[serde(borrow)]
    pub resolution: Option<Named<'a>>,
    #[serde(borrow)]
    pub status: Option<Status<'a>>,
    #[serde(borrow)]
    pub reporter: Option<User<'a>>,
    #[serde(borrow, default)]
    pub components: List<Named<'a>>,
    /// The versions that are affected.
    #[serde(borrow, default)]
    pub versions: List<Version<'a>>,
    #[serde(borrow, default)]
    pub labels: List<Text<'a>>,
    /// Plain text in v2, a document in v3.
    #[serde(borrow)]
    pub environment: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Project<'a> {
    #[serde(borrow)]
    pub key: Option<Text<'a>>,
}

/// Whatever Jira gives as an object with a name.
#[derive(Debug, Deserialize)]
pub(super) struct Named<'a> {
    #[serde(borrow)]
    name: Option<Text<'a>>,
}

impl Named<'_> {
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Status<'a> {
    #[serde(borrow, rename = "statusCategory")]
    pub category: Option<Category<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Category<'a> {
    #[serde(borrow)]
    pub key: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct User<'a> {
    #[serde(borrow, rename = "accountId")]
    pub account_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub key: Option<Text<'a>>,
    #[serde(borrow)]
    pub name: Option<Text<'a>>,
    #[serde(borrow, rename = "emailAddress")]
    pub email: Option<Text<'a>>,
    #[serde(borrow, rename = "displayName")]
    pub display_name: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Version<'a> {
    pub released: Option<bool>,
    /// `2026-03-01`.
    #[serde(borrow, rename = "releaseDate")]
    pub release_date: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Changelog<'a> {
    #[serde(borrow, default)]
    pub histories: List<History<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct History<'a> {
    pub created: Option<Moment>,
    #[serde(borrow, default)]
    pub items: List<Item<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    pub field: Option<Text<'a>>,
    /// The id of the new value; null when the field was emptied.
    #[serde(borrow)]
    pub to: Option<Text<'a>>,
}

//! Repositories: which team owns them, and when.

use csv::StringRecord;
use domain::{RepositoryName, TeamKey};
use jiff::civil::Date;

use super::cells::Cells;
use super::{Column, Headers, RowError, Sheet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryRow {
    pub name: RepositoryName,
    pub team: TeamKey,
    /// First day of ownership; `None`: since ever.
    pub from: Option<Date>,
    /// Last day of ownership, inclusive; `None`: still.
    pub to: Option<Date>,
}

impl Sheet for RepositoryRow {
    const KIND: &'static str = "repositories";
    const COLUMNS: &'static [Column] = &[
        Column::required("name"),
        Column::required("team"),
        Column::optional("from"),
        Column::optional("to"),
    ];

    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        let (from, to) = cells.period("from", "to")?;
        Ok(Self {
            name: cells.required("name", |text| {
                repository_name(text).map_err(|_| "is not a repository; write it like owner/name")
            })?,
            team: cells.required("team", TeamKey::new)?,
            from,
            to,
        })
    }
}

/// `owner/name`, both of the letters that GitHub allows. The error starts with the text that was found.
pub(crate) fn repository_name(text: &str) -> Result<RepositoryName, String> {
    let is_part = |part: &str| {
        let is_plain = part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        !part.is_empty() && is_plain && part != "." && part != ".."
    };
    let parts = text.split_once('/').filter(|(owner, name)| is_part(owner) && is_part(name));
    parts.and_then(|_| RepositoryName::new(text).ok()).ok_or_else(|| {
        let shown: String = text.chars().take(60).collect();
        format!("is \"{shown}\"; write it as owner/name")
    })
}

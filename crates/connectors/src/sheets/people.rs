//! People: who they are at each source, and one row per membership in a team.

use csv::StringRecord;
use domain::{RoleKey, TeamKey};
use jiff::civil::Date;

use super::cells::{Cells, email, plain};
use super::{Column, Headers, RowError, Sheet};

/// One membership of a person; a person with three memberships has three rows, a person without a team has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Lower-cased; tells people apart.
    pub email: String,
    pub name: String,
    /// The role on the skill map.
    pub role: Option<RoleKey>,
    pub team: Option<TeamKey>,
    /// First day in the team; `None`: since ever.
    pub from: Option<Date>,
    /// Last day in the team, inclusive; `None`: still there.
    pub to: Option<Date>,
    pub github_login: Option<String>,
    /// GitHub's numeric id, which stays when a login is renamed.
    pub github_id: Option<String>,
    pub jira_account_id: Option<String>,
    /// The xAPI identifier as in `Account::external_id`: `mbox:a@b` or `account:home|name`.
    pub xapi_account: Option<String>,
}

impl Sheet for PersonRow {
    const KIND: &'static str = "people";
    const COLUMNS: &'static [Column] = &[
        Column::required("email"),
        Column::required("name"),
        Column::optional("role"),
        Column::optional("team"),
        Column::optional("from"),
        Column::optional("to"),
        Column::optional("github_login"),
        Column::optional("github_id"),
        Column::optional("jira_account_id"),
        Column::optional("xapi_account"),
    ];

    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        let (from, to) = cells.period("from", "to")?;
        let team = cells.optional("team", TeamKey::new)?;
        if team.is_none() && from.or(to).is_some() {
            return Err(
                cells.error("team", "is empty although the row has dates; name the team or clear the dates")
            );
        }
        Ok(Self {
            email: cells.required("email", email)?,
            name: cells.required("name", plain)?,
            role: cells.optional("role", RoleKey::new)?,
            team,
            from,
            to,
            github_login: cells.optional("github_login", github_login)?,
            github_id: cells.optional("github_id", github_id)?,
            jira_account_id: cells.optional("jira_account_id", plain)?,
            xapi_account: cells.optional("xapi_account", xapi_account)?,
        })
    }
}

/// A login, with or without the `@` of a mention. Managed accounts have an underscore, apps end in `[bot]`.
fn github_login(text: &str) -> Result<String, &'static str> {
    let login = text.strip_prefix('@').unwrap_or(text);
    let is_login =
        !login.is_empty() && login.chars().all(|c| c.is_ascii_alphanumeric() || "-_[]".contains(c));
    is_login
        .then(|| login.to_owned())
        .ok_or("is not a GitHub login; write it without the address, like octo-cat")
}

fn github_id(text: &str) -> Result<String, &'static str> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    is_number
        .then(|| text.to_owned())
        .ok_or("is not a number; it is the \"id\" at api.github.com/users/LOGIN")
}

/// An e-mail address, or an account as `home page|name`; both also as they stand in `Account::external_id`.
fn xapi_account(text: &str) -> Result<String, &'static str> {
    let account = text.strip_prefix("account:").unwrap_or(text);
    if let Some((home, name)) = account.split_once('|') {
        let is_account = home.contains(':') && !name.is_empty();
        return is_account.then(|| format!("account:{account}")).ok_or(XAPI_ACCOUNT);
    }
    email(text.strip_prefix("mbox:").unwrap_or(text))
        .map(|address| format!("mbox:{address}"))
        .map_err(|_| XAPI_ACCOUNT)
}

const XAPI_ACCOUNT: &str =
    "is not an xAPI account; write an e-mail address or home page and name, like https://lms.example|ada";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xapi_accounts_take_the_form_that_statements_get() {
        assert_eq!(xapi_account("Ada@Example.org").unwrap(), "mbox:ada@example.org");
        assert_eq!(xapi_account("mbox:ada@example.org").unwrap(), "mbox:ada@example.org");
        assert_eq!(xapi_account("https://LMS.example|Ada").unwrap(), "account:https://LMS.example|Ada");
        assert_eq!(xapi_account("account:https://l.example|a|b").unwrap(), "account:https://l.example|a|b");
        assert!(xapi_account("ada").is_err());
    }

    #[test]
    fn a_login_may_be_written_as_a_mention() {
        assert_eq!(github_login("@octo-cat").unwrap(), "octo-cat");
        assert!(github_login("https://github.com/octo-cat").is_err());
    }
}

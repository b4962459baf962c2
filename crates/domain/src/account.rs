//! An account at a source, as that source names it: the outside face of a person.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    GitHub,
    Jira,
    /// An xAPI actor that is known by mailbox or by account.
    Xapi,
}

impl Provider {
    pub fn as_str(self) -> &'static str {
        match self {
            Provider::GitHub => "github",
            Provider::Jira => "jira",
            Provider::Xapi => "xapi",
        }
    }
}

/// One account. `external_id` is what the source never changes (GitHub's numeric id, Jira's `accountId`,
/// the xAPI identifier `mbox:a@b` or `account:home|name`); `login` may be renamed and is for matching only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    pub provider: Provider,
    /// Absent where an export carries no numeric id; the login stands in for it then.
    pub external_id: Option<String>,
    pub login: String,
}

impl Account {
    /// The text that identifies this account within its provider, lower-cased where the source ignores case.
    pub fn natural_key(&self) -> String {
        match (&self.external_id, self.provider) {
            (Some(id), _) => format!("id:{id}"),
            (None, Provider::GitHub) => format!("login:{}", self.login.to_lowercase()),
            (None, _) => format!("login:{}", self.login),
        }
    }
}

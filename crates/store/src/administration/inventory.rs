//! How much of everything there is.

use crate::{Store, StoreError};

/// How many of each thing are set up or arrived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Inventory {
    pub users: i64,
    pub disabled_users: i64,
    pub people: i64,
    pub teams: i64,
    pub repositories: i64,
    pub sprints: i64,
    pub pull_requests: i64,
    pub statements: i64,
    pub unlinked_accounts: i64,
    pub access_keys: i64,
}

const INVENTORY: &str = "SELECT
    (SELECT COUNT(*) FROM user_account) AS users,
    (SELECT COUNT(*) FROM user_account WHERE disabled_at IS NOT NULL) AS disabled_users,
    (SELECT COUNT(*) FROM person WHERE NOT erased) AS people,
    (SELECT COUNT(*) FROM team) AS teams,
    (SELECT COUNT(DISTINCT repository_id) FROM repository_owner) AS repositories,
    (SELECT COUNT(DISTINCT key) FROM sprint) AS sprints,
    (SELECT COUNT(*) FROM pull_request) AS pull_requests,
    (SELECT COUNT(*) FROM statement) AS statements,
    (SELECT COUNT(*) FROM account WHERE person_id IS NULL) AS unlinked_accounts,
    (SELECT COUNT(*) FROM access_key WHERE revoked_at IS NULL) AS access_keys";

impl Store {
    /// How much of everything there is, for the administrator's own page.
    pub async fn inventory(&self) -> Result<Inventory, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(INVENTORY).fetch_one(pool).await)?)
    }
}

//! Rows for what facts mention first: accounts and repositories.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Account, PersonId, PersonKey, RepositoryName};

use super::{Directory, KnownAccount, KnownRepository};
use crate::{StoreError, Tx};

impl Tx {
    /// Makes sure that every account has a row, linking it to the person who already has the same login.
    pub async fn ensure_accounts(
        &mut self,
        directory: &mut Directory,
        accounts: &[&Account],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let unknown = accounts.iter().map(|account| ((account.provider, account.natural_key()), *account));
        // Sorted: two who meet the same new accounts at once lock them in the same order.
        let unknown: BTreeMap<_, _> =
            unknown.filter(|(key, _)| !directory.accounts.contains_key(key)).collect();
        for (key, account) in unknown {
            let by_login = Account { external_id: None, ..account.clone() }.natural_key();
            let person = directory.accounts.get(&(account.provider, by_login)).and_then(|known| known.person);
            let id = self.insert_account(account, directory.key.account(account), person, now_ms).await?;
            directory.accounts.insert(key, KnownAccount { id, person });
        }
        Ok(())
    }

    async fn insert_account(
        &mut self,
        account: &Account,
        contributor: PersonKey,
        person: Option<PersonId>,
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO account (provider, natural_key, login, person_id, contributor_key, first_seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (provider, natural_key) DO UPDATE SET login = excluded.login RETURNING id")
                .bind(account.provider.as_str()).bind(account.natural_key()).bind(&account.login)
                .bind(person.map(|p| p.0)).bind(contributor.0).bind(now_ms)
                .fetch_one(conn).await
        })?)
    }

    /// Makes sure that every repository has a row.
    pub async fn ensure_repositories(
        &mut self,
        directory: &mut Directory,
        names: &[&RepositoryName],
    ) -> Result<(), StoreError> {
        let unknown = names.iter().filter(|name| !directory.repositories.contains_key(name.as_str()));
        let unknown: BTreeSet<&RepositoryName> = unknown.copied().collect();
        for name in unknown {
            let id = self.ensure_repository(name).await?;
            directory.repositories.insert(name.as_str().to_owned(), KnownRepository { id, owners: vec![] });
        }
        Ok(())
    }

    /// Does not touch a row that is there: an update would lock out those who file pull requests under it.
    async fn ensure_repository(&mut self, name: &RepositoryName) -> Result<i64, StoreError> {
        let fresh: Option<i64> = writing!(self, conn => {
            sqlx::query_scalar("INSERT INTO repository (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id")
                .bind(name.as_str()).fetch_optional(conn).await
        })?;
        if let Some(id) = fresh {
            return Ok(id);
        }
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT id FROM repository WHERE name = $1")
                .bind(name.as_str()).fetch_one(conn).await
        })?)
    }
}

//! Taking a person out of every table. What follows from whom is decided in `service`; here is what is written where.
//!
//! The person's row is replaced by one with a fresh id, and what pointed at the old id points at the new one, so that
//! figures keep their counts while nothing says who it was.

mod payloads;
mod remnants;
mod texts;

use domain::{EpochMs, PersonId, PersonKey, Provider};
use uuid::Uuid;

pub use payloads::PayloadRow;

use crate::{StoreError, Tx, directory::provider, facts::Place, people::ERASED_NAME};

/// What names a person in the vault, beside their accounts at sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    pub email: Option<String>,
    /// Their user accounts: (id, name).
    pub users: Vec<(i64, String)>,
}

/// An account at a source, as the vault keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultAccount {
    pub id: i64,
    pub provider: Provider,
    /// `id:…` or `login:…`.
    pub natural_key: String,
    pub login: String,
    pub person: Option<PersonId>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    provider: String,
    natural_key: String,
    login: String,
    person_id: Option<Uuid>,
}

impl TryFrom<AccountRow> for VaultAccount {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        let AccountRow { id, provider: text, natural_key, login, person_id } = row;
        Ok(Self { id, provider: provider(&text)?, natural_key, login, person: person_id.map(PersonId) })
    }
}

/// What pointed at the person and goes on pointing at the one without a name.
const FOLLOWS: [&str; 4] = [
    "UPDATE membership SET person_id = $2 WHERE person_id = $1",
    "UPDATE account SET person_id = $2, first_seen_at = 0 WHERE person_id = $1",
    "UPDATE enrolment SET person_id = $2 WHERE person_id = $1",
    "UPDATE cohort SET coach = $2 WHERE coach = $1",
];

/// Together with the log, the account's number would say who the pseudonym was.
const READERS: &str =
    "DELETE FROM statement_reader WHERE account IN (SELECT id FROM account WHERE person_id = $1)";

/// What goes with the person; their row comes last.
const GOES: [&str; 4] = [
    "DELETE FROM disowned_account WHERE person_id = $1",
    "DELETE FROM stated_purpose WHERE person_id = $1",
    "UPDATE user_account SET person_id = NULL WHERE person_id = $1",
    "DELETE FROM person WHERE id = $1",
];

/// What a user signs in with, has open or was given. The row itself stays, without a name: the audit log has its number.
const OF_USER: [&str; 10] = [
    "DELETE FROM session WHERE user_id = $1",
    "DELETE FROM user_identity WHERE user_id = $1",
    "DELETE FROM local_account WHERE user_id = $1",
    "DELETE FROM two_step WHERE user_id = $1",
    "DELETE FROM recovery_code WHERE user_id = $1",
    "DELETE FROM api_token WHERE user_id = $1",
    "DELETE FROM scim_member WHERE member_id IN (SELECT id FROM scim_user WHERE user_id = $1)",
    "DELETE FROM scim_user WHERE user_id = $1",
    "DELETE FROM role_grant WHERE user_id = $1",
    "UPDATE stated_purpose SET note = '' WHERE user_id = $1",
];

impl Tx {
    /// `None` where there is no such person, or they were erased already.
    pub async fn identity_of(&mut self, person: PersonId) -> Result<Option<Identity>, StoreError> {
        let row: Option<(String, Option<String>)> = writing!(self, conn => {
            sqlx::query_as("SELECT name, email FROM person WHERE id = $1 AND NOT erased")
                .bind(person.0).fetch_optional(conn).await
        })?;
        let Some((name, email)) = row else { return Ok(None) };
        let users = writing!(self, conn => {
            sqlx::query_as("SELECT id, name FROM user_account WHERE person_id = $1 ORDER BY id")
                .bind(person.0).fetch_all(conn).await
        })?;
        Ok(Some(Identity { name, email, users }))
    }

    /// Every account at a source, whoever it is taken to be.
    pub async fn accounts(&mut self) -> Result<Vec<VaultAccount>, StoreError> {
        let rows: Vec<AccountRow> = writing!(self, conn => {
            sqlx::query_as("SELECT id, provider, natural_key, login, person_id FROM account ORDER BY id")
                .fetch_all(conn).await
        })?;
        rows.into_iter().map(VaultAccount::try_from).collect()
    }

    /// Gives an account another name; `contributor` follows from it.
    pub async fn rename_account(
        &mut self,
        account: &VaultAccount,
        contributor: PersonKey,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE account SET natural_key = $2, login = $3, contributor_key = $4 WHERE id = $1")
                .bind(account.id).bind(&account.natural_key).bind(&account.login).bind(contributor.0)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Puts a person without a name, `new`, in the place of `old`.
    pub async fn replace_person(
        &mut self,
        old: PersonId,
        new: PersonId,
        key: PersonKey,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            // No time of creation: together with the log it could say who this was.
            sqlx::query("INSERT INTO person (id, person_key, name, created_at, erased) VALUES ($1, $2, $3, 0, TRUE)")
                .bind(new.0).bind(key.0).bind(ERASED_NAME).execute(conn).await.map(|_| ())
        })?;
        // Activities stand in it, and may be called after somebody; the next look finds the steps anew.
        writing!(self, conn => sqlx::query("DELETE FROM quality_fix").execute(conn).await.map(|_| ()))?;
        writing!(self, conn => sqlx::query(READERS).bind(old.0).execute(conn).await.map(|_| ()))?;
        for sql in FOLLOWS {
            writing!(self, conn => sqlx::query(sql).bind(old.0).bind(new.0).execute(conn).await.map(|_| ()))?;
        }
        self.mark_work_of(new).await?;
        for sql in GOES {
            writing!(self, conn => sqlx::query(sql).bind(old.0).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Marks the blocks of a person's pull requests: they hold the key.
    async fn mark_work_of(&mut self, person: PersonId) -> Result<(), StoreError> {
        let places: Vec<(String, i64, i64)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT p.team, p.settled_at, p.opened_at FROM pull_request p
                 JOIN account a ON a.id = p.author_account WHERE a.person_id = $1")
                .bind(person.0).fetch_all(conn).await
        })?;
        let place =
            |(team, settled, opened)| Place { team, settled_at: EpochMs(settled), since: EpochMs(opened) };
        self.mark_dirty(&places.into_iter().map(place).collect::<Vec<_>>()).await
    }

    /// Ends a user: nobody signs in with it again, and it has no name.
    pub async fn erase_user(&mut self, user: i64, now_ms: i64) -> Result<(), StoreError> {
        for sql in OF_USER {
            writing!(self, conn => sqlx::query(sql).bind(user).execute(conn).await.map(|_| ()))?;
        }
        writing!(self, conn => {
            sqlx::query(
                "UPDATE user_account SET name = $2, persona = NULL, disabled_at = $3, last_seen_at = NULL WHERE id = $1")
                .bind(user).bind(ERASED_NAME).bind(now_ms).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

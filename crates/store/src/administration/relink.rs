//! What it takes to give an account to another person: the link itself, and the records that name the account.

use domain::{EpochMs, PersonId};

use crate::{Store, StoreError, Tx, facts::Place, statements::Logged};

impl Store {
    /// Did this person say that the account is not theirs?
    pub async fn is_disowned(&self, account: i64, person: PersonId) -> Result<bool, StoreError> {
        let found: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar("SELECT account FROM disowned_account WHERE account = $1 AND person_id = $2")
                .bind(account).bind(person.0).fetch_optional(pool).await
        })?;
        Ok(found.is_some())
    }
}

impl Tx {
    /// Links an account to a person, or (`None`) to nobody. Says no where it is so already, or where there is no such
    /// account.
    pub async fn set_account_person(
        &mut self,
        account: i64,
        person: Option<PersonId>,
    ) -> Result<bool, StoreError> {
        let changed = writing!(self, conn => {
            sqlx::query(
                "UPDATE account SET person_id = $1 WHERE id = $2 AND (person_id IS NULL OR $1 IS NULL OR person_id <> $1)
                 AND NOT (person_id IS NULL AND $1 IS NULL)")
                .bind(person.map(|p| p.0)).bind(account).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(changed == 1)
    }

    /// Where the pull requests of an account lie.
    pub async fn places_of_account(&mut self, account: i64) -> Result<Vec<Place>, StoreError> {
        let rows: Vec<(String, i64, i64)> = writing!(self, conn => {
            sqlx::query_as("SELECT team, settled_at, opened_at FROM pull_request WHERE author_account = $1")
                .bind(account).fetch_all(conn).await
        })?;
        let place = |(team, settled_at, opened_at)| Place {
            team,
            settled_at: EpochMs(settled_at),
            since: EpochMs(opened_at),
        };
        Ok(rows.into_iter().map(place).collect())
    }

    /// The names under which the pull requests of an account were kept raw: `owner/name#12`.
    pub async fn pull_requests_of_account(&mut self, account: i64) -> Result<Vec<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT r.name || '#' || CAST(p.number AS TEXT) FROM pull_request p
                 JOIN repository r ON r.id = p.repository_id WHERE p.author_account = $1 ORDER BY 1")
                .bind(account).fetch_all(conn).await
        })?)
    }

    /// Every version of a payload that was kept under a name, in order of arrival.
    pub async fn raw_versions(
        &mut self,
        source: &str,
        natural_key: &str,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT payload FROM raw_payload WHERE source = $1 AND natural_key = $2 ORDER BY id")
                .bind(source).bind(natural_key).fetch_all(conn).await
        })?)
    }

    /// The statements in which an account acts.
    pub async fn statements_of_account(&mut self, account: i64) -> Result<Vec<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT s.seq, s.id, s.stored_at, s.voided, s.authority, s.payload FROM statement s WHERE s.payload <> '' AND s.id IN
                 (SELECT statement_id FROM learning_event WHERE actor_account = $1) ORDER BY s.seq")
                .bind(account).fetch_all(conn).await
        })?)
    }

    /// Forgets the learning events of an account, so that they can be derived anew.
    pub async fn forget_events_of_account(&mut self, account: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "DELETE FROM learning_event WHERE actor_account = $1
                 AND statement_id IN (SELECT id FROM statement WHERE payload <> '')").bind(account)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

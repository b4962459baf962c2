//! Taking a person out of every table. What follows from whom is decided in `service`; here is what is written where.
//!
//! The person's row is replaced by one with a fresh id, and what pointed at the old id points at the new one, so that
//! figures keep their counts while nothing says who it was.

use domain::{EpochMs, PersonId, PersonKey, Provider};
use uuid::Uuid;

use crate::{Store, StoreError, Tx, directory::provider, engine::Engine, facts::Place, people::ERASED_NAME};

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

/// A raw payload with its number.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PayloadRow {
    pub id: i64,
    pub source: String,
    pub natural_key: String,
    pub payload: Vec<u8>,
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

/// Every table that an erasure writes to.
const VACUUM: &str = "VACUUM person, account, user_account, membership, enrolment, cohort, disowned_account,
    stated_purpose, session, user_identity, local_account, two_step, recovery_code, sign_in_attempt, api_token,
    scim_user, scim_member, scim_key, role_grant, access_key, raw_payload, statement, repository, pull_request, defect,
    issue, learning_event, statement_term, recent_term, statement_ref, document, attachment, statement_attachment, activity, statement_reader,
    quality_day, quality_fix, tag_rule, request_count, calendar_mark, fact_block, cell, release, seating,
    short_link, launchable";

/// Texts that somebody typed for few to read: what there is, and what puts another one in its place.
const TYPED: [(&str, &str); 9] = [
    ("SELECT DISTINCT name FROM access_key", "UPDATE access_key SET name = $2 WHERE name = $1"),
    ("SELECT DISTINCT name FROM scim_key", "UPDATE scim_key SET name = $2 WHERE name = $1"),
    ("SELECT DISTINCT authority FROM statement", "UPDATE statement SET authority = $2 WHERE authority = $1"),
    ("SELECT DISTINCT source FROM quality_day", "UPDATE quality_day SET source = $2 WHERE source = $1"),
    ("SELECT DISTINCT source FROM tag_rule", "UPDATE tag_rule SET source = $2 WHERE source = $1"),
    ("SELECT DISTINCT source FROM request_count", "UPDATE request_count SET source = $2 WHERE source = $1"),
    ("SELECT DISTINCT title FROM short_link", "UPDATE short_link SET title = $2 WHERE title = $1"),
    ("SELECT DISTINCT title FROM launchable", "UPDATE launchable SET title = $2 WHERE title = $1"),
    ("SELECT DISTINCT note FROM stated_purpose", "UPDATE stated_purpose SET note = $2 WHERE note = $1"),
];

/// Texts that others go by. What learning was tagged with outlives the text of its statement.
const SHARED: [(&str, &str); 2] = [
    (
        "SELECT DISTINCT repository FROM learning_event WHERE repository IS NOT NULL",
        "UPDATE learning_event SET repository = $2 WHERE repository = $1",
    ),
    ("SELECT DISTINCT label FROM calendar_mark", "UPDATE calendar_mark SET label = $2 WHERE label = $1"),
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

    /// A page of all raw payloads in order of arrival, after `after`.
    pub async fn payload_page(&mut self, after: i64, limit: i64) -> Result<Vec<PayloadRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, source, natural_key, payload FROM raw_payload WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?)
    }

    pub async fn payload(&mut self, id: i64) -> Result<Option<PayloadRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, source, natural_key, payload FROM raw_payload WHERE id = $1")
                .bind(id).fetch_optional(conn).await
        })?)
    }

    pub async fn statement(&mut self, id: Uuid) -> Result<Option<String>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT payload FROM statement WHERE id = $1").bind(id).fetch_optional(conn).await
        })?)
    }

    /// Replaces what a payload says. Its digest stays that of what arrived: the same file imported again is still
    /// known, and does not bring back who was taken out of it.
    pub async fn replace_payload(&mut self, row: &PayloadRow) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE raw_payload SET natural_key = $2, payload = $3 WHERE id = $1")
                .bind(row.id).bind(&row.natural_key).bind(&row.payload).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Replaces what a statement says; its digest stays, as [`Tx::replace_payload`] tells.
    pub async fn replace_statement(&mut self, id: Uuid, payload: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE statement SET payload = $2 WHERE id = $1")
                .bind(id).bind(payload).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Removes the facts that were derived from a statement.
    pub async fn forget_events(&mut self, statement: Uuid) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM learning_event WHERE statement_id = $1")
                .bind(statement).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Removes a statement; the facts derived from it go first. Its terms are the caller's.
    pub async fn remove_statement(&mut self, seq: i64, id: Uuid) -> Result<(), StoreError> {
        self.forget_events(id).await?;
        for sql in ["DELETE FROM statement_ref WHERE seq = $1", "DELETE FROM statement WHERE seq = $1"] {
            writing!(self, conn => sqlx::query(sql).bind(seq).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Replaces titles and branches of pull requests for which `clean` has another text.
    pub async fn clean_pull_requests(
        &mut self,
        clean: impl Fn(&str) -> Option<String>,
    ) -> Result<(), StoreError> {
        let mut after = (0, 0);
        loop {
            let page: Vec<(i64, i64, String, String)> = writing!(self, conn => {
                sqlx::query_as(
                    "SELECT repository_id, number, title, base FROM pull_request
                     WHERE (repository_id, number) > ($1, $2) ORDER BY repository_id, number LIMIT 5000")
                    .bind(after.0).bind(after.1).fetch_all(conn).await
            })?;
            let Some((repository, number, ..)) = page.last() else { return Ok(()) };
            after = (*repository, *number);
            for (repository, number, title, base) in page {
                let cleaned = (clean(&title), clean(&base));
                if cleaned == (None, None) {
                    continue;
                }
                writing!(self, conn => {
                    sqlx::query("UPDATE pull_request SET title = $3, base = $4 WHERE repository_id = $1 AND number = $2")
                        .bind(repository).bind(number).bind(cleaned.0.unwrap_or(title)).bind(cleaned.1.unwrap_or(base))
                        .execute(conn).await.map(|_| ())
                })?;
            }
        }
    }

    /// Replaces summaries of defects for which `clean` has another text.
    pub async fn clean_defects(&mut self, clean: impl Fn(&str) -> Option<String>) -> Result<(), StoreError> {
        let rows: Vec<(String, String)> = writing!(self, conn => {
            sqlx::query_as("SELECT key, summary FROM defect ORDER BY key").fetch_all(conn).await
        })?;
        for (key, summary) in rows.iter().filter_map(|(key, summary)| Some((key, clean(summary)?))) {
            writing!(self, conn => {
                sqlx::query("UPDATE defect SET summary = $2 WHERE key = $1").bind(key).bind(&summary)
                    .execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Replaces names of keys and notes for which `clean` has another text.
    pub async fn clean_typed(&mut self, clean: impl Fn(&str) -> Option<String>) -> Result<(), StoreError> {
        self.clean_texts(&TYPED, clean).await
    }

    /// Replaces labels of days, and repositories that learning was tagged with, for which `clean` has another text.
    pub async fn clean_shared(&mut self, clean: impl Fn(&str) -> Option<String>) -> Result<(), StoreError> {
        self.clean_texts(&SHARED, clean).await
    }

    async fn clean_texts(
        &mut self,
        places: &[(&'static str, &'static str)],
        clean: impl Fn(&str) -> Option<String>,
    ) -> Result<(), StoreError> {
        for (every, replace) in places {
            let texts: Vec<String> =
                writing!(self, conn => sqlx::query_scalar(*every).fetch_all(conn).await)?;
            for (text, cleaned) in texts.iter().filter_map(|text| Some((text, clean(text)?))) {
                writing!(self, conn => {
                    sqlx::query(*replace).bind(text).bind(&cleaned).execute(conn).await.map(|_| ())
                })?;
            }
        }
        Ok(())
    }

    pub async fn rename_repository(&mut self, id: i64, name: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE repository SET name = $2 WHERE id = $1").bind(id).bind(name)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

impl Store {
    /// Has the database forget what deleted rows left behind in its own files: SQLite overwrites it now, PostgreSQL
    /// frees it and overwrites it with what comes next. Backups and replicas are the operator's.
    pub async fn forget_remnants(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite { write, .. } => {
                sqlx::query("VACUUM").execute(write).await?;
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
            }
            Engine::Postgres(pool) => {
                sqlx::query(VACUUM).execute(pool).await?;
            }
        }
        Ok(())
    }
}

//! Content that is launched, who is on their way through it, and the keys of each opening.

use uuid::Uuid;

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LaunchableRow {
    pub id: i64,
    pub activity: String,
    pub title: String,
    pub url: String,
    /// `tin_can` or `cmi5`.
    pub kind: String,
    /// Empty: none.
    pub skill: String,
    pub created_at: i64,
    pub retired_at: Option<i64>,
}

/// An opening, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    pub id: Uuid,
    pub registration: Uuid,
    pub secret_digest: Option<Vec<u8>>,
    pub expires_at: i64,
    pub fetched_at: Option<i64>,
    pub said: String,
    pub launchable: i64,
    pub activity: String,
    pub kind: String,
    pub skill: String,
    /// The learner's identifier, as in `id:mbox:ada@example.com`.
    pub natural_key: String,
}

/// An opening that is about to begin.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    pub id: Uuid,
    pub registration: Uuid,
    pub secret_digest: Option<&'a [u8]>,
    pub fetch_digest: Option<&'a [u8]>,
    pub created_at: i64,
    pub expires_at: i64,
}

const LAUNCHABLE: &str =
    "SELECT id, activity, title, url, kind, skill, created_at, retired_at FROM launchable WHERE id = $1";

macro_rules! session {
    ($where:literal) => {
        concat!(
            "SELECT s.id, s.registration, s.secret_digest, s.expires_at, s.fetched_at, s.said, l.id AS launchable,
                l.activity, l.kind, l.skill, a.natural_key
             FROM launch_session s JOIN registration r ON r.id = s.registration
             JOIN launchable l ON l.id = r.launchable JOIN account a ON a.id = r.account ",
            $where
        )
    };
}

impl Store {
    /// Those that can be opened first, by title.
    pub async fn launchables(&self) -> Result<Vec<LaunchableRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, activity, title, url, kind, skill, created_at, retired_at FROM launchable
                 ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, title, id")
                .fetch_all(pool).await
        })?)
    }

    pub async fn launchable(&self, id: i64) -> Result<Option<LaunchableRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(LAUNCHABLE).bind(id).fetch_optional(pool).await
        })?)
    }

    pub async fn launch_session(&self, id: Uuid) -> Result<Option<SessionRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(session!("WHERE s.id = $1")).bind(id).fetch_optional(pool).await
        })?)
    }

    /// Has the one who opened this an account that was disabled since?
    pub async fn launch_is_shut_out(&self, id: Uuid) -> Result<bool, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM launch_session s JOIN registration r ON r.id = s.registration
                    JOIN account a ON a.id = r.account JOIN user_account u ON u.person_id = a.person_id
                    WHERE s.id = $1 AND u.disabled_at IS NOT NULL)")
                .bind(id).fetch_one(pool).await
        })?)
    }

    /// How often each content was opened, and on how many ways it was finished: (launchable, openings, finished).
    pub async fn launch_counts(&self) -> Result<Vec<(i64, i64, i64)>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT r.launchable, COUNT(DISTINCT s.id), COUNT(DISTINCT CASE WHEN r.finished_at IS NULL THEN NULL ELSE r.id END)
                 FROM registration r JOIN launch_session s ON s.registration = r.id GROUP BY r.launchable")
                .fetch_all(pool).await
        })?)
    }
}

impl Tx {
    pub async fn save_launchable(&mut self, row: &LaunchableRow) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO launchable (activity, title, url, kind, skill, created_at) VALUES ($1, $2, $3, $4, $5, $6)
                 RETURNING id")
                .bind(&row.activity).bind(&row.title).bind(&row.url).bind(&row.kind).bind(&row.skill)
                .bind(row.created_at).fetch_one(conn).await
        })?)
    }

    /// Retires content, or with `None` brings it back; says no where there is none.
    pub async fn retire_launchable(&mut self, id: i64, at: Option<i64>) -> Result<bool, StoreError> {
        let retired = writing!(self, conn => {
            sqlx::query("UPDATE launchable SET retired_at = $1 WHERE id = $2")
                .bind(at).bind(id).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(retired == 1)
    }

    pub async fn launchable(&mut self, id: i64) -> Result<Option<LaunchableRow>, StoreError> {
        Ok(writing!(self, conn => sqlx::query_as(LAUNCHABLE).bind(id).fetch_optional(conn).await)?)
    }

    /// The way somebody is on and has not finished.
    pub async fn open_registration(
        &mut self,
        launchable: i64,
        account: i64,
    ) -> Result<Option<Uuid>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT id FROM registration WHERE launchable = $1 AND account = $2 AND finished_at IS NULL
                 ORDER BY created_at DESC LIMIT 1")
                .bind(launchable).bind(account).fetch_optional(conn).await
        })?)
    }

    pub async fn add_registration(
        &mut self,
        id: Uuid,
        launchable: i64,
        account: i64,
        at: i64,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("INSERT INTO registration (id, launchable, account, created_at) VALUES ($1, $2, $3, $4)")
                .bind(id).bind(launchable).bind(account).bind(at).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn finish_registration(&mut self, id: Uuid, at: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE registration SET finished_at = $1 WHERE id = $2 AND finished_at IS NULL")
                .bind(at).bind(id).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn add_launch_session(&mut self, session: &NewSession<'_>) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO launch_session (id, registration, secret_digest, fetch_digest, created_at, expires_at, said)
                 VALUES ($1, $2, $3, $4, $5, $6, '[]')")
                .bind(session.id).bind(session.registration).bind(session.secret_digest).bind(session.fetch_digest)
                .bind(session.created_at).bind(session.expires_at).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The openings of a registration, oldest first.
    pub async fn launch_sessions(&mut self, registration: Uuid) -> Result<Vec<SessionRow>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(session!("WHERE s.registration = $1 ORDER BY s.created_at, s.id"))
                .bind(registration).fetch_all(conn).await
        })?)
    }

    /// Ends the openings of a registration.
    pub async fn end_launch_sessions(&mut self, registration: Uuid, now: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("UPDATE launch_session SET expires_at = $1 WHERE registration = $2 AND expires_at > $1")
                .bind(now).bind(registration).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Hands the secret out: once, to whoever comes with the token first. Says whose opening it is.
    pub async fn fetch_launch_secret(
        &mut self,
        fetch_digest: &[u8],
        secret_digest: &[u8],
        now: i64,
    ) -> Result<Option<Uuid>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE launch_session SET secret_digest = $1, fetched_at = $2
                 WHERE fetch_digest = $3 AND fetched_at IS NULL AND expires_at > $2 RETURNING id")
                .bind(secret_digest).bind(now).bind(fetch_digest).fetch_optional(conn).await
        })?)
    }

    /// Notes what content of cmi5 said, if nothing was said meanwhile.
    pub async fn note_said(&mut self, session: Uuid, before: &str, said: &str) -> Result<bool, StoreError> {
        let noted = writing!(self, conn => {
            sqlx::query("UPDATE launch_session SET said = $1 WHERE id = $2 AND said = $3")
                .bind(said).bind(session).bind(before).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(noted == 1)
    }
}

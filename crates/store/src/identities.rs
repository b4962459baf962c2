//! Whom an identity provider means, and the visits to it that are under way. Part of the identity vault: a subject is
//! somebody's name elsewhere.

use domain::EpochMs;
use sha2::{Digest, Sha256};

use crate::{StoreError, Tx, sessions::SessionKey};

/// A browser that was sent to an identity provider. Its `Debug` leaves out what makes the answer trusted.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderVisit {
    /// The browser's session before sign-in: the answer counts in this browser alone.
    pub session: SessionKey,
    pub provider: String,
    pub nonce: String,
    pub pkce_verifier: String,
    /// The page that was asked for before.
    pub next: String,
    pub started_at: EpochMs,
}

impl std::fmt::Debug for ProviderVisit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProviderVisit({}, {})", self.provider, self.started_at.0)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    session_id: String,
    provider: String,
    nonce: String,
    pkce_verifier: String,
    next: String,
    started_at: i64,
}

impl From<Row> for ProviderVisit {
    fn from(row: Row) -> Self {
        let Row { session_id, provider, nonce, pkce_verifier, next, started_at } = row;
        let (session, started_at) = (SessionKey::stored(session_id), EpochMs(started_at));
        ProviderVisit { session, provider, nonce, pkce_verifier, next, started_at }
    }
}

/// The state parameter is kept as a digest: who reads the table cannot finish somebody's sign-in.
fn digest(state: &str) -> Vec<u8> {
    Sha256::digest(state.as_bytes()).to_vec()
}

impl Tx {
    pub async fn save_provider_visit(
        &mut self,
        state: &str,
        visit: &ProviderVisit,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO provider_visit (state_digest, session_id, provider, nonce, pkce_verifier, next, started_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(digest(state)).bind(visit.session.as_str()).bind(&visit.provider).bind(&visit.nonce)
                .bind(&visit.pkce_verifier).bind(&visit.next).bind(visit.started_at.0)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Takes a visit out: of two answers with the same state, one finds it.
    pub async fn take_provider_visit(&mut self, state: &str) -> Result<Option<ProviderVisit>, StoreError> {
        let row: Option<Row> = writing!(self, conn => {
            sqlx::query_as(
                "DELETE FROM provider_visit WHERE state_digest = $1
                 RETURNING session_id, provider, nonce, pkce_verifier, next, started_at")
                .bind(digest(state)).fetch_optional(conn).await
        })?;
        Ok(row.map(ProviderVisit::from))
    }

    /// Deletes the visits that nobody came back from.
    pub async fn sweep_provider_visits(&mut self, before_ms: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM provider_visit WHERE started_at < $1")
                .bind(before_ms).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The user whom an issuer's subject is, noting that they came.
    pub async fn identity(
        &mut self,
        issuer: &str,
        subject: &str,
        now_ms: i64,
    ) -> Result<Option<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE user_identity SET last_seen_at = $1 WHERE issuer = $2 AND subject = $3 RETURNING user_id")
                .bind(now_ms).bind(issuer).bind(subject).fetch_optional(conn).await
        })?)
    }

    /// Says that an issuer's subject is this user.
    pub async fn save_identity(
        &mut self,
        issuer: &str,
        subject: &str,
        user: i64,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO user_identity (issuer, subject, user_id, first_seen_at, last_seen_at)
                 VALUES ($1, $2, $3, $4, $4)")
                .bind(issuer).bind(subject).bind(user).bind(now_ms).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

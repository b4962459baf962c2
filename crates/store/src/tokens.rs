//! People's keys for the JSON API. A secret is kept as a digest; 256 random bits need no slow hash.

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: i64,
    /// Whose it is.
    pub user: i64,
    pub name: String,
    /// Separated by spaces.
    pub scopes: String,
    pub created_at: EpochMs,
    /// Exclusive.
    pub expires_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
    pub revoked_at: Option<EpochMs>,
}

/// A token that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    pub user: i64,
    pub name: &'a str,
    pub scopes: &'a str,
    pub secret_digest: &'a [u8],
    pub created_at: EpochMs,
    pub expires_at: EpochMs,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    user_id: i64,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Token {
            id: row.id,
            user: row.user_id,
            name: row.name,
            scopes: row.scopes,
            created_at: EpochMs(row.created_at),
            expires_at: EpochMs(row.expires_at),
            last_used_at: row.last_used_at.map(EpochMs),
            revoked_at: row.revoked_at.map(EpochMs),
        }
    }
}

impl Store {
    pub async fn token_by_digest(&self, digest: &[u8]) -> Result<Option<Token>, StoreError> {
        let row: Option<TokenRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, name, scopes, created_at, expires_at, last_used_at, revoked_at
                 FROM api_token WHERE secret_digest = $1")
                .bind(digest).fetch_optional(pool).await
        })?;
        Ok(row.map(Token::from))
    }

    /// A user's tokens that were not revoked, newest first.
    pub async fn tokens_of(&self, user: i64) -> Result<Vec<Token>, StoreError> {
        let rows: Vec<TokenRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, name, scopes, created_at, expires_at, last_used_at, revoked_at
                 FROM api_token WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id DESC")
                .bind(user).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(Token::from).collect())
    }

    /// The tokens of everybody but one that open something at an instant, newest first, a part of the list at a time.
    pub async fn live_tokens(
        &self,
        but: i64,
        at: EpochMs,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Token>, StoreError> {
        let rows: Vec<TokenRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, name, scopes, created_at, expires_at, last_used_at, revoked_at
                 FROM api_token WHERE user_id <> $1 AND revoked_at IS NULL AND expires_at > $2
                 ORDER BY id DESC LIMIT $3 OFFSET $4")
                .bind(but).bind(at.0).bind(limit).bind(offset).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(Token::from).collect())
    }

    /// How many [`Store::live_tokens`] there are.
    pub async fn count_live_tokens(&self, but: i64, at: EpochMs) -> Result<i64, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM api_token WHERE user_id <> $1 AND revoked_at IS NULL AND expires_at > $2")
                .bind(but).bind(at.0).fetch_one(pool).await
        })?)
    }
}

impl Tx {
    pub async fn add_token(&mut self, token: NewToken<'_>) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO api_token (user_id, name, scopes, secret_digest, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6) RETURNING id")
                .bind(token.user).bind(token.name).bind(token.scopes).bind(token.secret_digest)
                .bind(token.created_at.0).bind(token.expires_at.0)
                .fetch_one(conn).await
        })?)
    }

    /// How many tokens of a user open something at an instant.
    pub async fn count_own_tokens(&mut self, user: i64, at: EpochMs) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM api_token WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2")
                .bind(user).bind(at.0).fetch_one(conn).await
        })?)
    }

    /// Notes a use, unless one is noted from `since` on; says whether it did.
    pub async fn note_token_use(
        &mut self,
        id: i64,
        now: EpochMs,
        since: EpochMs,
    ) -> Result<bool, StoreError> {
        let noted = writing!(self, conn => {
            sqlx::query(
                "UPDATE api_token SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3)")
                .bind(now.0).bind(id).bind(since.0).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(noted == 1)
    }

    /// Revokes a token; of this user only, where one is given. Says no where there is none to revoke.
    pub async fn revoke_token(
        &mut self,
        id: i64,
        owner: Option<i64>,
        now: EpochMs,
    ) -> Result<bool, StoreError> {
        let revoked = writing!(self, conn => {
            sqlx::query(
                "UPDATE api_token SET revoked_at = $1
                 WHERE id = $2 AND revoked_at IS NULL AND ($3 IS NULL OR user_id = $3)")
                .bind(now.0).bind(id).bind(owner).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(revoked == 1)
    }

    /// Revokes all tokens of a user; says which.
    pub async fn revoke_tokens_of(&mut self, user: i64, now: EpochMs) -> Result<Vec<i64>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "UPDATE api_token SET revoked_at = $1 WHERE user_id = $2 AND revoked_at IS NULL RETURNING id")
                .bind(now.0).bind(user).fetch_all(conn).await
        })?)
    }
}

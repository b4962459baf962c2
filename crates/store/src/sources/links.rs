//! Short links to job aids.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LinkRow {
    pub code: String,
    pub title: String,
    pub url: String,
    pub activity: String,
    /// Empty: none.
    pub skill: String,
    pub created_at: i64,
    pub retired_at: Option<i64>,
    pub followed: i64,
    /// How many of those became a statement: the reader was signed in and is a person.
    pub recorded: i64,
    pub last_followed_at: Option<i64>,
}

impl Store {
    pub async fn short_link(&self, code: &str) -> Result<Option<LinkRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT code, title, url, activity, skill, created_at, retired_at, followed, recorded, last_followed_at
                 FROM short_link WHERE code = $1")
                .bind(code).fetch_optional(pool).await
        })?)
    }

    /// Those that lead somewhere first, by title.
    pub async fn short_links(&self) -> Result<Vec<LinkRow>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT code, title, url, activity, skill, created_at, retired_at, followed, recorded, last_followed_at
                 FROM short_link ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, title, code")
                .fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// Says no where the code is taken.
    pub async fn add_short_link(&mut self, link: &LinkRow) -> Result<bool, StoreError> {
        let added = writing!(self, conn => {
            sqlx::query(
                "INSERT INTO short_link (code, title, url, activity, skill, created_at, followed, recorded)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, 0) ON CONFLICT (code) DO NOTHING")
                .bind(&link.code).bind(&link.title).bind(&link.url).bind(&link.activity).bind(&link.skill)
                .bind(link.created_at).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(added == 1)
    }

    /// Retires a link, or with `None` brings it back; says no where there is none.
    pub async fn retire_short_link(&mut self, code: &str, at: Option<i64>) -> Result<bool, StoreError> {
        let retired = writing!(self, conn => {
            sqlx::query("UPDATE short_link SET retired_at = $1 WHERE code = $2")
                .bind(at).bind(code).execute(conn).await.map(|done| done.rows_affected())
        })?;
        Ok(retired == 1)
    }

    pub async fn note_followed(&mut self, code: &str, recorded: bool, at: i64) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "UPDATE short_link SET followed = followed + 1, recorded = recorded + $1, last_followed_at = $2
                 WHERE code = $3")
                .bind(i64::from(recorded)).bind(at).bind(code).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

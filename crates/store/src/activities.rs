//! What statements said of activities, merged.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::{Store, StoreError, Tx, bulk};

fn digest(id: &str) -> Vec<u8> {
    Sha256::digest(id)[..16].to_vec()
}

impl Store {
    /// The definition as JSON.
    pub async fn activity_definition(&self, id: &str) -> Result<Option<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT definition FROM activity WHERE digest = $1")
                .bind(digest(id)).fetch_optional(pool).await
        })?)
    }
}

impl Tx {
    /// The definitions that are stored, by id.
    pub async fn activity_definitions(
        &mut self,
        ids: &[&str],
    ) -> Result<HashMap<String, String>, StoreError> {
        let mut found = HashMap::new();
        for chunk in bulk::lists(ids) {
            let rows: Vec<(String, String)> = writing!(self, conn => {
                let mut query =
                    sqlx::QueryBuilder::new("SELECT id, definition FROM activity WHERE digest IN (");
                let mut list = query.separated(", ");
                for id in &chunk { list.push_bind(digest(id)); }
                query.push(")");
                query.build_query_as().fetch_all(conn).await
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    pub async fn save_activity(&mut self, id: &str, definition: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO activity (digest, id, definition) VALUES ($1, $2, $3)
                 ON CONFLICT (digest) DO UPDATE SET definition = excluded.definition")
                .bind(digest(id)).bind(id).bind(definition).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn delete_activity(&mut self, id: &str) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM activity WHERE digest = $1").bind(digest(id)).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Every activity that statements defined: (id, definition).
    pub async fn all_activities(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as("SELECT id, definition FROM activity ORDER BY digest").fetch_all(conn).await
        })?)
    }
}

//! Texts that may name somebody, wherever they are kept: each is shown to the caller, who says what stands there instead.

use crate::{StoreError, Tx};

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

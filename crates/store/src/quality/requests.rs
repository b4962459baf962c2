//! What became of each source's requests, by day.

use crate::{Store, StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RequestCount {
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    pub source: String,
    /// `accepted`, or why not.
    pub outcome: String,
    pub requests: i64,
}

impl Tx {
    /// Adds to what was counted before. Rows are sorted, so that two who add at once do not lock in a circle.
    pub async fn add_request_counts(&mut self, rows: &mut [RequestCount]) -> Result<(), StoreError> {
        rows.sort_by(|a, b| (a.day, &a.source, &a.outcome).cmp(&(b.day, &b.source, &b.outcome)));
        insert_rows!(
            self,
            "INSERT INTO request_count (day, source, outcome, requests) ",
            rows,
            |b, row| {
                b.push_bind(row.day).push_bind(&row.source).push_bind(&row.outcome).push_bind(row.requests);
            },
            " ON CONFLICT (day, source, outcome) DO UPDATE SET requests = request_count.requests + excluded.requests"
        );
        Ok(())
    }
}

impl Store {
    /// From this day on, by day.
    pub async fn request_counts(&self, from: i64) -> Result<Vec<RequestCount>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as(
                "SELECT day, source, outcome, requests FROM request_count WHERE day >= $1
                 ORDER BY day, source, outcome")
                .bind(from).fetch_all(pool).await
        })?)
    }
}

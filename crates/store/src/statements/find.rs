//! Finding statements by terms, in the order of the log.

use sqlx::{Database, QueryBuilder};

use super::{Logged, TABLES, write_has_one_of};
use crate::{Store, StoreError};

/// Between which places of the log, and by what, statements are looked for.
#[derive(Debug, Clone)]
pub struct Window {
    /// Each group must match by one of its terms.
    pub groups: Vec<Vec<i64>>,
    /// Exclusive, both.
    pub after: i64,
    pub before: i64,
    /// Only those that this key vouches for.
    pub authority: Option<String>,
    pub ascending: bool,
    pub limit: i64,
}

/// What several walks along the log found, as one walk would have: each row once, in order, so many at most.
pub(crate) fn merged(mut found: Vec<Logged>, ascending: bool, limit: i64) -> Vec<Logged> {
    found.sort_by_key(|row| if ascending { row.seq } else { -row.seq });
    found.dedup_by_key(|row| row.seq);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    found
}

/// Beyond this a term is simply frequent.
const COUNTED: i64 = 2000;

impl Store {
    /// What the window shows of statements that are not voided. Terms are hashes: the caller looks again.
    pub async fn find_statements(&self, window: &Window) -> Result<Vec<Logged>, StoreError> {
        let Some(rarest) = self.rarest(window).await? else {
            return self.scan(window, None, usize::MAX).await;
        };
        let mut found = Vec::new();
        for table in TABLES {
            for term in &window.groups[rarest] {
                found.extend(self.scan(window, Some((table, *term)), rarest).await?);
            }
        }
        Ok(merged(found, window.ascending, window.limit))
    }

    /// The place of the last statement stored at or before an instant; 0 where there is none.
    pub async fn place_at(&self, instant_ms: i64) -> Result<i64, StoreError> {
        let seq: Option<i64> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT seq FROM statement WHERE stored_at <= $1 ORDER BY stored_at DESC, seq DESC LIMIT 1")
                .bind(instant_ms).fetch_optional(pool).await
        })?;
        Ok(seq.unwrap_or_default())
    }

    /// The group to walk along: the one with the fewest statements. Of recent ones there are few of any.
    async fn rarest(&self, window: &Window) -> Result<Option<usize>, StoreError> {
        if window.groups.len() < 2 {
            return Ok(window.groups.first().map(|_| 0));
        }
        let mut rarest = (i64::MAX, None);
        for (at, group) in window.groups.iter().enumerate() {
            let mut count = 0;
            for term in group {
                count += self.count_term(*term, window).await?;
            }
            if count < rarest.0 {
                rarest = (count, Some(at));
            }
        }
        Ok(rarest.1)
    }

    async fn count_term(&self, term: i64, window: &Window) -> Result<i64, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM (SELECT 1 FROM statement_term
                 WHERE term = $1 AND seq > $2 AND seq < $3 LIMIT $4) counted")
                .bind(term).bind(window.after).bind(window.before).bind(COUNTED).fetch_one(pool).await
        })?)
    }

    async fn scan(
        &self,
        window: &Window,
        along: Option<(&'static str, i64)>,
        group: usize,
    ) -> Result<Vec<Logged>, StoreError> {
        Ok(reading!(self, pool => {
            let mut query = QueryBuilder::new("");
            write(&mut query, window, along, group);
            query.build_query_as().fetch_all(pool).await
        })?)
    }
}

/// CROSS JOIN tells SQLite to walk along the term, whatever it guesses of the tables' sizes.
fn write<D>(query: &mut QueryBuilder<D>, window: &Window, along: Option<(&'static str, i64)>, group: usize)
where
    D: Database,
    for<'q> i64: sqlx::Encode<'q, D> + sqlx::Type<D>,
    for<'q> String: sqlx::Encode<'q, D> + sqlx::Type<D>,
{
    query.push("SELECT s.seq, s.id, s.stored_at, s.voided, s.authority, s.payload FROM ");
    let place = if let Some((table, term)) = along {
        query.push(format_args!("{table} t CROSS JOIN statement s WHERE s.seq = t.seq AND t.term = "));
        query.push_bind(term);
        "t.seq"
    } else {
        query.push("statement s WHERE TRUE");
        "s.seq"
    };
    query.push(format_args!(" AND {place} > ")).push_bind(window.after);
    query.push(format_args!(" AND {place} < ")).push_bind(window.before);
    query.push(" AND NOT s.voided AND s.payload <> ''");
    if let Some(authority) = &window.authority {
        query.push(" AND s.authority = ").push_bind(authority.clone());
    }
    for (_, terms) in window.groups.iter().enumerate().filter(|(at, _)| *at != group) {
        query.push(" AND ");
        write_has_one_of(query, place, terms);
    }
    query.push(format_args!(" ORDER BY {place} {} LIMIT ", if window.ascending { "ASC" } else { "DESC" }));
    query.push_bind(window.limit);
}

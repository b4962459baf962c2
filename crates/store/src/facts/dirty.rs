//! What has to be computed again: the (team, month) blocks whose facts changed, and since when figures may differ.

use std::collections::BTreeMap;

use domain::EpochMs;

use crate::{Store, StoreError, Tx};

/// Where a fact lies: its team (empty: none), the instant it is filed under, and the earliest instant it touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub team: String,
    pub settled_at: EpochMs,
    pub since: EpochMs,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dirty {
    pub team: String,
    pub month: String,
    pub since: i64,
}

impl Tx {
    /// Marks the blocks of these places; several marks of one block keep the earliest instant.
    pub async fn mark_dirty(&mut self, places: &[Place]) -> Result<(), StoreError> {
        let mut blocks: BTreeMap<(&str, String), i64> = BTreeMap::new();
        for place in places {
            let since = blocks.entry((&place.team, place.settled_at.month().to_string())).or_insert(i64::MAX);
            *since = (*since).min(place.since.0);
        }
        let rows: Vec<_> = blocks.into_iter().collect();
        insert_rows!(
            self,
            "INSERT INTO dirty_block (team, month, since) ",
            rows,
            |b, row| {
                b.push_bind(row.0.0).push_bind(&row.0.1).push_bind(row.1);
            },
            " ON CONFLICT (team, month) DO UPDATE SET since =
              CASE WHEN excluded.since < dirty_block.since THEN excluded.since ELSE dirty_block.since END"
        );
        Ok(())
    }

    /// Marks a team's figures since an instant though none of its facts changed (a cohort was edited).
    pub async fn mark_team_dirty(&mut self, team: &str, since: EpochMs) -> Result<(), StoreError> {
        // Any month does: packing a block anew from unchanged rows changes nothing.
        self.mark_dirty(&[Place { team: team.to_owned(), settled_at: EpochMs(0), since }]).await
    }

    /// Takes the marks of the team that comes first; the marks come back if the transaction does not commit.
    ///
    /// One by one in order of month: whoever marks locks the rows in the same order.
    pub async fn take_dirty_team(&mut self) -> Result<Vec<Dirty>, StoreError> {
        let marks: Vec<(String, String)> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT team, month FROM dirty_block WHERE team = (SELECT MIN(team) FROM dirty_block) ORDER BY month")
                .fetch_all(conn).await
        })?;
        let mut taken = Vec::with_capacity(marks.len());
        for (team, month) in marks {
            let since: Option<i64> = writing!(self, conn => {
                sqlx::query_scalar("DELETE FROM dirty_block WHERE team = $1 AND month = $2 RETURNING since")
                    .bind(&team).bind(&month).fetch_optional(conn).await
            })?;
            taken.extend(since.map(|since| Dirty { team, month, since }));
        }
        Ok(taken)
    }
}

impl Store {
    /// Is anything marked? Cheap, and takes no lock: for those who look often.
    pub async fn anything_dirty(&self) -> Result<bool, StoreError> {
        let found: Option<String> = reading!(self, pool => {
            sqlx::query_scalar("SELECT team FROM dirty_block LIMIT 1").fetch_optional(pool).await
        })?;
        Ok(found.is_some())
    }
}

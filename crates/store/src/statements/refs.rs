//! Which statements refer to which.

use uuid::Uuid;

use super::Logged;
use crate::{StoreError, Tx, bulk};

/// The statement at `seq` refers to the one with the id `target`, which may not have arrived yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct StatementRef {
    pub target: Uuid,
    pub seq: i64,
    /// It says that the other one is void.
    pub voids: bool,
}

impl Tx {
    pub async fn add_refs(&mut self, refs: &[StatementRef]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO statement_ref (target, seq, voids) ",
            refs,
            |b, row| {
                b.push_bind(row.target).push_bind(row.seq).push_bind(row.voids);
            },
            " ON CONFLICT DO NOTHING"
        );
        Ok(())
    }

    /// Those that refer to one of `targets`.
    pub async fn referring_to(&mut self, targets: &[Uuid]) -> Result<Vec<StatementRef>, StoreError> {
        let mut found = Vec::new();
        for chunk in bulk::lists(targets) {
            let rows: Vec<StatementRef> = writing!(self, conn => {
                let mut query =
                    sqlx::QueryBuilder::new("SELECT target, seq, voids FROM statement_ref WHERE target IN (");
                let mut list = query.separated(", ");
                for id in &chunk { list.push_bind(*id); }
                query.push(")");
                query.build_query_as().fetch_all(conn).await
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// The statement at a place in the log.
    pub async fn logged_at(&mut self, seq: i64) -> Result<Option<Logged>, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_as(
                "SELECT seq, id, stored_at, voided, authority, payload FROM statement WHERE seq = $1")
                .bind(seq).fetch_optional(conn).await
        })?)
    }
}

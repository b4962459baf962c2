//! What statements are found by.
//!
//! New terms are appended to `recent_term`, which is in the order of the log, and settled many at a time into
//! `statement_term`, which is in the order of terms. A term is in either or both; whoever looks, looks into both.

use crate::{StoreError, Tx, bulk};

/// The statement at `seq` is found by `term`.
pub type Term = (i64, i64);

/// Where terms are, in the order in which to look: what is settled meanwhile is seen twice rather than never.
pub(crate) const TABLES: [&str; 2] = ["recent_term", "statement_term"];

/// A condition: what stands at `place` of the log is found by one of the terms.
pub(crate) fn write_has_one_of<D>(query: &mut sqlx::QueryBuilder<D>, place: &str, terms: &[i64])
where
    D: sqlx::Database,
    for<'q> i64: sqlx::Encode<'q, D> + sqlx::Type<D>,
{
    let mut between = "(";
    for table in TABLES {
        query.push(format_args!(
            "{between}EXISTS (SELECT 1 FROM {table} o WHERE o.seq = {place} AND o.term IN ("
        ));
        let mut list = query.separated(", ");
        for term in terms {
            list.push_bind(*term);
        }
        query.push("))");
        between = " OR ";
    }
    query.push(")");
}

impl Tx {
    /// Adds terms, `(term, seq)`, of statements that were just appended, or of what they bring to others.
    pub async fn add_recent_terms(&mut self, terms: &[Term]) -> Result<(), StoreError> {
        self.insert_terms("INSERT INTO recent_term (term, seq) ", terms).await
    }

    /// Sorts the recent terms in among the others. The log is held: nobody adds or takes away terms meanwhile.
    pub async fn settle_terms(&mut self) -> Result<(), StoreError> {
        self.own_log().await?;
        for statement in [
            // WHERE keeps SQLite from reading ON as part of a join.
            "INSERT INTO statement_term (term, seq) SELECT term, seq FROM recent_term WHERE TRUE ORDER BY term, seq
             ON CONFLICT DO NOTHING",
            "DELETE FROM recent_term",
        ] {
            writing!(self, conn => sqlx::query(statement).execute(conn).await.map(|_| ()))?;
        }
        Ok(())
    }

    /// Adds terms, `(term, seq)`; those that are there already stay. Sorted, so that neighbours share a page.
    pub async fn add_terms(&mut self, terms: &mut Vec<Term>) -> Result<(), StoreError> {
        terms.sort_unstable();
        terms.dedup();
        self.insert_terms("INSERT INTO statement_term (term, seq) ", terms).await
    }

    async fn insert_terms(&mut self, into: &str, terms: &[Term]) -> Result<(), StoreError> {
        for chunk in bulk::shapes(terms, &bulk::NARROW_SHAPES) {
            writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new(into);
                query.push_values(chunk, |mut b, (term, seq)| { b.push_bind(*term).push_bind(*seq); });
                query.push(" ON CONFLICT DO NOTHING");
                query.build().execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Takes terms away: of statements whose text changes or goes.
    pub async fn remove_terms(&mut self, terms: &[Term]) -> Result<(), StoreError> {
        self.own_log().await?;
        for (term, seq) in terms {
            for delete in [
                "DELETE FROM statement_term WHERE term = $1 AND seq = $2",
                "DELETE FROM recent_term WHERE term = $1 AND seq = $2",
            ] {
                writing!(self, conn => {
                    sqlx::query(delete).bind(term).bind(seq).execute(conn).await.map(|_| ())
                })?;
            }
        }
        Ok(())
    }
}

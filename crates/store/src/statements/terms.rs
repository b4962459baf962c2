//! What statements are found by.

use crate::{StoreError, Tx, bulk};

/// The statement at `seq` is found by `term`.
pub type Term = (i64, i64);

impl Tx {
    /// Adds terms, `(term, seq)`; those that are there already stay. Sorted, so that neighbours share a page.
    pub async fn add_terms(&mut self, terms: &mut Vec<Term>) -> Result<(), StoreError> {
        terms.sort_unstable();
        terms.dedup();
        for chunk in bulk::shapes(terms, &bulk::NARROW_SHAPES) {
            writing!(self, conn => {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO statement_term (term, seq) ");
                query.push_values(chunk, |mut b, (term, seq)| { b.push_bind(*term).push_bind(*seq); });
                query.push(" ON CONFLICT DO NOTHING");
                query.build().execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Takes terms away: of statements whose text changes or goes.
    pub async fn remove_terms(&mut self, terms: &[Term]) -> Result<(), StoreError> {
        for (term, seq) in terms {
            writing!(self, conn => {
                sqlx::query("DELETE FROM statement_term WHERE term = $1 AND seq = $2").bind(term).bind(seq)
                    .execute(conn).await.map(|_| ())
            })?;
        }
        Ok(())
    }
}

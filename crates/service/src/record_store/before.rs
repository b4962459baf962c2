//! Statements that were stored before there was an index of terms get theirs when the program starts.

use xapi::Statement;

use super::{references, terms};
use crate::{Service, ServiceError};

/// The last place that has no terms yet.
const UNINDEXED: &str = "unindexed";
const PAGE: i64 = 500;

impl Service {
    /// Page by page from the newest to the oldest; broken off, it goes on where it was.
    pub(crate) async fn index_statements_of_before(&self) -> Result<(), ServiceError> {
        while self.store.position(UNINDEXED).await? > 0 {
            let mut tx = self.store.begin().await?;
            let position = tx.hold_position(UNINDEXED).await?;
            tx.hold_log().await?;
            let page = tx.log_page_back(position, PAGE).await?;
            let (mut found, mut refs) = (Vec::new(), Vec::new());
            for row in &page {
                let Ok(statement) = Statement::read(row.payload.as_bytes()) else { continue };
                let own = terms::of(&statement);
                found.extend(own.iter().map(|term| (*term, row.seq)));
                let voids = statement.voids().is_some();
                refs.extend(statement.target().map(|target| {
                    (store::statements::StatementRef { target, seq: row.seq, voids }, row.id, own)
                }));
            }
            let targets: Vec<_> = refs.iter().map(|(reference, ..)| *reference).collect();
            tx.add_refs(&targets).await?;
            let news = refs.iter().map(|(reference, id, own)| references::News {
                id: *id,
                seq: reference.seq,
                target: Some(reference.target),
                terms: own,
            });
            references::spread(&mut tx, news.collect(), &mut found).await?;
            references::void_stored(&mut tx, &targets).await?;
            tx.add_terms(&mut found).await?;
            let next = page.last().map_or(0, |row| row.seq - 1);
            tx.set_position(UNINDEXED, next).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

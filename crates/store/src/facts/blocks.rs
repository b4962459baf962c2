//! Packed blocks: the facts of one team and month, read whole.

use domain::{Span, time::Month};
use metrics::FactBlock;

use crate::{StoreError, Tx};

#[derive(Debug, Clone)]
pub struct StoredBlock {
    /// Empty: the facts of no team.
    pub team: String,
    pub month: String,
    pub items: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct BlockRow {
    team: String,
    month: String,
    items: Vec<u8>,
}

impl From<BlockRow> for StoredBlock {
    fn from(row: BlockRow) -> Self {
        Self { team: row.team, month: row.month, items: row.items }
    }
}

impl StoredBlock {
    /// The facts of several blocks, in the one order of items.
    pub fn united(blocks: &[Self]) -> Result<FactBlock, StoreError> {
        let packed: Vec<&[u8]> = blocks.iter().map(|block| block.items.as_slice()).collect();
        FactBlock::united(&packed).map_err(|(at, error)| {
            let name =
                blocks.get(at).map_or_else(String::new, |block| format!("{}/{}", block.team, block.month));
            StoreError::inconsistent("fact_block", "items", name, error)
        })
    }
}

impl Tx {
    /// Packs a team's facts of one month anew from their rows.
    pub async fn repack(&mut self, team: &str, month: Month) -> Result<(), StoreError> {
        let span: Span = month.span();
        let pull_requests = self.pull_request_items(team, span).await?;
        let defects = self.defect_items(team, span).await?;
        if pull_requests.is_empty() && defects.is_empty() {
            return self.delete_block(team, month).await;
        }
        let items = FactBlock::new(pull_requests, defects).encode();
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO fact_block (team, month, items) VALUES ($1, $2, $3)
                 ON CONFLICT (team, month) DO UPDATE SET items = excluded.items")
                .bind(team).bind(month.to_string()).bind(items).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    async fn delete_block(&mut self, team: &str, month: Month) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("DELETE FROM fact_block WHERE team = $1 AND month = $2")
                .bind(team).bind(month.to_string()).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// All blocks by team and time.
    pub async fn all_blocks(&mut self) -> Result<Vec<StoredBlock>, StoreError> {
        let rows: Vec<BlockRow> = writing!(self, conn => {
            sqlx::query_as("SELECT team, month, items FROM fact_block ORDER BY team, month").fetch_all(conn).await
        })?;
        Ok(rows.into_iter().map(StoredBlock::from).collect())
    }

    /// The blocks of a month (`2026-03`) and later, by team and time.
    pub async fn blocks_since(&mut self, month: &str) -> Result<Vec<StoredBlock>, StoreError> {
        let rows: Vec<BlockRow> = writing!(self, conn => {
            sqlx::query_as("SELECT team, month, items FROM fact_block WHERE month >= $1 ORDER BY team, month")
                .bind(month).fetch_all(conn).await
        })?;
        Ok(rows.into_iter().map(StoredBlock::from).collect())
    }

    /// All blocks of a team in order of time, as this transaction sees them.
    pub async fn team_blocks(&mut self, team: &str) -> Result<Vec<StoredBlock>, StoreError> {
        let rows: Vec<BlockRow> = writing!(self, conn => {
            sqlx::query_as("SELECT team, month, items FROM fact_block WHERE team = $1 ORDER BY month")
                .bind(team).fetch_all(conn).await
        })?;
        Ok(rows.into_iter().map(StoredBlock::from).collect())
    }
}

//! Appending. Entries are collected while the transaction goes on and chained right before it commits: whoever appends
//! locks the head until the end, so a long transaction that took it early would hold everybody else up. It is the last
//! lock that a transaction takes, so nobody waits for it in a circle.

use privacy::audit::{Entry, Head, Row};

use super::hash;
use crate::{StoreError, Tx};

impl Tx {
    /// Notes an act for the audit log. It gets there when the transaction commits, or not at all.
    ///
    /// Nothing that names a person: `who` is `user:7` or `operator`, `subject` is `person:<uuid>` or `cohort:c1`.
    #[expect(clippy::unused_async, reason = "what is logged reads like every other write")]
    pub async fn log_change(
        &mut self,
        at_ms: i64,
        who: &str,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        self.entries.push(Entry {
            at: at_ms,
            who: who.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        });
        Ok(())
    }

    /// Chains what was noted behind the head as it is now.
    pub(crate) async fn append_entries(&mut self) -> Result<(), StoreError> {
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let mut head = self.take_head(entries.len()).await?;
        let mut rows: Vec<Row> = Vec::with_capacity(entries.len());
        for entry in entries {
            let row = head.append(entry);
            head = row.head();
            rows.push(row);
        }
        self.insert_rows(&rows).await?;
        writing!(self, conn => {
            sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1")
                .bind(&head.hash.as_bytes()[..]).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Moves the head on by so many rows, which locks it, and says where it was.
    async fn take_head(&mut self, count: usize) -> Result<Head, StoreError> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let (seq, bytes): (i64, Vec<u8>) = writing!(self, conn => {
            sqlx::query_as("UPDATE audit_head SET seq = seq + $1 WHERE id = 1 RETURNING seq, hash")
                .bind(count).fetch_one(conn).await
        })?;
        Ok(Head { seq: seq - count, hash: hash("hash", seq - count, &bytes)? })
    }

    async fn insert_rows(&mut self, rows: &[Row]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO audit_log (seq, at, who, action, subject, detail, previous, hash) ",
            rows,
            |b, row| {
                let entry = &row.entry;
                b.push_bind(row.seq).push_bind(entry.at).push_bind(&entry.who).push_bind(&entry.action);
                b.push_bind(&entry.subject).push_bind(&entry.detail);
                b.push_bind(&row.previous.as_bytes()[..]).push_bind(&row.hash.as_bytes()[..]);
            },
            ""
        );
        Ok(())
    }
}

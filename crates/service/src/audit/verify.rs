//! Is the log as it was written?

use privacy::audit::{Broken, Fault, Head, Row, Verifier};
use store::audit::ChainEnds;

use crate::{Service, ServiceError};

/// Rows read at a time.
const PAGE: i64 = 2000;

/// What retention logs when it takes rows away; its detail is the anchor that stays.
pub(crate) const PRUNED: &str = "pruned audit log";

/// What a walk along the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub ends: ChainEnds,
    pub result: Result<Head, Broken>,
}

impl Service {
    /// Walks the whole log. `kept`: a head of earlier that was kept elsewhere.
    pub async fn verify_audit(&self, kept: Option<Head>) -> Result<Verdict, ServiceError> {
        let mut tx = self.store.snapshot().await?;
        let ends = tx.audit_ends().await?;
        let mut verifier = Verifier::new(ends.anchor).against(kept);
        let (mut after, mut attested) = (0, Head::default());
        loop {
            let page = tx.audit_rows(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for row in &page {
                verifier.push(row);
                attested = anchor_of(row).unwrap_or(attested);
            }
        }
        let result = verifier.finish(ends.head).and_then(|head| {
            // Rows may be gone from the beginning only if the log itself says that retention took them.
            let whole = attested == ends.anchor;
            if whole { Ok(head) } else { Err(Broken { seq: attested.seq + 1, fault: Fault::Removed }) }
        });
        Ok(Verdict { ends, result })
    }
}

fn anchor_of(row: &Row) -> Option<Head> {
    (row.entry.action == PRUNED).then(|| row.entry.detail.parse().ok()).flatten()
}

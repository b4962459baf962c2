//! The list as a file, part by part: it may be longer than memory. That it was taken away is logged.

use domain::viewer::Viewer;

use super::{StatementFilter, StreamFormat, teller::Teller};
use crate::{Service, ServiceError, access};

/// Statements a part: few, since each may be long.
const PART: i64 = 100;

/// A file under way. It ends with the newest statement that was there when it began.
pub struct StatementExport {
    service: Service,
    filter: StatementFilter,
    format: StreamFormat,
    teller: Teller,
    begun: bool,
    after: i64,
    until: i64,
}

impl StatementExport {
    pub(super) async fn begin(
        service: &Service,
        viewer: &Viewer,
        filter: StatementFilter,
        format: StreamFormat,
        after: i64,
    ) -> Result<Self, ServiceError> {
        let until = service.told_until().await?.max(after);
        let detail = format!("{}, {}, after {after} up to {until}", format.extension(), filter.words());
        let mut tx = service.store.begin().await?;
        tx.log_change(service.now().0, &viewer.actor(), "exported", "statements", &detail).await?;
        tx.commit().await?;
        let teller = Teller::new(service, access::tells_people_apart(viewer)).await?;
        Ok(Self { service: service.clone(), filter, format, teller, begun: false, after, until })
    }

    /// Where the next file goes on.
    pub fn next_cursor(&self) -> i64 {
        self.until
    }

    /// The next part of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ServiceError> {
        if !std::mem::replace(&mut self.begun, true) {
            return Ok(Some(self.format.head()));
        }
        let window = self.filter.window(self.after, self.until.saturating_add(1), PART);
        let rows = self.service.store.stream(&window).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.seq;
        let lines = self.teller.lines(rows, &self.filter).await?;
        Ok(Some(self.format.lines(&lines)?))
    }
}

//! The list, a page at a time, and what came since.

use domain::viewer::Viewer;

use super::{StatementExport, StatementFilter, StatementLine, StreamFormat, teller::Teller};
use crate::{Service, ServiceError, access, ingest::learning::LEARNING};

/// Lines a page of the list.
const PAGE: i64 = 50;

/// What arrives, for those who look after sources.
pub struct Stream<'s> {
    pub(super) service: &'s Service,
    pub(super) viewer: &'s Viewer,
}

/// A page, the newest first. Places in the log are its cursors, so that nothing is told twice while more arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPage {
    pub lines: Vec<StatementLine>,
    /// Before which place older ones go on.
    pub older: Option<i64>,
    /// After which place newer ones go on.
    pub newer: Option<i64>,
    /// Where the log ended when this was read.
    pub head: i64,
    /// Every source that can be narrowed to.
    pub sources: Vec<String>,
}

/// A piece of what is told by a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub lines: Vec<StatementLine>,
    /// Where to go on from.
    pub next: i64,
    /// This was all there is for now.
    pub complete: bool,
}

/// From where a page is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Start {
    #[default]
    Newest,
    /// Older than this place.
    Before(i64),
    /// Newer than this place.
    After(i64),
}

impl Stream<'_> {
    pub async fn page(&self, filter: &StatementFilter, start: Start) -> Result<StatementPage, ServiceError> {
        let store = &self.service.store;
        let head = store.log_head().await?.seq;
        let (after, before) = match start {
            // What arrives meanwhile comes to an open page by itself.
            Start::Newest => (0, head + 1),
            Start::Before(place) => (0, place),
            Start::After(place) => (place, head + 1),
        };
        let ascending = matches!(start, Start::After(_));
        let window = store::stream::StreamWindow { ascending, ..filter.window(after, before, PAGE + 1) };
        let mut rows = store.stream(&window).await?;
        let goes_on = rows.len() > usize::try_from(PAGE).unwrap_or_default();
        rows.truncate(usize::try_from(PAGE).unwrap_or_default());
        if ascending {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(|row| row.seq), rows.last().map(|row| row.seq));
        let is_first = start == Start::Newest || (ascending && !goes_on);
        let lines = self.teller().await?.lines(rows, filter).await?;
        Ok(StatementPage {
            lines,
            older: last.filter(|_| ascending || goes_on),
            newer: first.filter(|_| !is_first),
            head,
            sources: self.sources().await?,
        })
    }

    /// What came after a place and follows the filter, the oldest first; and where to go on from.
    pub async fn since(
        &self,
        filter: &StatementFilter,
        after: i64,
    ) -> Result<(Vec<StatementLine>, i64), ServiceError> {
        let until = self.service.told_until().await?;
        if until <= after {
            return Ok((vec![], after));
        }
        let rows = self.service.store.stream(&filter.window(after, until + 1, PAGE)).await?;
        // A full page may not be all there is.
        let full = rows.len() >= usize::try_from(PAGE).unwrap_or_default();
        let next = if full { rows.last().map_or(until, |row| row.seq) } else { until };
        Ok((self.teller().await?.lines(rows, filter).await?, next))
    }

    /// Where the log ends now.
    pub async fn head(&self) -> Result<i64, ServiceError> {
        Ok(self.service.store.log_head().await?.seq)
    }

    /// Begins a file, which is logged.
    pub async fn export(
        &self,
        filter: StatementFilter,
        format: StreamFormat,
        after: i64,
    ) -> Result<StatementExport, ServiceError> {
        StatementExport::begin(self.service, self.viewer, filter, format, after).await
    }

    /// Up to `limit` lines after a place, the oldest first: each statement once, however often and from wherever it is
    /// asked.
    pub async fn after(
        &self,
        filter: &StatementFilter,
        after: i64,
        limit: i64,
    ) -> Result<Piece, ServiceError> {
        let until = self.service.told_until().await?;
        let rows = self.service.store.stream(&filter.window(after, until + 1, limit)).await?;
        // Fewer may be told than there are: those that nothing is said of are passed over.
        let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= limit;
        let next = if full { rows.last().map_or(after, |row| row.seq) } else { until.max(after) };
        Ok(Piece { lines: self.teller().await?.lines(rows, filter).await?, next, complete: !full })
    }

    /// Whether lines have keys of people for this reader.
    pub fn tells_people_apart(&self) -> bool {
        access::tells_people_apart(self.viewer)
    }

    async fn teller(&self) -> Result<Teller, ServiceError> {
        Teller::new(self.service, self.tells_people_apart()).await
    }

    async fn sources(&self) -> Result<Vec<String>, ServiceError> {
        let store = &self.service.store;
        let mut sources = store.sources_with_keys().await?;
        sources.extend(store.sources_last_seen().await?.into_iter().map(|(source, _)| source));
        sources.sort();
        sources.dedup();
        Ok(sources)
    }
}

impl Service {
    /// Up to where statements are told by a cursor: their tags are known from there on back. What is told before its
    /// tags are known would never be told again.
    pub(super) async fn told_until(&self) -> Result<i64, ServiceError> {
        Ok(self.store.position(LEARNING).await?)
    }
}

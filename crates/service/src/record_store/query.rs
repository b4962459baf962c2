//! Statements out: by id, by filters, page by page in the order of the log.

use std::collections::HashSet;

use store::statements::{Logged, Window};
use uuid::Uuid;
use xapi::{Statement, StatementQuery, Term};

use super::{Cursor, Page, RecordError, RecordStore, StoredStatement, holder::Readable, terms};

/// Statements a page where nobody asks for a number, and at most.
const PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 500;

/// A page ends early where its statements are long, so that one answer is never much larger than this.
const PAGE_BYTES: usize = 8 * 1024 * 1024;

/// Chains of references are followed so far.
const CHAIN: usize = 32;

impl RecordStore {
    /// A statement by its id: one that is not voided, or with `voided` one that is.
    pub async fn statement(&self, id: Uuid, voided: bool) -> Result<Option<StoredStatement>, RecordError> {
        let own = self.own()?;
        let found = self.service.store.logged(id).await?.filter(|row| {
            row.voided == voided && !row.payload.is_empty() && own.is_none_or(|own| own == row.authority)
        });
        let found = found.map(StoredStatement::from);
        self.note_actors(found.as_slice());
        Ok(found)
    }

    /// What the filters find, newest first unless asked otherwise; a page of it.
    pub async fn query(&self, query: &StatementQuery) -> Result<Page, RecordError> {
        let page = self.page(query, None).await?;
        self.note_page(query, &page);
        Ok(page)
    }

    /// Goes on where a page ended: its query, and the next page.
    pub async fn more(&self, cursor: &Cursor) -> Result<(StatementQuery, Page), RecordError> {
        let (query, after) = cursor.read()?;
        let page = self.page(&query, Some(after)).await?;
        self.note_page(&query, &page);
        Ok((query, page))
    }

    /// Who asks about an agent reads about this one, whether anything is found or not; else it is who acted in what was
    /// found.
    fn note_page(&self, query: &StatementQuery, page: &Page) {
        if let Some(agent) = &query.agent {
            self.note_agent(agent);
        }
        if query.agent.is_none() || query.related_agents {
            self.note_actors(&page.statements);
        }
    }

    fn note_actors(&self, read: &[StoredStatement]) {
        for statement in read.iter().filter_map(|one| Statement::stored(&one.json)) {
            for actor in statement.actors() {
                let key = actor.natural_key();
                self.note_agent(key.strip_prefix("id:").unwrap_or(&key));
            }
        }
    }

    /// Content that was launched reads about the one who opened it: that is no reading by somebody.
    pub(super) fn note_agent(&self, agent: &str) {
        if !self.holder.is_launched() {
            self.service.note_reading(&self.holder.name, agent);
        }
    }

    /// Whose statements alone this key may read.
    fn own(&self) -> Result<Option<&str>, RecordError> {
        let readable = self.holder.readable()?;
        Ok((readable == Readable::Own).then_some(self.holder.name.as_str()))
    }

    async fn page(&self, query: &StatementQuery, seen: Option<i64>) -> Result<Page, RecordError> {
        let limit = match query.limit {
            0 => PAGE,
            limit => limit.min(LARGEST_PAGE),
        };
        let mut window = self.window(query, seen, limit).await?;
        let mut page = Page { statements: vec![], more: None };
        let (mut bytes, mut files) = (0, Files::default());
        // A piece at a time where somebody wants many: they may be long.
        let mut left = limit as usize;
        loop {
            let wanted = left.min(PAGE as usize);
            window.limit = i64::try_from(wanted).unwrap_or(i64::from(PAGE)) + 1;
            let mut rows = self.service.store.find_statements(&window).await?;
            let is_more = rows.len() > wanted;
            if is_more {
                rows.pop();
            }
            let Some(last) = rows.last().map(|row| row.seq) else { return Ok(page) };
            left -= rows.len();
            for row in rows {
                let seq = row.seq;
                if self.is_meant(query, &row).await? {
                    bytes += row.payload.len();
                    if query.attachments {
                        files.count(&row.payload);
                    }
                    page.statements.push(row.into());
                }
                if files.bytes > PAGE_BYTES as u64 && (is_more || seq != last) {
                    page.more = Some(Cursor::new(query, seq));
                    return Ok(page);
                }
            }
            if is_more && (left == 0 || bytes > PAGE_BYTES) {
                page.more = Some(Cursor::new(query, last));
            }
            if !is_more || page.more.is_some() {
                return Ok(page);
            }
            if query.ascending { window.after = last } else { window.before = last }
        }
    }

    async fn window(
        &self,
        query: &StatementQuery,
        seen: Option<i64>,
        limit: u32,
    ) -> Result<Window, RecordError> {
        let store = &self.service.store;
        let mut after = match query.since {
            Some(since) => store.place_at(since.0).await?,
            None => 0,
        };
        let mut before = match query.until {
            Some(until) => store.place_at(until.0).await? + 1,
            None => i64::MAX,
        };
        if let Some(seen) = seen {
            if query.ascending { after = after.max(seen) } else { before = before.min(seen) }
        }
        let hashed = |group: &Vec<Term>| group.iter().map(terms::hashed).collect();
        Ok(Window {
            groups: query.terms().iter().map(hashed).collect(),
            after,
            before,
            authority: self.own()?.map(str::to_owned),
            ascending: query.ascending,
            limit: i64::from(limit) + 1,
        })
    }

    /// Looks at the statement itself: the index holds hashes, and two texts may share one.
    async fn is_meant(&self, query: &StatementQuery, row: &Logged) -> Result<bool, RecordError> {
        if query.terms().is_empty() {
            return Ok(true);
        }
        let (mut known_by, mut payload) = (Vec::new(), row.payload.clone());
        for _ in 0..CHAIN {
            // What cannot be read any more was found by its terms when it could.
            let Some(statement) = Statement::stored(&payload) else { return Ok(true) };
            known_by.extend(statement.terms());
            if query.matches(&known_by) {
                return Ok(true);
            }
            let Some(target) = statement.target() else { return Ok(false) };
            let Some(next) = self.service.store.logged(target).await? else { return Ok(false) };
            payload = next.payload;
        }
        Ok(false)
    }
}

/// The files that come along with a page, each once, as long as their statements say.
#[derive(Default)]
struct Files {
    hashes: HashSet<String>,
    bytes: u64,
}

impl Files {
    fn count(&mut self, payload: &str) {
        let declared = Statement::stored(payload).map(|statement| statement.attachments());
        for file in declared.unwrap_or_default() {
            if self.hashes.insert(file.sha2) {
                self.bytes = self.bytes.saturating_add(file.length);
            }
        }
    }
}

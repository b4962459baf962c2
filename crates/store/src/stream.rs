//! Statements as a list: a window of the log narrowed by source, terms and the state of tags, and the events in them.

use domain::EpochMs;
use sqlx::{Database, QueryBuilder};
use uuid::Uuid;

use crate::{
    Store, StoreError, bulk,
    statements::{Logged, TABLES, merged, write_has_one_of},
};

/// How far the moments of learning in a statement are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TagState {
    /// All five tags, and a person.
    Complete,
    /// A tag is missing.
    Incomplete,
    /// Somebody who is linked to nobody.
    UnknownPerson,
    /// No moment of learning.
    NoLearning,
}

/// Which statements are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreamWindow {
    /// Exclusive, both.
    pub after: i64,
    pub before: i64,
    pub source: Option<String>,
    /// Each must be there. Hashes: the caller looks again.
    pub terms: Vec<i64>,
    pub tags: Option<TagState>,
    pub ascending: bool,
    pub limit: i64,
}

/// A moment of learning as it was joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEvent {
    pub statement: Uuid,
    pub at: EpochMs,
    /// The person's key, or what an account that is linked to nobody counts as.
    pub person: i64,
    pub known: bool,
    pub skill: Option<String>,
    pub role: Option<String>,
    /// Empty: unmapped.
    pub team: String,
    pub repository: Option<String>,
    pub sprint: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    statement: Uuid,
    at: i64,
    person: i64,
    linked: Option<i64>,
    skill: Option<String>,
    role: Option<String>,
    team: String,
    repository: Option<String>,
    sprint: Option<String>,
}

impl From<EventRow> for StreamEvent {
    fn from(row: EventRow) -> Self {
        let EventRow { statement, at, person, linked, skill, role, team, repository, sprint } = row;
        let (at, known) = (EpochMs(at), linked.is_some());
        Self { statement, at, person, known, skill, role, team, repository, sprint }
    }
}

const EVENTS_OF: &str =
    "SELECT e.statement_id AS statement, e.at, COALESCE(p.person_key, a.contributor_key) AS person,
    p.person_key AS linked, e.skill, e.role, e.team, e.repository, e.sprint
    FROM learning_event e JOIN account a ON a.id = e.actor_account LEFT JOIN person p ON p.id = a.person_id
    WHERE e.statement_id IN (";

const LACKS_A_TAG: &str =
    "(e.skill IS NULL OR e.role IS NULL OR e.team = '' OR e.repository IS NULL OR e.sprint IS NULL)";

impl Store {
    /// Voided statements are listed, too; those whose text is not kept any more are not.
    pub async fn stream(&self, window: &StreamWindow) -> Result<Vec<Logged>, StoreError> {
        if window.terms.is_empty() {
            return self.walk(window, TABLES[0]).await;
        }
        let mut found = Vec::new();
        for table in TABLES {
            found.extend(self.walk(window, table).await?);
        }
        Ok(merged(found, window.ascending, window.limit))
    }

    async fn walk(&self, window: &StreamWindow, table: &'static str) -> Result<Vec<Logged>, StoreError> {
        Ok(reading!(self, pool => {
            let mut query = QueryBuilder::new("");
            write(&mut query, window, table);
            query.build_query_as().fetch_all(pool).await
        })?)
    }

    /// The moments of learning in these statements, in any order.
    pub async fn stream_events(&self, statements: &[Uuid]) -> Result<Vec<StreamEvent>, StoreError> {
        let mut found = Vec::new();
        for chunk in bulk::lists(statements) {
            let rows: Vec<EventRow> = reading!(self, pool => {
                let mut query = QueryBuilder::new(EVENTS_OF);
                let mut list = query.separated(", ");
                for id in &chunk { list.push_bind(*id); }
                query.push(")");
                query.build_query_as().fetch_all(pool).await
            })?;
            found.extend(rows.into_iter().map(StreamEvent::from));
        }
        Ok(found)
    }
}

/// CROSS JOIN tells SQLite to walk along the first term, whatever it guesses of the tables' sizes.
fn write<D>(query: &mut QueryBuilder<D>, window: &StreamWindow, table: &'static str)
where
    D: Database,
    for<'q> i64: sqlx::Encode<'q, D> + sqlx::Type<D>,
    for<'q> String: sqlx::Encode<'q, D> + sqlx::Type<D>,
{
    query.push("SELECT s.seq, s.id, s.stored_at, s.voided, s.authority, s.payload FROM ");
    let mut terms = window.terms.iter();
    let place = if let Some(term) = terms.next() {
        query
            .push(format_args!("{table} t CROSS JOIN statement s WHERE s.seq = t.seq AND t.term = "))
            .push_bind(*term);
        "t.seq"
    } else {
        query.push("statement s WHERE TRUE");
        "s.seq"
    };
    query.push(format_args!(" AND {place} > ")).push_bind(window.after);
    query.push(format_args!(" AND {place} < ")).push_bind(window.before);
    query.push(" AND s.payload <> ''");
    if let Some(source) = &window.source {
        query.push(" AND s.authority = ").push_bind(source.clone());
    }
    for term in terms {
        query.push(" AND ");
        write_has_one_of(query, place, &[*term]);
    }
    if let Some(tags) = window.tags {
        write_tags(query, tags);
    }
    query.push(format_args!(" ORDER BY {place} {} LIMIT ", if window.ascending { "ASC" } else { "DESC" }));
    query.push_bind(window.limit);
}

fn write_tags<D: Database>(query: &mut QueryBuilder<D>, tags: TagState) {
    let any = "EXISTS (SELECT 1 FROM learning_event e WHERE e.statement_id = s.id";
    let stranger = "EXISTS (SELECT 1 FROM learning_event e JOIN account a ON a.id = e.actor_account
        WHERE e.statement_id = s.id AND a.person_id IS NULL)";
    match tags {
        TagState::Incomplete => query.push(format_args!(" AND {any} AND {LACKS_A_TAG})")),
        TagState::Complete => {
            query.push(format_args!(" AND {any}) AND NOT {any} AND {LACKS_A_TAG}) AND NOT {stranger}"))
        }
        TagState::UnknownPerson => query.push(format_args!(" AND {stranger}")),
        TagState::NoLearning => query.push(format_args!(" AND NOT {any})")),
    };
}

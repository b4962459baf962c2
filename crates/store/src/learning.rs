//! Learning events as rows, and what adoption figures read of them.

use domain::{
    EpochMs, PersonKey,
    facts::{LearningEvent, LearningKind},
};

use crate::{Store, StoreError, Tx};

/// An event with what the directory says of it.
#[derive(Debug, Clone)]
pub struct JoinedEvent {
    pub actor_account: i64,
    /// Empty: unmapped.
    pub team: String,
    pub sprint: Option<String>,
    pub fact: LearningEvent,
}

/// What adoption needs of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventItem {
    pub person: PersonKey,
    pub at: EpochMs,
    pub kind: LearningKind,
    pub content: String,
    pub sprint: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    person: i64,
    at: i64,
    kind: String,
    content: String,
    sprint: Option<String>,
}

impl TryFrom<EventRow> for EventItem {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let broken = || StoreError::inconsistent("learning_event", "kind", &row.content, &row.kind);
        let kind = LearningKind::parse(&row.kind).ok_or_else(broken)?;
        let EventRow { person, at, content, sprint, .. } = row;
        Ok(EventItem { person: PersonKey(person), at: EpochMs(at), kind, content, sprint })
    }
}

const EVENTS: &str =
    "SELECT COALESCE(pe.person_key, a.contributor_key) AS person, e.at, e.kind, e.content, e.sprint
    FROM learning_event e
    JOIN account a ON a.id = e.actor_account
    LEFT JOIN person pe ON pe.id = a.person_id
    ORDER BY e.at, e.statement_id, e.actor_account";

impl Tx {
    /// Writes events; one that is there already stays as it is unless facts are derived anew.
    pub async fn save_events(&mut self, rows: &[JoinedEvent]) -> Result<(), StoreError> {
        insert_rows!(
            self,
            "INSERT INTO learning_event (statement_id, actor_account, at, kind, content,
            skill, role, team, repository, sprint) ",
            rows,
            |b, row| {
                let fact = &row.fact;
                b.push_bind(fact.statement_id).push_bind(row.actor_account).push_bind(fact.at.0);
                b.push_bind(fact.kind.as_str()).push_bind(fact.content.as_str());
                b.push_bind(&fact.tags.skill).push_bind(&fact.tags.role).push_bind(&row.team);
                b.push_bind(&fact.tags.repository).push_bind(&row.sprint);
            },
            " ON CONFLICT (statement_id, actor_account) DO NOTHING"
        );
        Ok(())
    }

    /// Every event by time, people by key.
    pub async fn event_items(&mut self) -> Result<Vec<EventItem>, StoreError> {
        let rows: Vec<EventRow> = writing!(self, conn => sqlx::query_as(EVENTS).fetch_all(conn).await)?;
        rows.into_iter().map(EventItem::try_from).collect()
    }
}

impl Store {
    /// The events of some people of the directory, by time.
    pub async fn events_of(&self, people: &[PersonKey]) -> Result<Vec<EventItem>, StoreError> {
        let mut found = Vec::new();
        for chunk in people.chunks(crate::bulk::ROWS) {
            let rows: Vec<EventRow> = reading!(self, pool => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT pe.person_key AS person, e.at, e.kind, e.content, e.sprint
                     FROM person pe JOIN account a ON a.person_id = pe.id
                     JOIN learning_event e ON e.actor_account = a.id WHERE pe.person_key IN (");
                let mut list = query.separated(", ");
                for person in chunk { list.push_bind(person.0); }
                query.push(") ORDER BY e.at, e.statement_id, e.actor_account");
                query.build_query_as().fetch_all(pool).await
            })?;
            found.extend(rows);
        }
        found.into_iter().map(EventItem::try_from).collect()
    }

    /// Every event by time, people by key.
    pub async fn event_items(&self) -> Result<Vec<EventItem>, StoreError> {
        let rows: Vec<EventRow> = reading!(self, pool => sqlx::query_as(EVENTS).fetch_all(pool).await)?;
        rows.into_iter().map(EventItem::try_from).collect()
    }
}

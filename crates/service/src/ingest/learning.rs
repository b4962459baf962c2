//! Statements: stored as they are, and the learning events in them as facts.

use domain::{Account, EpochMs, TeamKey, facts::LearningEvent, learning::PROFILE};
use serde_json::json;
use store::{
    Revision, Tx,
    facts::Place,
    learning::JoinedEvent,
    statements::{NewStatement, Stored},
};
use uuid::Uuid;
use xapi::Statement;

use super::{Ingest, Known};
use crate::ServiceError;

/// What a batch came to: the ids in order of sending, or the one id that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Stored {
        ids: Vec<Uuid>,
        new: usize,
    },
    /// Another statement has this id; nothing of the batch was stored.
    Conflict(Uuid),
}

impl Ingest {
    /// Stores a batch of statements, all or none. Sending one again changes nothing.
    /// `authority`: the name of the access key that vouches for them.
    pub async fn statements(
        &mut self,
        mut batch: Vec<Statement>,
        authority: &str,
    ) -> Result<Answer, ServiceError> {
        let now = self.now();
        let rows: Vec<NewStatement> =
            batch.iter_mut().map(|statement| stamp(statement, now, authority)).collect();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let (mut tx, mut known) = self.begin().await?;
        let outcomes = tx.append_statements(&rows, now.0).await?;
        if let Some(at) = outcomes.iter().position(|outcome| *outcome == Stored::Conflict) {
            self.known = Some(known);
            return Ok(Answer::Conflict(ids[at]));
        }
        let fresh = batch.iter().zip(&outcomes).filter(|(_, outcome)| **outcome == Stored::New);
        let events: Vec<LearningEvent> =
            fresh.clone().flat_map(|(statement, _)| statement.events()).collect();
        let new = fresh.count();
        derive(&mut tx, &mut known, events, now.0).await?;
        self.finish(tx, known).await?;
        Ok(Answer::Stored { ids, new })
    }
}

/// Sets what the store sets (id, times, authority), remembering what was sent.
fn stamp(statement: &mut Statement, now: EpochMs, authority: &str) -> NewStatement {
    let sent = statement.as_json().to_string().into_bytes();
    let id = statement.id().unwrap_or_else(Uuid::now_v7);
    let agent = json!({ "objectType": "Agent", "account": { "homePage": PROFILE, "name": authority } });
    statement.prepare(id, now, agent);
    NewStatement { id, payload: statement.as_json().to_string(), sent, authority: authority.to_owned() }
}

pub(crate) async fn derive(
    tx: &mut Tx,
    known: &mut Known,
    events: Vec<LearningEvent>,
    now_ms: i64,
) -> Result<(), ServiceError> {
    let actors: Vec<&Account> = events.iter().map(|event| &event.actor).collect();
    tx.ensure_accounts(&mut known.directory, &actors, now_ms).await?;
    let joined: Vec<JoinedEvent> = events.into_iter().filter_map(|event| known.join_event(event)).collect();
    tx.save_events(&joined).await?;
    let mut places = Vec::new();
    for event in &joined {
        places.extend(teams_concerned(known, event));
    }
    if !joined.is_empty() {
        tx.mark_dirty(&places).await?;
        tx.bump(Revision::Learning).await?;
    }
    Ok(())
}

/// Where the event may change an adoption figure, and since when: from its own time on or, if it is tagged with an
/// earlier sprint, from the start of that.
fn teams_concerned(known: &Known, event: &JoinedEvent) -> Vec<Place> {
    let at = event.fact.at;
    let Some(person) = known.directory.account(&event.fact.actor).and_then(|account| account.person) else {
        return vec![];
    };
    let tagged = |team: &TeamKey| {
        let mut sprints = known.directory.sprints(team).iter();
        sprints.find(|sprint| Some(sprint.key.as_str()) == event.sprint.as_deref()).map(|s| s.span.start)
    };
    let place = |team: &TeamKey| {
        let since = tagged(team).map_or(at, |start| start.min(at));
        Place { team: team.as_str().to_owned(), settled_at: at, since }
    };
    known.directory.teams_learning_with(person).into_iter().map(place).collect()
}

//! Statements from files, and the projector: the learning events in the log become facts, each exactly once.
//!
//! A page of statements and the place in the log that it reaches are written in one transaction. Whoever is interrupted
//! goes on where the last page ended.

use domain::{Account, TeamKey, facts::LearningEvent};
use store::{Revision, Tx, facts::Place, learning::JoinedEvent, statements::Logged};
use uuid::Uuid;
use xapi::Statement;

use super::{Ingest, Known};
use crate::{Service, ServiceError, record_store::RecordError};

/// How far facts follow the log.
pub(crate) const LEARNING: &str = "learning";

/// Statements a transaction: few enough that nobody who writes waits for long.
const PAGE: i64 = 500;

/// What a batch came to: the ids in order of sending, or the one id that stands in the way.
#[derive(Debug)]
pub enum Answer {
    Stored {
        ids: Vec<Uuid>,
        new: usize,
    },
    /// This one cannot be stored, whatever is tried; nothing of the batch was.
    Refused {
        id: Uuid,
        why: RecordError,
    },
}

/// A moment of learning with the name of the key that vouches for it.
#[derive(Debug, Clone)]
pub(crate) struct Sourced {
    pub(crate) event: LearningEvent,
    pub(crate) source: String,
    /// As sent.
    pub(crate) registration: Option<String>,
}

impl Ingest {
    /// Stores a batch of statements, all or none, and derives what is in the log. Sending one again changes nothing.
    /// `authority`: the name of the source that vouches for them.
    pub async fn statements(
        &mut self,
        batch: Vec<Statement>,
        authority: &str,
    ) -> Result<Answer, ServiceError> {
        let now = self.now();
        let appended = match self.service.log.append_of(authority, batch, now).await {
            Ok(appended) => appended,
            Err(
                why @ (RecordError::Conflict(id)
                | RecordError::NotYours(id)
                | RecordError::TooLong { id, .. }),
            ) => {
                return Ok(Answer::Refused { id, why });
            }
            Err(RecordError::Service(error)) => return Err(error),
            Err(other) => return Err(ServiceError::Broken(other.to_string())),
        };
        self.project().await?;
        Ok(Answer::Stored { ids: appended.ids, new: appended.new })
    }

    /// Derives what is in the log and not yet a fact.
    pub async fn project(&mut self) -> Result<(), ServiceError> {
        while self.project_page().await? {}
        Ok(())
    }

    /// Derives a page; says whether something is left of what the log held when it began.
    pub(crate) async fn project_page(&mut self) -> Result<bool, ServiceError> {
        if !self.service.is_behind().await? {
            return Ok(false);
        }
        // Before the page is read: what another process appends from here on is not passed over.
        let head = self.service.store.log_head().await?.seq;
        let (mut tx, mut known) = self.begin().await?;
        let position = tx.hold_position(LEARNING).await?;
        let page = tx.log_page(position, PAGE).await?;
        let Some(last) = page.last().map(|row| row.seq) else {
            // Nothing but places whose statements are gone.
            tx.set_position(LEARNING, head.max(position)).await?;
            self.finish(tx, known).await?;
            return Ok(false);
        };
        let now = self.now().0;
        let (events, voided) = read(&page);
        derive(&mut tx, &mut known, events, now).await?;
        for id in voided {
            withdraw(&mut tx, &mut known, id).await?;
        }
        tx.set_position(LEARNING, last).await?;
        self.finish(tx, known).await?;
        Ok(last < head)
    }
}

impl Service {
    /// Derives all that is in the log, and returns when it is done: for commands.
    pub async fn project(&self) -> Result<(), ServiceError> {
        self.ingest().project().await
    }

    /// Has what other processes appended to the log derived, and what was left when this one went down. Returns at
    /// once: there may be much, and writers go first.
    pub async fn notice_statements(&self) -> Result<(), ServiceError> {
        if self.is_behind().await? {
            self.follow();
        }
        Ok(())
    }

    /// Cheap: two small rows.
    async fn is_behind(&self) -> Result<bool, ServiceError> {
        Ok(self.store.position(LEARNING).await? < self.store.log_head().await?.seq)
    }
}

/// The events of a page, and the ids of statements that it voids.
fn read(page: &[Logged]) -> (Vec<Sourced>, Vec<Uuid>) {
    let (mut events, mut voided) = (Vec::new(), Vec::new());
    for row in page {
        let Some(statement) = Statement::stored(&row.payload) else { continue };
        voided.extend(statement.voids());
        events.extend(sourced(row, &statement));
    }
    (events, voided)
}

/// The events of a stored statement; none where it is void.
pub(crate) fn sourced(row: &Logged, statement: &Statement) -> Vec<Sourced> {
    if row.voided { vec![] } else { said(row, statement) }
}

/// The events of a stored statement, void or not.
fn said(row: &Logged, statement: &Statement) -> Vec<Sourced> {
    let registration = registration(statement);
    let source = |event| Sourced { event, source: row.authority.clone(), registration: registration.clone() };
    statement.events().into_iter().map(source).collect()
}

fn registration(statement: &Statement) -> Option<String> {
    statement.as_json().pointer("/context/registration")?.as_str().map(str::to_owned)
}

/// The registration of a stored statement, as sent.
pub(crate) fn registration_of(row: &Logged) -> Option<String> {
    registration(&Statement::read(row.payload.as_bytes()).ok()?)
}

/// The events of stored statements.
pub(crate) fn events_of(rows: &[Logged]) -> Vec<Sourced> {
    read(rows).0
}

pub(crate) async fn derive(
    tx: &mut Tx,
    known: &mut Known,
    events: Vec<Sourced>,
    now_ms: i64,
) -> Result<(), ServiceError> {
    let actors: Vec<&Account> = events.iter().map(|sourced| &sourced.event.actor).collect();
    tx.ensure_accounts(&mut known.directory, &actors, now_ms).await?;
    let joined: Vec<JoinedEvent> =
        events.into_iter().filter_map(|sourced| known.join_event(sourced)).collect();
    tx.save_events(&joined).await?;
    mark(tx, known, &joined).await
}

/// Takes back the events of a statement that turned out to be void.
async fn withdraw(tx: &mut Tx, known: &mut Known, id: Uuid) -> Result<(), ServiceError> {
    let Some(row) = tx.logged(id).await?.filter(|row| row.voided) else { return Ok(()) };
    let Ok(statement) = Statement::read(row.payload.as_bytes()) else { return Ok(()) };
    let joined: Vec<JoinedEvent> =
        said(&row, &statement).into_iter().filter_map(|sourced| known.join_event(sourced)).collect();
    tx.forget_events(id).await?;
    mark(tx, known, &joined).await
}

/// Marks where the events may change a figure.
pub(crate) async fn mark(tx: &mut Tx, known: &Known, joined: &[JoinedEvent]) -> Result<(), ServiceError> {
    if joined.is_empty() {
        return Ok(());
    }
    let mut places = Vec::new();
    for event in joined {
        places.extend(teams_concerned(known, event));
    }
    tx.mark_dirty(&places).await?;
    Ok(tx.bump(Revision::Learning).await?)
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

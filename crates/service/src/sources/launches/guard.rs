//! What launched content may say and reach: its own learner, registration and activity.

use serde_json::Value;
use store::sources::launches::SessionRow;
use xapi::Statement;

use super::{SOURCE, address::session_of, statements::said_by_us};
use crate::Service;
use crate::record_store::{DocumentKey, KeyHolder, RecordError};
use crate::sources::{
    actors,
    cmi5::{self, Said, Verb},
    launchables::LaunchKind,
};

impl Service {
    /// The opening to which a key is bound, if it is.
    async fn bound_to(&self, holder: &KeyHolder) -> Result<Option<SessionRow>, RecordError> {
        let Some(session) = holder.scopes.iter().find_map(|scope| session_of(scope)) else { return Ok(None) };
        let row = self.store.launch_session(session).await?;
        row.map(Some).ok_or_else(|| RecordError::Forbidden("launch".to_owned()))
    }

    /// Lets launched content say what is its own to say, and tells its activity; everybody else passes.
    pub(crate) async fn guard_statements(
        &self,
        holder: &KeyHolder,
        batch: &[Statement],
    ) -> Result<Option<String>, RecordError> {
        let Some(row) = self.bound_to(holder).await? else { return Ok(None) };
        for statement in batch {
            own_statement(&row, statement)?;
        }
        if row.kind == LaunchKind::Cmi5.as_str() {
            self.guard_order(&row, batch).await?;
        }
        Ok(Some(row.activity))
    }

    /// The order of verbs, noted before the statements are stored: the same ones may be sent again after a failure.
    async fn guard_order(&self, row: &SessionRow, batch: &[Statement]) -> Result<(), RecordError> {
        let mut tx = self.store.begin().await?;
        tx.own_identities().await?;
        let sessions = tx.launch_sessions(row.registration).await?;
        let read = |row: &SessionRow| serde_json::from_str::<Vec<Said>>(&row.said).unwrap_or_default();
        let before: Vec<Said> = sessions.iter().filter(|other| other.id != row.id).flat_map(read).collect();
        let current = sessions.iter().find(|other| other.id == row.id).unwrap_or(row);
        let mut so_far = read(current);
        for statement in batch {
            so_far.extend(cmi5::check(statement, &so_far, &before).map_err(RecordError::Bad)?);
        }
        let text = serde_json::to_string(&so_far).map_err(|e| RecordError::Bad(e.to_string()))?;
        if text != current.said {
            tx.note_said(row.id, &current.said, &text).await?;
        }
        Ok(tx.commit().await?)
    }

    /// After statements of launched content were stored: a way that is finished is not gone again, and of cmi5 we say that
    /// it satisfied what it was launched for.
    pub(crate) async fn after_statements(
        &self,
        holder: &KeyHolder,
        batch: &[Statement],
    ) -> Result<(), RecordError> {
        let done = |s: &&Statement| [Verb::Completed.iri(), Verb::Passed.iri()].contains(&s.verb());
        let Some(last) = batch.iter().find(done) else { return Ok(()) };
        let Some(row) = self.bound_to(holder).await? else { return Ok(()) };
        if last.activity_id() != Some(row.activity.as_str()) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.finish_registration(row.registration, self.now().0).await?;
        tx.commit().await?;
        if row.kind == LaunchKind::Cmi5.as_str()
            && let Some(agent) = identifier(&row).and_then(actors::agent)
            && let Some(content) = self.store.launchable(row.launchable).await?
        {
            let satisfied =
                said_by_us(row.id, Verb::Satisfied, &content, &agent, row.registration, self.now())?;
            // Another session of the same way may have said so: then it is said.
            if self.store.logged(satisfied.id().unwrap_or_default()).await?.is_none() {
                self.record(SOURCE, vec![satisfied]).await?;
            }
        }
        Ok(())
    }

    /// Lets launched content reach its own documents; everybody else passes.
    pub(crate) async fn guard_document(
        &self,
        holder: &KeyHolder,
        key: &DocumentKey,
    ) -> Result<(), RecordError> {
        let Some(row) = self.bound_to(holder).await? else { return Ok(()) };
        let own = identifier(&row);
        let reaches = match key {
            DocumentKey::State { activity, agent, registration, .. } => {
                *activity == row.activity
                    && own == Some(agent.as_str())
                    && registration.is_none_or(|registration| registration == row.registration)
            }
            DocumentKey::ActivityProfile { activity, .. } => *activity == row.activity,
            DocumentKey::AgentProfile { agent, .. } => own == Some(agent.as_str()),
        };
        if reaches { Ok(()) } else { Err(beyond()) }
    }
}

fn identifier(row: &SessionRow) -> Option<&str> {
    row.natural_key.strip_prefix("id:")
}

fn beyond() -> RecordError {
    RecordError::Forbidden("all: it reaches its own learner, registration and activity".to_owned())
}

fn own_statement(row: &SessionRow, statement: &Statement) -> Result<(), RecordError> {
    if statement.voids().is_some() {
        return Err(RecordError::Forbidden("all: launched content cannot void".to_owned()));
    }
    let actors = statement.actors();
    let own = matches!(&actors[..], [actor] if actor.natural_key() == row.natural_key);
    let registration = statement.as_json().pointer("/context/registration").and_then(Value::as_str);
    let other = registration.is_some_and(|text| text.parse() != Ok(row.registration));
    let missing = row.kind == LaunchKind::Cmi5.as_str() && registration.is_none();
    if own && !other && !missing { Ok(()) } else { Err(beyond()) }
}

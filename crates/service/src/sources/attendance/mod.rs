//! Who was at a session of a cohort: one statement about a group. What was recorded is changed by voiding its statement
//! and saying it anew; both stay in the log.

mod record;
mod words;

use domain::{PersonId, content::ContentKind};
use store::sources::attendance::AttendanceRow;
use xapi::Statement;

use crate::{CohortDesk, ServiceError, access};
pub use record::Outcome;

/// The authority of what this form says.
pub(super) const SOURCE: &str = "attendance";

/// The form as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct AttendanceForm {
    /// The session's IRI.
    pub content: String,
    pub held_on: String,
    /// Ids of people.
    pub people: Vec<String>,
}

/// A session that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub content: String,
    pub name: String,
    pub held_on: String,
    pub people: i64,
}

/// What the page needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendancePage {
    pub cohort: String,
    /// By name.
    pub people: Vec<(PersonId, String)>,
    /// What can be attended: (IRI, name).
    pub sessions: Vec<(String, String)>,
    pub recorded: Vec<Recorded>,
}

impl CohortDesk<'_> {
    /// # Errors
    /// `NotFound` for those who do not run the cohort. Looking is logged.
    pub async fn attendance(&self) -> Result<AttendancePage, ServiceError> {
        access::found(access::sees_participants(self.viewer, &self.cohort))?;
        let page = self.page().await?;
        let contents = self.service.store.content().await?;
        let rows = self.service.store.attendance(&self.cohort).await?;
        let name = |id: &str| {
            contents.iter().find(|c| c.id.as_str() == id).map_or(id, |c| c.name.as_str()).to_owned()
        };
        let recorded = |row: AttendanceRow| Recorded {
            name: name(&row.content),
            content: row.content,
            held_on: row.held_on,
            people: row.people,
        };
        let mut people: Vec<(PersonId, String)> =
            page.participants.into_iter().flatten().map(|p| (p.person, p.name)).collect();
        people.dedup();
        let sessions = contents.iter().filter(|content| content.kind == ContentKind::PeerSession);
        Ok(AttendancePage {
            cohort: page.line.name,
            people,
            sessions: sessions.map(|c| (c.id.as_str().to_owned(), c.name.clone())).collect(),
            recorded: rows.into_iter().map(recorded).collect(),
        })
    }

    /// The form that would leave a session as it was recorded.
    pub async fn attendance_form(
        &self,
        content: &str,
        held_on: &str,
    ) -> Result<AttendanceForm, ServiceError> {
        access::found(access::sees_participants(self.viewer, &self.cohort))?;
        let rows = self.service.store.attendance(&self.cohort).await?;
        let row = rows.into_iter().find(|row| row.content == content && row.held_on == held_on);
        let row = row.ok_or(ServiceError::NotFound)?;
        let logged = self.service.store.logged(row.statement_id).await?.ok_or(ServiceError::NotFound)?;
        let actors = Statement::read(logged.payload.as_bytes()).map(|statement| statement.actors());
        let actors = actors.unwrap_or_default();
        let known = self.service.people_behind(&actors).await?;
        let people = actors.iter().filter_map(|actor| known.get(&actor.natural_key()));
        Ok(AttendanceForm {
            content: row.content,
            held_on: row.held_on,
            people: people.map(|person| person.0.to_string()).collect(),
        })
    }
}

//! What was filled in, checked; and which statement holds from then on.

use domain::{
    PersonId,
    content::{Content, ContentKind},
};
use jiff::civil::Date;
use serde_json::{Value, json};
use store::sources::attendance::AttendanceRow;
use uuid::Uuid;

use super::{
    AttendanceForm, SOURCE,
    words::{attended, voiding},
};
use crate::{CohortDesk, Fields, ServiceError, access};

/// What recording came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Recorded(usize),
    /// It is what was recorded already.
    Same,
    TakenBack,
}

/// A form with nothing wrong about it.
pub(super) struct Wanted {
    pub(super) content: Content,
    pub(super) held_on: Date,
    people: Vec<PersonId>,
}

impl CohortDesk<'_> {
    /// Says who was there, in place of what was said before; nobody takes the session back. The same form again changes
    /// nothing.
    pub async fn record_attendance(&self, form: &AttendanceForm) -> Result<Outcome, ServiceError> {
        access::found(access::sees_participants(self.viewer, &self.cohort))?;
        let wanted = self.check(form).await?;
        let members = self.members(&wanted.people).await?;
        let (outcome, rows) = self.note(&wanted).await?;
        // What is noted is said until it is in the log: after a failure the same form says it again.
        let mut batch = Vec::new();
        for row in rows {
            if row.replaced {
                batch.push(voiding(row.statement_id)?);
            } else {
                batch.push(attended(row.statement_id, &wanted, &members)?);
            }
        }
        self.service.record(SOURCE, batch).await?;
        Ok(outcome)
    }

    async fn check(&self, form: &AttendanceForm) -> Result<Wanted, ServiceError> {
        let mut wrong = Fields::default();
        let contents = self.service.store.content().await?;
        let content = contents.into_iter().find(|content| {
            content.kind == ContentKind::PeerSession && content.id.as_str() == form.content.trim()
        });
        if content.is_none() {
            wrong.add("content", "Choose which session was held.");
        }
        let today = self.service.now().date();
        let held_on = form.held_on.trim().parse::<Date>().ok();
        match held_on {
            None => wrong.add("held_on", "Give the day of the session as YYYY-MM-DD."),
            Some(day) if day > today => {
                wrong.add("held_on", "The session is still to come; record it when it was held.");
            }
            Some(_) => {}
        }
        let people = self.chosen(&form.people).await?;
        if people.is_none() {
            wrong.add(
                "people",
                "Somebody chosen is not in this cohort any more; look through the list again.",
            );
        }
        wrong.into_result()?;
        let (Some(content), Some(held_on), Some(people)) = (content, held_on, people) else {
            return Err(ServiceError::NotFound);
        };
        Ok(Wanted { content, held_on, people })
    }

    /// The people of these ids, each once; `None` where one of them is not of this cohort.
    async fn chosen(&self, ids: &[String]) -> Result<Option<Vec<PersonId>>, ServiceError> {
        let roster = self.service.load_roster().await?;
        let ours = |id: PersonId| {
            roster.enrolments.iter().any(|e| e.cohort == self.cohort && e.enrolment.person == id)
        };
        let read = |id: &String| id.parse::<Uuid>().ok().map(PersonId).filter(|id| ours(*id));
        let Some(mut people) = ids.iter().map(read).collect::<Option<Vec<_>>>() else { return Ok(None) };
        people.sort_unstable_by_key(|person| person.0);
        people.dedup();
        Ok(Some(people))
    }

    async fn members(&self, people: &[PersonId]) -> Result<Vec<Value>, ServiceError> {
        let mut members = Vec::with_capacity(people.len());
        for person in people {
            let actor = self.service.actor_of(*person).await?;
            let Some(agent) = actor.and_then(|actor| actor.agent()) else {
                let mut wrong = Fields::default();
                let words = "Somebody chosen has neither an e-mail address nor an account; give them one in the people list.";
                wrong.add("people", words);
                return Err(ServiceError::Invalid(wrong));
            };
            members.push(agent);
        }
        Ok(members)
    }

    /// Notes which statement holds from now on, and returns all that were ever made for the session.
    async fn note(&self, wanted: &Wanted) -> Result<(Outcome, Vec<AttendanceRow>), ServiceError> {
        let (content, day) = (wanted.content.id.as_str(), wanted.held_on.to_string());
        let mut tx = self.service.store.begin().await?;
        tx.own_facts().await?;
        let mut rows = tx.attendance_of_session(&self.cohort, content, &day).await?;
        let holds = rows.iter().position(|row| !row.replaced);
        let id = |turn: usize| self.statement_id(wanted, turn);
        if holds.is_some_and(|at| rows[at].statement_id == id(at))
            || (holds.is_none() && wanted.people.is_empty())
        {
            return Ok((Outcome::Same, rows));
        }
        if let Some(at) = holds {
            tx.replace_attendance(rows[at].statement_id).await?;
            rows[at].replaced = true;
        }
        let mut outcome = Outcome::TakenBack;
        if !wanted.people.is_empty() {
            let row = AttendanceRow {
                statement_id: id(rows.len()),
                content: content.to_owned(),
                held_on: day.clone(),
                people: i64::try_from(wanted.people.len()).unwrap_or(i64::MAX),
                recorded_at: self.service.now().0.max(rows.last().map_or(0, |row| row.recorded_at + 1)),
                replaced: false,
            };
            tx.save_attendance(&self.cohort, &row).await?;
            rows.push(row);
            outcome = Outcome::Recorded(wanted.people.len());
        }
        let act = if outcome == Outcome::TakenBack { "took attendance back" } else { "recorded attendance" };
        let detail = format!("{}, {day}: {} people", wanted.content.name, wanted.people.len());
        let subject = format!("cohort:{}", self.cohort);
        tx.log_change(self.service.now().0, &self.viewer.actor(), act, &subject, &detail).await?;
        tx.commit().await?;
        Ok((outcome, rows))
    }

    /// Follows from what is said: the same form sent twice is one statement.
    fn statement_id(&self, wanted: &Wanted, turn: usize) -> Uuid {
        let people: Vec<String> = wanted.people.iter().map(|person| person.0.to_string()).collect();
        let whole = json!([self.cohort, wanted.content.id, wanted.held_on, people, turn]).to_string();
        Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_URL, SOURCE.as_bytes()), whole.as_bytes())
    }
}

//! Who was at a session of a cohort: one statement about a group. What was recorded is changed by voiding its statement
//! and saying it anew; both stay in the log.

use domain::{
    ContentId, PersonId,
    content::{Content, ContentKind},
    learning::{PROFILE, TAG_EXTENSIONS, VERB_ATTENDED},
};
use jiff::civil::Date;
use serde_json::{Value, json};
use store::sources::attendance::AttendanceRow;
use uuid::Uuid;
use xapi::Statement;

use super::statement;
use crate::{CohortDesk, Fields, ServiceError, access};

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

/// What recording came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Recorded(usize),
    /// It is what was recorded already.
    Same,
    TakenBack,
}

/// A form with nothing wrong about it.
struct Wanted {
    content: Content,
    held_on: Date,
    people: Vec<PersonId>,
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

fn attended(id: Uuid, wanted: &Wanted, members: &[Value]) -> Result<Statement, ServiceError> {
    let mut context = json!({ "platform": "Sightline" });
    if let Some(skill) = &wanted.content.skill {
        context["extensions"] = json!({ format!("{TAG_EXTENSIONS}skill"): skill.as_str() });
    }
    statement(json!({
        "id": id,
        "actor": { "objectType": "Group", "member": members },
        "verb": { "id": VERB_ATTENDED, "display": { "en": "attended" } },
        "object": activity(&wanted.content.id, &wanted.content.name),
        "context": context,
        // Noon: on that day wherever people are.
        "timestamp": format!("{}T12:00:00.000Z", wanted.held_on),
    }))
}

fn activity(id: &ContentId, name: &str) -> Value {
    let kind = format!("{PROFILE}/activity-types/peer-session");
    json!({
        "objectType": "Activity",
        "id": id.as_str(),
        "definition": { "name": { "en": name }, "type": kind },
    })
}

fn voiding(voided: Uuid) -> Result<Statement, ServiceError> {
    statement(json!({
        "id": Uuid::new_v5(&voided, b"voided"),
        "actor": { "objectType": "Agent", "account": { "homePage": PROFILE, "name": SOURCE } },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/voided", "display": { "en": "voided" } },
        "object": { "objectType": "StatementRef", "id": voided },
    }))
}

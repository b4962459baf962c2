//! Stating why, before looking at a person's record. What is stated holds for one view and a quarter of an hour.

use domain::{EpochMs, PersonId, viewer::Viewer};
use store::individual::{RecordKind, StatedPurpose};
use uuid::Uuid;

use crate::{Fields, Service, ServiceError};

/// Why somebody looks. The words are shown to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Support,
    NextStep,
    Correction,
    Asked,
    Procedure,
}

impl Purpose {
    pub const ALL: [Purpose; 5] =
        [Self::Support, Self::NextStep, Self::Correction, Self::Asked, Self::Procedure];

    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Support => "support",
            Purpose::NextStep => "next_step",
            Purpose::Correction => "correction",
            Purpose::Asked => "asked",
            Purpose::Procedure => "procedure",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }

    pub fn title(self) -> &'static str {
        match self {
            Purpose::Support => "To support this person's learning",
            Purpose::NextStep => "To plan a next step that they know of",
            Purpose::Correction => "To check a record that looks wrong",
            Purpose::Asked => "They asked me to look",
            Purpose::Procedure => "A formal procedure that they were told of",
        }
    }
}

/// A purpose as it was stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct PurposeForm {
    pub purpose: String,
    pub note: String,
}

const NOTE_MIN: usize = 10;
const NOTE_MAX: usize = 300;

/// How long the view lasts that a purpose was stated for.
const VIEW_MS: i64 = 15 * 60 * 1000;

impl PurposeForm {
    fn checked(&self) -> Result<(Purpose, String), ServiceError> {
        let mut wrong = Fields::default();
        let purpose = Purpose::parse(&self.purpose);
        if purpose.is_none() {
            wrong.add("purpose", "Choose what you look for.");
        }
        let note = self.note.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(NOTE_MIN..=NOTE_MAX).contains(&note.chars().count()) {
            wrong.add(
                "note",
                format!("Say in {NOTE_MIN} to {NOTE_MAX} characters why you look, in words for the person."),
            );
        }
        wrong.into_result()?;
        Ok((purpose.unwrap_or(Purpose::Support), note))
    }
}

/// Whose record, and which.
pub(super) struct Asked<'a> {
    pub(super) viewer: &'a Viewer,
    pub(super) person: PersonId,
    pub(super) record: RecordKind,
    /// Empty for a work record.
    pub(super) cohort: &'a str,
}

impl Service {
    /// Logs who looks at whose record and why; returns what opens it once. The words themselves are kept where they
    /// can be erased with the person; the log has their number.
    pub(super) async fn state_purpose(
        &self,
        asked: &Asked<'_>,
        form: &PurposeForm,
    ) -> Result<Uuid, ServiceError> {
        let (purpose, note) = form.checked()?;
        let now = self.now().0;
        let stated = StatedPurpose {
            id: Uuid::new_v4(),
            user: asked.viewer.user_id,
            person: asked.person,
            record: asked.record,
            cohort: asked.cohort.to_owned(),
            purpose: purpose.as_str().to_owned(),
            note,
            stated_at: now,
            ends_at: now + VIEW_MS,
        };
        let what = asked.record.as_str();
        let place =
            if asked.cohort.is_empty() { String::new() } else { format!(", cohort {}", asked.cohort) };
        let detail = format!("{what} record{place}; purpose {}, note {}", stated.purpose, stated.id);
        let mut tx = self.store.begin().await?;
        tx.state_purpose(&stated).await?;
        let subject = format!("person:{}", asked.person.0);
        tx.log_change(now, &asked.viewer.actor(), "looked at record", &subject, &detail).await?;
        tx.commit().await?;
        Ok(stated.id)
    }

    /// Does what was stated still open this record to this viewer? Somebody else's statement opens nothing.
    pub(super) async fn is_open(&self, asked: &Asked<'_>, view: Option<&str>) -> Result<bool, ServiceError> {
        let Some(id) = view.and_then(|view| Uuid::try_parse(view).ok()) else { return Ok(false) };
        let Some(stated) = self.store.stated_purpose(id).await? else { return Ok(false) };
        let same = stated.user == asked.viewer.user_id
            && stated.person == asked.person
            && stated.record == asked.record
            && stated.cohort == asked.cohort;
        Ok(same && self.now() < EpochMs(stated.ends_at))
    }
}

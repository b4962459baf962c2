//! Why somebody looks at one person's record: stated before, valid for one view.

use domain::PersonId;
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

/// Which record of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    Learning,
    Work,
}

impl RecordKind {
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::Learning => "learning",
            RecordKind::Work => "work",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedPurpose {
    pub id: Uuid,
    pub user: i64,
    pub person: PersonId,
    pub record: RecordKind,
    /// Whose participant the person is; empty for a work record.
    pub cohort: String,
    /// One of the purposes that can be chosen, by its key.
    pub purpose: String,
    pub note: String,
    /// Epoch milliseconds, like `ends_at`, when the view it was stated for ends.
    pub stated_at: i64,
    pub ends_at: i64,
}

#[derive(sqlx::FromRow)]
struct PurposeRow {
    id: Uuid,
    user_id: i64,
    person_id: Uuid,
    record: String,
    cohort: String,
    purpose: String,
    note: String,
    stated_at: i64,
    ends_at: i64,
}

impl TryFrom<PurposeRow> for StatedPurpose {
    type Error = StoreError;

    fn try_from(row: PurposeRow) -> Result<Self, StoreError> {
        let kinds = [RecordKind::Learning, RecordKind::Work];
        let broken = || StoreError::inconsistent("stated_purpose", "record", row.id, &row.record);
        Ok(Self {
            record: kinds.into_iter().find(|kind| kind.as_str() == row.record).ok_or_else(broken)?,
            id: row.id,
            user: row.user_id,
            person: PersonId(row.person_id),
            cohort: row.cohort,
            purpose: row.purpose,
            note: row.note,
            stated_at: row.stated_at,
            ends_at: row.ends_at,
        })
    }
}

impl Store {
    pub async fn stated_purpose(&self, id: Uuid) -> Result<Option<StatedPurpose>, StoreError> {
        let row: Option<PurposeRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, person_id, record, cohort, purpose, note, stated_at, ends_at
                 FROM stated_purpose WHERE id = $1")
                .bind(id).fetch_optional(pool).await
        })?;
        row.map(StatedPurpose::try_from).transpose()
    }

    /// Every purpose that was stated for looking at a person, newest first.
    pub async fn purposes_about(&self, person: PersonId) -> Result<Vec<StatedPurpose>, StoreError> {
        let rows: Vec<PurposeRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT id, user_id, person_id, record, cohort, purpose, note, stated_at, ends_at
                 FROM stated_purpose WHERE person_id = $1 ORDER BY stated_at DESC, id")
                .bind(person.0).fetch_all(pool).await
        })?;
        rows.into_iter().map(StatedPurpose::try_from).collect()
    }
}

impl Tx {
    pub async fn state_purpose(&mut self, stated: &StatedPurpose) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO stated_purpose
                    (id, user_id, person_id, record, cohort, purpose, note, stated_at, ends_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .bind(stated.id).bind(stated.user).bind(stated.person.0).bind(stated.record.as_str())
                .bind(&stated.cohort).bind(&stated.purpose).bind(&stated.note)
                .bind(stated.stated_at).bind(stated.ends_at)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

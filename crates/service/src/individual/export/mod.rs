//! Everything that is held about a person, as one file that is written while it is read.

mod documents;
mod records;
mod sections;
mod write;

use domain::{EpochMs, PersonId};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub(super) use documents::sent;

use crate::{Service, ServiceError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Csv,
}

/// One thing that is held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exported {
    /// `person`, `account`, `membership`, `enrolment`, `pull_request`, `statement`, `document`, `state`, `agent_profile`,
    /// `attachment`, `access`, …
    pub kind: String,
    /// When it happened and when Sightline learned of it, in RFC 3339.
    pub at: Option<String>,
    pub arrived_at: Option<String>,
    pub source: String,
    pub key: String,
    pub text: String,
    pub details: Value,
}

/// The file, piece by piece. An error ends it: a file that stops half-way is not taken for a whole one, since its end
/// is missing.
pub struct Export {
    pub format: Format,
    pub pieces: Receiver<Result<Vec<u8>, ServiceError>>,
}

/// Pieces that wait for a slow reader.
const WAITING: usize = 8;

impl Service {
    /// Logs that the export was asked for and begins it.
    pub(super) async fn export(
        &self,
        person: PersonId,
        format: Format,
        actor: &str,
    ) -> Result<Export, ServiceError> {
        self.store.held_person(person).await?.filter(|p| !p.person.erased).ok_or(ServiceError::NotFound)?;
        let mut tx = self.store.begin().await?;
        let subject = format!("person:{}", person.0);
        tx.log_change(self.now().0, actor, "exported records", &subject, "").await?;
        tx.commit().await?;
        let (sender, pieces) = channel(WAITING);
        let service = self.clone();
        tokio::spawn(async move {
            let file = File { service, person, format, sender };
            if let Err(error) = file.write().await {
                tracing::error!(%error, "an export of a person's records broke off");
                // The reader may be gone; then there is nobody to tell.
                let _ = file.sender.send(Err(error)).await;
            }
        });
        Ok(Export { format, pieces })
    }
}

/// The file being written.
struct File {
    service: Service,
    person: PersonId,
    format: Format,
    sender: Sender<Result<Vec<u8>, ServiceError>>,
}

impl File {
    /// Ends early where nobody reads any more.
    async fn write(&self) -> Result<(), ServiceError> {
        let mut goes_on = self.put(write::head(self.format, self.person, self.service.now())?).await;
        let mut first = true;
        for section in sections::SECTIONS {
            let mut after = Some(sections::Place::default());
            while let Some(place) = after.filter(|_| goes_on) {
                let (records, next) = sections::part(&self.service, self.person, *section, place).await?;
                if !records.is_empty() {
                    goes_on = self.put(write::body(self.format, &records, first)?).await;
                    first = false;
                }
                after = next;
            }
        }
        self.put(write::tail(self.format)).await;
        Ok(())
    }

    /// Says whether anybody took the piece.
    async fn put(&self, piece: Vec<u8>) -> bool {
        self.sender.send(Ok(piece)).await.is_ok()
    }
}

fn instant(at: i64) -> Option<String> {
    jiff::Timestamp::from_millisecond(at).ok().map(|stamp| stamp.to_string())
}

impl Exported {
    fn of(kind: &str, key: impl Into<String>, text: impl Into<String>, details: Value) -> Self {
        Exported {
            kind: kind.to_owned(),
            at: None,
            arrived_at: None,
            source: "sightline".to_owned(),
            key: key.into(),
            text: text.into(),
            details,
        }
    }

    fn at(self, at: EpochMs) -> Self {
        Exported { at: instant(at.0), ..self }
    }
}

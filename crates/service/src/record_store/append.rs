//! Statements in.

use std::collections::HashSet;

use domain::EpochMs;
use serde_json::Value;
use store::attachments::NewAttachment;
use xapi::Statement;

use super::{
    Appended, Attachment, Draft, RecordError, RecordStore, draft, holder,
    writer::{Log, Request},
};

impl RecordStore {
    /// Stores a batch, all or none; when this returns, it is durable. Figures follow within two seconds.
    /// `attachments`: the bytes that came along; each has the hash it is declared with.
    pub async fn append(
        &self,
        batch: Vec<Statement>,
        attachments: Vec<Attachment>,
    ) -> Result<Appended, RecordError> {
        self.holder.must(holder::WRITE)?;
        self.service.guard_statements(&self.holder, &batch).await?;
        let launched = self.holder.is_launched().then(|| batch.clone());
        let files: Result<Vec<NewAttachment>, RecordError> = attachments.into_iter().map(new_file).collect();
        let request = Request {
            definitions: if self.holder.may(holder::DEFINE) {
                definitions(&self.service.log, &batch)
            } else {
                vec![]
            },
            drafts: drafts(batch, self.service.now(), &self.holder.name),
            source: self.holder.name.clone(),
            attachments: files?,
        };
        let appended = self.service.log.append(request).await?;
        if appended.new > 0 {
            self.service.follow();
        }
        if let Some(launched) = launched {
            self.service.after_statements(&self.holder, &launched).await?;
        }
        Ok(appended)
    }

    /// Everything stored before this instant is found by queries.
    pub fn consistent_through(&self) -> EpochMs {
        self.service.now()
    }
}

impl Log {
    /// Stores a batch that a source's own name vouches for: of a file, or of the demo.
    pub(crate) async fn append_of(
        &self,
        source: &str,
        batch: Vec<Statement>,
        now: EpochMs,
    ) -> Result<Appended, RecordError> {
        let definitions = definitions(self, &batch);
        let drafts = drafts(batch, now, source);
        self.append(Request { drafts, source: source.to_owned(), attachments: vec![], definitions }).await
    }
}

fn drafts(batch: Vec<Statement>, now: EpochMs, source: &str) -> Vec<Draft> {
    let authority = draft::authority(source);
    batch.into_iter().map(|statement| Draft::new(statement, now, &authority)).collect()
}

/// What the batch says of activities that is not known to be known.
fn definitions(log: &Log, batch: &[Statement]) -> Vec<(String, Value)> {
    let mut seen = HashSet::new();
    let said = batch.iter().flat_map(Statement::activities);
    said.filter_map(|(id, definition)| Some((id, definition?)))
        .filter(|(id, definition)| {
            seen.insert((*id, *definition)) && !log.definitions.is_known(id, definition)
        })
        .map(|(id, definition)| (id.to_owned(), definition.clone()))
        .collect()
}

fn new_file(attachment: Attachment) -> Result<NewAttachment, RecordError> {
    let Attachment { sha2, content_type, bytes } = attachment;
    let problem = || format!("{sha2} is no SHA-256; attachments are stored by theirs");
    let sha2 = draft::bytes_of(&sha2).ok_or_else(|| RecordError::Bad(problem()))?;
    Ok(NewAttachment { sha2, content_type, bytes })
}

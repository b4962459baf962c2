//! Statements in.

use std::{collections::HashSet, sync::Arc};

use domain::EpochMs;
use serde_json::Value;
use store::attachments::NewAttachment;
use xapi::Statement;

use crate::{Service, ServiceError};

use super::{
    Appended, Attachment, Draft, RecordError, RecordStore, draft, holder,
    writer::{Log, Request},
};

/// From so many statements on, handing half of them over costs less than it saves.
const MANY: usize = 20;

impl RecordStore {
    /// Stores a batch, all or none; when this returns, it is durable. Figures follow behind the writer.
    /// `attachments`: the bytes that came along; each has the hash it is declared with.
    pub async fn append(
        &self,
        batch: Vec<Statement>,
        attachments: Vec<Attachment>,
    ) -> Result<Appended, RecordError> {
        self.holder.must(holder::WRITE)?;
        let own = self.service.guard_statements(&self.holder, &batch).await?;
        if !self.holder.is_launched() {
            return self.store(batch, own, attachments).await;
        }
        // Content says that it is done as its window closes: all of this goes on when nobody waits for the answer.
        let (store, launched) = (self.clone(), batch.clone());
        let storing = tokio::spawn(async move {
            let appended = store.store(batch, own, attachments).await?;
            store.service.after_statements(&store.holder, &launched).await?;
            Ok(appended)
        });
        storing.await.unwrap_or_else(|broken| Err(ServiceError::Broken(broken.to_string()).into()))
    }

    /// What the key may say of activities; launched content, of its own alone.
    fn definitions(&self, batch: &[Statement], own: Option<&str>) -> Vec<(String, Value)> {
        if !self.holder.may(holder::DEFINE) {
            return vec![];
        }
        let mut said = definitions(&self.service.log, batch);
        said.retain(|(id, _)| own.is_none_or(|own| own == id));
        said
    }

    async fn store(
        &self,
        batch: Vec<Statement>,
        own: Option<String>,
        attachments: Vec<Attachment>,
    ) -> Result<Appended, RecordError> {
        let files: Result<Vec<NewAttachment>, RecordError> = attachments.into_iter().map(new_file).collect();
        let request = Request {
            attachments: files?,
            definitions: self.definitions(&batch, own.as_deref()),
            drafts: drafts(batch, self.service.now(), &self.holder.name).await?,
            source: self.holder.name.clone(),
            voids_any: self.holder.may(holder::ALL),
        };
        let appended = self.service.log.append(request).await?;
        if appended.new > 0 {
            self.service.follow();
        }
        Ok(appended)
    }
}

impl Service {
    /// What was stored at this instant or before is found by queries, and nothing comes to be stored then any more.
    pub fn consistent_through(&self) -> EpochMs {
        self.log.settled_through()
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
        let drafts = drafts(batch, now, source).await?;
        // Whoever may import a file answers for what is in it.
        let source = source.to_owned();
        self.append(Request { drafts, source, voids_any: true, attachments: vec![], definitions }).await
    }
}

/// Of many, half are made ready on another core.
async fn drafts(mut batch: Vec<Statement>, now: EpochMs, source: &str) -> Result<Vec<Draft>, ServiceError> {
    let authority = Arc::new(draft::authority(source));
    let made = move |statements: Vec<Statement>| -> Vec<Draft> {
        statements.into_iter().map(|statement| Draft::new(statement, now, &authority)).collect()
    };
    if batch.len() < MANY {
        return Ok(made(batch));
    }
    let second = batch.split_off(batch.len() / 2);
    let elsewhere = tokio::task::spawn_blocking({
        let made = made.clone();
        move || made(second)
    });
    let mut drafts = made(batch);
    drafts.extend(elsewhere.await.map_err(|broken| ServiceError::Broken(broken.to_string()))?);
    Ok(drafts)
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

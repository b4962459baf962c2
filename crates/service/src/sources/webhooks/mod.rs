//! Who gets statements sent on: made, paused, removed, and what they did not take.

mod delivery;
mod send;

use domain::EpochMs;
use store::sources::webhooks::{DeadLetterRow, WebhookRow};

use super::launchables::checked_title;
use super::pulls::taken_name;
use super::{ForwardingDesk, said};
use crate::tokens::secret;
use crate::{Fields, ServiceError};

const LETTERS_SHOWN: i64 = 50;
const SECRET: &str = "sl_hook_";

/// The form as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct WebhookForm {
    pub name: String,
    pub url: String,
    /// An IRI; empty: every verb.
    pub verb: String,
    /// What an activity's IRI begins with; empty: every activity.
    pub activity_prefix: String,
    /// `beginning`, or only what comes from now on.
    pub from: String,
}

/// A receiver, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: i64,
    pub name: String,
    pub url: String,
    pub verb: String,
    pub activity_prefix: String,
    pub delivered: i64,
    pub problem: String,
    pub last_at: Option<EpochMs>,
    pub paused: bool,
    pub dead: i64,
    /// The newest of what it did not take.
    pub letters: Vec<DeadLetter>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The statement's place in the log.
    pub seq: i64,
    pub problem: String,
    pub died_at: EpochMs,
    pub resend: bool,
}

impl From<DeadLetterRow> for DeadLetter {
    fn from(row: DeadLetterRow) -> Self {
        Self { seq: row.seq, problem: row.problem, died_at: EpochMs(row.died_at), resend: row.resend }
    }
}

impl ForwardingDesk<'_> {
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, ServiceError> {
        let counts = self.service.store.count_dead_letters().await?;
        let mut hooks = Vec::new();
        for row in self.service.store.webhooks().await? {
            let letters = self.service.store.dead_letters(row.id, LETTERS_SHOWN).await?;
            hooks.push(Webhook {
                dead: counts.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, count)| *count),
                letters: letters.into_iter().map(DeadLetter::from).collect(),
                last_at: row.last_at.map(EpochMs),
                id: row.id,
                name: row.name,
                url: row.url,
                verb: row.verb,
                activity_prefix: row.activity_prefix,
                delivered: row.delivered,
                problem: row.problem,
                paused: row.paused,
            });
        }
        Ok(hooks)
    }

    /// Makes a webhook; its secret is in the answer and is not shown again.
    pub async fn add_webhook(&self, form: &WebhookForm) -> Result<String, ServiceError> {
        let mut wrong = Fields::default();
        let name = checked_title(&form.name, &mut wrong);
        let url = self.service.internal_hosts.protected(&form.url);
        match &url {
            None => wrong.add("url", "Give the receiver's address: https, without a name or password in it."),
            Some(url) => self.outside(url, &mut wrong).await,
        }
        for (field, value) in [("verb", &form.verb), ("activity_prefix", &form.activity_prefix)] {
            if said(value).is_some_and(|value| !value.contains(':')) {
                wrong.add(field, "Give an IRI as statements hold it, or leave this empty for all.");
            }
        }
        wrong.into_result()?;
        let url = url.ok_or(ServiceError::NotFound)?;
        let secret = secret::fresh(SECRET)?;
        let position = if form.from == "beginning" { 0 } else { self.service.store.log_head().await?.seq };
        let row = WebhookRow {
            id: 0,
            secret: self.service.seal(&format!("webhook:{name}"), secret.as_bytes())?,
            name,
            url: url.to_string(),
            verb: form.verb.trim().to_owned(),
            activity_prefix: form.activity_prefix.trim().to_owned(),
            position,
            delivered: 0,
            failures: 0,
            problem: String::new(),
            last_at: None,
            next_at: self.service.now().0,
            paused: false,
        };
        let mut tx = self.service.store.begin().await?;
        if !tx.add_webhook(&row).await? {
            return Err(taken_name());
        }
        self.logged(tx, "created", "webhook", &format!("{}, {}", row.name, row.url)).await?;
        Ok(secret)
    }

    pub async fn pause_webhook(&self, id: i64, paused: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let name = tx.pause_webhook(id, paused).await?.ok_or(ServiceError::NotFound)?;
        self.logged(tx, if paused { "paused" } else { "resumed" }, "webhook", &name).await
    }

    pub async fn remove_webhook(&self, id: i64) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let name = tx.remove_webhook(id).await?.ok_or(ServiceError::NotFound)?;
        self.logged(tx, "removed", "webhook", &name).await
    }

    /// Has what a receiver did not take sent again; says how many.
    pub async fn resend_dead_letters(&self, id: i64) -> Result<u64, ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let count = tx.resend_dead_letters(id).await?;
        if count == 0 {
            return Err(ServiceError::NotFound);
        }
        self.logged(tx, "resent", &format!("webhook:{id}"), &format!("{count} statements")).await?;
        Ok(count)
    }
}

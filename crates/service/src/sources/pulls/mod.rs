//! Taking over the statements of another record store: page by page, with a cursor that is stored with each page.
//!
//! What it sends again changes nothing, since statements keep their ids; so a page is stored first and the cursor moved
//! then, and a crash in between repeats a page.

mod ask;
mod take;

use domain::EpochMs;
use reqwest::Url;
use store::sources::pulls::PullRow;
use zeroize::Zeroizing;

use super::http::HttpError;
use super::launchables::checked_title;
use super::{ForwardingDesk, said};
use crate::{Fields, ServiceError};
pub(super) use take::backoff;

/// The form as it was filled in.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct PullForm {
    pub name: String,
    pub url: String,
    pub key: String,
    pub secret: String,
}

/// A record store that statements come from, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    pub id: i64,
    pub name: String,
    pub url: String,
    pub taken: i64,
    pub refused: i64,
    pub problem: String,
    pub last_at: Option<EpochMs>,
    pub paused: bool,
}

impl From<PullRow> for Pull {
    fn from(row: PullRow) -> Self {
        let PullRow { id, name, url, taken, refused, problem, paused, .. } = row;
        Self { id, name, url, taken, refused, problem, last_at: row.last_at.map(EpochMs), paused }
    }
}

impl ForwardingDesk<'_> {
    pub async fn pulls(&self) -> Result<Vec<Pull>, ServiceError> {
        Ok(self.service.store.pulls().await?.into_iter().map(Pull::from).collect())
    }

    pub async fn add_pull(&self, form: &PullForm) -> Result<(), ServiceError> {
        let mut wrong = Fields::default();
        let name = checked_title(&form.name, &mut wrong);
        let url = self.service.internal_hosts.protected(&form.url);
        match &url {
            None => wrong.add("url", "Give the address of the record store: https, without a name or password in it, as in https://lrs.example/xapi."),
            Some(url) => self.outside(url, &mut wrong).await,
        }
        for (field, value) in [("key", &form.key), ("secret", &form.secret)] {
            if said(value).is_none() {
                wrong.add(field, format!("Give the {field} that reads statements there."));
            }
        }
        wrong.into_result()?;
        let url = url.ok_or(ServiceError::NotFound)?;
        let pair = Zeroizing::new(format!("{}:{}", form.key.trim(), form.secret.trim()));
        let sealed = self.service.seal(&format!("statement_pull:{name}"), pair.as_bytes())?;
        let mut tx = self.service.store.begin().await?;
        if !tx.add_pull(&name, url.as_str(), &sealed, self.service.now().0).await? {
            return Err(taken_name());
        }
        self.logged(tx, "created", "statement_pull", &format!("{name}, {url}")).await
    }

    /// Where the host cannot be looked up now, it is looked up again before anything is sent.
    pub(super) async fn outside(&self, url: &Url, wrong: &mut Fields) {
        if let Err(error @ HttpError::Internal) = self.service.internal_hosts.resolve(url).await {
            wrong.add("url", format!("This cannot be used: {error}."));
        }
    }

    pub async fn pause_pull(&self, id: i64, paused: bool) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let name = tx.pause_pull(id, paused).await?.ok_or(ServiceError::NotFound)?;
        self.logged(tx, if paused { "paused" } else { "resumed" }, "statement_pull", &name).await
    }

    /// Forgets it with its credentials; the statements it brought stay.
    pub async fn remove_pull(&self, id: i64) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        let name = tx.remove_pull(id).await?.ok_or(ServiceError::NotFound)?;
        self.logged(tx, "removed", "statement_pull", &name).await
    }
}

pub(super) fn taken_name() -> ServiceError {
    let mut wrong = Fields::default();
    wrong.add("name", "There is one of this name already; choose another.");
    ServiceError::Invalid(wrong)
}

//! Sources of statements that Sightline is itself, or goes to: attendance forms, content that is launched, short links,
//! histories from a file, other record stores. And where statements are sent on to.

mod actors;
pub mod attendance;
mod cmi5;
mod counting;
pub mod history;
mod http;
pub mod launchables;
pub mod launches;
pub mod links;
pub mod pulls;
pub mod webhooks;

use domain::viewer::Viewer;
use xapi::Statement;

use crate::record_store::{Appended, RecordError};
use crate::{Service, ServiceError, access};

pub use http::HttpError;

/// Everything by which statements come and go, for those who look after it.
#[derive(Clone)]
pub struct SourceDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who neither administer nor run the programme.
    pub fn source_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<SourceDesk<'s>, ServiceError> {
        access::found(access::minds_sources(viewer))?;
        Ok(SourceDesk { service: self, viewer })
    }

    /// Stores what a source of our own says; figures follow.
    async fn record(&self, source: &str, batch: Vec<Statement>) -> Result<Appended, ServiceError> {
        let appended = self.log.append_of(source, batch, self.now()).await.map_err(plain)?;
        if appended.new > 0 {
            self.follow();
        }
        Ok(appended)
    }
}

impl SourceDesk<'_> {
    /// Does something about a source and logs it in the same transaction.
    async fn logged(
        &self,
        mut tx: store::Tx,
        act: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), ServiceError> {
        tx.log_change(self.service.now().0, &self.viewer.actor(), act, subject, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// What keeps our own statements out is nobody's mistake at a form.
fn plain(error: RecordError) -> ServiceError {
    match error {
        RecordError::Service(error) => error,
        other => ServiceError::Broken(other.to_string()),
    }
}

/// A statement of our own making.
fn statement(value: serde_json::Value) -> Result<Statement, ServiceError> {
    Statement::from_value(value).map_err(|invalid| ServiceError::Broken(invalid.to_string()))
}

/// `Some` of a text that is not empty.
fn said(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Is this the address of a page, and may a browser be sent there?
fn is_page(url: &str) -> bool {
    url.parse::<reqwest::Url>().is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
}

//! Sources of statements that Sightline is itself, or goes to: attendance forms, content that is launched, short links,
//! histories from a file, other record stores. And where statements are sent on to.

mod actors;
mod addresses;
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
use store::Tx;
use xapi::Statement;

use crate::record_store::{Appended, RecordError};
use crate::{Service, ServiceError, access};

pub use addresses::InternalHosts;
pub use http::HttpError;

/// Everything by which statements come and go, for those who look after it.
#[derive(Clone)]
pub struct SourceDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

/// Where statements come from other record stores and go to other systems: whole, with the names in them.
#[derive(Clone)]
pub struct ForwardingDesk<'s> {
    service: &'s Service,
    viewer: &'s Viewer,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who do not administer.
    pub fn forwarding_desk<'s>(&'s self, viewer: &'s Viewer) -> Result<ForwardingDesk<'s>, ServiceError> {
        access::found(access::forwards(viewer))?;
        Ok(ForwardingDesk { service: self, viewer })
    }

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
    /// May the viewer see forwarding as well?
    pub fn reaches_forwarding(&self) -> bool {
        access::forwards(self.viewer)
    }

    async fn logged(&self, tx: Tx, act: &str, subject: &str, detail: &str) -> Result<(), ServiceError> {
        logged(self.service, self.viewer, tx, (act, subject, detail)).await
    }
}

impl ForwardingDesk<'_> {
    async fn logged(&self, tx: Tx, act: &str, subject: &str, detail: &str) -> Result<(), ServiceError> {
        logged(self.service, self.viewer, tx, (act, subject, detail)).await
    }
}

/// Does something about a source and logs it in the same transaction.
async fn logged(
    service: &Service,
    viewer: &Viewer,
    mut tx: Tx,
    (act, subject, detail): (&str, &str, &str),
) -> Result<(), ServiceError> {
    tx.log_change(service.now().0, &viewer.actor(), act, subject, detail).await?;
    Ok(tx.commit().await?)
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

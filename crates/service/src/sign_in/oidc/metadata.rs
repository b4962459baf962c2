//! What a provider says about itself, and its keys: asked for when somebody first comes, kept for an hour.

use std::sync::Arc;

use domain::EpochMs;
use openidconnect::{DiscoveryError, EndSessionUrl, IssuerUrl, ProviderMetadataWithLogout, url::Url};
use tokio::sync::Mutex;

use super::http::{Http, HttpError, is_protected};

/// Keys are changed rarely, and one that is not known is asked for at once.
const FRESH_MS: i64 = 3_600_000;

/// Nobody is sent to a provider that has not answered for so long: our page says more than the browser's.
const ALIVE_MS: i64 = 30_000;

/// After a failure nobody waits for the next one to fail as well.
const PAUSE_MS: i64 = 2_000;

pub(super) type Metadata = Arc<ProviderMetadataWithLogout>;

#[derive(Debug, thiserror::Error)]
pub(super) enum MetadataError {
    #[error("{}", told(.0))]
    Discovery(#[from] DiscoveryError<HttpError>),
    #[error("{0} is neither https nor on this machine")]
    Unprotected(String),
    #[error("it did not answer a moment ago")]
    Pausing,
}

/// The causes belong to it: "request failed" alone helps nobody.
fn told(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

#[derive(Debug, Default)]
pub(super) struct MetadataCache {
    /// Held while asking: a crowd that comes at once asks once.
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Metadata, EpochMs)>,
    failed_at: Option<EpochMs>,
}

impl MetadataCache {
    /// For somebody who comes back: asked for anew after an hour, and what was known serves on while the provider does
    /// not answer.
    pub async fn known(
        &self,
        http: &Http,
        issuer: &IssuerUrl,
        now: EpochMs,
    ) -> Result<Metadata, MetadataError> {
        let mut known = self.known.lock().await;
        match known.metadata.clone() {
            Some((metadata, at)) if now.0 - at.0 < FRESH_MS => Ok(metadata),
            Some((metadata, _)) => Ok(known.ask(http, issuer, now).await.unwrap_or_else(|error| {
                tracing::warn!(issuer = issuer.as_str(), %error, "an identity provider's keys could not be refreshed");
                metadata
            })),
            None => known.ask(http, issuer, now).await,
        }
    }

    /// For somebody who is about to be sent there: of a provider that answers.
    pub async fn answering(
        &self,
        http: &Http,
        issuer: &IssuerUrl,
        now: EpochMs,
    ) -> Result<Metadata, MetadataError> {
        let mut known = self.known.lock().await;
        match known.metadata.clone() {
            Some((metadata, at)) if now.0 - at.0 < ALIVE_MS => Ok(metadata),
            _ => known.ask(http, issuer, now).await,
        }
    }

    /// What is newer than `used`, with which a key was not found.
    pub async fn newer_than(
        &self,
        used: &Metadata,
        http: &Http,
        issuer: &IssuerUrl,
        now: EpochMs,
    ) -> Result<Metadata, MetadataError> {
        let mut known = self.known.lock().await;
        match &known.metadata {
            Some((metadata, _)) if !Arc::ptr_eq(metadata, used) => Ok(metadata.clone()),
            _ => known.ask(http, issuer, now).await,
        }
    }
}

impl Known {
    async fn ask(
        &mut self,
        http: &Http,
        issuer: &IssuerUrl,
        now: EpochMs,
    ) -> Result<Metadata, MetadataError> {
        if self.failed_at.is_some_and(|at| now.0 - at.0 < PAUSE_MS) {
            return Err(MetadataError::Pausing);
        }
        match discover(http, issuer).await {
            Ok(metadata) => {
                *self = Self { metadata: Some((metadata.clone(), now)), failed_at: None };
                Ok(metadata)
            }
            Err(error) => {
                self.failed_at = Some(now);
                Err(error)
            }
        }
    }
}

async fn discover(http: &Http, issuer: &IssuerUrl) -> Result<Metadata, MetadataError> {
    let metadata = ProviderMetadataWithLogout::discover_async(issuer.clone(), http).await?;
    // Our own requests are checked as they are sent; these two are opened by browsers.
    let end_session = metadata.additional_metadata().end_session_endpoint.as_ref().map(EndSessionUrl::url);
    let opened: [Option<&Url>; 2] = [Some(metadata.authorization_endpoint().url()), end_session];
    if let Some(url) = opened.into_iter().flatten().find(|url| !is_protected(url)) {
        return Err(MetadataError::Unprotected(url.to_string()));
    }
    Ok(Arc::new(metadata))
}

//! How other record stores and receivers are talked to: protected, without redirects, briefly, reading no more than fits.

use std::time::Duration;

use reqwest::{Client, Request, RequestBuilder, StatusCode, Url, redirect::Policy};

use super::InternalHosts;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30);
const LONGEST_ANSWER: usize = 32 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("it does not answer: {0}")]
    Failed(String),
    #[error("its host is not known, or the name server does not answer")]
    Unknown,
    #[error(
        "its host lies in this network; an administrator of the server can name it in forwarding.internal_hosts"
    )]
    Internal,
    #[error("its answer is longer than {} MiB", LONGEST_ANSWER / 1024 / 1024)]
    TooLong,
}

impl From<reqwest::Error> for HttpError {
    fn from(error: reqwest::Error) -> Self {
        Self::Failed(cause(&error.without_url()))
    }
}

/// The innermost reason: what wraps it says no more than that sending failed.
fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), cause)
}

pub(super) struct Http(Client);

impl Http {
    /// A way to the host of `url`, for as long as its addresses stay.
    pub(super) async fn to(url: &Url, hosts: &InternalHosts) -> Result<Self, HttpError> {
        let addresses = hosts.resolve(url).await?;
        // An error says that another one was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            // A redirect would carry the credentials somewhere else.
            .redirect(Policy::none())
            // A proxy would look the name up again.
            .no_proxy()
            .resolve_to_addrs(url.host_str().unwrap_or_default(), &addresses)
            .user_agent("Sightline")
            .build()?;
        Ok(Self(client))
    }

    pub(super) fn get(&self, url: Url) -> RequestBuilder {
        self.0.get(url)
    }

    pub(super) fn post(&self, url: Url) -> RequestBuilder {
        self.0.post(url)
    }

    pub(super) async fn send(&self, request: Request) -> Result<(StatusCode, Vec<u8>), HttpError> {
        let mut answer = self.0.execute(request).await?;
        let mut read = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if read.len() + chunk.len() > LONGEST_ANSWER {
                return Err(HttpError::TooLong);
            }
            read.extend_from_slice(&chunk);
        }
        Ok((answer.status(), read))
    }
}

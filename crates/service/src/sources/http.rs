//! How other record stores and receivers are talked to: protected, without redirects, briefly, reading no more than fits.

use std::time::Duration;

use reqwest::{Client, Request, RequestBuilder, StatusCode, Url, redirect::Policy};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30);
const LONGEST_ANSWER: usize = 32 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("it does not answer: {0}")]
    Failed(String),
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
    pub(super) fn new() -> Result<Self, HttpError> {
        // An error says that another one was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            // A redirect would carry the credentials somewhere else.
            .redirect(Policy::none())
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

/// An address to which secrets may be sent: nobody reads on the way.
pub(super) fn protected(text: &str) -> Option<Url> {
    let url: Url = text.trim().parse().ok()?;
    let host = url.host_str()?.trim_matches(['[', ']']);
    let local = host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    let plain = url.username().is_empty() && url.password().is_none();
    let protected = url.scheme() == "https" || (url.scheme() == "http" && local);
    (plain && protected).then_some(url)
}

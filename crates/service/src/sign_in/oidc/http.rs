//! How an identity provider is talked to: protected, without following redirects, briefly, and reading no more than
//! such answers hold.

use std::{future::Future, pin::Pin, time::Duration};

use openidconnect::{
    AsyncHttpClient, HttpRequest, HttpResponse,
    http::Response,
    url::{Host, Url},
};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// Metadata, keys and tokens are a few kilobytes.
const LONGEST_ANSWER: usize = 1024 * 1024;

#[derive(Debug, Clone)]
pub(super) struct Http(reqwest::Client);

#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("{0} is neither https nor on this machine")]
    Unprotected(String),
    #[error("no answer could be had: {0}")]
    Failed(#[from] reqwest::Error),
    #[error("the answer is longer than {LONGEST_ANSWER} bytes")]
    TooLong,
    #[error("the answer cannot be read: {0}")]
    Unreadable(#[from] openidconnect::http::Error),
}

/// Is what goes to this address read by nobody on the way?
pub(in crate::sign_in) fn is_protected(url: &Url) -> bool {
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_local)
}

impl Http {
    /// # Errors
    /// Where the certificates that this machine trusts cannot be read.
    pub fn new() -> Result<Self, HttpError> {
        // An error says that another one was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            // A redirect would carry the client's secret somewhere else.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("Sightline")
            .build()?;
        Ok(Self(client))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let address = parts.uri.to_string();
        let url: Url = address.parse().map_err(|_| HttpError::Unprotected(address.clone()))?;
        if !is_protected(&url) {
            return Err(HttpError::Unprotected(address));
        }
        let request = self.0.request(parts.method, url).headers(parts.headers).body(body);
        let mut answer = request.send().await.map_err(reqwest::Error::without_url)?;
        let mut read = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
            if read.len() + chunk.len() > LONGEST_ANSWER {
                return Err(HttpError::TooLong);
            }
            read.extend_from_slice(&chunk);
        }
        let mut response = Response::builder().status(answer.status()).body(read)?;
        response.headers_mut().clone_from(answer.headers());
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

//! One statement on its way to a receiver: signed, and what became of it.

use hmac::{Hmac, Mac};
use reqwest::StatusCode;
use sha2::Sha256;
use store::{sources::webhooks::WebhookRow, statements::Logged};

use crate::Service;
use crate::sources::http::Http;

/// Why a statement is not there yet.
pub(super) enum Undelivered {
    /// The receiver does not answer, or not now: everything waits.
    Away(String),
    /// Something about this statement, as the receiver says; after some attempts the next has its turn.
    Refused(String),
}

impl From<String> for Undelivered {
    fn from(problem: String) -> Self {
        Self::Away(problem)
    }
}

impl From<&str> for Undelivered {
    fn from(problem: &str) -> Self {
        Self::Away(problem.to_owned())
    }
}

impl Service {
    pub(super) async fn deliver(&self, hook: &WebhookRow, row: &Logged) -> Result<(), Undelivered> {
        let url = self.internal_hosts.protected(&hook.url).ok_or("its address is not protected")?;
        let secret =
            self.open_sealed(&format!("webhook:{}", hook.name), &hook.secret).map_err(|e| e.to_string())?;
        let at = self.now().0 / 1000;
        let http = Http::to(&url, &self.internal_hosts).await.map_err(|e| e.to_string())?;
        let request = http
            .post(url)
            .header("content-type", "application/json")
            .header("sightline-delivery", format!("{}-{}", hook.id, row.seq))
            .header("sightline-signature", signature(&secret, at, &row.payload))
            .body(row.payload.clone())
            .build()
            .map_err(|e| e.to_string())?;
        let (status, _) = http.send(request).await.map_err(|e| e.to_string())?;
        if status.is_success() || status == StatusCode::CONFLICT {
            return Ok(());
        }
        // Not what it says: it may repeat what it was sent, and whom that is about.
        let problem = format!("it answers {status}");
        // Something about the receiver: the next statement would fare no better.
        let away = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
        Err(if away { Undelivered::Away(problem) } else { Undelivered::Refused(problem) })
    }
}

/// HMAC-SHA256 of the time and the body, as a receiver computes it again: nobody else can have sent it, nor sent it later.
fn signature(secret: &[u8], at: i64, body: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", privacy::hex::encode(&mac.finalize().into_bytes()))
}

//! Sending what waits: in batches, oldest first; what a server took is removed, what it will never take is set aside.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Client, StatusCode, header};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::spool::Waiting;
use crate::{Credentials, Spool, SpoolError};

const BATCH: usize = 50;
/// Whoever commits waits for this.
const CONNECT: Duration = Duration::from_secs(2);
const ANSWER: Duration = Duration::from_secs(10);
const LONGEST_REASON: usize = 400;

/// Brings statements to one server.
pub struct Courier {
    client: Client,
    address: String,
    authorization: Zeroizing<String>,
}

/// What sending came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    pub sent: usize,
    /// Set aside: the server will never take them.
    pub refused: usize,
    pub waiting: usize,
    /// Why some wait.
    pub why: Option<String>,
}

enum Answer {
    Taken,
    /// Something about what was sent; asking again will not help.
    Refused(String),
    /// Something about the server, the way there or the key.
    Away(String),
}

impl Courier {
    /// # Errors
    /// Where this machine's certificates cannot be read.
    pub fn new(credentials: &Credentials) -> Result<Self, reqwest::Error> {
        // An error says that one was chosen before, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("sightline emit")
            .build()?;
        let pair = Zeroizing::new(format!("{}:{}", credentials.key, &*credentials.secret));
        let authorization = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes())));
        Ok(Self { client, address: credentials.statements(), authorization })
    }

    /// Sends what waits, `most` at most, until the server does not answer as it should.
    ///
    /// # Errors
    /// Where the spool cannot be read or written. Nothing is lost: a statement is removed after the server has it.
    pub async fn deliver(&self, spool: &Spool, most: usize) -> Result<Delivery, SpoolError> {
        let mut delivery = Delivery::default();
        while delivery.why.is_none() && delivery.sent + delivery.refused < most {
            let batch = spool.oldest(BATCH)?;
            if batch.is_empty() {
                break;
            }
            self.deliver_batch(spool, &batch, &mut delivery).await?;
        }
        spool.note_away(delivery.why.is_some());
        delivery.waiting = spool.waiting()?;
        Ok(delivery)
    }

    /// One bad statement refuses its batch; then each goes by itself.
    async fn deliver_batch(
        &self,
        spool: &Spool,
        batch: &[Waiting],
        delivery: &mut Delivery,
    ) -> Result<(), SpoolError> {
        match self.send(batch).await {
            Answer::Taken => {
                for waiting in batch {
                    spool.remove(&waiting.file)?;
                }
                delivery.sent += batch.len();
            }
            Answer::Away(why) => delivery.why = Some(why),
            Answer::Refused(reason) if batch.len() == 1 => {
                spool.set_aside(&batch[0].file, &reason)?;
                delivery.refused += 1;
            }
            Answer::Refused(_) => {
                for waiting in batch.chunks(1) {
                    Box::pin(self.deliver_batch(spool, waiting, delivery)).await?;
                    if delivery.why.is_some() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    async fn send(&self, batch: &[Waiting]) -> Answer {
        let statements = batch.iter().map(|waiting| waiting.statement.clone());
        let body = Value::Array(statements.collect()).to_string();
        let request = self
            .client
            .post(&self.address)
            .header(header::AUTHORIZATION, self.authorization.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-experience-api-version", "1.0.3")
            .body(body);
        match request.send().await {
            Ok(answer) => judge(answer.status(), &answer.text().await.unwrap_or_default(), batch),
            Err(error) => {
                Answer::Away(format!("{} does not answer: {}", self.address, cause(&error.without_url())))
            }
        }
    }
}

fn judge(status: StatusCode, text: &str, batch: &[Waiting]) -> Answer {
    let said = || format!("{status}: {}", text.chars().take(LONGEST_REASON).collect::<String>());
    match status {
        StatusCode::OK if names_all(text, batch) => Answer::Taken,
        // A page to sign in on, a proxy: what answers so has stored nothing.
        StatusCode::OK => {
            Answer::Away("what answers there is no record store; is the address right?".to_owned())
        }
        // Its id is its own: whatever is stored under it came from here.
        StatusCode::CONFLICT if batch.len() == 1 => Answer::Taken,
        StatusCode::BAD_REQUEST | StatusCode::CONFLICT | StatusCode::PAYLOAD_TOO_LARGE => {
            Answer::Refused(said())
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Answer::Away(format!("the key is not taken, {}", said()))
        }
        _ => Answer::Away(format!("the server answers {}", said())),
    }
}

/// A record store answers with the ids of what it stored.
fn names_all(text: &str, batch: &[Waiting]) -> bool {
    let Ok(ids) = serde_json::from_str::<Vec<String>>(text) else { return false };
    batch.iter().all(|waiting| {
        let sent = waiting.statement.get("id").and_then(Value::as_str);
        sent.is_some_and(|sent| ids.iter().any(|id| id.eq_ignore_ascii_case(sent)))
    })
}

/// The innermost reason: what wraps it says no more than that sending failed.
fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), cause)
}

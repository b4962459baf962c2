//! Taking over the statements of another record store: page by page, with a cursor that is stored with each page.
//!
//! What it sends again changes nothing, since statements keep their ids; so a page is stored first and the cursor moved
//! then, and a crash in between repeats a page.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::EpochMs;
use reqwest::{StatusCode, Url};
use serde_json::Value;
use store::sources::pulls::PullRow;
use xapi::Statement;
use zeroize::Zeroizing;

use super::counting::statements;
use super::http::{Http, HttpError};
use super::launchables::checked_title;
use super::{ForwardingDesk, plain, said};
use crate::record_store::RecordError;
use crate::{Fields, Service, ServiceError};

/// After the end was reached, so long until it is asked again.
const REST_MS: i64 = 60_000;
/// Another process leaves one alone for so long after somebody took it.
const CLAIM_MS: i64 = 5 * 60_000;
const LONGEST_REST_MS: i64 = 60 * 60_000;
/// How far back is asked again; ids make it free.
const OVERLAP: Duration = Duration::from_mins(1);
/// Pages in one go, so that others have their turn.
const PAGES: usize = 20;

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

/// A page of another record store.
struct Came {
    statements: Vec<Value>,
    more: String,
}

impl Service {
    /// Asks every record store whose time has come; says how many statements were new.
    pub async fn pull_statements(&self) -> Result<usize, ServiceError> {
        let now = self.now().0;
        let mut new = 0;
        for mut pull in self.store.pulls().await? {
            if pull.paused || pull.next_at > now {
                continue;
            }
            let mut tx = self.store.begin().await?;
            let ours = tx.claim_pull(&pull, now + CLAIM_MS).await?;
            tx.commit().await?;
            if ours {
                pull.next_at = now + CLAIM_MS;
                new += self.pull_from(pull).await?;
            }
        }
        Ok(new)
    }

    async fn pull_from(&self, mut pull: PullRow) -> Result<usize, ServiceError> {
        let before = pull.taken;
        for page in 1..=PAGES {
            let outcome = self.pull_page(&mut pull).await;
            let now = self.now().0;
            pull.last_at = Some(now);
            // The claim goes on until the last page.
            let held = if page < PAGES { now + CLAIM_MS } else { now };
            let claimed = pull.next_at;
            match &outcome {
                Ok(()) => {
                    (pull.failures, pull.problem) = (0, String::new());
                    pull.next_at = if pull.more.is_empty() { now + REST_MS } else { held };
                }
                Err(problem) => {
                    pull.failures += 1;
                    pull.problem.clone_from(problem);
                    pull.next_at = now + backoff(pull.failures);
                }
            }
            let mut tx = self.store.begin().await?;
            let paused = tx.save_pull(&pull, claimed).await?;
            tx.commit().await?;
            // Where another process has it, or somebody paused it, it is over as well.
            if paused != Some(false) || outcome.is_err() || pull.more.is_empty() {
                break;
            }
        }
        Ok(usize::try_from(pull.taken - before).unwrap_or_default())
    }

    /// Stores a page and moves the cursor in `pull`; on an error it stays, and the page comes again.
    async fn pull_page(&self, pull: &mut PullRow) -> Result<(), String> {
        let page = self.ask(pull).await?;
        let newest = pull.newest.clone();
        let (mut again, mut batch) = (Vec::new(), Vec::with_capacity(page.statements.len()));
        for value in page.statements {
            let stored = value.get("stored").and_then(Value::as_str).unwrap_or_default();
            let is_new = newest.is_empty() || is_later(stored, &newest);
            if is_later(stored, &pull.newest) {
                stored.clone_into(&mut pull.newest);
            }
            match Statement::from_value(own(value)) {
                Ok(statement) if statement.id().is_some() => {
                    if is_new { &mut batch } else { &mut again }.push(statement);
                }
                _ => pull.refused += i64::from(is_new),
            }
        }
        // What is asked for again was counted where it was refused.
        let refused = pull.refused;
        pull.taken += self.take_over(pull, again).await?;
        pull.refused = refused;
        pull.taken += self.take_over(pull, batch).await?;
        pull.more = page.more;
        if pull.more.is_empty() && !pull.newest.is_empty() {
            pull.since = overlapping(&pull.newest);
        }
        Ok(())
    }

    /// Stores what came. One that is here with another content, or too long, refuses its batch; then each goes by
    /// itself.
    async fn take_over(&self, pull: &mut PullRow, batch: Vec<Statement>) -> Result<i64, String> {
        if batch.is_empty() {
            return Ok(0);
        }
        let now = self.now();
        match self.log.append_of(&pull.name, batch.clone(), now).await {
            Ok(appended) => {
                if appended.new > 0 {
                    self.follow();
                }
                Ok(i64::try_from(appended.new).unwrap_or(i64::MAX))
            }
            Err(RecordError::Conflict(_) | RecordError::TooLong { .. }) if batch.len() == 1 => {
                pull.refused += 1;
                Ok(0)
            }
            Err(RecordError::Conflict(_) | RecordError::TooLong { .. }) => {
                let mut taken = 0;
                for statement in batch {
                    taken += Box::pin(self.take_over(pull, vec![statement])).await?;
                }
                Ok(taken)
            }
            Err(error) => Err(format!("its statements could not be stored: {}", plain(error))),
        }
    }

    async fn ask(&self, pull: &PullRow) -> Result<Came, String> {
        let url = self
            .address(pull)
            .ok_or("its address, or the one it says to go on at, is not protected or not its own")?;
        let purpose = format!("statement_pull:{}", pull.name);
        let pair = self.open_sealed(&purpose, &pull.credentials).map_err(|e| e.to_string())?;
        let authorization = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(&*pair)));
        let http = Http::to(&url, &self.internal_hosts).await.map_err(|e| e.to_string())?;
        let request = http
            .get(url)
            .header("authorization", &*authorization)
            .header("x-experience-api-version", "1.0.3");
        let request = request.build().map_err(|e| e.to_string())?;
        let (status, bytes) = http.send(request).await.map_err(|e| e.to_string())?;
        if status != StatusCode::OK {
            // Not what it says: that may name somebody.
            return Err(format!("it answers {status}"));
        }
        let mut answer: Value =
            serde_json::from_slice(&bytes).map_err(|e| format!("its answer is not JSON: {e}"))?;
        let Some(Value::Array(found)) = answer.get_mut("statements").map(Value::take) else {
            return Err("its answer holds no list of statements".to_owned());
        };
        let more = answer.get("more").and_then(Value::as_str).unwrap_or_default().to_owned();
        tracing::debug!(source = pull.name, "{} came", statements(found.len()));
        Ok(Came { statements: found, more })
    }

    /// Where to ask: the query from where it ended, or on within it. What it says to go on at must be its own.
    fn address(&self, pull: &PullRow) -> Option<Url> {
        let root = self.internal_hosts.protected(&pull.url)?;
        if !pull.more.is_empty() {
            return root.join(&pull.more).ok().filter(|next| next.origin() == root.origin());
        }
        let path = root.path().trim_end_matches('/');
        let path = if path.ends_with("/statements") { path.to_owned() } else { format!("{path}/statements") };
        let mut url = root.clone();
        url.set_path(&path);
        let mut query = url.query_pairs_mut();
        query.append_pair("ascending", "true").append_pair("limit", "100");
        if !pull.since.is_empty() {
            query.append_pair("since", &pull.since);
        }
        drop(query);
        Some(url)
    }
}

/// The statement as its author said it: what the other store set is ours to set.
fn own(mut statement: Value) -> Value {
    if let Some(members) = statement.as_object_mut() {
        members.remove("stored");
        members.remove("authority");
    }
    statement
}

fn is_later(stored: &str, newest: &str) -> bool {
    let at = |text: &str| text.parse::<jiff::Timestamp>().ok();
    at(stored) > at(newest)
}

/// From a little before: "since" is exclusive, and what was stored in the same moment may be shown later.
fn overlapping(newest: &str) -> String {
    let at = newest.parse::<jiff::Timestamp>().ok();
    let before = at.and_then(|at| at.checked_sub(OVERLAP).ok());
    before.map_or_else(|| newest.to_owned(), |before| before.to_string())
}

/// Twice as long after each failure, up to an hour.
pub(super) fn backoff(failures: i64) -> i64 {
    let doubled = u32::try_from(failures.clamp(1, 12) - 1).unwrap_or_default();
    (5_000 * 2_i64.pow(doubled)).min(LONGEST_REST_MS)
}

//! The one writer of the log: it takes whatever waits, stores it in one transaction with one fsync, then answers each.
//!
//! The queue is bounded. What does not fit is refused at once and can be sent again; nothing is lost, because nothing is
//! acknowledged before the commit.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};
use std::time::Duration;

use domain::EpochMs;
use store::{Store, attachments::NewAttachment};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::{Appended, Draft, RecordError, commit, definitions::Definitions, draft::LONGEST};
use crate::{Clock, ServiceError};

/// Requests that may wait.
const REQUESTS: usize = 4096;
/// Kibibytes of statements that may wait.
const KIBIBYTES: u32 = 32 * 1024;
/// Rows and bytes that one transaction takes at most, unless a single request holds more.
const GROUP_ROWS: usize = 800;
const GROUP_BYTES: usize = 4 * 1024 * 1024;

/// Statements whose terms are left unsettled: after so many, or when nothing came for a moment, they are sorted in.
const UNSETTLED: usize = 8192;
const QUIET: Duration = Duration::from_millis(200);

/// When to try again after being refused.
const RETRY: Duration = Duration::from_secs(1);

/// A batch of statements on its way into the log.
pub(super) struct Request {
    pub(super) drafts: Vec<Draft>,
    pub(super) source: String,
    /// May it void what other sources vouch for?
    pub(super) voids_any: bool,
    pub(super) attachments: Vec<NewAttachment>,
    /// Activities with what the batch says of them: (id, definition).
    pub(super) definitions: Vec<(String, serde_json::Value)>,
}

struct Waiting {
    request: Request,
    answer: oneshot::Sender<Result<Appended, RecordError>>,
    _room: OwnedSemaphorePermit,
}

/// The way into the log. The writer starts with the first batch and ends, having stored what waits, with the last handle.
pub(crate) struct Log {
    store: Store,
    clock: Clock,
    pub(super) definitions: Arc<Definitions>,
    room: Arc<Semaphore>,
    /// When the last was stored, in epoch milliseconds.
    stored_at: Arc<AtomicI64>,
    writer: Mutex<State>,
    pub(super) following: super::follow::Following,
}

enum State {
    Idle,
    Running(mpsc::Sender<Waiting>, JoinHandle<()>),
    Closed,
}

impl Log {
    pub(crate) fn new(store: &Store, clock: Clock) -> Self {
        Self {
            store: store.clone(),
            clock,
            definitions: Arc::default(),
            room: Arc::new(Semaphore::new(KIBIBYTES as usize)),
            stored_at: Arc::default(),
            writer: Mutex::new(State::Idle),
            following: super::follow::Following::default(),
        }
    }

    /// Stores a batch, all or none; returns when it is durable.
    pub(super) async fn append(&self, request: Request) -> Result<Appended, RecordError> {
        if let Some(long) = request.drafts.iter().find(|draft| draft.size() > LONGEST) {
            return Err(RecordError::TooLong { id: long.id, bytes: long.size() });
        }
        let size: usize = request.drafts.iter().map(Draft::size).sum();
        let kibibytes = u32::try_from(size / 1024 + 1).unwrap_or(KIBIBYTES).min(KIBIBYTES);
        let room =
            self.room.clone().try_acquire_many_owned(kibibytes).map_err(|_| RecordError::Busy(RETRY))?;
        let (answer, answered) = oneshot::channel();
        let sent = self.queue()?.try_send(Waiting { request, answer, _room: room });
        sent.map_err(|_| RecordError::Busy(RETRY))?;
        answered.await.unwrap_or_else(|_| Err(ended()))
    }

    /// Before now where nothing is on its way through this process; else when the last was stored.
    pub(super) fn settled_through(&self) -> EpochMs {
        // The clock first: what comes after it is looked at gets a later time.
        let now = (self.clock)();
        let stored_at = self.last_stored().0;
        let is_idle = self.room.available_permits() == KIBIBYTES as usize;
        EpochMs(if is_idle { now.0 - 1 } else { stored_at.min(now.0 - 1) })
    }

    /// When this process last stored something.
    pub(super) fn last_stored(&self) -> EpochMs {
        EpochMs(self.stored_at.load(Ordering::SeqCst))
    }

    /// After definitions of activities were changed by something else than statements.
    pub(crate) fn definitions_changed(&self) {
        self.definitions.forget();
    }

    fn queue(&self) -> Result<mpsc::Sender<Waiting>, RecordError> {
        let mut state = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Closed => return Err(ended()),
            // A test's runtime may have ended, and the writer with it.
            State::Running(queue, task) if !task.is_finished() => return Ok(queue.clone()),
            _ => {}
        }
        let (queue, waiting) = mpsc::channel(REQUESTS);
        let writer = Writer {
            store: self.store.clone(),
            clock: self.clock,
            definitions: self.definitions.clone(),
            stored_at: self.stored_at.clone(),
        };
        *state = State::Running(queue.clone(), tokio::spawn(writer.run(waiting)));
        Ok(queue)
    }

    /// Takes no more, and returns when everything that waits is stored.
    pub(crate) async fn drain(&self) {
        let state = {
            let mut state = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *state, State::Closed)
        };
        if let State::Running(queue, task) = state {
            drop(queue);
            // It ends when the queue is empty; an error would mean that it broke off, which was told where it did.
            let _ = task.await;
        }
    }
}

fn ended() -> RecordError {
    ServiceError::Broken("the server is going down; send this again".to_owned()).into()
}

struct Writer {
    store: Store,
    clock: Clock,
    definitions: Arc<Definitions>,
    stored_at: Arc<AtomicI64>,
}

impl Writer {
    async fn run(self, mut queue: mpsc::Receiver<Waiting>) {
        // What an earlier process left is settled with the first that comes.
        let mut unsettled = 0;
        while let Some(next) = next(&mut queue, unsettled > 0).await {
            let is_quiet = next.is_none();
            if let Some(first) = next {
                let group = gather(first, &mut queue);
                unsettled += rows(&group);
                self.store_group(group).await;
            }
            if is_quiet || unsettled >= UNSETTLED {
                self.settle().await;
                unsettled = 0;
            }
        }
    }

    /// Where this fails, queries find the terms where they are, and the next time settles them.
    async fn settle(&self) {
        let settled = async {
            let mut tx = self.store.begin().await?;
            tx.settle_terms().await?;
            tx.commit().await
        };
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the terms of recent statements could not be settled; tried again later");
        }
    }

    /// One transaction for all. Where that fails each gets its own, so that nobody fails by somebody else's statement.
    async fn store_group(&self, group: Vec<Waiting>) {
        let requests: Vec<&Request> = group.iter().map(|waiting| &waiting.request).collect();
        let outcomes = match self.commit(&requests).await {
            Ok(outcomes) => outcomes,
            Err(error) if requests.len() == 1 => vec![Err(error)],
            Err(error) => {
                tracing::warn!(%error, requests = requests.len(), "statements could not be stored together; one by one");
                self.one_by_one(&requests).await
            }
        };
        for (waiting, outcome) in group.into_iter().zip(outcomes) {
            // Who is gone is not told; the statements are stored all the same.
            let _ = waiting.answer.send(outcome);
        }
    }

    async fn one_by_one(&self, requests: &[&Request]) -> Vec<Result<Appended, RecordError>> {
        let mut outcomes = Vec::with_capacity(requests.len());
        for request in requests {
            let outcome = self.commit(&[*request]).await;
            outcomes.push(outcome.and_then(|mut one| one.pop().unwrap_or_else(|| Err(ended()))));
        }
        outcomes
    }

    async fn commit(&self, requests: &[&Request]) -> Result<Vec<Result<Appended, RecordError>>, RecordError> {
        let outcomes = commit::commit(&self.store, self.clock, &self.definitions, requests).await?;
        let stored = outcomes.iter().flatten().filter(|appended| appended.new > 0);
        if let Some(at) = stored.map(|appended| appended.stored_at.0).max() {
            self.stored_at.store(at, Ordering::SeqCst);
        }
        Ok(outcomes)
    }
}

/// The next request, or with `meanwhile` nothing when none came for a moment; `None` when no more will come.
async fn next(queue: &mut mpsc::Receiver<Waiting>, meanwhile: bool) -> Option<Option<Waiting>> {
    if !meanwhile {
        return queue.recv().await.map(Some);
    }
    match tokio::time::timeout(QUIET, queue.recv()).await {
        Ok(next) => next.map(Some),
        Err(_) => Some(None),
    }
}

fn rows(group: &[Waiting]) -> usize {
    group.iter().map(|waiting| waiting.request.drafts.len()).sum()
}

fn gather(first: Waiting, queue: &mut mpsc::Receiver<Waiting>) -> Vec<Waiting> {
    let size = |waiting: &Waiting| -> usize { waiting.request.drafts.iter().map(Draft::size).sum() };
    let (mut rows, mut bytes) = (first.request.drafts.len(), size(&first));
    let mut group = vec![first];
    while rows < GROUP_ROWS && bytes < GROUP_BYTES {
        let Ok(next) = queue.try_recv() else { break };
        rows += next.request.drafts.len();
        bytes += size(&next);
        group.push(next);
    }
    group
}

//! Live figures: when figures change, the scoreboard is read again for this viewer, and tiles whose words changed are
//! sent. What the viewer may not see is never in it, because it comes from the same function as the page.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::{
    extract::{Path, State},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, stream};
use serde::Serialize;
use service::{
    sign_in::SessionKey,
    views::{Range, Scoreboard},
};
use tokio::{sync::watch, time::Instant};

use super::{content::Content, group::Group, range};
use crate::components::{MeterTileData, TileData, TileState};
use crate::web::{Answer, AppState, Parameters, Refusal, SignedInWith};

/// At most one message in this time: a bulk import changes figures team by team.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks so often whether the viewer is still signed in, also while nothing changes.
const STILL_THERE: Duration = Duration::from_secs(20);

/// Tiles never tell of the comparison.
const NOBODY: Option<&str> = Some("none");

/// One changed tile, as the island reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    key: String,
    value: String,
    sentence: String,
}

pub async fn team(
    State(app): State<AppState>,
    reader: SignedInWith,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    watch(app, reader, Group::Team, key, range::of(&parameters)).await
}

pub async fn cohort(
    State(app): State<AppState>,
    reader: SignedInWith,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    watch(app, reader, Group::Cohort, key, range::of(&parameters)).await
}

struct Watch {
    app: AppState,
    user_id: i64,
    session: SessionKey,
    group: Group,
    key: String,
    range: Range,
    revision: watch::Receiver<i64>,
    sent: Texts,
    /// No message before this.
    quiet_until: Instant,
}

async fn watch(app: AppState, reader: SignedInWith, group: Group, key: String, range: Range) -> Answer {
    let SignedInWith { viewer, session } = reader;
    // Before the first reading: a change in between is then sent rather than missed.
    let revision = app.service.changes();
    let board = group.board(&app.service, &viewer, &key, &range, NOBODY).await;
    let board = board.map_err(|error| Refusal::new(&app, Some(&viewer), &group.path(&key), error))?;
    let (user_id, sent, quiet_until) = (viewer.user_id, texts(&board), Instant::now());
    let watch = Watch { app, user_id, session, group, key, range, revision, sent, quiet_until };
    Ok(Sse::new(events(watch)).keep_alive(KeepAlive::default()).into_response())
}

fn events(watch: Watch) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    stream::unfold(watch, async |mut watch| {
        loop {
            let changes = watch.next().await?;
            if changes.is_empty() {
                continue;
            }
            // Strings always serialise; if they ever did not, the page would only miss an update.
            let Ok(event) = Event::default().json_data(&changes) else { continue };
            return Some((Ok(event), watch));
        }
    })
}

impl Watch {
    /// What changed since the last message; `None` ends the stream: signed out, no longer entitled, or shutting down.
    async fn next(&mut self) -> Option<Vec<Change>> {
        let service = self.app.service.clone();
        let figures_changed = tokio::select! {
            awake = self.wake() => awake?,
            () = service.closed() => return None,
        };
        if !service.session_lives(&self.session, self.user_id).await.ok()? {
            return None;
        }
        let viewer = service.viewer(self.user_id).await.ok()??;
        if !figures_changed {
            return Some(Vec::new());
        }
        let board = self.group.board(&service, &viewer, &self.key, &self.range, NOBODY).await.ok()?;
        let now = texts(&board);
        let changed = changed(&self.sent, &now);
        self.sent = now;
        if !changed.is_empty() {
            self.quiet_until = Instant::now() + PAUSE;
        }
        Some(changed)
    }

    /// Waits for figures that changed; what changes while it is too early for a message goes into one. `false` where
    /// nothing did for as long as nobody looks whether the viewer is still signed in.
    async fn wake(&mut self) -> Option<bool> {
        match tokio::time::timeout(STILL_THERE, self.revision.changed()).await {
            Ok(changed) => changed.ok()?,
            Err(_elapsed) => return Some(false),
        }
        tokio::time::sleep_until(self.quiet_until).await;
        self.revision.mark_unchanged();
        Some(true)
    }
}

/// The words of each tile that shows a number, by its key.
pub(super) type Texts = BTreeMap<String, Change>;

pub(super) fn changed(sent: &Texts, now: &Texts) -> Vec<Change> {
    now.values().filter(|change| sent.get(&change.key) != Some(*change)).cloned().collect()
}

pub(super) fn texts(board: &Scoreboard) -> Texts {
    let content = Content::of(board, "", &Parameters::default());
    let tiles = content.tiles().filter_map(of_tile);
    let meters = content.meters().filter_map(of_meter);
    tiles.chain(meters).map(|change| (change.key.clone(), change)).collect()
}

fn of_tile(tile: &TileData) -> Option<Change> {
    let TileState::Shown { reading, unit, sentence, .. } = &tile.state else { return None };
    let value = match unit {
        Some(unit) => spoken(&reading.number, unit),
        None => reading.to_string(),
    };
    Some(Change { key: tile.key.clone(), value, sentence: sentence.clone() })
}

fn of_meter(meter: &MeterTileData) -> Option<Change> {
    let bar = meter.state.as_ref().ok()?;
    let (number, unit) = bar.words();
    Some(Change { key: meter.key.clone(), value: spoken(&number, &unit), sentence: String::new() })
}

/// Number and unit as a `Reading` prints them, with the space that does not break.
fn spoken(number: &str, unit: &str) -> String {
    format!("{number}\u{a0}{unit}")
}

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
use domain::viewer::Viewer;
use futures::{Stream, stream};
use serde::Serialize;
use service::{
    ServiceError,
    views::{Range, Scoreboard},
};
use tokio::sync::watch;

use super::{page::Content, range};
use crate::components::{MeterTileData, TileData, TileState};
use crate::web::{Answer, AppState, Parameters, Refusal, SignedIn};

/// At most one message in this time: a bulk import changes figures team by team.
const PAUSE: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Team,
    Cohort,
}

/// One changed tile, as the island reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Change {
    key: String,
    value: String,
    sentence: String,
}

pub async fn team(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    watch(app, viewer, Group::Team, key, range::of(&parameters)).await
}

pub async fn cohort(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(key): Path<String>,
    parameters: Parameters,
) -> Answer {
    watch(app, viewer, Group::Cohort, key, range::of(&parameters)).await
}

struct Watch {
    app: AppState,
    user_id: i64,
    group: Group,
    key: String,
    range: Range,
    revision: watch::Receiver<i64>,
    sent: BTreeMap<String, Change>,
}

async fn watch(app: AppState, viewer: Viewer, group: Group, key: String, range: Range) -> Answer {
    let revision = app.service.changes();
    let mut watch = Watch { app, user_id: viewer.user_id, group, key, range, revision, sent: BTreeMap::new() };
    let board = watch.board(&viewer).await;
    let board = board.map_err(|error| Refusal::new(&watch.app, Some(&viewer), "/", error))?;
    watch.sent = texts(&board);
    let answer = Sse::new(events(watch)).keep_alive(KeepAlive::default());
    Ok(answer.into_response())
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
        tokio::select! {
            changed = self.revision.changed() => changed.ok()?,
            () = service.closed() => return None,
        }
        tokio::time::sleep(PAUSE).await;
        self.revision.mark_unchanged();
        let viewer = service.viewer(self.user_id).await.ok()??;
        let now = texts(&self.board(&viewer).await.ok()?);
        let changed = now.values().filter(|change| self.sent.get(&change.key) != Some(*change)).cloned().collect();
        self.sent = now;
        Some(changed)
    }

    async fn board(&self, viewer: &Viewer) -> Result<Scoreboard, ServiceError> {
        match self.group {
            Group::Team => self.app.service.team_scoreboard(viewer, &self.key, &self.range, Some("none")).await,
            Group::Cohort => self.app.service.cohort_scoreboard(viewer, &self.key, &self.range).await,
        }
    }
}

fn texts(board: &Scoreboard) -> BTreeMap<String, Change> {
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

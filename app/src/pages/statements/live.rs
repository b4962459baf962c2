//! What arrives while the list is open: the words of each new line, by the same function and for the same viewer as the
//! page. Where many arrive at once, they come in several messages.

use std::convert::Infallible;
use std::time::Duration;

use axum::{
    extract::State,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, stream};
use service::{ServiceError, sign_in::SessionKey, stream::StatementFilter};

use super::{LIVE, filter::Typed, page::texts};
use crate::web::{Answer, AppState, Parameters, Refusal, SignedInWith};

/// Looks so often for what arrived.
const PAUSE: Duration = Duration::from_secs(1);

struct Watch {
    app: AppState,
    user_id: i64,
    session: SessionKey,
    filter: StatementFilter,
    after: i64,
}

pub async fn follow(State(app): State<AppState>, reader: SignedInWith, parameters: Parameters) -> Answer {
    let SignedInWith { viewer, session } = reader;
    let refuse = |error: ServiceError| Refusal::new(&app, Some(&viewer), LIVE, error);
    let stream = app.service.stream(&viewer).map_err(refuse)?;
    let filter = Typed::of(&parameters).read();
    let after = match parameters.get("after").and_then(|place| place.parse().ok()) {
        Some(place) => place,
        None => stream.head().await.map_err(refuse)?,
    };
    let watch = Watch { user_id: viewer.user_id, session, filter, after, app };
    Ok(Sse::new(events(watch)).keep_alive(KeepAlive::default()).into_response())
}

fn events(watch: Watch) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    stream::unfold(watch, async |mut watch| {
        loop {
            let rows = watch.next().await?;
            if rows.is_empty() {
                continue;
            }
            // Strings always serialise; if they ever did not, the page would only miss an update.
            let Ok(event) = Event::default().json_data(&rows) else { continue };
            return Some((Ok(event), watch));
        }
    })
}

impl Watch {
    /// The lines that arrived since, the oldest first; `None` ends the stream: signed out, no longer entitled, or
    /// shutting down.
    async fn next(&mut self) -> Option<Vec<Vec<String>>> {
        let service = self.app.service.clone();
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = service.closed() => return None,
        }
        if !service.session_lives(&self.session, self.user_id).await.ok()? {
            return None;
        }
        let viewer = service.viewer(self.user_id).await.ok()??;
        let (lines, next) = service.stream(&viewer).ok()?.since(&self.filter, self.after).await.ok()?;
        self.after = next;
        let year = service.now().date().year();
        Some(lines.iter().map(|line| texts(line, year)).collect())
    }
}

//! Looking again at once, after something was mended.

use axum::extract::State;

use super::{AGAIN, PATH};
use crate::web::{Answer, AppState, Refusal, SignedIn, with_notice};
use crate::words;

pub async fn check(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), AGAIN, error);
    let desk = app.service.quality_desk(&viewer).map_err(refuse)?;
    let checked = desk.look_again().await.map_err(refuse)?;
    let sources = words::plural(checked.sources as u64, "source", "sources");
    let statements = words::plural(checked.statements, "statement", "statements");
    Ok(with_notice(PATH, &format!("Looked again: {statements} of late, {sources}.")))
}

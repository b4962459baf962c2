//! The API as a whole: every role, every way to be refused, and never more than a page shows.

mod figures;
mod refused;
mod roles;
mod statements;
mod tokens;

use axum::http::StatusCode;
use domain::{TeamKey, viewer::Scope};
use serde_json::{Value, json};

use crate::http::testing::Told;

pub const ALL_SCOPES: [&str; 5] =
    ["figures:read", "directory:read", "own-records:read", "statements:read", "statements:raw"];
pub const CYCLE_TIME: &str = "/api/v1/figures?by=team&metric=pr_cycle_time";

pub fn rows(told: &Told) -> Vec<Value> {
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    told.json()["rows"].as_array().unwrap().clone()
}

/// A text as a list of its lines, which reads better.
pub fn lines(text: &str) -> Value {
    json!(text.lines().collect::<Vec<_>>())
}

pub fn large() -> Scope {
    Scope::Team(TeamKey::new("large").unwrap())
}

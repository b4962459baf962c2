//! A request that was turned away before any page saw it: too large, too often, or in a way the address does not take.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use super::{AppState, Page};
use crate::components::{ErrorPage, Failure};

/// What is said about it, whatever form the answer takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub status: StatusCode,
    pub title: &'static str,
    pub happened: String,
    pub next_step: &'static str,
}

impl Refused {
    /// As a page in the usual frame, for somebody of whom nothing is known.
    pub fn page(self, app: &AppState, path: &str) -> Response {
        let Self { status, title, happened, next_step } = self;
        let failure = Failure::Refused { title, happened, next_step };
        Page::new(app, None, path, title).status(status).render(|| view! { <ErrorPage failure /> })
    }
}

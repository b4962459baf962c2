//! `/api`: the description of the API for people, made from the one for programs.

use app::{
    pages::api::{Endpoint, Guide, Input},
    web::{AppState, Page, Routes, SignedIn},
};
use axum::{extract::State, response::Response};
use leptos::prelude::*;
use utoipa::openapi::{
    RefOr,
    path::{Operation, Parameter},
};

use super::super::described;

const PATH: &str = "/api";

/// Among the pages: it has their frame, and their session where there is one.
pub fn routes() -> Routes {
    Routes::new().get(PATH, show)
}

async fn show(State(app): State<AppState>, reader: Result<SignedIn, Response>) -> Response {
    let viewer = reader.ok().map(|SignedIn(viewer)| viewer);
    let endpoints = endpoints();
    Page::new(&app, viewer.as_ref(), PATH, "API").render(|| view! { <Guide endpoints /> })
}

fn endpoints() -> Vec<Endpoint> {
    let document = super::document();
    let mut endpoints = Vec::new();
    for (path, item) in &document.paths.paths {
        endpoints.extend(described::operations(item).map(|(method, operation)| Endpoint {
            address: format!("{method} {path}"),
            summary: operation.summary.clone().unwrap_or_default(),
            description: operation.description.clone().unwrap_or_default(),
            inputs: operation.parameters.iter().flatten().filter_map(input).collect(),
            scopes: scopes(operation),
        }));
    }
    endpoints
}

fn input(parameter: &RefOr<Parameter>) -> Option<Input> {
    let RefOr::T(parameter) = parameter else { return None };
    Some(Input { name: parameter.name.clone(), meaning: parameter.description.clone().unwrap_or_default() })
}

/// What a token needs, read back from the description: the type keeps it to itself.
fn scopes(operation: &Operation) -> Vec<String> {
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    let requirements = security.as_array().into_iter().flatten();
    let scopes = requirements.filter_map(|requirement| requirement.get("token")?.as_array().cloned());
    scopes.flatten().filter_map(|scope| scope.as_str().map(str::to_owned)).collect()
}

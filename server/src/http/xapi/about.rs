//! `GET /xapi/about`: which versions are spoken. It asks for neither key nor version.

use axum::{
    Json,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde_json::json;
use xapi::Version;

use super::call::{Call, VERSION};

pub async fn about(headers: HeaderMap) -> Response {
    let named = headers.get(VERSION).and_then(|version| version.to_str().ok());
    let version = named.and_then(Version::named).unwrap_or_default();
    // 1.0.3 knows no later version, and libraries of its time break over one.
    let spoken =
        if named.is_some() && version == Version::V1 { &Version::ALL[..1] } else { &Version::ALL[..] };
    let versions: Vec<&str> = spoken.iter().map(|version| version.number()).collect();
    let extensions = json!({ "https://w3id.org/xapi/sightline/profile": "/xapi-profile" });
    Call::told(version, Ok(Json(json!({ "version": versions, "extensions": extensions })).into_response()))
}

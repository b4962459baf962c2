//! Answers in SCIM's media type.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use super::error::KIND;

pub fn scim_json(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, KIND)], value.to_string()).into_response()
}

pub fn resource(resource: &impl Serialize) -> Value {
    serde_json::to_value(resource).unwrap_or_default()
}

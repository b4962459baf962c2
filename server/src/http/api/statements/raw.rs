//! `GET /api/v1/statements/raw`: a participant's statements as they were sent, after a purpose was stated.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, Uri},
};
use serde::Serialize;
use serde_json::Value;
use service::Service;
use utoipa::{IntoParams, ToSchema};

use crate::http::api::{
    caller::RawStatements,
    problem::{Problem, Problems},
    query::Query,
    representation::Form,
};

/// A participant's statements as they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct RawPage {
    rows: Vec<RawRow>,
}

/// A statement as it was sent, names and all.
#[derive(Debug, Serialize, ToSchema)]
pub struct RawRow {
    seq: i64,
    #[schema(value_type = Object)]
    statement: Value,
}

/// Described only.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
pub struct RawParameters {
    /// The cohort that the person takes part in.
    #[param(min_length = 1, max_length = 200)]
    cohort: String,
    /// The person's id, as in the address of their learning record.
    #[param(min_length = 1, max_length = 60)]
    person: String,
    /// What stating a purpose on that page opened, as in its address; good for a quarter of an hour.
    #[param(min_length = 1, max_length = 60)]
    view: String,
}

/// One participant's statements as they were sent: those behind the learning record that a purpose was stated for. The
/// person reads who asked and why. Statements about several people are not among them.
#[utoipa::path(
    get,
    path = "/api/v1/statements/raw",
    tag = "statements",
    params(RawParameters),
    responses((status = 200, description = "The statements.", body = RawPage), Problems),
    security(("token" = ["statements:raw"])),
)]
pub async fn raw(
    State(service): State<Service>,
    RawStatements(viewer): RawStatements,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<RawPage>, Problem> {
    let query = Query::read(&uri, &["cohort", "person", "view"])?;
    Form::negotiate(&headers, &[Form::Json])?;
    let needed = |name: &str| {
        let words = || Problem::parameter(name, format!("{name} is missing; see /api for what it is."));
        query.get(name).filter(|text| !text.is_empty()).ok_or_else(words)
    };
    let (cohort, person, view) = (needed("cohort")?, needed("person")?, needed("view")?);
    let records = service.learning_records(&viewer, cohort)?;
    let found = records.raw_statements(person, Some(view)).await?.ok_or_else(|| {
        Problem::parameter("view", "This view has ended, or is of another record. State a purpose again.")
    })?;
    let rows = found.into_iter().map(|raw| RawRow { seq: raw.seq, statement: raw.json }).collect();
    Ok(Json(RawPage { rows }))
}

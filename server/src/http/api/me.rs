//! `GET /api/v1/me`: whose token this is, what it opens, and what is held about them.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, Uri},
};
use domain::viewer::{Grant, Reach};
use serde::Serialize;
use service::{
    Service,
    individual::{Record, RecordsKind},
};
use utoipa::{
    IntoParams, ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

use super::{
    caller::{Caller, OwnRecords},
    problem::{Problem, Problems},
    query::Query,
    representation::Form,
};

/// The token's owner, with the roles they hold at this moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    name: String,
    roles: Vec<RoleHeld>,
    /// What the token may be used for.
    scopes: Vec<&'static str>,
    /// Epoch milliseconds.
    token_expires_at: i64,
}

/// A role and the groups it reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleHeld {
    /// executive, `l_and_d`, manager, coach, engineer, admin or auditor.
    role: &'static str,
    /// It reaches every group; the lists are empty then.
    everything: bool,
    teams: Vec<String>,
    cohorts: Vec<String>,
}

/// Whose token this is, and what it opens.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "me",
    responses((status = 200, description = "The token's owner.", body = Me), Problems),
    security(("token" = [])),
)]
pub async fn me(Caller(bearer): Caller, uri: Uri, headers: HeaderMap) -> Result<Json<Me>, Problem> {
    Query::read(&uri, &[])?;
    Form::negotiate(&headers, &[Form::Json])?;
    let owner = bearer.owner();
    Ok(Json(Me {
        name: owner.name.clone(),
        roles: owner.grants.iter().map(role_held).collect(),
        scopes: bearer.scopes().iter().map(|scope| scope.as_str()).collect(),
        token_expires_at: bearer.expires_at().0,
    }))
}

fn role_held(grant: &Grant) -> RoleHeld {
    let role = grant.role.as_str();
    match &grant.reach {
        Reach::Everything => RoleHeld { role, everything: true, teams: vec![], cohorts: vec![] },
        Reach::Groups { teams, cohorts } => RoleHeld {
            role,
            everything: false,
            teams: teams.iter().map(ToString::to_string).collect(),
            cohorts: cohorts.iter().map(ToString::to_string).collect(),
        },
    }
}

/// One record about the token's owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordRow {
    /// `pull_request`, defect, learning or statement.
    kind: String,
    /// When it happened, in epoch milliseconds.
    at: i64,
    /// When it arrived here; null where what it was read from is not kept any more.
    arrived_at: Option<i64>,
    source: String,
    key: String,
    text: String,
}

/// Records about the token's owner, fifty at a time, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Records {
    rows: Vec<RecordRow>,
    total: usize,
    page: usize,
    pages: usize,
}

/// Described only: the query is read in [`records`].
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
struct RecordParameters {
    /// Which records; without it all but statements.
    #[param(schema_with = record_kinds)]
    kind: Option<String>,
    /// Counted from 1.
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
}

const MOST_PAGES: usize = 1_000_000;

fn record_kinds() -> Object {
    let kinds: Vec<&str> = RecordsKind::ALL.iter().map(|kind| kind.as_str()).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(kinds)).build()
}

/// What is held about the token's owner: every pull request, defect, learning event and statement.
#[utoipa::path(
    get,
    path = "/api/v1/me/records",
    tag = "me",
    params(RecordParameters),
    responses((status = 200, description = "The records.", body = Records), Problems),
    security(("token" = ["own-records:read"])),
)]
pub async fn records(
    State(service): State<Service>,
    OwnRecords(viewer): OwnRecords,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Records>, Problem> {
    let query = Query::read(&uri, &["kind", "page"])?;
    let kinds = || RecordsKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
    let kind = query.choice("kind", RecordsKind::parse, kinds)?.unwrap_or(RecordsKind::All);
    let page = query.number("page", 1, MOST_PAGES)?.unwrap_or(1);
    Form::negotiate(&headers, &[Form::Json])?;
    let found = service.own_records(&viewer)?.records(kind, page).await?;
    let rows = found.records.into_iter().map(record_row).collect();
    Ok(Json(Records { rows, total: found.total, page: found.page, pages: found.pages }))
}

fn record_row(record: Record) -> RecordRow {
    let Record { kind, at, arrived_at, source, key, text } = record;
    RecordRow { kind, at: at.0, arrived_at: arrived_at.map(|at| at.0), source, key, text }
}

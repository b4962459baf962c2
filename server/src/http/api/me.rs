//! `GET /api/v1/me`: whose token this is, and what it opens.

use axum::{
    Json,
    http::{HeaderMap, Uri},
};
use domain::viewer::{Grant, Reach};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
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

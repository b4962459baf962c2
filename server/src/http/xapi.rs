//! `POST` and `PUT /xapi/statements`: the record store's first, plain version.

use app::web::Routes;
use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::Engine;
use serde::Deserialize;
use serde_json::json;
use service::{Service, ServiceError, ingest::Answer};
use uuid::Uuid;
use xapi::Statement;

const VERSION: &str = "x-experience-api-version";

pub fn routes() -> Routes<Service> {
    Routes::new().post("/xapi/statements", post_statements).put("/xapi/statements", put_statement)
}

async fn post_statements(State(service): State<Service>, headers: HeaderMap, body: Bytes) -> Response {
    versioned(store(&service, &headers, &body, None).await)
}

#[derive(Deserialize)]
struct PutQuery {
    #[serde(rename = "statementId")]
    statement_id: Option<Uuid>,
}

async fn put_statement(
    State(service): State<Service>,
    headers: HeaderMap,
    query: Result<Query<PutQuery>, axum::extract::rejection::QueryRejection>,
    body: Bytes,
) -> Response {
    let id = query.ok().and_then(|query| query.0.statement_id);
    let Some(id) = id else {
        return versioned(Err(Refused::Bad(
            "statementId in the query must be the statement's UUID".to_owned(),
        )));
    };
    versioned(store(&service, &headers, &body, Some(id)).await)
}

enum Refused {
    Bad(String),
    Unknown,
    Conflict(Uuid),
    Broken(ServiceError),
}

async fn store(
    service: &Service,
    headers: &HeaderMap,
    body: &[u8],
    id: Option<Uuid>,
) -> Result<Response, Refused> {
    let client = client(service, headers).await?;
    known_version(headers)?;
    let mut batch = Statement::read_batch(body, xapi::Version::V2).map_err(|invalid| Refused::Bad(invalid.to_string()))?;
    if let Some(id) = id {
        batch = vec![with_id(batch, id)?];
    }
    let answer = service.ingest().statements(batch, &client).await.map_err(Refused::Broken)?;
    let ids = match answer {
        Answer::Stored { ids, .. } => ids,
        Answer::Conflict(id) => return Err(Refused::Conflict(id)),
    };
    // The statements are durable; figures that follow from them may take their time.
    let figures = service.clone();
    tokio::spawn(async move {
        if let Err(error) = figures.recompute().await {
            tracing::error!(%error, "figures could not be computed; the job tries again");
        }
    });
    Ok(if id.is_some() { StatusCode::NO_CONTENT.into_response() } else { Json(ids).into_response() })
}

/// The one statement of a PUT, under the id of its URL.
fn with_id(batch: Vec<Statement>, id: Uuid) -> Result<Statement, Refused> {
    let [statement] = <[Statement; 1]>::try_from(batch)
        .map_err(|_| Refused::Bad("PUT takes exactly one statement".to_owned()))?;
    match statement.id() {
        Some(own) if own == id => Ok(statement),
        Some(_) => Err(Refused::Bad("/id is not the statementId of the query".to_owned())),
        None => {
            let mut value = statement.into_json();
            value["id"] = json!(id);
            Statement::from_value(value).map_err(|invalid| Refused::Bad(invalid.to_string()))
        }
    }
}

fn known_version(headers: &HeaderMap) -> Result<(), Refused> {
    let version = headers.get(VERSION).and_then(|version| version.to_str().ok());
    match version {
        Some(version) if version.starts_with("1.0") || version.starts_with("2.0") => Ok(()),
        Some(version) => {
            Err(Refused::Bad(format!("{VERSION} {version} is not known here; send 1.0.3 or 2.0.0")))
        }
        None => Err(Refused::Bad(format!("{VERSION} is missing; send 1.0.3 or 2.0.0"))),
    }
}

/// The name of the key that signs the request.
async fn client(service: &Service, headers: &HeaderMap) -> Result<String, Refused> {
    let (key, secret) = credentials(headers).ok_or(Refused::Unknown)?;
    service.access_key(&key, &secret).await.map_err(Refused::Broken)?.ok_or(Refused::Unknown)
}

fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let basic = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(basic.trim()).ok()?;
    let (key, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((key.to_owned(), secret.to_owned()))
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, words) = match self {
            Refused::Bad(words) => (StatusCode::BAD_REQUEST, words),
            Refused::Unknown => (
                StatusCode::UNAUTHORIZED,
                "key or secret is not known; make one with `sightline keys create --name SOURCE`".to_owned(),
            ),
            Refused::Conflict(id) => (
                StatusCode::CONFLICT,
                format!(
                    "statement {id} is stored already with another content; nothing of this batch was stored"
                ),
            ),
            Refused::Broken(error) => {
                tracing::error!(%error, "statements could not be stored");
                (StatusCode::INTERNAL_SERVER_ERROR, "nothing was stored; try again".to_owned())
            }
        };
        let mut response = (status, Json(json!({ "error": words }))).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let ask = HeaderValue::from_static("Basic realm=\"Sightline record store\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
        }
        response
    }
}

/// Every answer of a record store names the version it speaks.
fn versioned(answer: Result<Response, Refused>) -> Response {
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    response.headers_mut().insert(HeaderName::from_static(VERSION), HeaderValue::from_static("2.0.0"));
    response
}

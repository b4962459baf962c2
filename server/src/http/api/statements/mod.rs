//! `GET /api/v1/statements`: what arrives, each statement exactly once by cursor, nobody named.

mod cursor;
pub mod raw;

use app::pages::statements::body;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use service::{
    Service,
    stream::{Row, StatementFilter, Stream, StreamFormat},
};
use utoipa::{
    IntoParams, ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

use super::{
    caller::Statements,
    page::MOST,
    problem::{Problem, Problems},
    query::Query,
    representation::Form,
};
use cursor::{decode, encode};

/// Rows in one answer where nobody asks for a number.
const USUAL: usize = 200;

/// A statement without the people it is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementRow {
    /// Its place in the log; grows in the order in which statements were stored.
    seq: i64,
    #[schema(format = Uuid)]
    id: String,
    /// RFC 3339, UTC.
    #[schema(format = DateTime)]
    stored: String,
    /// When it is said to have happened.
    #[schema(format = DateTime)]
    timestamp: Option<String>,
    /// The key that vouches for it.
    source: String,
    verb: String,
    /// The activity's id; null where the object is something else.
    activity: Option<String>,
    /// The five tags of its moment of learning: null where one is missing. Team, repository and sprint are
    /// `withheld` where the team is too small to be shown.
    skill: Option<String>,
    role: Option<String>,
    team: Option<String>,
    repository: Option<String>,
    sprint: Option<String>,
    /// Keys that stand for people, for those who run the programme; empty for others, and where the team is too small.
    person_keys: Vec<String>,
    voided: bool,
}

/// A page of statements. There is always a next cursor: asked for later, it tells what arrived meanwhile.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementPage {
    rows: Vec<StatementRow>,
    next_cursor: String,
    /// Whether there is nothing more at this moment.
    complete: bool,
}

/// Described only.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
pub struct StatementParameters {
    /// The name of one key.
    #[param(min_length = 1, max_length = 200)]
    source: Option<String>,
    /// One verb's IRI, letter by letter.
    #[param(min_length = 1, max_length = 2000)]
    verb: Option<String>,
    /// One activity's id, letter by letter.
    #[param(min_length = 1, max_length = 2000)]
    activity: Option<String>,
    /// The state of its tags.
    #[param(schema_with = tag_states)]
    tags: Option<String>,
    /// Rows in one answer of JSON; files hold all there is.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// The `next_cursor` (of a file: the header `X-Next-Cursor`) of the answer before.
    cursor: Option<String>,
}

fn tag_states() -> Object {
    let words: Vec<&str> = StatementFilter::tag_words().collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// What arrives, the oldest first, each statement exactly once: go on with the cursor of the answer before. As CSV or
/// JSON lines all there is up to now, in one stream; taking such a file is logged.
#[utoipa::path(
    get,
    path = "/api/v1/statements",
    tag = "statements",
    params(StatementParameters),
    responses(
        (status = 200, description = "The statements.", content(
            (StatementPage = "application/json"),
            (String = "application/jsonl"),
            (String = "text/csv"),
        )),
        Problems,
    ),
    security(("token" = ["statements:read"])),
)]
pub async fn statements(
    State(service): State<Service>,
    Statements(viewer): Statements,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = Query::read(&uri, &["source", "verb", "activity", "tags", "limit", "cursor"])?;
    let stream = service.stream(&viewer)?;
    let filter = filter(&query)?;
    let limit = query.number("limit", 1, MOST)?.unwrap_or(USUAL);
    let after = match query.get("cursor") {
        Some(cursor) => decode(cursor)?,
        None => 0,
    };
    match Form::negotiate(&headers, &[Form::Json, Form::Csv, Form::Jsonl])? {
        Form::Json => page(&stream, &filter, after, limit).await,
        Form::Csv => file(&stream, filter, StreamFormat::Csv, after).await,
        Form::Jsonl => file(&stream, filter, StreamFormat::Jsonl, after).await,
    }
}

fn filter(query: &Query) -> Result<StatementFilter, Problem> {
    let text = |name: &str| query.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let states = || StatementFilter::tag_words().map(str::to_owned).collect();
    Ok(StatementFilter {
        source: text("source"),
        verb: text("verb"),
        activity: text("activity"),
        tags: query.choice("tags", StatementFilter::tag_state, states)?,
    })
}

async fn page(
    stream: &Stream<'_>,
    filter: &StatementFilter,
    after: i64,
    limit: usize,
) -> Result<Response, Problem> {
    #[derive(Serialize)]
    struct Page<'a> {
        rows: Vec<Row<'a>>,
        next_cursor: String,
        complete: bool,
    }
    let told = stream.after(filter, after, i64::try_from(limit).unwrap_or(i64::MAX)).await?;
    let page = Page {
        rows: told.lines.iter().map(Row::of).collect(),
        next_cursor: encode(told.next),
        complete: told.complete,
    };
    let mut response = Json(page).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn file(
    stream: &Stream<'_>,
    filter: StatementFilter,
    format: StreamFormat,
    after: i64,
) -> Result<Response, Problem> {
    let export = stream.export(filter, format, after).await?;
    let cursor = encode(export.next_cursor());
    let headers = [
        (header::CONTENT_TYPE.as_str(), format.media_type().to_owned()),
        (header::CACHE_CONTROL.as_str(), "no-store".to_owned()),
        ("x-next-cursor", cursor),
    ];
    let mut response = body(export).into_response();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

//! `/xapi/activities/state`, `/xapi/activities/profile`, `/xapi/agents/profile`: documents of any kind, under an id.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::EpochMs;
use service::record_store::{Document, DocumentKey, Written};
use xapi::{Parameters, Version};

use super::{answer::Refused, call::Call, preconditions};

/// Whose documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    State,
    ActivityProfile,
    AgentProfile,
}

pub const RESOURCES: [(&str, Kind); 3] = [
    ("/xapi/activities/state", Kind::State),
    ("/xapi/activities/profile", Kind::ActivityProfile),
    ("/xapi/agents/profile", Kind::AgentProfile),
];

/// What a document without a content type is.
const BYTES: &str = "application/octet-stream";

pub async fn resource(kind: Kind, call: Call) -> Response {
    let version = call.version;
    let answer = match call.method {
        Method::GET => get(kind, &call).await,
        Method::PUT => put(kind, call).await,
        Method::POST => post(kind, call).await,
        Method::DELETE => delete(kind, &call).await,
        _ => Err(Refused::method()),
    };
    Call::told(version, answer)
}

impl Kind {
    fn id(self) -> &'static str {
        if self == Self::State { "stateId" } else { "profileId" }
    }

    fn parameters(self, call: &Call) -> Result<Parameters, Refused> {
        let since = (call.method == Method::GET).then_some("since");
        let known = match self {
            Self::State => vec!["activityId", "agent", "registration", "stateId"],
            Self::ActivityProfile => vec!["activityId", "profileId"],
            Self::AgentProfile => vec!["agent", "profileId"],
        };
        call.parameters(&known.into_iter().chain(since).collect::<Vec<_>>())
    }

    /// The document; its id is empty where all of them are meant.
    fn key(self, parameters: &Parameters) -> Result<DocumentKey, Refused> {
        let id = parameters.text(self.id()).unwrap_or_default().to_owned();
        let activity = || parameters.required_iri("activityId");
        let agent = || parameters.required_agent("agent");
        Ok(match self {
            Self::State => DocumentKey::State {
                activity: activity()?,
                agent: agent()?,
                registration: parameters.uuid("registration")?,
                id,
            },
            Self::ActivityProfile => DocumentKey::ActivityProfile { activity: activity()?, id },
            Self::AgentProfile => DocumentKey::AgentProfile { agent: agent()?, id },
        })
    }

    fn key_with_id(self, parameters: &Parameters) -> Result<DocumentKey, Refused> {
        parameters.required(self.id())?;
        self.key(parameters)
    }

    /// 1.0.3 protects profiles from being overwritten unseen; 2.0 state as well. For 1.0.x state must stay open: content
    /// that resumes sends no condition.
    fn needs_condition(self, version: Version) -> bool {
        version == Version::V2 || self != Self::State
    }
}

async fn get(kind: Kind, call: &Call) -> Result<Response, Refused> {
    let parameters = kind.parameters(call)?;
    let key = kind.key(&parameters)?;
    let since = parameters.instant("since")?;
    if !parameters.has(kind.id()) {
        return Ok(Json(call.store.documents(&key, since).await?).into_response());
    }
    if since.is_some() {
        return Err(Refused::bad(format!(
            "the parameter \"since\" makes a list; it does not go with \"{}\"",
            kind.id()
        )));
    }
    let document = call.store.document(&key).await?;
    let missing = || Refused::not_found(format!("there is no document under this {}", kind.id()));
    Ok(shown(document.ok_or_else(missing)?))
}

fn shown(document: Document) -> Response {
    let mut headers = tagged(&document.etag, document.updated_at);
    let kind = HeaderValue::try_from(document.content_type).unwrap_or(HeaderValue::from_static(BYTES));
    headers.insert(header::CONTENT_TYPE, kind);
    (headers, document.bytes).into_response()
}

fn tagged(etag: &str, updated_at: EpochMs) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.extend(HeaderValue::try_from(format!("\"{etag}\"")).map(|tag| (header::ETAG, tag)));
    headers.extend(last_modified(updated_at).map(|at| (header::LAST_MODIFIED, at)));
    headers
}

/// An instant in the form of HTTP's dates: `Sun, 01 Mar 2026 09:30:00 GMT`.
pub fn last_modified(at: EpochMs) -> Option<HeaderValue> {
    let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
    HeaderValue::try_from(at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

async fn put(kind: Kind, call: Call) -> Result<Response, Refused> {
    let key = kind.key_with_id(&kind.parameters(&call)?)?;
    let only = preconditions::read(&call, kind.needs_condition(call.version));
    let content_type = call.content_type().unwrap_or(BYTES).to_owned();
    is_what_it_says(&content_type, &call.body)?;
    // 2.0 lets a new document come without a condition; 1.0.3 does not.
    let says_nothing = only.if_match.is_none() && only.if_none_match.is_none();
    if says_nothing
        && only.required
        && call.version == Version::V1
        && call.store.document(&key).await?.is_none()
    {
        return Err(Refused::bad(
            "the request lacks If-None-Match: *, by which a new document is put, or If-Match",
        ));
    }
    Ok(written(&call.store.put_document(&key, &content_type, call.body.into(), &only).await?))
}

async fn post(kind: Kind, call: Call) -> Result<Response, Refused> {
    let key = kind.key_with_id(&kind.parameters(&call)?)?;
    let only = preconditions::read(&call, false);
    let content_type = call.content_type().unwrap_or(BYTES).to_owned();
    is_what_it_says(&content_type, &call.body)?;
    Ok(written(&call.store.merge_document(&key, &content_type, call.body.into(), &only).await?))
}

/// What calls itself JSON is JSON, so that it can be merged later.
fn is_what_it_says(content_type: &str, body: &[u8]) -> Result<(), Refused> {
    if !xapi::is_json(content_type) {
        return Ok(());
    }
    let read = serde_json::from_slice::<serde::de::IgnoredAny>(body);
    read.map(|_| ())
        .map_err(|error| Refused::bad(format!("the document calls itself JSON and is none: {error}")))
}

fn written(written: &Written) -> Response {
    (StatusCode::NO_CONTENT, tagged(&written.etag, written.updated_at)).into_response()
}

async fn delete(kind: Kind, call: &Call) -> Result<Response, Refused> {
    let parameters = kind.parameters(call)?;
    if kind == Kind::State && !parameters.has(kind.id()) {
        call.store.delete_documents(&kind.key(&parameters)?).await?;
    } else {
        let only = preconditions::read(call, false);
        call.store.delete_document(&kind.key_with_id(&parameters)?, &only).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

//! What every request to the record store has: a holder of a key, a version, parameters, a body.

use std::sync::{Arc, OnceLock};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use service::{
    Service,
    record_store::{KeyHolder, RecordStore},
};
use xapi::{Parameters, Version};

use super::{alternate, answer::Refused, credentials};

pub const VERSION: HeaderName = HeaderName::from_static("x-experience-api-version");

/// Who a request came from, for whoever wraps the answer: nobody before the key was looked at.
#[derive(Debug, Clone, Default)]
pub struct Source(Arc<OnceLock<String>>);

impl Source {
    pub fn name(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    fn is(&self, name: &str) {
        self.0.get_or_init(|| name.to_owned());
    }
}

/// A request, whichever way it was put.
pub struct Call {
    /// GET also for HEAD.
    pub method: Method,
    pub version: Version,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub store: RecordStore,
    pairs: Vec<(String, String)>,
}

/// A request as it is meant: sent as such, or in the alternate syntax of 1.0.x.
pub struct Meant {
    pub method: Method,
    pub headers: HeaderMap,
    pub pairs: Vec<(String, String)>,
    pub body: Bytes,
}

impl Call {
    /// The parameters, if they are among those that the resource knows.
    pub fn parameters(&self, known: &[&str]) -> Result<Parameters, Refused> {
        Ok(Parameters::new(self.version, self.pairs.iter().cloned(), known)?)
    }

    /// `None` where the request does not say.
    pub fn content_type(&self) -> Option<&str> {
        self.header(&header::CONTENT_TYPE)
    }

    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// An answer under the version that was asked by.
    pub fn told(version: Version, answer: Result<Response, Refused>) -> Response {
        let mut response = answer.unwrap_or_else(IntoResponse::into_response);
        response.headers_mut().insert(VERSION, HeaderValue::from_static(version.number()));
        response
    }

    async fn new(
        service: &Service,
        parts: Parts,
        body: Bytes,
        known: Option<KeyHolder>,
    ) -> Result<Self, Response> {
        let refused = IntoResponse::into_response;
        let source = parts.extensions.get::<Source>().cloned().unwrap_or_default();
        let Meant { method, headers, pairs, body } = meant(parts, body).map_err(refused)?;
        let holder = match known {
            Some(holder) => holder,
            None => credentials::holder(service, &headers).await.map_err(refused)?,
        };
        source.is(&holder.name);
        let version = version(&headers)?;
        Ok(Self { method, version, headers, body, store: service.record_store(&holder), pairs })
    }
}

impl FromRequest<Service> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        // A stranger's body is not read. In the alternate syntax it says who sends it.
        let known = if alternate::may_be_used(&parts) {
            None
        } else {
            Some(credentials::holder(service, &parts.headers).await.map_err(IntoResponse::into_response)?)
        };
        let whole = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(whole, service).await.map_err(IntoResponse::into_response)?;
        Self::new(service, parts, body, known).await
    }
}

fn meant(parts: Parts, body: Bytes) -> Result<Meant, Refused> {
    let query = parts.uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let method = if parts.method == Method::HEAD { Method::GET } else { parts.method };
    let asked = Meant { method, headers: parts.headers, pairs, body };
    if alternate::is_used(&asked) { alternate::read(&asked) } else { Ok(asked) }
}

/// Requests without a version are of the time before 1.0, and answered as such: version 0.95 is not spoken here.
fn version(headers: &HeaderMap) -> Result<Version, Response> {
    let named = headers.get(VERSION).map(|version| version.to_str().unwrap_or_default());
    let Some(named) = named else {
        let refused = Refused::bad("X-Experience-API-Version is missing; send 1.0.3 or 2.0.0");
        return Err(([(VERSION, HeaderValue::from_static("0.95"))], refused).into_response());
    };
    Version::named(named).ok_or_else(|| {
        let shown: String = named.chars().take(20).collect();
        let words = format!("X-Experience-API-Version {shown} is not known here; send 1.0.3 or 2.0.0");
        Refused::bad(words).into_response()
    })
}

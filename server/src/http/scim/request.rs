//! What a request brings: the identity provider's key, a body, which part of a list.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Uri, header, request::Parts},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use service::{
    Service,
    scim::{Op, Operation, Page, Provisioning, ScimType},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::error::Refusal;
use crate::http::api::bearer_secret;

/// What the identity provider's key opens.
pub struct Key(pub Provisioning);

impl FromRequestParts<Service> for Key {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Refusal> {
        let secret = bearer_secret(&parts.headers).ok_or_else(Refusal::unauthorized)?;
        service.provisioning(secret).await?.map(Self).ok_or_else(Refusal::unauthorized)
    }
}

/// A JSON object.
pub struct Resource(pub Map<String, Value>);

impl FromRequest<Service> for Resource {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &Service) -> Result<Self, Refusal> {
        read(request).await.map(Self)
    }
}

/// Changes to a resource.
#[derive(Debug, Deserialize)]
struct PatchBody {
    /// Says nothing new, and is read strictly all the same.
    #[serde(rename = "schemas")]
    _schemas: Option<Vec<String>>,
    #[serde(rename = "Operations")]
    operations: Vec<PatchOperation>,
}

#[derive(Debug, Deserialize)]
struct PatchOperation {
    op: String,
    path: Option<String>,
    value: Option<Value>,
}

pub struct Patch(pub Vec<Operation>);

/// Operations in one request.
const MOST: usize = 1000;

impl FromRequest<Service> for Patch {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &Service) -> Result<Self, Refusal> {
        let body: PatchBody = read(request).await?;
        if body.operations.is_empty() || body.operations.len() > MOST {
            let words = format!("Operations must hold at least one operation, and at most {MOST}.");
            return Err(Refusal::bad(ScimType::InvalidSyntax, words));
        }
        body.operations.into_iter().map(operation).collect::<Result<_, _>>().map(Self)
    }
}

fn operation(sent: PatchOperation) -> Result<Operation, Refusal> {
    let words = || "op must be add, replace or remove.";
    let op = Op::parse(&sent.op).ok_or_else(|| Refusal::bad(ScimType::InvalidSyntax, words()))?;
    Ok(Operation { op, path: sent.path, value: sent.value })
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    if !is_json(request.headers()) {
        return Err(Refusal::unsupported_media_type());
    }
    let unreadable = |problem: String| {
        let words = format!("The body cannot be read: {problem}. Nothing was changed.");
        Refusal::bad(ScimType::InvalidSyntax, words)
    };
    let body = Bytes::from_request(request, &()).await.map_err(|error| unreadable(error.body_text()))?;
    serde_json::from_slice(&body).map_err(|error| unreadable(error.to_string()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["application/scim+json", "application/json"].iter().any(|known| kind.eq_ignore_ascii_case(known))
}

/// The id in an address: what is no UUID is nobody's.
pub fn id(text: &str) -> Result<Uuid, Refusal> {
    Uuid::parse_str(text).map_err(|_| Refusal::not_found())
}

/// Described only: [`Listing`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never made")]
pub struct ListParameters {
    /// attribute eq "value", several joined with and.
    #[param(pattern = r#"^(id|externalId) eq "[a-zA-Z0-9-]{1,40}"$"#)]
    filter: Option<String>,
    /// The first resource of the answer, counted from 1.
    #[param(minimum = -2_147_483_648, maximum = 2_147_483_647)]
    start_index: Option<i32>,
    /// Resources in the answer, at most 200.
    #[param(minimum = -2_147_483_648, maximum = 2_147_483_647)]
    count: Option<i32>,
    /// Attributes to tell, by name and separated by commas.
    attributes: Option<String>,
    /// Attributes to leave out, by name and separated by commas.
    excluded_attributes: Option<String>,
}

/// Which resources, and how much of each.
pub struct Listing {
    pub filter: Option<String>,
    pub page: Page,
    pub told: Told,
}

/// Which attributes are told.
#[derive(Debug, Default, Clone)]
pub struct Told {
    only: Vec<String>,
    without: Vec<String>,
}

impl Listing {
    pub fn read(uri: &Uri) -> Result<Self, Refusal> {
        let mut listing = Self { filter: None, page: Page::default(), told: Told::read(uri) };
        for (name, value) in parameters(uri) {
            match name.as_str() {
                "filter" => listing.filter = Some(value),
                "startIndex" => listing.page.start_index = Some(number("startIndex", &value)?),
                "count" => listing.page.count = Some(number("count", &value)?),
                _ => {}
            }
        }
        Ok(listing)
    }
}

fn parameters(uri: &Uri) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned()
}

fn number(name: &str, value: &str) -> Result<i64, Refusal> {
    let words = || format!("{name} must be a whole number of 32 bits.");
    let number: Result<i32, _> = value.parse();
    number.map(i64::from).map_err(|_| Refusal::bad(ScimType::InvalidValue, words()))
}

/// What is told whatever is left out.
const ALWAYS: [&str; 2] = ["id", "schemas"];

impl Told {
    pub fn read(uri: &Uri) -> Self {
        let mut told = Self::default();
        for (name, value) in parameters(uri) {
            let names = value.split(',').map(|name| name.trim().to_lowercase());
            match name.as_str() {
                "attributes" => told.only = names.filter(|name| !name.is_empty()).collect(),
                "excludedAttributes" => told.without = names.collect(),
                _ => {}
            }
        }
        told
    }

    /// Leaves out of a resource what is not to be told.
    pub fn cut(&self, mut resource: Value) -> Value {
        if let Value::Object(attributes) = &mut resource {
            attributes.retain(|name, _| {
                let name = name.to_lowercase();
                // `name.givenName` asks for the name: telling all of it is no harm.
                let asked = |list: &[String]| list.iter().any(|other| other.split('.').next() == Some(&name));
                ALWAYS.contains(&name.as_str())
                    || (self.only.is_empty() || asked(&self.only)) && !self.without.contains(&name)
            });
        }
        resource
    }
}

/// Described only: changes to a resource (RFC 7644, section 3.5.2).
#[derive(ToSchema)]
#[expect(dead_code, reason = "described, never made")]
pub struct PatchRequest {
    #[schema(example = json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]))]
    schemas: Option<Vec<String>>,
    #[schema(rename = "Operations", min_items = 1, max_items = 1000)]
    operations: Vec<PatchRequestOperation>,
}

/// Described only: one change.
#[derive(ToSchema)]
#[expect(dead_code, reason = "described, never made")]
pub struct PatchRequestOperation {
    #[schema(pattern = "^(add|replace|remove|Add|Replace|Remove)$")]
    op: String,
    /// What is changed: active, name.givenName, emails[type eq "work"].value, members[value eq "…"], …
    path: Option<String>,
    /// The new value; without a path, an object with several attributes.
    value: Option<Value>,
}

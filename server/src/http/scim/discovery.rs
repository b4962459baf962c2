//! What this service provider can do (RFC 7644, section 4): read by identity providers when they are set up.

use axum::{extract::Path, response::Response};
use serde_json::{Value, json};

use super::{
    answer::scim_json,
    error::{Refusal, Refusals},
    model::{GROUP_SCHEMA, USER_SCHEMA},
    request::Key,
};

/// What is supported.
#[utoipa::path(
    get,
    path = "/scim/v2/ServiceProviderConfig",
    tag = "discovery",
    responses(
        (status = 200, description = "What is supported.", body = Value, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn configuration(_: Key) -> Response {
    let no = json!({ "supported": false });
    scim_json(&json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": 200 },
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Provisioning key",
            "description": "A key made with sightline keys create --kind scim, sent as a bearer token.",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": "/scim/v2/ServiceProviderConfig" },
    }))
}

/// The kinds of resource.
#[utoipa::path(
    get,
    path = "/scim/v2/ResourceTypes",
    tag = "discovery",
    responses(
        (status = 200, description = "Users and groups.", body = Value, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn resource_types(_: Key) -> Response {
    scim_json(&list(&[
        resource_type("User", "Users", USER_SCHEMA),
        resource_type("Group", "Groups", GROUP_SCHEMA),
    ]))
}

/// One kind of resource.
#[utoipa::path(
    get,
    path = "/scim/v2/ResourceTypes/{name}",
    tag = "discovery",
    params(("name" = String, Path, description = "User or Group.")),
    responses(
        (status = 200, description = "The kind.", body = Value, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn one_resource_type(_: Key, Path(name): Path<String>) -> Result<Response, Refusal> {
    match name.as_str() {
        "User" => Ok(scim_json(&resource_type("User", "Users", USER_SCHEMA))),
        "Group" => Ok(scim_json(&resource_type("Group", "Groups", GROUP_SCHEMA))),
        _ => Err(Refusal::not_found()),
    }
}

/// The attributes of resources.
#[utoipa::path(
    get,
    path = "/scim/v2/Schemas",
    tag = "discovery",
    responses(
        (status = 200, description = "The schemas.", body = Value, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn schemas(_: Key) -> Response {
    scim_json(&list(&[user_schema(), group_schema()]))
}

/// The attributes of one kind of resource.
#[utoipa::path(
    get,
    path = "/scim/v2/Schemas/{id}",
    tag = "discovery",
    params(("id" = String, Path, description = "The schema's URN.")),
    responses(
        (status = 200, description = "The schema.", body = Value, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn one_schema(_: Key, Path(id): Path<String>) -> Result<Response, Refusal> {
    let known = [user_schema(), group_schema()];
    let found = known.iter().find(|schema| schema["id"] == id.as_str());
    found.map(scim_json).ok_or_else(Refusal::not_found)
}

fn list(resources: &[Value]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": resources.len(),
        "startIndex": 1,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

fn resource_type(name: &str, place: &str, schema: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": name,
        "name": name,
        "endpoint": format!("/{place}"),
        "schema": schema,
        "meta": { "resourceType": "ResourceType", "location": format!("/scim/v2/ResourceTypes/{name}") },
    })
}

fn user_schema() -> Value {
    let part = |name, told| attribute(name, "string", told, &[]);
    let name = [
        part("formatted", "The whole name."),
        part("familyName", "The family name."),
        part("givenName", "The given name."),
    ];
    let email = [
        part("value", "The address."),
        part("type", "work, home, …"),
        attribute("primary", "boolean", "Whether it is the one to use.", &[]),
    ];
    schema(
        USER_SCHEMA,
        "User",
        &[
            required(part("userName", "What the user signs in as; unique, whatever its case.")),
            part("displayName", "What pages call the user."),
            attribute("active", "boolean", "False disables the account and ends what it has open.", &[]),
            attribute("name", "complex", "The parts of the name.", &name),
            several(attribute("emails", "complex", "E-mail addresses.", &email)),
        ],
    )
}

fn group_schema() -> Value {
    let member = [attribute("value", "string", "A user's id.", &[])];
    schema(
        GROUP_SCHEMA,
        "Group",
        &[
            required(attribute("displayName", "string", "Unique, whatever its case.", &[])),
            several(attribute("members", "complex", "Who is in it.", &member)),
        ],
    )
}

fn schema(id: &str, name: &str, attributes: &[Value]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": id,
        "name": name,
        "attributes": attributes,
        "meta": { "resourceType": "Schema", "location": format!("/scim/v2/Schemas/{id}") },
    })
}

fn attribute(name: &str, kind: &str, told: &str, parts: &[Value]) -> Value {
    let mut attribute = json!({
        "name": name,
        "type": kind,
        "description": told,
        "multiValued": false,
        "required": false,
        "caseExact": false,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    });
    if !parts.is_empty() {
        attribute["subAttributes"] = json!(parts);
    }
    attribute
}

fn required(mut attribute: Value) -> Value {
    attribute["required"] = json!(true);
    attribute["uniqueness"] = json!("server");
    attribute
}

fn several(mut attribute: Value) -> Value {
    attribute["multiValued"] = json!(true);
    attribute
}

//! `/scim/v2/Users`

use axum::{
    extract::Path,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use service::scim::{UserAttributes, UserRecord};
use utoipa::ToSchema;

use super::{
    answer::{resource, scim_json},
    described::{Line, NonBlankLine},
    error::{Conflicts, Refusal, Refusals},
    model::{List, User},
    request::{Key, ListParameters, Listing, Patch, PatchRequest, Resource, Told, id},
};

/// A user as an identity provider describes them. Attributes that are not listed are accepted and not kept.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never made")]
pub struct UserRequest {
    #[schema(example = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]))]
    schemas: Option<Vec<String>>,
    /// Unique, whatever its case.
    user_name: NonBlankLine,
    external_id: Option<Line>,
    /// False: the account is disabled, its sessions and tokens end.
    active: Option<bool>,
    display_name: Option<Line>,
    name: Option<NameRequest>,
    #[schema(max_items = 20)]
    emails: Option<Vec<EmailRequest>>,
}

#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never made")]
pub struct NameRequest {
    formatted: Option<Line>,
    family_name: Option<Line>,
    given_name: Option<Line>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "described, never made")]
pub struct EmailRequest {
    value: NonBlankLine,
    #[schema(rename = "type")]
    kind: Option<Line>,
    primary: Option<bool>,
}

/// Creates a user with an account.
#[utoipa::path(
    post,
    path = "/scim/v2/Users",
    tag = "users",
    request_body(content(
        (UserRequest = "application/scim+json"),
        (UserRequest = "application/json"),
    )),
    responses(
        (status = 201, description = "The user.", body = User, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn create(Key(provisioning): Key, Resource(sent): Resource) -> Result<Response, Refusal> {
    let user = provisioning.create_user(UserAttributes::from_resource(&sent)?).await?;
    let location = format!("/scim/v2/Users/{}", user.id);
    let told = told(&Told::default(), user);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], scim_json(&told)).into_response())
}

/// Users in the order in which they were created.
#[utoipa::path(
    get,
    path = "/scim/v2/Users",
    tag = "users",
    params(ListParameters),
    responses(
        (status = 200, description = "The users.", body = List, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn list(Key(provisioning): Key, uri: Uri) -> Result<Response, Refusal> {
    let listing = Listing::read(&uri)?;
    let found = provisioning.users(listing.filter.as_deref(), listing.page).await?;
    let list = List::of(found, |user| told(&listing.told, user));
    Ok(scim_json(&json!(list)))
}

/// A user.
#[utoipa::path(
    get,
    path = "/scim/v2/Users/{id}",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user's id.")),
    responses(
        (status = 200, description = "The user.", body = User, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn read(Key(provisioning): Key, Path(user): Path<String>, uri: Uri) -> Result<Response, Refusal> {
    let user = provisioning.user(id(&user)?).await?;
    Ok(scim_json(&told(&Told::read(&uri), user)))
}

/// Describes a user anew: what is not said is gone.
#[utoipa::path(
    put,
    path = "/scim/v2/Users/{id}",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user's id.")),
    request_body(content(
        (UserRequest = "application/scim+json"),
        (UserRequest = "application/json"),
    )),
    responses(
        (status = 200, description = "The user.", body = User, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn replace(
    Key(provisioning): Key,
    Path(user): Path<String>,
    Resource(sent): Resource,
) -> Result<Response, Refusal> {
    let user = provisioning.replace_user(id(&user)?, UserAttributes::from_resource(&sent)?).await?;
    Ok(scim_json(&told(&Told::default(), user)))
}

/// Changes a user: all operations, or none of them.
#[utoipa::path(
    patch,
    path = "/scim/v2/Users/{id}",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user's id.")),
    request_body(content(
        (PatchRequest = "application/scim+json"),
        (PatchRequest = "application/json"),
    )),
    responses(
        (status = 200, description = "The user.", body = User, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn patch(
    Key(provisioning): Key,
    Path(user): Path<String>,
    Patch(operations): Patch,
) -> Result<Response, Refusal> {
    let user = provisioning.patch_user(id(&user)?, &operations).await?;
    Ok(scim_json(&told(&Told::default(), user)))
}

/// Forgets a user and disables their account.
#[utoipa::path(
    delete,
    path = "/scim/v2/Users/{id}",
    tag = "users",
    params(("id" = String, Path, format = Uuid, description = "The user's id.")),
    responses((status = 204, description = "It is done."), Refusals),
    security(("provisioning" = [])),
)]
pub async fn delete(Key(provisioning): Key, Path(user): Path<String>) -> Result<StatusCode, Refusal> {
    provisioning.delete_user(id(&user)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn told(told: &Told, user: UserRecord) -> Value {
    told.cut(resource(&User::from(user)))
}

//! `/scim/v2/Groups`

use axum::{
    extract::Path,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use service::scim::{GroupAttributes, GroupRecord};
use utoipa::ToSchema;

use super::{
    answer::{resource, scim_json},
    described::{Line, NonBlankLine},
    error::{Conflicts, Refusal, Refusals},
    model::{Group, List},
    request::{Key, ListParameters, Listing, Patch, PatchRequest, Resource, Told, id},
};

/// A group as an identity provider describes it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never made")]
pub struct GroupRequest {
    #[schema(example = json!(["urn:ietf:params:scim:schemas:core:2.0:Group"]))]
    schemas: Option<Vec<String>>,
    /// Unique, whatever its case. The configuration says which groups give roles.
    display_name: NonBlankLine,
    external_id: Option<Line>,
    members: Option<Vec<MemberRequest>>,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "described, never made")]
pub struct MemberRequest {
    /// A user's id.
    #[schema(format = Uuid)]
    value: String,
}

/// Creates a group.
#[utoipa::path(
    post,
    path = "/scim/v2/Groups",
    tag = "groups",
    request_body(content(
        (GroupRequest = "application/scim+json"),
        (GroupRequest = "application/json"),
    )),
    responses(
        (status = 201, description = "The group.", body = Group, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn create(Key(provisioning): Key, Resource(sent): Resource) -> Result<Response, Refusal> {
    let group = provisioning.create_group(GroupAttributes::from_resource(&sent)?).await?;
    let location = format!("/scim/v2/Groups/{}", group.id);
    let told = told(&Told::default(), group);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], scim_json(&told)).into_response())
}

/// Groups in the order in which they were created.
#[utoipa::path(
    get,
    path = "/scim/v2/Groups",
    tag = "groups",
    params(ListParameters),
    responses(
        (status = 200, description = "The groups.", body = List, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn list(Key(provisioning): Key, uri: Uri) -> Result<Response, Refusal> {
    let listing = Listing::read(&uri)?;
    let found = provisioning.groups(listing.filter.as_deref(), listing.page).await?;
    let list = List::of(found, |group| told(&listing.told, group));
    Ok(scim_json(&json!(list)))
}

/// A group.
#[utoipa::path(
    get,
    path = "/scim/v2/Groups/{id}",
    tag = "groups",
    params(("id" = String, Path, format = Uuid, description = "The group's id.")),
    responses(
        (status = 200, description = "The group.", body = Group, content_type = "application/scim+json"),
        Refusals,
    ),
    security(("provisioning" = [])),
)]
pub async fn read(Key(provisioning): Key, Path(group): Path<String>, uri: Uri) -> Result<Response, Refusal> {
    let group = provisioning.group(id(&group)?).await?;
    Ok(scim_json(&told(&Told::read(&uri), group)))
}

/// Describes a group anew: who is not named is out.
#[utoipa::path(
    put,
    path = "/scim/v2/Groups/{id}",
    tag = "groups",
    params(("id" = String, Path, format = Uuid, description = "The group's id.")),
    request_body(content(
        (GroupRequest = "application/scim+json"),
        (GroupRequest = "application/json"),
    )),
    responses(
        (status = 200, description = "The group.", body = Group, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn replace(
    Key(provisioning): Key,
    Path(group): Path<String>,
    Resource(sent): Resource,
) -> Result<Response, Refusal> {
    let group = provisioning.replace_group(id(&group)?, GroupAttributes::from_resource(&sent)?).await?;
    Ok(scim_json(&told(&Told::default(), group)))
}

/// Changes a group: all operations, or none of them.
#[utoipa::path(
    patch,
    path = "/scim/v2/Groups/{id}",
    tag = "groups",
    params(("id" = String, Path, format = Uuid, description = "The group's id.")),
    request_body(content(
        (PatchRequest = "application/scim+json"),
        (PatchRequest = "application/json"),
    )),
    responses(
        (status = 200, description = "The group.", body = Group, content_type = "application/scim+json"),
        Refusals,
        Conflicts,
    ),
    security(("provisioning" = [])),
)]
pub async fn patch(
    Key(provisioning): Key,
    Path(group): Path<String>,
    Patch(operations): Patch,
) -> Result<Response, Refusal> {
    let group = provisioning.patch_group(id(&group)?, &operations).await?;
    Ok(scim_json(&told(&Told::default(), group)))
}

/// Forgets a group; the roles that it gave end.
#[utoipa::path(
    delete,
    path = "/scim/v2/Groups/{id}",
    tag = "groups",
    params(("id" = String, Path, format = Uuid, description = "The group's id.")),
    responses((status = 204, description = "It is done."), Refusals),
    security(("provisioning" = [])),
)]
pub async fn delete(Key(provisioning): Key, Path(group): Path<String>) -> Result<StatusCode, Refusal> {
    provisioning.delete_group(id(&group)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn told(told: &Told, group: GroupRecord) -> Value {
    told.cut(resource(&Group::from(group)))
}

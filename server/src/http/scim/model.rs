//! Resources as they are told and described (RFC 7643).

use domain::EpochMs;
use serde::Serialize;
use serde_json::Value;
use service::scim::{Email, GroupRecord, Listed, PersonName, UserRecord};
use utoipa::ToSchema;

pub const USER_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const LIST_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// What is known about a resource itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    resource_type: &'static str,
    #[schema(format = DateTime)]
    created: String,
    #[schema(format = DateTime)]
    last_modified: String,
    location: String,
}

impl Meta {
    fn new(resource_type: &'static str, location: String, created: EpochMs, modified: EpochMs) -> Self {
        Self { resource_type, created: instant(created), last_modified: instant(modified), location }
    }
}

fn instant(at: EpochMs) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

/// Another resource.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reference {
    /// Its id.
    value: String,
    #[serde(rename = "$ref")]
    location: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The parts of a name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NameParts {
    #[serde(skip_serializing_if = "Option::is_none")]
    formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
}

/// An e-mail address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Address {
    value: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    primary: bool,
}

/// A provisioned user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are those of SCIM")]
pub struct User {
    schemas: [&'static str; 1],
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    user_name: String,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<NameParts>,
    emails: Vec<Address>,
    /// The groups they are in.
    groups: Vec<Reference>,
    meta: Meta,
}

/// A provisioned group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    schemas: [&'static str; 1],
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    display_name: String,
    members: Vec<Reference>,
    meta: Meta,
}

/// Resources, a part at a time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct List {
    schemas: [&'static str; 1],
    total_results: i64,
    start_index: i64,
    items_per_page: usize,
    #[serde(rename = "Resources")]
    resources: Vec<Value>,
}

impl List {
    pub fn of<T>(listed: Listed<T>, told: impl Fn(T) -> Value) -> Self {
        let resources: Vec<Value> = listed.resources.into_iter().map(told).collect();
        Self {
            schemas: [LIST_SCHEMA],
            total_results: listed.total,
            start_index: listed.start_index,
            items_per_page: resources.len(),
            resources,
        }
    }
}

impl From<UserRecord> for User {
    fn from(record: UserRecord) -> Self {
        let UserRecord { id, attributes, groups, created_at, updated_at } = record;
        let group = |(id, name): (uuid::Uuid, String)| Reference {
            value: id.to_string(),
            location: format!("/scim/v2/Groups/{id}"),
            display: Some(name),
            kind: "direct",
        };
        Self {
            schemas: [USER_SCHEMA],
            id: id.to_string(),
            external_id: attributes.external_id,
            user_name: attributes.user_name,
            active: attributes.active,
            display_name: attributes.display_name,
            name: attributes.name.map(NameParts::from),
            emails: attributes.emails.into_iter().map(Address::from).collect(),
            groups: groups.into_iter().map(group).collect(),
            meta: Meta::new("User", format!("/scim/v2/Users/{id}"), created_at, updated_at),
        }
    }
}

impl From<GroupRecord> for Group {
    fn from(record: GroupRecord) -> Self {
        let GroupRecord { id, attributes, created_at, updated_at } = record;
        let member = |id: &uuid::Uuid| Reference {
            value: id.to_string(),
            location: format!("/scim/v2/Users/{id}"),
            display: None,
            kind: "User",
        };
        Self {
            schemas: [GROUP_SCHEMA],
            id: id.to_string(),
            external_id: attributes.external_id,
            display_name: attributes.display_name,
            members: attributes.members.iter().map(member).collect(),
            meta: Meta::new("Group", format!("/scim/v2/Groups/{id}"), created_at, updated_at),
        }
    }
}

impl From<PersonName> for NameParts {
    fn from(name: PersonName) -> Self {
        let PersonName { formatted, family_name, given_name } = name;
        Self { formatted, family_name, given_name }
    }
}

impl From<Email> for Address {
    fn from(email: Email) -> Self {
        Self { value: email.value, kind: email.kind, primary: email.primary }
    }
}

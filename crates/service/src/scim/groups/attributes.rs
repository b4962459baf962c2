//! The attributes of a group that are kept, and how values are assigned to them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::scim::{
    attributes::{required, schemas, text},
    error::{ScimError, ScimType, bad},
    patch::{Assignment, Op, from_object},
    path::AttributePath,
};

/// Members of a group in one request: an organisation's.
const MOST_MEMBERS: usize = 20_000;

/// A group as an identity provider describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupAttributes {
    pub display_name: String,
    pub external_id: Option<String>,
    /// Ids of provisioned users.
    pub members: BTreeSet<Uuid>,
}

impl GroupAttributes {
    /// From a resource as it was sent.
    pub fn from_resource(resource: &Map<String, Value>) -> Result<Self, ScimError> {
        let mut attributes = Self::default();
        for assignment in from_object(Op::Replace, resource) {
            if assignment.value.is_some() {
                attributes.assign(&assignment)?;
            }
        }
        if attributes.display_name.is_empty() {
            return bad(ScimType::InvalidValue, "displayName is needed and must not be empty.");
        }
        Ok(attributes)
    }

    pub(super) fn assign(&mut self, assignment: &Assignment<'_>) -> Result<(), ScimError> {
        let Assignment { op, path, value, named } = assignment;
        match path.name.as_str() {
            "schemas" => schemas(*value)?,
            "displayname" => self.display_name = required("displayName", *value)?,
            "externalid" => self.external_id = text("externalId", *value)?,
            "members" => self.assign_members(*op, path, *value)?,
            "id" | "meta" if *named => {
                return bad(
                    ScimType::Mutability,
                    format!("{} is set here and cannot be changed.", path.name),
                );
            }
            other if *named && !other.starts_with("urn:") => {
                return bad(ScimType::InvalidPath, format!("A group has no attribute {other}."));
            }
            _ => {}
        }
        Ok(())
    }

    fn assign_members(
        &mut self,
        op: Op,
        path: &AttributePath,
        value: Option<&Value>,
    ) -> Result<(), ScimError> {
        let chosen = chosen(path)?;
        let sent = value.map(members).transpose()?;
        match (op, chosen, sent) {
            (Op::Remove, Some(member), _) => {
                self.members.remove(&member);
            }
            // Some identity providers say in the value whom to remove.
            (Op::Remove, None, Some(sent)) => self.members.retain(|member| !sent.contains(member)),
            (Op::Remove, None, None) => self.members.clear(),
            (Op::Add, None, Some(sent)) => self.members.extend(sent),
            (Op::Replace, None, Some(sent)) => self.members = sent,
            _ => return bad(ScimType::InvalidPath, "Members can be removed one by one, not changed."),
        }
        if self.members.len() > MOST_MEMBERS {
            return bad(ScimType::InvalidValue, format!("A group has at most {MOST_MEMBERS} members."));
        }
        Ok(())
    }
}

/// The one member of `members[value eq "…"]`.
fn chosen(path: &AttributePath) -> Result<Option<Uuid>, ScimError> {
    let id = match (path.filter.as_slice(), path.sub.as_deref()) {
        ([], None) => return Ok(None),
        ([condition], None) if condition.attribute == "value" => condition.text().map(Uuid::parse_str),
        _ => None,
    };
    match id {
        Some(Ok(id)) => Ok(Some(id)),
        _ => bad(ScimType::InvalidPath, "A member is chosen by id: members[value eq \"…\"]."),
    }
}

/// A list of members, or one.
fn members(value: &Value) -> Result<BTreeSet<Uuid>, ScimError> {
    let entries = match value {
        Value::Array(entries) => &entries[..],
        one => std::slice::from_ref(one),
    };
    entries.iter().map(member).collect()
}

fn member(entry: &Value) -> Result<Uuid, ScimError> {
    let id = entry.get("value").unwrap_or(entry).as_str().map(Uuid::parse_str);
    match id {
        Some(Ok(id)) => Ok(id),
        _ => bad(ScimType::InvalidValue, "members must be a list of objects whose \"value\" is a user's id."),
    }
}

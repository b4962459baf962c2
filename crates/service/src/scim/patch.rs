//! Changes (RFC 7644, section 3.5.2): operations with a path and a value, or with several attributes in their value.

use serde_json::{Map, Value};

use super::error::{ScimError, ScimType, bad};
use super::path::AttributePath;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Add,
    Replace,
    Remove,
}

impl Op {
    /// Some identity providers write `Replace`.
    pub fn parse(text: &str) -> Option<Self> {
        [("add", Op::Add), ("replace", Op::Replace), ("remove", Op::Remove)]
            .into_iter()
            .find_map(|(name, op)| name.eq_ignore_ascii_case(text).then_some(op))
    }
}

/// One operation, as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    pub op: Op,
    pub path: Option<String>,
    pub value: Option<Value>,
}

/// One attribute to be changed. `named`: the sender means this very attribute, so that one that does not exist or
/// cannot be changed is an error and not merely passed over.
pub(super) struct Assignment<'v> {
    pub(super) op: Op,
    pub(super) path: AttributePath,
    /// `None` only for [`Op::Remove`].
    pub(super) value: Option<&'v Value>,
    pub(super) named: bool,
}

impl Operation {
    /// The attributes it changes.
    pub(super) fn assignments(&self) -> Result<Vec<Assignment<'_>>, ScimError> {
        let value = self.value.as_ref().filter(|value| !value.is_null());
        let op = if value.is_none() { Op::Remove } else { self.op };
        match (&self.path, value) {
            (Some(path), _) => {
                Ok(vec![Assignment { op, path: AttributePath::parse(path)?, value, named: true }])
            }
            (None, Some(Value::Object(object))) if op != Op::Remove => Ok(from_object(op, object)),
            (None, _) if op == Op::Remove => {
                bad(ScimType::NoTarget, "To remove something, say with \"path\" what it is.")
            }
            _ => bad(
                ScimType::InvalidValue,
                "Without \"path\" the value must be an object with the attributes to change.",
            ),
        }
    }
}

/// The attributes of a resource, or of an operation without a path. Keys may be paths: `name.givenName`.
pub(super) fn from_object(op: Op, object: &Map<String, Value>) -> Vec<Assignment<'_>> {
    let mut assignments = Vec::new();
    for (key, value) in object {
        // What is no path is an attribute that nobody knows, and passed over like any other of these.
        let Ok(path) = AttributePath::parse(key) else { continue };
        let value = Some(value).filter(|value| !value.is_null());
        let op = if value.is_none() { Op::Remove } else { op };
        assignments.push(Assignment { op, path, value, named: false });
    }
    assignments
}

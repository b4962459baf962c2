//! A JSON value that knows where it stands, and tables of the properties that an object may have.
//!
//! The way to a node is a chain on the stack; it becomes a JSON pointer only when something is wrong.

use serde_json::{Map, Value};

use crate::{Invalid, Version};

pub(crate) type Verdict = Result<(), Invalid>;

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

#[derive(Clone, Copy)]
struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

impl Place<'_> {
    fn pointer(&self) -> String {
        let parent = self.parent.map(Place::pointer).unwrap_or_default();
        match self.step {
            Step::Root => parent,
            Step::Key(key) => format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => format!("{parent}/{index}"),
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    pub value: &'a Value,
    /// By which version's rules it is judged.
    pub version: Version,
    place: Place<'a>,
}

impl<'a> Node<'a> {
    pub(crate) fn root(value: &'a Value, version: Version) -> Self {
        Self { value, version, place: Place { parent: None, step: Step::Root } }
    }

    /// # Errors
    /// Always: this is how a check says no.
    pub(crate) fn refuse(&self, problem: impl Into<String>) -> Verdict {
        Err(self.invalid(problem))
    }

    pub(crate) fn invalid(&self, problem: impl Into<String>) -> Invalid {
        Invalid { pointer: self.place.pointer(), problem: problem.into() }
    }

    pub(crate) fn get<'b>(&'b self, key: &'b str) -> Option<Node<'b>> {
        self.value.get(key).map(|value| self.child(value, Step::Key(key)))
    }

    pub(crate) fn text_of(&self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }

    pub(crate) fn text(&self) -> Result<&'a str, Invalid> {
        self.value.as_str().ok_or_else(|| self.wrong_type("a string"))
    }

    pub(crate) fn object(&self) -> Result<&'a Map<String, Value>, Invalid> {
        self.value.as_object().ok_or_else(|| self.wrong_type("an object"))
    }

    /// Checks every element of an array.
    pub(crate) fn each_item(&self, check: impl Fn(&Node) -> Verdict) -> Verdict {
        let items = self.value.as_array().ok_or_else(|| self.wrong_type("an array"))?;
        items.iter().enumerate().try_for_each(|(at, item)| check(&self.child(item, Step::Index(at))))
    }

    /// Checks every member of an object.
    pub(crate) fn each_member(&self, check: impl Fn(&str, &Node) -> Verdict) -> Verdict {
        self.object()?.iter().try_for_each(|(key, value)| check(key, &self.child(value, Step::Key(key))))
    }

    /// Checks an object against the table of its properties: none unknown, none missing, each as it should be.
    pub(crate) fn properties(&self, table: &[Property]) -> Verdict {
        if let Some(missing) = table.iter().find(|p| p.required && self.value.get(p.name).is_none()) {
            self.object()?;
            return self.refuse(format!("lacks \"{}\"", missing.name));
        }
        self.each_member(|key, node| match table.iter().find(|property| property.name == key) {
            Some(property) => (property.check)(node),
            None => node.refuse("is not a property that the standard knows here"),
        })
    }

    pub(crate) fn wrong_type(&self, wanted: &str) -> Invalid {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.invalid(format!("is {found}; it must be {wanted}"))
    }

    fn child<'b>(&'b self, value: &'b Value, step: Step<'b>) -> Node<'b> {
        Node { value, version: self.version, place: Place { parent: Some(&self.place), step } }
    }
}

/// One row of a table of properties.
#[derive(Clone, Copy)]
pub(crate) struct Property {
    name: &'static str,
    required: bool,
    check: fn(&Node) -> Verdict,
}

pub(crate) const fn required(name: &'static str, check: fn(&Node) -> Verdict) -> Property {
    Property { name, required: true, check }
}

pub(crate) const fn optional(name: &'static str, check: fn(&Node) -> Verdict) -> Property {
    Property { name, required: false, check }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pointer_escapes_what_json_pointers_escape() {
        let value = json!({"a/b": [{"c~d": null}]});
        let root = Node::root(&value, Version::V2);
        let refused = root.get("a/b").unwrap().each_item(|item| item.get("c~d").unwrap().text().map(|_| ()));
        assert_eq!(refused.unwrap_err().to_string(), "/a~1b/0/c~0d is null; it must be a string");
    }
}

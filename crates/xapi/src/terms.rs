//! What a statement is found by, as short texts: the index of the record store holds a hash of each.

use serde_json::Value;

use crate::{Statement, identity};

/// What a term says of its statement. `Related…` only where the plain kind does not say it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// Actor or object, or a member of such a group.
    Agent,
    /// Instructor, team, authority, context agents and groups, and all of them in a sub-statement.
    RelatedAgent,
    Verb,
    /// The object.
    Activity,
    /// Context activities, and the object and context activities of a sub-statement.
    RelatedActivity,
    Registration,
}

impl TermKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::RelatedAgent => "related agent",
            Self::Verb => "verb",
            Self::Activity => "activity",
            Self::RelatedActivity => "related activity",
            Self::Registration => "registration",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    pub kind: TermKind,
    /// The identifier of an agent (`mbox:ada@example.com`), an IRI letter by letter, a UUID in lower case.
    pub text: String,
}

impl Term {
    pub fn new(kind: TermKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl Statement {
    /// Everything that queries find this statement by, each once. What its `StatementRef` points at is not looked at.
    pub fn terms(&self) -> Vec<Term> {
        let mut terms = Vec::with_capacity(8);
        let value = self.as_json();
        terms.push(Term::new(TermKind::Verb, self.verb()));
        if let Some(registration) = self.text("/context/registration") {
            terms.push(Term::new(TermKind::Registration, registration.to_lowercase()));
        }
        agents_of(value.get("actor"), TermKind::Agent, &mut terms);
        object_terms(value, &mut terms);
        related_terms(value, &mut terms);
        agents_of(value.get("authority"), TermKind::RelatedAgent, &mut terms);
        without_repetition(terms)
    }
}

fn object_terms(statement: &Value, terms: &mut Vec<Term>) {
    let Some(object) = statement.get("object") else { return };
    match object_type(object) {
        "Activity" => activity_of(object, TermKind::Activity, terms),
        "Agent" | "Group" => agents_of(Some(object), TermKind::Agent, terms),
        "SubStatement" => {
            agents_of(object.get("actor"), TermKind::RelatedAgent, terms);
            if let Some(inner) = object.get("object") {
                match object_type(inner) {
                    "Activity" => activity_of(inner, TermKind::RelatedActivity, terms),
                    "Agent" | "Group" => agents_of(Some(inner), TermKind::RelatedAgent, terms),
                    _ => {}
                }
            }
            related_terms(object, terms);
        }
        _ => {}
    }
}

/// What the context of a statement or sub-statement brings in.
fn related_terms(statement: &Value, terms: &mut Vec<Term>) {
    let Some(context) = statement.get("context") else { return };
    for part in ["instructor", "team"] {
        agents_of(context.get(part), TermKind::RelatedAgent, terms);
    }
    for (list, part) in [("contextAgents", "agent"), ("contextGroups", "group")] {
        for item in items(context.get(list)) {
            agents_of(item.get(part), TermKind::RelatedAgent, terms);
        }
    }
    for activity in context_activities(context) {
        activity_of(activity, TermKind::RelatedActivity, terms);
    }
}

/// All context activities, whatever they are to the statement.
pub(crate) fn context_activities(context: &Value) -> impl Iterator<Item = &Value> {
    let kinds = context.get("contextActivities").and_then(Value::as_object);
    kinds.into_iter().flat_map(|kinds| kinds.values()).flat_map(|of_kind| items(Some(of_kind)))
}

/// The items of an array; anything else is its own only item.
fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (array, one) = match value {
        Some(Value::Array(items)) => (Some(items), None),
        other => (None, other),
    };
    array.into_iter().flatten().chain(one)
}

/// An object without a type is an activity.
pub(crate) fn object_type(object: &Value) -> &str {
    object.get("objectType").and_then(Value::as_str).unwrap_or("Activity")
}

fn activity_of(activity: &Value, kind: TermKind, terms: &mut Vec<Term>) {
    terms.extend(activity.get("id").and_then(Value::as_str).map(|id| Term::new(kind, id)));
}

fn agents_of(actor: Option<&Value>, kind: TermKind, terms: &mut Vec<Term>) {
    let Some(actor) = actor else { return };
    let members = actor.get("member").and_then(Value::as_array).into_iter().flatten();
    let named = std::iter::once(actor).chain(members).filter_map(identity::identifier);
    terms.extend(named.map(|text| Term { kind, text }));
}

/// A related term that the plain kind says as well is dropped: queries for related ones ask for both.
fn without_repetition(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable();
    terms.dedup();
    let is_said = |term: &Term| {
        let plain = match term.kind {
            TermKind::RelatedAgent => TermKind::Agent,
            TermKind::RelatedActivity => TermKind::Activity,
            _ => return false,
        };
        terms
            .binary_search_by(|other| (other.kind, other.text.as_str()).cmp(&(plain, term.text.as_str())))
            .is_ok()
    };
    terms.iter().filter(|term| !is_said(term)).cloned().collect()
}

//! A statement as it is given back: with identifiers alone, as it was stored, or canonical.

use serde_json::{Map, Value};

use crate::terms::object_type;

/// Languages that a reader prefers, the best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages(Vec<String>);

impl Languages {
    /// Reads `Accept-Language`; what cannot be read says nothing.
    pub fn accepted(header: &str) -> Self {
        let mut wanted: Vec<(f32, String)> = header.split(',').filter_map(range).collect();
        wanted.retain(|(quality, _)| *quality > 0.0);
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        Self(wanted.into_iter().map(|(_, tag)| tag).collect())
    }

    /// The one entry of a language map that serves the reader best: the tag itself, else one of the same language, else
    /// `und`, else the first.
    fn best<'a>(&self, map: &'a Map<String, Value>) -> Option<(&'a String, &'a Value)> {
        let find = |wanted: &dyn Fn(&str) -> bool| map.iter().find(|(tag, _)| wanted(&tag.to_lowercase()));
        let exact = self.0.iter().find_map(|wanted| find(&|tag| tag == wanted));
        let related = || self.0.iter().find_map(|wanted| find(&|tag| language(tag) == language(wanted)));
        exact.or_else(related).or_else(|| find(&|tag| tag == "und")).or_else(|| map.iter().next())
    }
}

/// `de-CH;q=0.8` as its weight and tag.
fn range(text: &str) -> Option<(f32, String)> {
    let (tag, parameters) = text.split_once(';').unwrap_or((text, ""));
    let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok())?;
    let tag = tag.trim().to_lowercase();
    (!tag.is_empty()).then_some((quality, tag))
}

fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// With nothing but what identifies agents, activities and verbs. An anonymous group keeps its members, each identified.
#[must_use]
pub fn ids(mut statement: Value) -> Value {
    if let Some(verb) = statement.get_mut("verb") {
        keep(verb, &["id"]);
    }
    each_actor(&mut statement, &mut only_identifier);
    each_activity(&mut statement, &mut |activity| keep(activity, &["id"]));
    if let Some(inner) = sub_statement(&mut statement) {
        *inner = ids(inner.take());
    }
    statement
}

/// With activities as `definition` knows them, and each language map down to the one entry that the reader wants.
#[must_use]
pub fn canonical(
    mut statement: Value,
    languages: &Languages,
    definition: &dyn Fn(&str) -> Option<Value>,
) -> Value {
    if let Some(display) = statement.pointer_mut("/verb/display") {
        one_language(display, languages);
    }
    each_activity(&mut statement, &mut |activity| canonical_activity(activity, languages, definition));
    for attachment in statement.get_mut("attachments").and_then(Value::as_array_mut).into_iter().flatten() {
        for map in ["display", "description"] {
            attachment.get_mut(map).into_iter().for_each(|map| one_language(map, languages));
        }
    }
    if let Some(inner) = sub_statement(&mut statement) {
        *inner = canonical(inner.take(), languages, definition);
    }
    statement
}

fn canonical_activity(
    activity: &mut Value,
    languages: &Languages,
    definition: &dyn Fn(&str) -> Option<Value>,
) {
    let known = activity.get("id").and_then(Value::as_str).and_then(definition);
    let Some(members) = activity.as_object_mut() else { return };
    if let Some(known) = known {
        members.insert("definition".to_owned(), known);
    }
    let Some(definition) = members.get_mut("definition") else { return };
    for map in ["name", "description"] {
        definition.get_mut(map).into_iter().for_each(|map| one_language(map, languages));
    }
    for list in ["choices", "scale", "source", "target", "steps"] {
        for component in definition.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            component.get_mut("description").into_iter().for_each(|map| one_language(map, languages));
        }
    }
}

fn one_language(map: &mut Value, languages: &Languages) {
    let best = map.as_object().and_then(|map| languages.best(map));
    if let Some((tag, text)) = best.map(|(tag, text)| (tag.clone(), text.clone())) {
        *map = Value::Object(Map::from_iter([(tag, text)]));
    }
}

fn sub_statement(statement: &mut Value) -> Option<&mut Value> {
    statement.get_mut("object").filter(|object| object_type(object) == "SubStatement")
}

/// Wherever an agent or group may stand, but for a sub-statement's.
fn each_actor(statement: &mut Value, change: &mut impl FnMut(&mut Value)) {
    for part in ["actor", "authority"] {
        statement.get_mut(part).into_iter().for_each(&mut *change);
    }
    let object = statement.get_mut("object");
    object.filter(|o| matches!(object_type(o), "Agent" | "Group")).into_iter().for_each(&mut *change);
    let Some(context) = statement.get_mut("context") else { return };
    for part in ["instructor", "team"] {
        context.get_mut(part).into_iter().for_each(&mut *change);
    }
    for (list, part) in [("contextAgents", "agent"), ("contextGroups", "group")] {
        let items = context.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        items.filter_map(|item| item.get_mut(part)).for_each(&mut *change);
    }
}

/// Wherever an activity may stand, but for a sub-statement's.
fn each_activity(statement: &mut Value, change: &mut impl FnMut(&mut Value)) {
    let object = statement.get_mut("object").filter(|object| object_type(object) == "Activity");
    object.into_iter().for_each(&mut *change);
    let kinds = statement.pointer_mut("/context/contextActivities").and_then(Value::as_object_mut);
    for activities in kinds.into_iter().flat_map(Map::values_mut) {
        match activities {
            Value::Array(activities) => activities.iter_mut().for_each(&mut *change),
            one => change(one),
        }
    }
}

fn only_identifier(actor: &mut Value) {
    let identifiers = ["mbox", "mbox_sha1sum", "openid", "account"];
    let is_identified = identifiers.iter().any(|key| actor.get(key).is_some());
    if is_identified {
        return keep(actor, &["objectType", "mbox", "mbox_sha1sum", "openid", "account"]);
    }
    keep(actor, &["objectType", "member"]);
    let members = actor.get_mut("member").and_then(Value::as_array_mut);
    members.into_iter().flatten().for_each(only_identifier);
}

fn keep(object: &mut Value, keys: &[&str]) {
    if let Some(members) = object.as_object_mut() {
        members.retain(|key, _| keys.contains(&key.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn statement() -> Value {
        json!({
            "actor": {"objectType": "Group", "name": "Team", "member": [{"name": "Ada", "mbox": "mailto:a@b"}]},
            "verb": {"id": "https://v.example", "display": {"de": "tat", "en-GB": "did"}},
            "object": {"id": "https://a.example", "definition": {"name": {"en": "A"}}},
            "context": {"contextActivities": {"parent": {"id": "https://p.example", "definition": {}}}},
        })
    }

    #[test]
    fn only_what_identifies_is_left() {
        assert_eq!(
            ids(statement()),
            json!({
                "actor": {"objectType": "Group", "member": [{"mbox": "mailto:a@b"}]},
                "verb": {"id": "https://v.example"},
                "object": {"id": "https://a.example"},
                "context": {"contextActivities": {"parent": {"id": "https://p.example"}}},
            })
        );
    }

    #[test]
    fn a_reader_gets_one_language_and_what_is_known_of_an_activity() {
        let known =
            |id: &str| (id == "https://a.example").then(|| json!({"name": {"de": "Eins", "en": "One"}}));
        let read = |accept: &str| canonical(statement(), &Languages::accepted(accept), &known);
        let german = read("fr;q=0.3, de-CH;q=0.8, en;q=0");
        assert_eq!(german["verb"]["display"], json!({"de": "tat"}));
        assert_eq!(german["object"]["definition"]["name"], json!({"de": "Eins"}));
        assert_eq!(german["actor"], statement()["actor"]);
        assert_eq!(read("en-US")["verb"]["display"], json!({"en-GB": "did"}));
        assert_eq!(read("")["object"]["definition"]["name"], json!({"de": "Eins"}));
    }
}

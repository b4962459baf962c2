//! Takes a person out of a JSON document: objects that stand for them become a pseudonym, texts that name them lose
//! the name. Objects that stand for somebody else are left as they are.

use std::collections::HashSet;

use domain::Provider;
use serde_json::{Map, Value, json};

use super::pseudonyms::{HOME_PAGE, Pseudonyms, Words};

/// A place in a document that names the person, with what stood there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention {
    /// A JSON pointer.
    pub(crate) pointer: String,
    pub(crate) value: Value,
}

/// A document of one source, being searched.
pub(crate) struct Scrub<'a> {
    pub(crate) source: Provider,
    pub(crate) words: Words,
    /// Names of repositories: facts are joined by them, so they change in one way only.
    pub(crate) repositories: &'a HashSet<String>,
    pub(crate) people: &'a mut Pseudonyms,
}

/// Whom an object stands for.
enum Who {
    Mine(Value),
    /// Somebody else: nothing in it is about the person.
    Other,
    Nobody,
}

impl Scrub<'_> {
    /// Changes `document` in place; says where it named the person.
    pub(crate) fn run(&mut self, document: &mut Value) -> Vec<Mention> {
        let mut mentions = Vec::new();
        self.visit(document, &mut String::new(), &mut mentions);
        mentions
    }

    fn visit(&mut self, value: &mut Value, pointer: &mut String, mentions: &mut Vec<Mention>) {
        let replacement = match &*value {
            Value::String(text) => self.text(text).map(Value::String),
            Value::Object(object) => match self.who(object) {
                Who::Mine(pseudonym) => Some(pseudonym),
                Who::Other => return,
                Who::Nobody => None,
            },
            _ => None,
        };
        if let Some(replacement) = replacement {
            let was = std::mem::replace(value, replacement);
            mentions.push(Mention { pointer: pointer.clone(), value: was });
            return;
        }
        self.descend(value, pointer, mentions);
    }

    fn descend(&mut self, value: &mut Value, pointer: &mut String, mentions: &mut Vec<Mention>) {
        let length = pointer.len();
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    pointer.push('/');
                    pointer.push_str(&at.to_string());
                    self.visit(item, pointer, mentions);
                    pointer.truncate(length);
                }
            }
            Value::Object(members) => {
                self.rename_keys(members, pointer, mentions);
                for (key, item) in members.iter_mut() {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                    self.visit(item, pointer, mentions);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn rename_keys(&self, members: &mut Map<String, Value>, pointer: &str, mentions: &mut Vec<Mention>) {
        let named: Vec<(String, String)> =
            members.keys().filter_map(|key| Some((key.clone(), self.text(key)?))).collect();
        for (key, replacement) in named {
            if let Some(value) = members.remove(&key) {
                mentions.push(Mention { pointer: pointer.to_owned(), value: Value::String(key) });
                members.insert(replacement, value);
            }
        }
    }

    fn text(&self, text: &str) -> Option<String> {
        let words = if self.repositories.contains(text) { Words::Distinct } else { self.words };
        self.people.text(text, words)
    }

    fn who(&mut self, object: &Map<String, Value>) -> Who {
        match self.source {
            Provider::GitHub => self.github(object),
            Provider::Jira => self.jira(object),
            Provider::Xapi => self.agent(object),
        }
    }

    /// `{"login", "id", "type", …}`: everything else in it (pictures, addresses, node ids) leads to the person.
    fn github(&mut self, user: &Map<String, Value>) -> Who {
        let Some(login) = text(user, "login") else { return Who::Nobody };
        let id = user.get("id").map(plain).filter(|id| !id.is_empty());
        let known = |id: &str| self.people.of(Provider::GitHub, id).is_some();
        if !known(login) && !id.as_deref().is_some_and(known) {
            return Who::Other;
        }
        let mut pseudonym = Map::new();
        pseudonym.insert("login".to_owned(), self.people.made_of(Provider::GitHub, login).into());
        if let Some(id) = &id {
            let id = self.people.made_of(Provider::GitHub, id);
            pseudonym.insert("id".to_owned(), id.parse::<u64>().map_or(Value::String(id), Value::from));
        }
        self.learn_texts(user, "name", "email");
        keep(user, &mut pseudonym, &["type", "site_admin"]);
        Who::Mine(Value::Object(pseudonym))
    }

    /// Cloud: `{"accountId", "displayName", "emailAddress", …}`; Data Center: `{"key", "name", …}`.
    fn jira(&mut self, user: &Map<String, Value>) -> Who {
        let marks = ["accountId", "displayName", "emailAddress"];
        if !marks.iter().any(|mark| text(user, mark).is_some()) {
            return Who::Nobody;
        }
        let external = ["accountId", "key"].into_iter().find_map(|key| Some((key, text(user, key)?)));
        // As the reader of issues names them where there is no id.
        let login = || ["emailAddress", "name", "displayName"].into_iter().find_map(|key| text(user, key));
        let Some((key, id)) = external.or_else(|| Some(("name", login()?))) else { return Who::Other };
        if self.people.of(Provider::Jira, id).is_none() {
            return Who::Other;
        }
        let mut pseudonym = Map::new();
        pseudonym.insert(key.to_owned(), self.people.made_of(Provider::Jira, id).into());
        if let Some(name) = text(user, "name") {
            self.people.learn_id(Provider::Jira, name);
        }
        self.learn_texts(user, "displayName", "emailAddress");
        keep(user, &mut pseudonym, &["accountType", "active"]);
        Who::Mine(Value::Object(pseudonym))
    }

    /// An agent of xAPI. A group is nobody: its members are looked at one by one.
    fn agent(&mut self, agent: &Map<String, Value>) -> Who {
        let kind = text(agent, "objectType");
        let Some(id) = agent_id(agent).filter(|_| kind != Some("Group")) else { return Who::Nobody };
        if self.people.of(Provider::Xapi, &id).is_none() {
            return Who::Other;
        }
        let name = self.people.made_of(Provider::Xapi, &id);
        self.learn_texts(agent, "name", "mbox");
        let mut pseudonym = Map::new();
        keep(agent, &mut pseudonym, &["objectType"]);
        pseudonym.insert("account".to_owned(), json!({ "homePage": HOME_PAGE, "name": name }));
        Who::Mine(Value::Object(pseudonym))
    }

    /// What else the object calls the person: texts elsewhere may call them so, too.
    fn learn_texts(&mut self, object: &Map<String, Value>, name: &str, email: &str) {
        if let Some(name) = text(object, name).filter(|name| name.trim().contains(' ')) {
            self.people.learn_name(name);
        }
        if let Some(email) = text(object, email) {
            self.people.learn_email(email.strip_prefix("mailto:").unwrap_or(email));
        }
    }
}

/// The identifier as accounts keep it.
pub(crate) fn agent_id(agent: &Map<String, Value>) -> Option<String> {
    if let Some(mbox) = text(agent, "mbox") {
        return Some(format!("mbox:{}", mbox.strip_prefix("mailto:").unwrap_or(mbox).to_lowercase()));
    }
    if let Some(hash) = text(agent, "mbox_sha1sum") {
        return Some(format!("mbox_sha1sum:{}", hash.to_lowercase()));
    }
    if let Some(openid) = text(agent, "openid") {
        return Some(format!("openid:{openid}"));
    }
    let account = agent.get("account")?.as_object()?;
    Some(format!("account:{}|{}", text(account, "homePage")?, text(account, "name")?))
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn plain(id: &Value) -> String {
    match id {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn keep(from: &Map<String, Value>, to: &mut Map<String, Value>, keys: &[&str]) {
    for key in keys {
        if let Some(value) = from.get(*key) {
            to.insert((*key).to_owned(), value.clone());
        }
    }
}

//! Whom the log means. It holds numbers; names are looked up when somebody who may reads it, and are gone with the
//! person.

use std::collections::{BTreeSet, HashMap};

use privacy::audit::Entry;
use uuid::Uuid;

use crate::{Service, ServiceError};

/// The names behind the numbers of some entries.
pub(crate) struct Names {
    users: HashMap<i64, String>,
    people: HashMap<Uuid, String>,
}

fn user(word: &str) -> Option<i64> {
    word.strip_prefix("user:")?.parse().ok()
}

fn person(word: &str) -> Option<Uuid> {
    word.strip_prefix("person:")?.parse().ok()
}

impl Names {
    pub(crate) async fn of<'a>(
        service: &Service,
        entries: impl Iterator<Item = &'a Entry> + Clone,
    ) -> Result<Self, ServiceError> {
        let words = entries.flat_map(|entry| [entry.who.as_str(), entry.subject.as_str()]);
        let ids: BTreeSet<i64> = words.clone().filter_map(user).collect();
        let mut users = HashMap::new();
        for id in ids {
            if let Some(found) = service.store.user(id).await? {
                users.insert(id, found.name);
            }
        }
        let wanted: BTreeSet<Uuid> = words.filter_map(person).collect();
        let all = if wanted.is_empty() { vec![] } else { service.store.people().await? };
        let known = all.into_iter().filter(|known| wanted.contains(&known.id.0) && !known.erased);
        Ok(Self { users, people: known.map(|known| (known.id.0, known.name)).collect() })
    }

    /// `Demo Person 07`, `user 7` for one who is gone, `The operator` for the command line.
    pub(crate) fn actor(&self, who: &str) -> String {
        match (who, user(who)) {
            ("operator", _) => "The operator".to_owned(),
            ("retention", _) => "Retention".to_owned(),
            (_, Some(id)) => self.users.get(&id).cloned().unwrap_or_else(|| format!("user {id}")),
            (other, None) => other.to_owned(),
        }
    }

    /// `Demo Person 12`, `an erased person`, or the subject as it stands.
    pub(crate) fn subject(&self, subject: &str) -> String {
        match (user(subject), person(subject)) {
            (Some(id), _) => self.users.get(&id).cloned().unwrap_or_else(|| format!("user {id}")),
            (_, Some(id)) => self.people.get(&id).cloned().unwrap_or_else(|| "an erased person".to_owned()),
            (None, None) => subject.to_owned(),
        }
    }
}

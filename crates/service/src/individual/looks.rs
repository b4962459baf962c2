//! Who looked at a person's records and why, as that person reads it.

use std::collections::HashMap;

use domain::{EpochMs, PersonId, viewer::AccessRole};
use store::{audit::Entry, individual::StatedPurpose};

use super::{Purpose, readers::READ};
use crate::{Service, ServiceError};

/// An entry of the audit log about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub at: EpochMs,
    /// Who: the role they held and their name; `The operator` for the command line.
    pub who: String,
    /// `looked at record`, `exported own records`, …
    pub action: String,
    pub detail: String,
    /// Why, where a purpose had to be stated.
    pub purpose: Option<Purpose>,
    pub note: String,
}

impl Service {
    /// The newest so many entries, newest first.
    pub(super) async fn looks(&self, person: PersonId, limit: i64) -> Result<Vec<Look>, ServiceError> {
        let entries = self.entries_about(person, limit).await?;
        let purposes = self.store.purposes_about(person).await?;
        let mut names = HashMap::new();
        let mut looks = Vec::with_capacity(entries.len());
        for entry in entries {
            if !names.contains_key(&entry.who) {
                names.insert(entry.who.clone(), self.reader(&entry, person).await?);
            }
            let who = names.get(&entry.who).cloned().unwrap_or_default();
            looks.push(look(entry, who, &purposes));
        }
        Ok(looks)
    }

    /// Entries about the person and, from before these were linked to them, about their accounts.
    async fn entries_about(&self, person: PersonId, limit: i64) -> Result<Vec<Entry>, ServiceError> {
        let mut entries = self.store.changes(&format!("person:{}", person.0), limit).await?;
        for account in self.store.held_accounts(person).await? {
            let about = self.store.changes(&format!("account:{}", account.id), limit).await?;
            entries.extend(about.into_iter().filter(|entry| entry.action == READ));
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(entries)
    }

    /// `Coach, Demo Person 12`, or the source that a key belongs to.
    async fn reader(&self, entry: &Entry, person: PersonId) -> Result<String, ServiceError> {
        if let Some(key) = entry.who.strip_prefix("access_key:") {
            let name = self.store.access_key(key).await?.map(|key| key.name);
            return Ok(
                name.map_or_else(|| "A source that is gone".to_owned(), |name| format!("The source {name}"))
            );
        }
        let Some(user) = entry.who.strip_prefix("user:").and_then(|id| id.parse().ok()) else {
            return Ok("The operator of this installation".to_owned());
        };
        let Some(user) = self.store.user(user).await? else { return Ok("Somebody who is gone".to_owned()) };
        if user.person == Some(person) {
            return Ok("You".to_owned());
        }
        let mut roles: Vec<AccessRole> = self
            .store
            .role_grants(user.id, EpochMs(entry.at))
            .await?
            .iter()
            .map(|grant| grant.role)
            .collect();
        roles.sort_unstable();
        roles.dedup();
        let words = roles.into_iter().map(AccessRole::title).map(str::to_owned).chain([user.name]);
        Ok(words.collect::<Vec<_>>().join(", "))
    }
}

fn look(entry: Entry, who: String, purposes: &[StatedPurpose]) -> Look {
    let stated = purposes.iter().find(|stated| entry.detail.contains(&stated.id.to_string()));
    // The number of the note is for the log; a reader has the note itself.
    let detail = entry.detail.split(';').next().unwrap_or_default().to_owned();
    Look {
        at: EpochMs(entry.at),
        who,
        action: entry.action,
        detail,
        purpose: stated.and_then(|stated| Purpose::parse(&stated.purpose)),
        note: stated.map(|stated| stated.note.clone()).unwrap_or_default(),
    }
}

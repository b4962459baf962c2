//! Whom a statement of our own is about: the account that a person is known by in statements.

use std::collections::HashMap;

use domain::{Account, PersonId, Provider};
use serde_json::{Value, json};
use store::Revision;

use crate::{Service, ServiceError};

/// A person as statements name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    /// The account's number in the vault.
    pub(super) account: i64,
    /// As in `mbox:ada@example.com`.
    pub(super) identifier: String,
}

impl Actor {
    pub(super) fn agent(&self) -> Option<Value> {
        agent(&self.identifier)
    }
}

/// The agent behind an identifier, without a name: whoever may know it has it from the directory.
pub(super) fn agent(identifier: &str) -> Option<Value> {
    let (kind, rest) = identifier.split_once(':')?;
    let inverse = match kind {
        "mbox" => json!({ "objectType": "Agent", "mbox": format!("mailto:{rest}") }),
        "mbox_sha1sum" | "openid" => json!({ "objectType": "Agent", kind: rest }),
        "account" => {
            let (home_page, name) = rest.split_once('|')?;
            json!({ "objectType": "Agent", "account": { "homePage": home_page, "name": name } })
        }
        _ => return None,
    };
    Some(inverse)
}

impl Service {
    /// `None` for somebody who is known neither by an account nor by an address.
    pub(super) async fn actor_of(&self, person: PersonId) -> Result<Option<Actor>, ServiceError> {
        if let Some(actor) = self.known_actor(person).await? {
            return Ok(Some(actor));
        }
        let held = self.store.held_person(person).await?.filter(|held| !held.person.erased);
        let Some(email) = held.and_then(|held| held.person.email) else { return Ok(None) };
        let address = email.to_lowercase();
        let account = Account {
            provider: Provider::Xapi,
            external_id: Some(format!("mbox:{address}")),
            login: address,
        };
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        tx.link_account(&account, person, &self.key, self.now().0).await?;
        tx.bump(Revision::Directory).await?;
        tx.commit().await?;
        self.known_actor(person).await
    }

    async fn known_actor(&self, person: PersonId) -> Result<Option<Actor>, ServiceError> {
        let accounts = self.store.held_accounts(person).await?;
        let mut known: Vec<Actor> = accounts
            .into_iter()
            .filter(|account| account.provider == Provider::Xapi.as_str())
            .filter_map(|account| {
                let identifier = account.natural_key.strip_prefix("id:")?.to_owned();
                Some(Actor { account: account.id, identifier })
            })
            .collect();
        // Mailboxes first: most tools know nothing else.
        known.sort_by_key(|actor| (!actor.identifier.starts_with("mbox:"), actor.account));
        Ok(known.into_iter().next())
    }

    /// Whose accounts these are.
    pub(super) async fn people_behind(
        &self,
        accounts: &[Account],
    ) -> Result<HashMap<String, PersonId>, ServiceError> {
        let mut tx = self.store.begin().await?;
        let directory = tx.directory(self.key.clone()).await?;
        let person = |account: &Account| {
            let known = directory.account(account)?.person?;
            Some((account.natural_key(), known))
        };
        Ok(accounts.iter().filter_map(person).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_read_as_the_identifier_that_it_was_made_from() {
        for identifier in [
            "mbox:ada@demo.invalid",
            "mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9",
            "openid:https://id.invalid/ada",
            "account:https://lms.invalid|a|b",
        ] {
            let made = agent(identifier).unwrap_or_default();
            let read = made.as_object().and_then(crate::individual::agent_id);
            assert_eq!(read.as_deref(), Some(identifier));
        }
        assert_eq!(agent("login:ada"), None);
    }
}

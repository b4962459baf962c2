//! Erasing a person: out of the vault, out of what arrived, out of what was derived, in one transaction.
//!
//! Figures of the past keep their counts: a person without a name, with a fresh id and key, takes the place of the old
//! one, and what arrived names pseudonyms that are theirs. Nothing links the two. The audit log says that the old id
//! was erased, and never had a name.

mod documents;
mod pseudonyms;
mod scrub;

use domain::{Account, PersonId, Provider};
use serde::{Deserialize, Serialize};
use store::{
    Revision, Tx,
    erasure::{Identity, VaultAccount},
};
use uuid::Uuid;

pub(crate) use pseudonyms::{HOME_PAGE, Pseudonyms, Words};
pub(crate) use scrub::{Mention, Scrub, agent_id};

use self::documents::{Changed, Documents};
use super::rederive::derive_documents;
use crate::{Service, ServiceError, local_accounts::login_digest, recompute, release};

/// What becomes of the statements of somebody who is erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasedStatements {
    /// They stay, said of a pseudonym: figures of past sprints do not change.
    #[default]
    Pseudonym,
    /// They go; adoption figures of past sprints are computed without them.
    Remove,
}

/// What an erasure touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    pub accounts: usize,
    /// Pull requests, issues and statements that named the person.
    pub documents: usize,
    pub removed_statements: usize,
}

impl Service {
    /// Erases a person. `actor`: who asked for it, as the log names them.
    ///
    /// # Errors
    /// `NotFound` for somebody who does not exist or was erased before.
    pub(crate) async fn erase(&self, person: PersonId, actor: &str) -> Result<Erased, ServiceError> {
        let mut tx = self.store.begin().await?;
        tx.own_facts().await?;
        tx.own_figures().await?;
        // Nothing arrives while what arrived is gone over.
        tx.hold_log().await?;
        let identity = tx.identity_of(person).await?.ok_or(ServiceError::NotFound)?;
        let mut people = self.pseudonyms(&mut tx, person, &identity).await?;
        let changed = self.clean_documents(&mut tx, &mut people).await?;
        rename_repositories(&mut tx, &people).await?;
        let accounts = self.rename_accounts(&mut tx, person, &people).await?;
        clean_facts(&mut tx, &people).await?;
        self.replace(&mut tx, person, &identity).await?;
        let documents = changed.payloads.len() + changed.statements.len();
        let erased = Erased { accounts, documents, removed_statements: changed.removed };
        derive_documents(self, &mut tx, &changed.payloads, &changed.statements).await?;
        if changed.removed > 0 {
            self.mark_everything(&mut tx).await?;
        }
        recompute::marked(&mut tx).await?;
        for revision in [Revision::Directory, Revision::Learning, Revision::Figures] {
            tx.bump(revision).await?;
        }
        let detail = format!("{accounts} accounts, {documents} documents");
        tx.log_change(self.now().0, actor, "erased", &format!("person:{}", person.0), &detail).await?;
        tx.commit().await?;
        self.log.definitions_changed();
        self.notice_changes().await?;
        // The person is erased by now; whoever asked must not be told otherwise.
        let files = self.store.forget_attachment_files(&changed.files).await;
        if let Err(error) = files.and(self.store.forget_remnants().await) {
            tracing::error!(%error, "what an erasure left in the database's files could not be overwritten");
        }
        Ok(erased)
    }

    /// Everything that the vault calls the person.
    pub(super) async fn pseudonyms(
        &self,
        tx: &mut Tx,
        person: PersonId,
        identity: &Identity,
    ) -> Result<Pseudonyms, ServiceError> {
        let mut people = Pseudonyms::new(&self.rules.github.bots)?;
        people.learn_name(&identity.name);
        if let Some(email) = &identity.email {
            people.learn_email(email);
        }
        for account in tx.accounts().await?.iter().filter(|account| account.person == Some(person)) {
            let provider = account.provider;
            people.learn_login(provider, &account.login);
            if let Some(id) = account.natural_key.strip_prefix("id:") {
                people.learn_id(provider, id);
                people.learn_email(id.strip_prefix("mbox:").unwrap_or_default());
                if provider == Provider::Xapi {
                    people.learn_login(provider, xapi::login_of(id));
                }
            }
        }
        Ok(people)
    }

    async fn clean_documents(&self, tx: &mut Tx, people: &mut Pseudonyms) -> Result<Changed, ServiceError> {
        let repositories = tx.repository_names().await?.into_iter().map(|(_, name)| name).collect();
        let mut documents = Documents {
            people,
            repositories,
            github: self.github_reader()?,
            jira: self.jira_reader(),
            policy: self.erased_statements,
            changed: Changed::default(),
        };
        documents.clean(tx).await?;
        Ok(documents.changed)
    }

    /// The person's accounts get the names that documents call them by now; so do accounts that nobody is linked to
    /// and that turned out to be theirs.
    async fn rename_accounts(
        &self,
        tx: &mut Tx,
        person: PersonId,
        people: &Pseudonyms,
    ) -> Result<usize, ServiceError> {
        let mut renamed = 0;
        for row in tx.accounts().await? {
            let is_theirs = row.person == Some(person);
            if row.person.is_some() && !is_theirs {
                continue;
            }
            let Some(account) = pseudonymous(&row, people) else { continue };
            let contributor = self.key.account(&account);
            let (natural_key, login) = (account.natural_key(), account.login);
            tx.rename_account(&VaultAccount { natural_key, login, ..row }, contributor).await?;
            renamed += usize::from(is_theirs);
        }
        Ok(renamed)
    }

    async fn replace(&self, tx: &mut Tx, person: PersonId, identity: &Identity) -> Result<(), ServiceError> {
        // Random: an id made from the time would say when the person was erased, and the log says whom.
        let nobody = PersonId(Uuid::new_v4());
        let mut logins: Vec<String> = identity.email.iter().map(|email| email.to_lowercase()).collect();
        for (user, _) in &identity.users {
            logins.extend(self.store.local_account(*user).await?.map(|account| account.login));
        }
        for login in logins {
            tx.forget_attempts(&login_digest(&login)).await?;
        }
        for (user, _) in &identity.users {
            tx.erase_user(*user, self.now().0).await?;
        }
        let key = self.key.person(nobody);
        release::rename(tx, self.key.person(person), key).await?;
        Ok(tx.replace_person(person, nobody, key).await?)
    }
}

/// The account as the cleaned documents name it; `None` for an account of somebody else.
fn pseudonymous(row: &VaultAccount, people: &Pseudonyms) -> Option<Account> {
    let provider = row.provider;
    let external = row.natural_key.strip_prefix("id:");
    let id = external.or_else(|| row.natural_key.strip_prefix("login:")).unwrap_or(&row.natural_key);
    let pseudonym = people.of(provider, id)?;
    let external_id = match (external, provider) {
        (None, _) => None,
        (Some(_), Provider::Xapi) => Some(format!("account:{HOME_PAGE}|{pseudonym}")),
        (Some(_), _) => Some(pseudonym.to_owned()),
    };
    let login = people.of(provider, &row.login).unwrap_or(pseudonym).to_owned();
    Some(Account { provider, external_id, login })
}

/// Facts outlive what they were derived from, where raw payloads and statements are kept for a shorter time.
async fn clean_facts(tx: &mut Tx, people: &Pseudonyms) -> Result<(), ServiceError> {
    let clean = |text: &str| people.text(text, Words::All);
    tx.clean_pull_requests(clean).await?;
    tx.clean_defects(clean).await?;
    tx.clean_typed(clean).await?;
    Ok(tx.clean_shared(|text| people.text(text, Words::Distinct)).await?)
}

async fn rename_repositories(tx: &mut Tx, people: &Pseudonyms) -> Result<(), ServiceError> {
    for (id, name) in tx.repository_names().await? {
        if let Some(name) = people.text(&name, Words::Distinct) {
            tx.rename_repository(id, &name).await?;
        }
    }
    Ok(())
}

//! People of the directory and the accounts that are theirs at the sources. Linking an account says whose work it is:
//! what the account did is joined anew, and figures follow.

use domain::{EpochMs, PersonId, Provider};
use uuid::Uuid;

use super::{Administration, Listed, part};
use crate::{Fields, ServiceError, roster::Roster};

/// An account at GitHub, Jira or a learning tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    pub id: i64,
    pub provider: Provider,
    pub login: String,
    /// Pull requests, defects and learning events that name it.
    pub facts: usize,
    /// Whose it is; `None`: nobody's yet.
    pub person: Option<PersonId>,
}

/// Somebody in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    /// The teams they are in now, by name.
    pub teams: Vec<String>,
    pub accounts: Vec<AccountLine>,
}

/// A person with the way they belong to teams over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFile {
    pub line: PersonLine,
    /// (team, from, until): the ends are open where they are at the ends of time.
    pub memberships: Vec<(String, EpochMs, EpochMs)>,
}

impl From<store::administration::AccountLine> for AccountLine {
    fn from(row: store::administration::AccountLine) -> Self {
        let facts = usize::try_from(row.facts).unwrap_or_default();
        AccountLine { id: row.id, provider: row.provider, login: row.login, facts, person: row.person }
    }
}

impl Administration<'_> {
    /// People by name whose name, e-mail or login at a source has the words.
    pub async fn people(&self, search: &str, page: usize) -> Result<Listed<PersonLine>, ServiceError> {
        let mut page = page.max(1);
        let mut found = self.service.store.people_list(part(search, page)).await?;
        if found.rows.is_empty() && page > 1 {
            page = 1;
            found = self.service.store.people_list(part(search, page)).await?;
        }
        let roster = self.service.load_roster().await?;
        let mut listed = Listed::of(found, page, |person| line(&roster, person));
        for person in &mut listed.rows {
            person.accounts = self.accounts_of(person.id).await?;
        }
        Ok(listed)
    }

    /// # Errors
    /// `NotFound` without such a person.
    pub async fn person(&self, id: &str) -> Result<PersonFile, ServiceError> {
        let id = person_id(id)?;
        let person = self.service.store.person_line(id).await?.ok_or(ServiceError::NotFound)?;
        let roster = self.service.load_roster().await?;
        let own = roster.memberships.iter().filter(|membership| membership.person == id);
        let mut memberships: Vec<_> = own
            .map(|m| {
                let team = roster.team(&m.team).map_or(m.team.as_str(), |team| &team.name);
                (team.to_owned(), m.span.start, m.span.end)
            })
            .collect();
        memberships.sort_by_key(|(_, from, _)| std::cmp::Reverse(*from));
        let mut line = line(&roster, person);
        line.accounts = self.accounts_of(id).await?;
        Ok(PersonFile { line, memberships })
    }

    /// Accounts that are linked to nobody, by source and login.
    pub async fn unlinked_accounts(
        &self,
        search: &str,
        page: usize,
    ) -> Result<Listed<AccountLine>, ServiceError> {
        let mut page = page.max(1);
        let mut found = self.service.store.unlinked_accounts(part(search, page)).await?;
        if found.rows.is_empty() && page > 1 {
            page = 1;
            found = self.service.store.unlinked_accounts(part(search, page)).await?;
        }
        Ok(Listed::of(found, page, AccountLine::from))
    }

    /// # Errors
    /// `NotFound` without such an account.
    pub async fn account(&self, id: i64) -> Result<AccountLine, ServiceError> {
        Ok(self.service.store.account_line(id).await?.ok_or(ServiceError::NotFound)?.into())
    }

    /// Says whose an account is. What it did is joined with that person's teams in the same transaction; figures are
    /// computed right after.
    ///
    /// # Errors
    /// `NotFound` without such an account or person.
    pub async fn link_account(&self, account: i64, person: &str) -> Result<(), ServiceError> {
        let person = person_id(person)?;
        self.service.store.person_line(person).await?.ok_or(ServiceError::NotFound)?;
        if self.service.store.is_disowned(account, person).await? {
            let mut wrong = Fields::default();
            wrong.add("person", "This person said that the account is not theirs. Choose somebody else, or leave it unlinked.");
            wrong.into_result()?;
        }
        self.relink(account, Some(person)).await
    }

    /// Says that an account is nobody's.
    ///
    /// # Errors
    /// `NotFound` without such an account.
    pub async fn unlink_account(&self, account: i64) -> Result<(), ServiceError> {
        self.relink(account, None).await
    }

    async fn relink(&self, account: i64, person: Option<PersonId>) -> Result<(), ServiceError> {
        let before = self.account(account).await?.person;
        if before == person {
            return Ok(());
        }
        let mut tx = self.service.store.begin().await?;
        if !self.service.relink_account(&mut tx, account, person).await? {
            return Ok(());
        }
        let told =
            |person: Option<PersonId>| person.map_or("nobody".to_owned(), |p| format!("person:{}", p.0));
        let action = if person.is_some() { "linked an account" } else { "unlinked an account" };
        let detail = format!("from {} to {}", told(before), told(person));
        self.log(&mut tx, action, &format!("account:{account}"), &detail).await?;
        Ok(tx.commit().await?)
    }

    async fn accounts_of(&self, person: PersonId) -> Result<Vec<AccountLine>, ServiceError> {
        let accounts = self.service.store.accounts_of(person).await?;
        Ok(accounts.into_iter().map(AccountLine::from).collect())
    }
}

fn person_id(text: &str) -> Result<PersonId, ServiceError> {
    text.parse::<Uuid>().map(PersonId).map_err(|_| ServiceError::NotFound)
}

fn line(roster: &Roster, person: store::administration::PersonLine) -> PersonLine {
    let own = roster.memberships.iter().filter(|m| m.person == person.id && m.span.contains(roster.horizon));
    let teams = own.filter_map(|m| roster.team(&m.team)).map(|team| team.name.clone()).collect();
    PersonLine { id: person.id, name: person.name, email: person.email, teams, accounts: vec![] }
}

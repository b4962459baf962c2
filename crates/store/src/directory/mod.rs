//! The directory: everything needed to say whose a fact is, read once and asked in memory.

mod ensure;
mod load;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{Account, EpochMs, PersonId, Provider, RepositoryName, Span, TeamKey, period::Sprint};
use privacy::PseudonymKey;
use uuid::Uuid;

use crate::{Store, StoreError};

#[derive(Debug, Clone, Copy)]
pub struct KnownAccount {
    pub id: i64,
    pub person: Option<PersonId>,
}

#[derive(Debug, Clone)]
struct Dated {
    span: Span,
    team: TeamKey,
}

#[derive(Debug, Clone)]
struct KnownRepository {
    id: i64,
    owners: Vec<Dated>,
}

/// A snapshot of accounts, memberships, repositories, trackers and sprints.
#[derive(Debug, Clone)]
pub struct Directory {
    key: PseudonymKey,
    accounts: HashMap<(Provider, String), KnownAccount>,
    memberships: HashMap<PersonId, Vec<Dated>>,
    repositories: HashMap<String, KnownRepository>,
    trackers: HashMap<(String, String), TeamKey>,
    sprints: BTreeMap<TeamKey, Vec<Sprint>>,
    /// The people of each cohort, those who left included.
    cohorts: Vec<HashSet<PersonId>>,
}

impl Directory {
    pub fn account(&self, account: &Account) -> Option<KnownAccount> {
        let natural = self.accounts.get(&(account.provider, account.natural_key()));
        natural.copied()
    }

    /// The team of a person at an instant.
    pub fn team_of(&self, person: PersonId, at: EpochMs) -> Option<&TeamKey> {
        at_instant(self.memberships.get(&person)?, at)
    }

    /// The teams in whose adoption figures a person's learning shows: their own and, since a session that one
    /// attends was held for all, those of the people they share a cohort with.
    pub fn teams_learning_with(&self, person: PersonId) -> BTreeSet<&TeamKey> {
        let mates = self.cohorts.iter().filter(|cohort| cohort.contains(&person)).flatten();
        let people = mates.chain([&person]);
        people.filter_map(|person| self.memberships.get(person)).flatten().map(|dated| &dated.team).collect()
    }

    /// The team that owned a repository at an instant.
    pub fn owner_of(&self, repository: &RepositoryName, at: EpochMs) -> Option<&TeamKey> {
        at_instant(&self.repositories.get(repository.as_str())?.owners, at)
    }

    pub fn repository_id(&self, repository: &RepositoryName) -> Option<i64> {
        self.repositories.get(repository.as_str()).map(|known| known.id)
    }

    /// The team that answers for an issue: by component first, else by project.
    pub fn tracker_team(&self, project: &str, components: &[String]) -> Option<&TeamKey> {
        let named = |component: &str| self.trackers.get(&(project.to_owned(), component.to_owned()));
        components.iter().find_map(|component| named(component)).or_else(|| named(""))
    }

    pub fn team(&self, key: &str) -> Option<&TeamKey> {
        self.sprints.keys().find(|team| team.as_str() == key)
    }

    pub fn sprints(&self, team: &TeamKey) -> &[Sprint] {
        self.sprints.get(team).map_or(&[], Vec::as_slice)
    }

    pub fn teams(&self) -> impl Iterator<Item = &TeamKey> {
        self.sprints.keys()
    }
}

fn at_instant(dated: &[Dated], at: EpochMs) -> Option<&TeamKey> {
    dated.iter().find(|d| d.span.contains(at)).map(|d| &d.team)
}

pub(crate) fn team_key(table: &'static str, value: &str) -> Result<TeamKey, StoreError> {
    TeamKey::new(value).map_err(|e| StoreError::inconsistent(table, "team", value, e))
}

pub(crate) fn provider(text: &str) -> Result<Provider, StoreError> {
    [Provider::GitHub, Provider::Jira, Provider::Xapi]
        .into_iter()
        .find(|p| p.as_str() == text)
        .ok_or_else(|| StoreError::inconsistent("account", "provider", text, "not a provider"))
}

impl Store {
    /// The accounts that an agent's identifier (`mbox:ada@example.com`) belongs to; none for a stranger.
    pub async fn accounts_of_agent(&self, identifier: &str) -> Result<Vec<KnownAccount>, StoreError> {
        let rows: Vec<(i64, Option<Uuid>)> = reading!(self, pool => {
            sqlx::query_as("SELECT id, person_id FROM account WHERE provider = 'xapi' AND natural_key = $1")
                .bind(format!("id:{identifier}")).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|(id, person)| KnownAccount { id, person: person.map(PersonId) }).collect())
    }
}

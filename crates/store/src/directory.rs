//! The directory: everything needed to say whose a fact is, read once and asked in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    Account, EpochMs, PersonId, PersonKey, Provider, RepositoryName, Span, TeamKey, period::Sprint,
};
use privacy::PseudonymKey;
use uuid::Uuid;

use crate::{Store, StoreError, Tx};

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

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    provider: String,
    natural_key: String,
    person_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    person_id: Uuid,
    team: String,
    valid_from: i64,
    valid_to: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct OwnerRow {
    id: i64,
    name: String,
    team: Option<String>,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct SprintRow {
    team: String,
    key: Option<String>,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
}

pub(crate) fn team_key(table: &'static str, value: &str) -> Result<TeamKey, StoreError> {
    TeamKey::new(value).map_err(|e| StoreError::inconsistent(table, "team", value, e))
}

fn span(from: i64, to: Option<i64>) -> Span {
    Span { start: EpochMs(from), end: EpochMs(to.unwrap_or(i64::MAX)) }
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

impl Tx {
    /// Reads the directory as this transaction sees it.
    pub async fn directory(&mut self, key: PseudonymKey) -> Result<Directory, StoreError> {
        Ok(Directory {
            key,
            accounts: self.directory_accounts().await?,
            memberships: self.directory_memberships().await?,
            repositories: self.directory_repositories().await?,
            trackers: self.directory_trackers().await?,
            sprints: self.directory_sprints().await?,
            cohorts: self.directory_cohorts().await?,
        })
    }

    async fn directory_accounts(&mut self) -> Result<HashMap<(Provider, String), KnownAccount>, StoreError> {
        let rows: Vec<AccountRow> = writing!(self, conn => {
            sqlx::query_as("SELECT id, provider, natural_key, person_id FROM account").fetch_all(conn).await
        })?;
        rows.into_iter()
            .map(|row| {
                let known = KnownAccount { id: row.id, person: row.person_id.map(PersonId) };
                Ok(((provider(&row.provider)?, row.natural_key), known))
            })
            .collect()
    }

    async fn directory_memberships(&mut self) -> Result<HashMap<PersonId, Vec<Dated>>, StoreError> {
        let rows: Vec<MembershipRow> = writing!(self, conn => {
            sqlx::query_as("SELECT person_id, team, valid_from, valid_to FROM membership ORDER BY valid_from")
                .fetch_all(conn).await
        })?;
        let mut memberships: HashMap<PersonId, Vec<Dated>> = HashMap::new();
        for row in rows {
            let dated =
                Dated { span: span(row.valid_from, row.valid_to), team: team_key("membership", &row.team)? };
            memberships.entry(PersonId(row.person_id)).or_default().push(dated);
        }
        Ok(memberships)
    }

    async fn directory_repositories(&mut self) -> Result<HashMap<String, KnownRepository>, StoreError> {
        let rows: Vec<OwnerRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT r.id, r.name, o.team, o.valid_from, o.valid_to FROM repository r
                 LEFT JOIN repository_owner o ON o.repository_id = r.id ORDER BY o.valid_from")
                .fetch_all(conn).await
        })?;
        let mut repositories: HashMap<String, KnownRepository> = HashMap::new();
        for row in rows {
            let known =
                repositories.entry(row.name).or_insert(KnownRepository { id: row.id, owners: vec![] });
            if let (Some(team), Some(from)) = (row.team, row.valid_from) {
                let dated =
                    Dated { span: span(from, row.valid_to), team: team_key("repository_owner", &team)? };
                known.owners.push(dated);
            }
        }
        Ok(repositories)
    }

    async fn directory_trackers(&mut self) -> Result<HashMap<(String, String), TeamKey>, StoreError> {
        let rows: Vec<(String, String, String)> = writing!(self, conn => {
            sqlx::query_as("SELECT project, component, team FROM team_tracker").fetch_all(conn).await
        })?;
        rows.into_iter().map(|(p, c, team)| Ok(((p, c), team_key("team_tracker", &team)?))).collect()
    }

    async fn directory_sprints(&mut self) -> Result<BTreeMap<TeamKey, Vec<Sprint>>, StoreError> {
        let rows: Vec<SprintRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT t.key AS team, s.key, s.starts_at, s.ends_at FROM team t
                 LEFT JOIN sprint s ON s.team = t.key ORDER BY s.starts_at")
                .fetch_all(conn).await
        })?;
        let mut sprints: BTreeMap<TeamKey, Vec<Sprint>> = BTreeMap::new();
        for row in rows {
            let team = team_key("sprint", &row.team)?;
            let list = sprints.entry(team.clone()).or_default();
            if let (Some(key), Some(start), Some(end)) = (row.key, row.starts_at, row.ends_at) {
                let key = key.parse().map_err(|e| StoreError::inconsistent("sprint", "key", &key, e))?;
                list.push(Sprint { team, key, span: Span { start: EpochMs(start), end: EpochMs(end) } });
            }
        }
        Ok(sprints)
    }

    async fn directory_cohorts(&mut self) -> Result<Vec<HashSet<PersonId>>, StoreError> {
        let rows: Vec<(String, Uuid)> = writing!(self, conn => {
            sqlx::query_as("SELECT cohort, person_id FROM enrolment").fetch_all(conn).await
        })?;
        let mut cohorts: BTreeMap<String, HashSet<PersonId>> = BTreeMap::new();
        for (cohort, person) in rows {
            cohorts.entry(cohort).or_default().insert(PersonId(person));
        }
        Ok(cohorts.into_values().collect())
    }

    /// Makes sure that every account has a row, linking it to the person who already has the same login.
    pub async fn ensure_accounts(
        &mut self,
        directory: &mut Directory,
        accounts: &[&Account],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let unknown = accounts.iter().map(|account| ((account.provider, account.natural_key()), *account));
        // Sorted: two who meet the same new accounts at once lock them in the same order.
        let unknown: BTreeMap<_, _> =
            unknown.filter(|(key, _)| !directory.accounts.contains_key(key)).collect();
        for (key, account) in unknown {
            let by_login = Account { external_id: None, ..account.clone() }.natural_key();
            let person = directory.accounts.get(&(account.provider, by_login)).and_then(|known| known.person);
            let id = self.insert_account(account, directory.key.account(account), person, now_ms).await?;
            directory.accounts.insert(key, KnownAccount { id, person });
        }
        Ok(())
    }

    async fn insert_account(
        &mut self,
        account: &Account,
        contributor: PersonKey,
        person: Option<PersonId>,
        now_ms: i64,
    ) -> Result<i64, StoreError> {
        Ok(writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO account (provider, natural_key, login, person_id, contributor_key, first_seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (provider, natural_key) DO UPDATE SET login = excluded.login RETURNING id")
                .bind(account.provider.as_str()).bind(account.natural_key()).bind(&account.login)
                .bind(person.map(|p| p.0)).bind(contributor.0).bind(now_ms)
                .fetch_one(conn).await
        })?)
    }

    /// Makes sure that every repository has a row.
    pub async fn ensure_repositories(
        &mut self,
        directory: &mut Directory,
        names: &[&RepositoryName],
    ) -> Result<(), StoreError> {
        let unknown = names.iter().filter(|name| !directory.repositories.contains_key(name.as_str()));
        let unknown: BTreeSet<&RepositoryName> = unknown.copied().collect();
        for name in unknown {
            let id = self.ensure_repository(name).await?;
            directory.repositories.insert(name.as_str().to_owned(), KnownRepository { id, owners: vec![] });
        }
        Ok(())
    }

    /// Does not touch a row that is there: an update would lock out those who file pull requests under it.
    async fn ensure_repository(&mut self, name: &RepositoryName) -> Result<i64, StoreError> {
        let fresh: Option<i64> = writing!(self, conn => {
            sqlx::query_scalar("INSERT INTO repository (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id")
                .bind(name.as_str()).fetch_optional(conn).await
        })?;
        if let Some(id) = fresh {
            return Ok(id);
        }
        Ok(writing!(self, conn => {
            sqlx::query_scalar("SELECT id FROM repository WHERE name = $1")
                .bind(name.as_str()).fetch_one(conn).await
        })?)
    }
}

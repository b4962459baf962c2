//! Reading the directory: a question for each of its tables.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{EpochMs, PersonId, Provider, Span, TeamKey, period::Sprint};
use privacy::PseudonymKey;
use uuid::Uuid;

use super::{Dated, Directory, KnownAccount, KnownRepository, provider, team_key};
use crate::{StoreError, Tx};

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
}

fn span(from: i64, to: Option<i64>) -> Span {
    Span { start: EpochMs(from), end: EpochMs(to.unwrap_or(i64::MAX)) }
}

//! The identity vault: people, their accounts, their memberships. The one module that reads names and e-mails.

use domain::{Account, EpochMs, PersonId, PersonKey, Provider, Span, TeamKey};
use privacy::PseudonymKey;
use uuid::Uuid;

use crate::{Store, StoreError, Tx, directory::team_key};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub key: PersonKey,
    pub name: String,
    pub email: Option<String>,
    /// A role of the skill map.
    pub role: Option<String>,
    /// Kept as a number for the figures of the past; the name says so and nothing else.
    pub erased: bool,
}

/// What stands in place of the name of somebody who was erased.
pub const ERASED_NAME: &str = "Erased person";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub person: PersonId,
    pub person_key: PersonKey,
    pub team: TeamKey,
    pub span: Span,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    person_key: i64,
    name: String,
    email: Option<String>,
    role: Option<String>,
    erased: bool,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let PersonRow { id, person_key, name, email, role, erased } = row;
        Person { id: PersonId(id), key: PersonKey(person_key), name, email, role, erased }
    }
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    person_id: Uuid,
    person_key: i64,
    team: String,
    valid_from: i64,
    valid_to: Option<i64>,
}

impl TryFrom<MembershipRow> for Membership {
    type Error = StoreError;

    fn try_from(row: MembershipRow) -> Result<Self, StoreError> {
        let span = Span { start: EpochMs(row.valid_from), end: EpochMs(row.valid_to.unwrap_or(i64::MAX)) };
        let team = team_key("membership", &row.team)?;
        Ok(Membership { person: PersonId(row.person_id), person_key: PersonKey(row.person_key), team, span })
    }
}

impl Store {
    /// Everybody, by name. For pickers of those who may enrol people.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<PersonRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, person_key, name, email, role, erased FROM person ORDER BY name, id")
                .fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    /// The role on the skill map of everybody who has one, by key: whose it is by name is not read.
    pub async fn roles_of_people(&self) -> Result<Vec<(PersonKey, String)>, StoreError> {
        let rows: Vec<(i64, String)> = reading!(self, pool => {
            sqlx::query_as("SELECT person_key, role FROM person WHERE role IS NOT NULL ORDER BY person_key")
                .fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|(key, role)| (PersonKey(key), role)).collect())
    }

    pub async fn memberships(&self) -> Result<Vec<Membership>, StoreError> {
        let rows: Vec<MembershipRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT m.person_id, p.person_key, m.team, m.valid_from, m.valid_to
                 FROM membership m JOIN person p ON p.id = m.person_id ORDER BY m.team, m.valid_from, p.person_key")
                .fetch_all(pool).await
        })?;
        rows.into_iter().map(Membership::try_from).collect()
    }
}

impl Tx {
    /// Creates or updates the person with this e-mail.
    pub async fn save_person(
        &mut self,
        email: &str,
        name: &str,
        role: Option<&str>,
        key: &PseudonymKey,
        now_ms: i64,
    ) -> Result<PersonId, StoreError> {
        let fresh = PersonId(Uuid::now_v7());
        let id: Uuid = writing!(self, conn => {
            sqlx::query_scalar(
                "INSERT INTO person (id, person_key, name, email, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role RETURNING id")
                .bind(fresh.0).bind(key.person(fresh).0).bind(name).bind(email).bind(role).bind(now_ms)
                .fetch_one(conn).await
        })?;
        Ok(PersonId(id))
    }

    /// Links an account to a person, making its row if it was never seen. Not an account of which that person said
    /// that it is not theirs.
    pub async fn link_account(
        &mut self,
        account: &Account,
        person: PersonId,
        key: &PseudonymKey,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO account (provider, natural_key, login, person_id, contributor_key, first_seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (provider, natural_key) DO UPDATE SET login = excluded.login, person_id =
                    CASE WHEN EXISTS (SELECT 1 FROM disowned_account d
                                      WHERE d.account = account.id AND d.person_id = excluded.person_id)
                         THEN account.person_id ELSE excluded.person_id END")
                .bind(account.provider.as_str()).bind(account.natural_key()).bind(&account.login)
                .bind(person.0).bind(key.account(account).0).bind(now_ms)
                .execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// Links the account that has this login and came with its own id before anybody said whose login it is.
    /// Not if there are several: a login that was given up and taken again would merge two people.
    pub async fn adopt_account(
        &mut self,
        provider: Provider,
        login: &str,
        person: PersonId,
    ) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query(
                "UPDATE account SET person_id = $1 WHERE provider = $2 AND person_id IS NULL AND LOWER(login) = LOWER($3)
                 AND NOT EXISTS (SELECT 1 FROM disowned_account d WHERE d.account = account.id AND d.person_id = $1)
                 AND 1 = (SELECT COUNT(*) FROM account other WHERE other.provider = $2
                          AND LOWER(other.login) = LOWER($3) AND other.natural_key LIKE 'id:%')")
                .bind(person.0).bind(provider.as_str()).bind(login).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    /// The team of another membership of this person that shares time with `span`, if there is one. A membership
    /// of the same team and first day is this very one.
    pub async fn overlapping_membership(
        &mut self,
        person: PersonId,
        team: &TeamKey,
        span: Span,
    ) -> Result<Option<TeamKey>, StoreError> {
        let found: Option<String> = writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT team FROM membership WHERE person_id = $1 AND NOT (team = $2 AND valid_from = $4)
                 AND valid_from < $3 AND (valid_to IS NULL OR valid_to > $4) ORDER BY valid_from LIMIT 1")
                .bind(person.0).bind(team.as_str()).bind(span.end.0).bind(span.start.0)
                .fetch_optional(conn).await
        })?;
        found.map(|team| team_key("membership", &team)).transpose()
    }

    pub async fn save_membership(
        &mut self,
        person: PersonId,
        team: &TeamKey,
        span: Span,
    ) -> Result<(), StoreError> {
        let until = (span.end.0 != i64::MAX).then_some(span.end.0);
        writing!(self, conn => {
            sqlx::query(
                "INSERT INTO membership (person_id, team, valid_from, valid_to) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (person_id, team, valid_from) DO UPDATE SET valid_to = excluded.valid_to")
                .bind(person.0).bind(team.as_str()).bind(span.start.0).bind(until).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }

    pub async fn all_memberships(&mut self) -> Result<Vec<Membership>, StoreError> {
        let rows: Vec<MembershipRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT m.person_id, p.person_key, m.team, m.valid_from, m.valid_to
                 FROM membership m JOIN person p ON p.id = m.person_id ORDER BY m.team, m.valid_from, p.person_key")
                .fetch_all(conn).await
        })?;
        rows.into_iter().map(Membership::try_from).collect()
    }

    pub async fn person_by_email(&mut self, email: &str) -> Result<Option<PersonId>, StoreError> {
        let id: Option<Uuid> = writing!(self, conn => {
            sqlx::query_scalar("SELECT id FROM person WHERE email = $1").bind(email).fetch_optional(conn).await
        })?;
        Ok(id.map(PersonId))
    }
}

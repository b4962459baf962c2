//! Who a person is to Sightline: the row in the vault, the accounts taken to be theirs, their teams.

use domain::{PersonId, Provider};
use uuid::Uuid;

use crate::{Store, StoreError, Tx, people::Person};

/// A person with what the vault knows beside the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPerson {
    pub person: Person,
    /// Epoch milliseconds.
    pub created_at: i64,
}

/// An account that is taken to be a person's, with how much rests on it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldAccount {
    pub id: i64,
    pub provider: String,
    pub natural_key: String,
    pub login: String,
    pub first_seen_at: i64,
    pub pull_requests: i64,
    pub defects: i64,
    pub learning_events: i64,
}

/// A time in a team; `valid_to` is exclusive and absent where it lasts.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldMembership {
    pub team: String,
    pub valid_from: i64,
    pub valid_to: Option<i64>,
}

/// Something kept about a user account: a session, a role, a way to sign in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldOfUser {
    pub kind: String,
    /// Epoch milliseconds.
    pub at: i64,
    pub key: String,
    pub text: String,
}

/// How an operator names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    Id(PersonId),
    Email(String),
    /// At whatever source, whatever its case.
    Login(String),
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    id: Uuid,
    person_key: i64,
    name: String,
    email: Option<String>,
    role: Option<String>,
    erased: bool,
    created_at: i64,
}

const PERSON: &str = "SELECT id, person_key, name, email, role, erased, created_at FROM person WHERE id = $1";

impl From<HeldRow> for HeldPerson {
    fn from(row: HeldRow) -> Self {
        let HeldRow { id, person_key, name, email, role, erased, created_at } = row;
        let person =
            Person { id: PersonId(id), key: domain::PersonKey(person_key), name, email, role, erased };
        Self { person, created_at }
    }
}

const ACCOUNTS: &str = "SELECT a.id, a.provider, a.natural_key, a.login, a.first_seen_at,
    (SELECT COUNT(*) FROM pull_request p WHERE p.author_account = a.id) AS pull_requests,
    (SELECT COUNT(*) FROM defect d WHERE d.reporter_account = a.id) AS defects,
    (SELECT COUNT(*) FROM learning_event e WHERE e.actor_account = a.id) AS learning_events
    FROM account a WHERE a.person_id = $1 ORDER BY a.provider, a.natural_key";

/// Secrets and their digests are left out: they are nobody's to read.
const OF_USER: &str = "SELECT kind, at, key, text FROM (
    SELECT 'session' AS kind, created_at AS at, how AS key, browser AS text FROM session WHERE user_id = $1
    UNION ALL SELECT 'identity', first_seen_at, issuer, subject FROM user_identity WHERE user_id = $1
    UNION ALL SELECT 'local_account', changed_at, login, '' FROM local_account WHERE user_id = $1
    UNION ALL SELECT 'api_token', created_at, name, scopes FROM api_token WHERE user_id = $1
    UNION ALL SELECT 'provisioned_account', created_at, user_name, attributes FROM scim_user WHERE user_id = $1
    UNION ALL SELECT 'role', valid_from, role, scope_kind || ' ' || scope_key FROM role_grant WHERE user_id = $1
    ) held ORDER BY kind, at, key";

impl Store {
    pub async fn held_of_user(&self, user: i64) -> Result<Vec<HeldOfUser>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(OF_USER).bind(user).fetch_all(pool).await)?)
    }

    pub async fn held_person(&self, person: PersonId) -> Result<Option<HeldPerson>, StoreError> {
        let row: Option<HeldRow> =
            reading!(self, pool => sqlx::query_as(PERSON).bind(person.0).fetch_optional(pool).await)?;
        Ok(row.map(HeldPerson::from))
    }

    pub async fn held_accounts(&self, person: PersonId) -> Result<Vec<HeldAccount>, StoreError> {
        Ok(reading!(self, pool => sqlx::query_as(ACCOUNTS).bind(person.0).fetch_all(pool).await)?)
    }

    pub async fn held_memberships(&self, person: PersonId) -> Result<Vec<HeldMembership>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_as("SELECT team, valid_from, valid_to FROM membership WHERE person_id = $1 ORDER BY valid_from")
                .bind(person.0).fetch_all(pool).await
        })?)
    }

    /// Everybody whom an operator may mean; erased people are nobody.
    pub async fn find_people(&self, lookup: &Lookup) -> Result<Vec<PersonId>, StoreError> {
        let (sql, text) = match lookup {
            Lookup::Id(id) => {
                return Ok(self
                    .held_person(*id)
                    .await?
                    .filter(|p| !p.person.erased)
                    .map(|_| *id)
                    .into_iter()
                    .collect());
            }
            Lookup::Email(email) => {
                ("SELECT id FROM person WHERE LOWER(email) = LOWER($1) AND NOT erased ORDER BY id", email)
            }
            Lookup::Login(login) => (
                "SELECT DISTINCT p.id FROM person p JOIN account a ON a.person_id = p.id
                 WHERE LOWER(a.login) = LOWER($1) AND NOT p.erased ORDER BY p.id",
                login,
            ),
        };
        let ids: Vec<Uuid> =
            reading!(self, pool => sqlx::query_scalar(sql).bind(text).fetch_all(pool).await)?;
        Ok(ids.into_iter().map(PersonId).collect())
    }

    /// The identifiers in statements of whoever has this one, as the directory knows; empty where it knows nobody.
    pub async fn identifiers_beside(&self, identifier: &str) -> Result<Vec<String>, StoreError> {
        let keys: Vec<String> = reading!(self, pool => {
            sqlx::query_scalar(
                "SELECT o.natural_key FROM account a JOIN account o ON o.person_id = a.person_id
                 WHERE a.provider = 'xapi' AND o.provider = 'xapi' AND a.natural_key = $1 ORDER BY o.natural_key")
                .bind(format!("id:{identifier}")).fetch_all(pool).await
        })?;
        Ok(keys.iter().filter_map(|key| key.strip_prefix("id:")).map(str::to_owned).collect())
    }

    /// The user accounts of a person.
    pub async fn users_of(&self, person: PersonId) -> Result<Vec<i64>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT id FROM user_account WHERE person_id = $1 ORDER BY id")
                .bind(person.0).fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// Takes an account from a person and remembers that it is not theirs; says what provider it is of. `None` where
    /// it is not taken to be theirs.
    pub async fn disown_account(
        &mut self,
        account: i64,
        person: PersonId,
    ) -> Result<Option<Provider>, StoreError> {
        let provider: Option<String> = writing!(self, conn => {
            sqlx::query_scalar("UPDATE account SET person_id = NULL WHERE id = $1 AND person_id = $2 RETURNING provider")
                .bind(account).bind(person.0).fetch_optional(conn).await
        })?;
        let Some(provider) = provider else { return Ok(None) };
        writing!(self, conn => {
            sqlx::query("INSERT INTO disowned_account (account, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(account).bind(person.0).execute(conn).await.map(|_| ())
        })?;
        crate::directory::provider(&provider).map(Some)
    }

    /// The raw payloads of an account's pull requests and defects, by number, and its statements.
    pub async fn documents_of_account(&mut self, account: i64) -> Result<(Vec<i64>, Vec<Uuid>), StoreError> {
        let payloads: Vec<i64> = writing!(self, conn => {
            sqlx::query_scalar(
                "SELECT w.id FROM raw_payload w JOIN (
                    SELECT 'github' AS source, r.name || '#' || p.number AS natural_key FROM pull_request p
                    JOIN repository r ON r.id = p.repository_id WHERE p.author_account = $1
                    UNION ALL SELECT 'jira', d.key FROM defect d WHERE d.reporter_account = $1
                 ) own ON own.source = w.source AND own.natural_key = w.natural_key ORDER BY w.id")
                .bind(account).fetch_all(conn).await
        })?;
        let statements: Vec<Uuid> = writing!(self, conn => {
            sqlx::query_scalar("SELECT DISTINCT statement_id FROM learning_event WHERE actor_account = $1 ORDER BY statement_id")
                .bind(account).fetch_all(conn).await
        })?;
        Ok((payloads, statements))
    }
}

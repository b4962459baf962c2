//! Lists for administrators: users, and the directory's people with the accounts that are or are not linked to them.
//! Searched and paged in the database.

mod inventory;
mod relink;

use domain::{EpochMs, PersonId, Provider};
use uuid::Uuid;

use crate::{Store, StoreError, directory::provider};

pub use inventory::Inventory;

/// A user as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLine {
    pub id: i64,
    pub name: String,
    /// Of the local account, where there is one.
    pub login: Option<String>,
    pub is_persona: bool,
    /// An identity provider vouches for them.
    pub has_identity: bool,
    pub person: Option<PersonId>,
    pub disabled_at: Option<EpochMs>,
    pub last_seen_at: Option<EpochMs>,
}

/// Somebody of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
}

/// An account at a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    pub id: i64,
    pub provider: Provider,
    pub login: String,
    pub person: Option<PersonId>,
    /// Pull requests, defects and learning events of this account.
    pub facts: i64,
}

/// Which part of a list: what is searched for (empty: everything), and the rows of one page.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub search: &'a str,
    pub limit: i64,
    pub offset: i64,
}

impl Part<'_> {
    /// Patterns for `LIKE`: lower case for what the database lowers, and as it was typed, since SQLite lowers ASCII only.
    fn patterns(self) -> (String, String) {
        let escaped = self.search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        (format!("%{}%", escaped.to_lowercase()), format!("%{escaped}%"))
    }
}

#[derive(sqlx::FromRow)]
struct UserRow {
    id: i64,
    name: String,
    login: Option<String>,
    persona: Option<String>,
    has_identity: bool,
    person_id: Option<Uuid>,
    disabled_at: Option<i64>,
    last_seen_at: Option<i64>,
}

impl From<UserRow> for UserLine {
    fn from(row: UserRow) -> Self {
        UserLine {
            id: row.id,
            name: row.name,
            login: row.login,
            is_persona: row.persona.is_some(),
            has_identity: row.has_identity,
            person: row.person_id.map(PersonId),
            disabled_at: row.disabled_at.map(EpochMs),
            last_seen_at: row.last_seen_at.map(EpochMs),
        }
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    name: String,
    email: Option<String>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    provider: String,
    login: String,
    person_id: Option<Uuid>,
    facts: i64,
}

impl From<PersonRow> for PersonLine {
    fn from(row: PersonRow) -> Self {
        let PersonRow { id, name, email } = row;
        PersonLine { id: PersonId(id), name, email }
    }
}

impl TryFrom<AccountRow> for AccountLine {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self, StoreError> {
        let provider = provider(&row.provider)?;
        let AccountRow { id, login, person_id, facts, .. } = row;
        Ok(AccountLine { id, provider, login, person: person_id.map(PersonId), facts })
    }
}

/// A page of a list, and how many rows all its pages have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    pub total: i64,
}

/// A row with the number of all rows that match.
#[derive(sqlx::FromRow)]
struct Counted<T> {
    #[sqlx(flatten)]
    row: T,
    total: i64,
}

impl<T> Paged<T> {
    fn of<R>(
        counted: Vec<Counted<R>>,
        read: impl Fn(R) -> Result<T, StoreError>,
    ) -> Result<Self, StoreError> {
        let total = counted.first().map_or(0, |first| first.total);
        let rows = counted.into_iter().map(|counted| read(counted.row)).collect::<Result<_, _>>()?;
        Ok(Self { rows, total })
    }
}

/// A user, seen as late as any of their sessions was.
macro_rules! users {
    ($more:literal, $where:literal) => {
        concat!(
            "SELECT u.id, u.name, l.login, u.persona, u.person_id, u.disabled_at,
            EXISTS (SELECT 1 FROM user_identity i WHERE i.user_id = u.id) AS has_identity,
            COALESCE((SELECT MAX(s.last_seen_at) FROM session s WHERE s.user_id = u.id), u.last_seen_at)
                AS last_seen_at",
            $more,
            " FROM user_account u LEFT JOIN local_account l ON l.user_id = u.id WHERE ",
            $where
        )
    };
}

const USERS: &str = users!(
    ", COUNT(*) OVER () AS total",
    "LOWER(u.name) LIKE $1 ESCAPE '\\' OR u.name LIKE $2 ESCAPE '\\' OR l.login LIKE $1 ESCAPE '\\'
    ORDER BY LOWER(u.name), u.id LIMIT $3 OFFSET $4"
);
const USER: &str = users!("", "u.id = $1");

/// People also by their e-mail and the logins of their accounts.
const PEOPLE: &str = "SELECT p.id, p.name, p.email, COUNT(*) OVER () AS total FROM person p
    WHERE NOT p.erased AND (LOWER(p.name) LIKE $1 ESCAPE '\\' OR p.name LIKE $2 ESCAPE '\\'
    OR LOWER(p.email) LIKE $1 ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND LOWER(a.login) LIKE $1 ESCAPE '\\'))
    ORDER BY LOWER(p.name), p.id LIMIT $3 OFFSET $4";

/// The facts of an account, counted for the rows of one page only.
macro_rules! with_facts {
    ($from:literal) => {
        concat!(
            "SELECT a.id, a.provider, a.login, a.person_id, a.total,
            (SELECT COUNT(*) FROM pull_request f WHERE f.author_account = a.id)
            + (SELECT COUNT(*) FROM defect f WHERE f.reporter_account = a.id)
            + (SELECT COUNT(*) FROM learning_event f WHERE f.actor_account = a.id) AS facts FROM (",
            $from,
            ") a ORDER BY a.provider, LOWER(a.login), a.id"
        )
    };
}

const UNLINKED: &str = with_facts!(
    "SELECT id, provider, login, person_id, COUNT(*) OVER () AS total FROM account
    WHERE person_id IS NULL AND (LOWER(login) LIKE $1 ESCAPE '\\' OR login LIKE $2 ESCAPE '\\')
    ORDER BY provider, LOWER(login), id LIMIT $3 OFFSET $4"
);
const ACCOUNT: &str = with_facts!(
    "SELECT id, provider, login, person_id, CAST(1 AS BIGINT) AS total FROM account WHERE id = $1"
);
const OF_PERSON: &str = with_facts!(
    "SELECT id, provider, login, person_id, CAST(1 AS BIGINT) AS total FROM account WHERE person_id = $1"
);

impl Store {
    /// Users by name; those whose name or login has the words.
    pub async fn users(&self, part: Part<'_>) -> Result<Paged<UserLine>, StoreError> {
        let (lower, typed) = part.patterns();
        let rows: Vec<Counted<UserRow>> = reading!(self, pool => {
            sqlx::query_as(USERS).bind(lower).bind(typed).bind(part.limit).bind(part.offset).fetch_all(pool).await
        })?;
        Paged::of(rows, |row| Ok(row.into()))
    }

    /// One user as the list shows them.
    pub async fn user_line(&self, id: i64) -> Result<Option<UserLine>, StoreError> {
        let row: Option<UserRow> = reading!(self, pool => {
            sqlx::query_as(USER).bind(id).fetch_optional(pool).await
        })?;
        Ok(row.map(UserLine::from))
    }

    /// People by name; those whose name, e-mail or login at a source has the words.
    pub async fn people_list(&self, part: Part<'_>) -> Result<Paged<PersonLine>, StoreError> {
        let (lower, typed) = part.patterns();
        let rows: Vec<Counted<PersonRow>> = reading!(self, pool => {
            sqlx::query_as(PEOPLE).bind(lower).bind(typed).bind(part.limit).bind(part.offset).fetch_all(pool).await
        })?;
        Paged::of(rows, |row| Ok(row.into()))
    }

    pub async fn person_line(&self, id: PersonId) -> Result<Option<PersonLine>, StoreError> {
        let row: Option<PersonRow> = reading!(self, pool => {
            sqlx::query_as("SELECT id, name, email FROM person WHERE id = $1 AND NOT erased")
                .bind(id.0).fetch_optional(pool).await
        })?;
        Ok(row.map(PersonLine::from))
    }

    /// The accounts that are linked to a person.
    pub async fn accounts_of(&self, person: PersonId) -> Result<Vec<AccountLine>, StoreError> {
        let rows: Vec<AccountRow> = reading!(self, pool => {
            sqlx::query_as(OF_PERSON).bind(person.0).fetch_all(pool).await
        })?;
        rows.into_iter().map(AccountLine::try_from).collect()
    }

    /// Accounts that are linked to nobody, by source and login.
    pub async fn unlinked_accounts(&self, part: Part<'_>) -> Result<Paged<AccountLine>, StoreError> {
        let (lower, typed) = part.patterns();
        let rows: Vec<Counted<AccountRow>> = reading!(self, pool => {
            sqlx::query_as(UNLINKED).bind(lower).bind(typed).bind(part.limit).bind(part.offset).fetch_all(pool).await
        })?;
        Paged::of(rows, AccountLine::try_from)
    }

    pub async fn account_line(&self, id: i64) -> Result<Option<AccountLine>, StoreError> {
        let row: Option<AccountRow> = reading!(self, pool => {
            sqlx::query_as(ACCOUNT).bind(id).fetch_optional(pool).await
        })?;
        row.map(AccountLine::try_from).transpose()
    }
}

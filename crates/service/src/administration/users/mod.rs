//! Users: those who may sign in. Listed, shown and made; what is done to their access is beside.

mod access;

use std::collections::HashMap;

use domain::{EpochMs, PersonId};

use super::{Administration, GrantState, Listed, PAGE_ROWS, RoleLine, part};
use crate::{
    Fields, ServiceError,
    local_accounts::{check_login, check_name, first_password, hash},
    sign_in::SessionLine,
};

/// How somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInWay {
    Password,
    Provider,
    /// The demo organisation's made-up people.
    Demo,
}

/// A user in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLine {
    pub id: i64,
    pub name: String,
    /// What they type at sign-in, for those with a password here.
    pub login: Option<String>,
    /// Empty: none, so far.
    pub ways: Vec<SignInWay>,
    /// Those they hold now.
    pub roles: Vec<RoleLine>,
    pub disabled_at: Option<EpochMs>,
    pub last_seen_at: Option<EpochMs>,
}

/// Everything about a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFile {
    pub line: UserLine,
    /// Who they are in the directory: id and name.
    pub person: Option<(PersonId, String)>,
    /// Every role they ever had, the newest first.
    pub roles: Vec<RoleLine>,
    pub has_two_step: bool,
    /// The password was given and has not been changed since.
    pub must_change: bool,
    pub sessions: Vec<SessionLine>,
    /// The user is the administrator who looks.
    pub is_self: bool,
}

/// A user to be made, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    pub name: String,
    pub login: String,
}

/// A user with the password that was made for them: shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    pub id: i64,
    pub name: String,
    pub login: String,
    pub password: String,
}

impl std::fmt::Debug for NewUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewUser(user:{})", self.id)
    }
}

impl Administration<'_> {
    /// Users by name whose name or login has the words.
    pub async fn users(&self, search: &str, page: usize) -> Result<Listed<UserLine>, ServiceError> {
        let mut page = page.max(1);
        let mut found = self.service.store.users(part(search, page)).await?;
        if found.rows.is_empty() && page > 1 {
            page = 1;
            found = self.service.store.users(part(search, page)).await?;
        }
        let ids: Vec<i64> = found.rows.iter().map(|user| user.id).collect();
        let mut roles: HashMap<i64, Vec<RoleLine>> = HashMap::with_capacity(PAGE_ROWS);
        for (user, line) in self.roles_of(&ids).await? {
            roles.entry(user).or_default().push(line);
        }
        Ok(Listed::of(found, page, |user| line(user.clone(), roles.remove(&user.id).unwrap_or_default())))
    }

    /// # Errors
    /// `NotFound` without such a user.
    pub async fn user(&self, id: i64) -> Result<UserFile, ServiceError> {
        let store = &self.service.store;
        let user = store.user_line(id).await?.ok_or(ServiceError::NotFound)?;
        let person = match user.person {
            Some(person) => store.person_line(person).await?.map(|line| (line.id, line.name)),
            None => None,
        };
        let mut roles: Vec<RoleLine> =
            self.roles_of(&[id]).await?.into_iter().map(|(_, line)| line).collect();
        roles.reverse();
        let account = store.local_account(id).await?;
        Ok(UserFile {
            person,
            has_two_step: store.two_step(id).await?.is_some_and(|two_step| two_step.confirmed_at.is_some()),
            must_change: account.is_some_and(|account| account.must_change),
            sessions: self.service.sessions_of(id).await?,
            is_self: self.is_self(id),
            line: line(user, roles.clone()),
            roles,
        })
    }

    /// The number of the user with this login.
    pub async fn user_by_login(&self, login: &str) -> Result<i64, ServiceError> {
        let account = self.service.store.local_account_by_login(&login.trim().to_lowercase()).await?;
        Ok(account.ok_or(ServiceError::NotFound)?.user_id)
    }

    /// Makes a user with a first password. They have no role yet.
    ///
    /// # Errors
    /// `Invalid` for a form to be mended, or for a login that somebody has.
    pub async fn create_user(&self, form: &NewUserForm) -> Result<NewUser, ServiceError> {
        let mut wrong = Fields::default();
        let name = check_name(&form.name, &mut wrong);
        let login = check_login(&form.login, "login", &mut wrong);
        if self.service.store.local_account_by_login(&login).await?.is_some() {
            wrong.add("login", "Somebody signs in with this already. Choose another one.");
        }
        wrong.into_result()?;
        let password = first_password()?;
        let hash = hash(&password).await?;
        let mut tx = self.service.store.begin().await?;
        let id = tx.create_user(&name).await?;
        if !tx.add_local_account(id, &login, &hash, true, self.service.now().0).await? {
            let mut wrong = Fields::default();
            wrong.add("login", "Somebody signs in with this already. Choose another one.");
            return Err(ServiceError::Invalid(wrong));
        }
        self.log(&mut tx, "created a user", &format!("user:{id}"), "with a first password").await?;
        tx.commit().await?;
        Ok(NewUser { id, name, login, password })
    }
}

/// `roles`: all that the user ever had.
fn line(user: store::administration::UserLine, mut roles: Vec<RoleLine>) -> UserLine {
    roles.retain(|role| role.state == GrantState::Now);
    let ways = [
        (user.login.is_some(), SignInWay::Password),
        (user.has_identity, SignInWay::Provider),
        (user.is_persona, SignInWay::Demo),
    ];
    UserLine {
        id: user.id,
        name: user.name,
        login: user.login,
        ways: ways.into_iter().filter(|(has, _)| *has).map(|(_, way)| way).collect(),
        roles,
        disabled_at: user.disabled_at,
        last_seen_at: user.last_seen_at,
    }
}

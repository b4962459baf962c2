//! Users: those who may sign in. Made, disabled and enabled, given a new first password; their sessions listed and ended.

use std::collections::HashMap;

use domain::{EpochMs, PersonId};
use store::Tx;
use uuid::Uuid;

use super::{Administration, GrantState, Listed, PAGE_ROWS, RoleLine, part};
use crate::{
    Fields, ServiceError,
    local_accounts::{check_login, check_name, first_password, hash, login_digest},
    sign_in::{SessionKey, SessionLine},
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

    /// Ends a user's access: their sessions and tokens end and they cannot sign in. Says no where it had ended already.
    ///
    /// # Errors
    /// `NotFound` without such a user; `Invalid` for oneself, and where nobody would be left to administer.
    pub async fn disable(&self, user: i64) -> Result<bool, ServiceError> {
        if self.is_self(user) {
            let mut wrong = Fields::default();
            wrong.add("form", "You cannot disable your own account. Another administrator can.");
            return Err(ServiceError::Invalid(wrong));
        }
        let mut tx = self.begin_with(user).await?;
        tx.own_administrators().await?;
        let administered = tx.other_administrators(0, self.service.now()).await? > 0;
        if !tx.set_disabled(user, Some(self.service.now())).await? {
            return Ok(false);
        }
        if administered {
            self.somebody_administers(&mut tx).await?;
        }
        let ended = tx.end_sessions(user, None).await?;
        tx.revoke_tokens_of(user, self.service.now()).await?;
        self.log(&mut tx, "disabled", &format!("user:{user}"), &format!("{ended} sessions ended")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives access back. Says no where it had not ended.
    pub async fn enable(&self, user: i64) -> Result<bool, ServiceError> {
        let mut tx = self.begin_with(user).await?;
        if !tx.set_disabled(user, None).await? {
            return Ok(false);
        }
        self.log(&mut tx, "enabled", &format!("user:{user}"), "").await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a local account a new first password, ends its sessions and forgets its wrong tries.
    ///
    /// # Errors
    /// `NotFound` for those who have no password here.
    pub async fn reset_password(&self, user: i64) -> Result<NewUser, ServiceError> {
        let account = self.service.store.local_account(user).await?.ok_or(ServiceError::NotFound)?;
        let password = first_password()?;
        let hash = hash(&password).await?;
        let mut tx = self.service.store.begin().await?;
        tx.set_password(user, &hash, true, self.service.now().0).await?;
        tx.forget_attempts(&login_digest(&account.login)).await?;
        let ended = tx.end_sessions(user, None).await?;
        let detail = format!("{ended} sessions ended");
        self.log(&mut tx, "reset the password", &format!("user:{user}"), &detail).await?;
        tx.commit().await?;
        Ok(NewUser { id: user, name: account.name, login: account.login, password })
    }

    /// Turns the second step off, for somebody who has lost phone and recovery codes.
    ///
    /// # Errors
    /// `NotFound` where it was off.
    pub async fn reset_two_step(&self, user: i64) -> Result<(), ServiceError> {
        let mut tx = self.service.store.begin().await?;
        if !tx.remove_two_step(user).await? {
            return Err(ServiceError::NotFound);
        }
        self.log(&mut tx, "turned two-step sign-in off", &format!("user:{user}"), "by an administrator")
            .await?;
        Ok(tx.commit().await?)
    }

    /// Ends one session of a user, or all of them; says how many.
    ///
    /// # Errors
    /// `NotFound` without such a user.
    pub async fn end_sessions(&self, user: i64, session: Option<&SessionKey>) -> Result<u64, ServiceError> {
        let mut tx = self.service.store.begin().await?;
        tx.user(user).await?.ok_or(ServiceError::NotFound)?;
        let ended = match session {
            Some(key) => u64::from(tx.end_session_of(user, key).await?),
            None => tx.end_sessions(user, None).await?,
        };
        if ended == 0 {
            return Ok(0);
        }
        self.log(&mut tx, "ended sessions", &format!("user:{user}"), &ended.to_string()).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Says which person of the directory a user is, or (`None`) that they are nobody of it. Whoever is a person reads
    /// that person's records, so the person learns of it, as does the one who it was before.
    ///
    /// # Errors
    /// `NotFound` without such a user or person; `Invalid` for oneself, and for a person who another user is.
    pub async fn set_person(&self, user: i64, person: Option<&str>) -> Result<(), ServiceError> {
        let person = match person {
            Some(id) => {
                let id = id.parse::<Uuid>().map(PersonId).map_err(|_| ServiceError::NotFound)?;
                self.service.store.person_line(id).await?.ok_or(ServiceError::NotFound)?;
                Some(id)
            }
            None => None,
        };
        let refused = |why: &str| {
            let mut wrong = Fields::default();
            wrong.add("form", why);
            Err(ServiceError::Invalid(wrong))
        };
        if person.is_some() && self.is_self(user) {
            return refused(
                "You cannot say who you are yourself: it opens that person's records. Another administrator can.",
            );
        }
        let mut tx = self.begin_with(user).await?;
        tx.own_identities().await?;
        if let Some(person) = person
            && tx.users_of(person).await?.iter().any(|other| *other != user)
        {
            return refused("Another user is this person already. Unlink that one first.");
        }
        let before = tx.user(user).await?.and_then(|user| user.person);
        tx.set_user_person(user, person).await?;
        let subject = |person: PersonId| format!("person:{}", person.0);
        let detail = person.map_or("nobody".to_owned(), subject);
        self.log(&mut tx, "said who in the directory it is", &format!("user:{user}"), &detail).await?;
        if before != person {
            for (act, person) in [("unlinked a user", before), ("linked a user", person)] {
                let Some(person) = person else { continue };
                self.log(&mut tx, act, &subject(person), &format!("user:{user}")).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Begins a change to a user that exists.
    async fn begin_with(&self, user: i64) -> Result<Tx, ServiceError> {
        self.service.store.user(user).await?.ok_or(ServiceError::NotFound)?;
        Ok(self.service.store.begin().await?)
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

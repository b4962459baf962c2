//! A user's access: taken and given back, a new first password, sessions ended, who of the directory they are.

use domain::PersonId;
use store::Tx;
use uuid::Uuid;

use super::NewUser;
use crate::{
    Fields, ServiceError,
    administration::Administration,
    local_accounts::{first_password, hash, login_digest},
    sign_in::SessionKey,
};

impl Administration<'_> {
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

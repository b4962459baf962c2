//! The first administrator: made through a link that the server prints when it starts and that works once.

use domain::{
    EpochMs, Span,
    viewer::{AccessRole, Scope},
};

use super::{
    hashing,
    rules::{self, Owner},
    secrets,
};
use crate::{Fields, Service, ServiceError};

/// So long a link works.
pub const SET_UP_HOURS: i64 = 24;

/// The first administrator as they were typed.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct SetUpForm {
    pub name: String,
    pub login: String,
    pub password: String,
    pub again: String,
}

impl Service {
    /// The token of a new link, where nobody administers this installation yet; the link from before is dead.
    pub async fn new_set_up_link(&self) -> Result<Option<String>, ServiceError> {
        if self.has_administrator().await? {
            return Ok(None);
        }
        let token = secrets::random_signs(secrets::TOKEN_SIGNS)?;
        let expires_at = self.now().0 + SET_UP_HOURS * 3_600_000;
        let mut tx = self.store.begin().await?;
        tx.replace_set_up_link(&secrets::token_digest(&token), expires_at).await?;
        tx.log_change(self.now().0, "operator", "made a set-up link", "installation", "").await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// Is there somebody who can sign in and administer?
    pub async fn has_administrator(&self) -> Result<bool, ServiceError> {
        Ok(self.store.has_administrator(self.now()).await?)
    }

    /// Does this link open?
    pub async fn set_up_link_opens(&self, token: &str) -> Result<bool, ServiceError> {
        Ok(self.store.set_up_link(&secrets::token_digest(token), self.now().0).await?)
    }

    /// Makes the first administrator and uses the link up; returns the user, for whom a session may begin.
    ///
    /// # Errors
    /// `NotFound` for a link that is dead; `Invalid` for a form to be mended.
    pub async fn set_up(&self, token: &str, form: &SetUpForm) -> Result<i64, ServiceError> {
        if !self.set_up_link_opens(token).await? {
            return Err(ServiceError::NotFound);
        }
        let (name, login, hash) = checked(form).await?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        tx.own_administrators().await?;
        // Of two who send the form at once, one finds the link used up.
        if !tx.take_set_up_link(&secrets::token_digest(token), now.0).await? {
            return Err(ServiceError::NotFound);
        }
        let user = tx.create_user(&name).await?;
        if !tx.add_local_account(user, &login, &hash, false, now.0).await? {
            let mut wrong = Fields::default();
            wrong.add("login", "Somebody has this e-mail or user name already. Choose another one.");
            return Err(ServiceError::Invalid(wrong));
        }
        let since = Span { start: now, end: EpochMs(i64::MAX) };
        tx.grant_role(user, AccessRole::Admin, &Scope::Everything, "set-up", since).await?;
        tx.remove_set_up_links().await?;
        let subject = format!("user:{user}");
        tx.log_change(now.0, &subject, "set the installation up", &subject, "first administrator").await?;
        tx.commit().await?;
        Ok(user)
    }
}

/// Name, login and the password's hash.
async fn checked(form: &SetUpForm) -> Result<(String, String, String), ServiceError> {
    let mut wrong = Fields::default();
    let name = rules::check_name(&form.name, &mut wrong);
    let login = rules::check_login(&form.login, "login", &mut wrong);
    let owner = Owner { name: &name, login: &login };
    rules::check_password(&form.password, &owner, "password", &mut wrong);
    if form.password != form.again {
        wrong.add("again", "The two passwords differ. Type the same one twice.");
    }
    wrong.into_result()?;
    let hash = hashing::hash(&form.password).await?;
    Ok((name, login, hash))
}

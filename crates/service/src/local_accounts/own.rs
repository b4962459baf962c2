//! One's own local account: the password, and the second step.

use domain::viewer::Viewer;
use store::{Tx, credentials::LocalAccount};

use super::{Progress, hashing};
use crate::{Fields, Service, ServiceError, sign_in::SessionKey};

/// A change of password as it was typed.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub current: String,
    pub password: String,
    pub again: String,
}

/// The local account of somebody who is signed in.
#[derive(Clone)]
pub struct OwnAccount<'s> {
    pub(super) service: &'s Service,
    pub(super) viewer: &'s Viewer,
    pub(super) account: LocalAccount,
}

impl Service {
    /// # Errors
    /// `NotFound` for those who sign in elsewhere.
    pub async fn own_account<'s>(&'s self, viewer: &'s Viewer) -> Result<OwnAccount<'s>, ServiceError> {
        let account = self.store.local_account(viewer.user_id).await?.ok_or(ServiceError::NotFound)?;
        Ok(OwnAccount { service: self, viewer, account })
    }
}

impl OwnAccount<'_> {
    /// What is typed at sign-in.
    pub fn login(&self) -> &str {
        &self.account.login
    }

    /// Changes the password and ends every session but this one; says how many ended.
    ///
    /// # Errors
    /// `Invalid` where the current password is not the one that was typed, or the new one cannot be used.
    pub async fn change_password(&self, form: &PasswordForm, kept: &SessionKey) -> Result<u64, ServiceError> {
        self.confirm_password(&form.current, "current").await?;
        let hash = self.service.new_password(&self.account, &form.password, &form.again).await?;
        let mut tx = self.service.store.begin().await?;
        tx.set_password(self.account.user_id, &hash, false, self.service.now().0).await?;
        let ended = tx.end_sessions(self.account.user_id, Some(kept)).await?;
        self.log(&mut tx, "changed the password", &format!("{ended} other sessions ended")).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Asks for the password of now; a wrong one counts like one at sign-in, so that an open screen buys no more tries.
    pub(super) async fn confirm_password(
        &self,
        typed: &str,
        field: &'static str,
    ) -> Result<(), ServiceError> {
        let mut wrong = Fields::default();
        let login = &self.account.login;
        match self.service.count_try(login).await? {
            Err(_) => wrong.add(field, "Too many wrong tries. Wait a quarter of an hour and try again."),
            Ok(tried) if hashing::matches(typed, Some(&self.account.password_hash)).await? => {
                self.service.uncount(&tried).await?;
            }
            Ok(_) => wrong.add(field, "This is not your password of now. Type it again."),
        }
        wrong.into_result()
    }

    pub(super) async fn log(&self, tx: &mut Tx, action: &str, detail: &str) -> Result<(), ServiceError> {
        let actor = self.viewer.actor();
        Ok(tx.log_change(self.service.now().0, &actor, action, &actor, detail).await?)
    }
}

impl Progress {
    /// Who has signed in, once nothing more is needed.
    pub fn user(&self) -> Option<i64> {
        match self {
            Progress::Done { user } => Some(*user),
            Progress::Refused { .. } | Progress::Next(_) => None,
        }
    }
}

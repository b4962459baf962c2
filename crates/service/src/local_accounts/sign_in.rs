//! Signing in with a password: the steps, and what is proven after each. Whoever fails learns that it failed and never
//! which part was wrong.

use std::time::Duration;

use domain::EpochMs;
use serde::{Deserialize, Serialize};
use store::credentials::LocalAccount;

use super::{hashing, rules, rules::Owner, tries::Try};
use crate::{Fields, Service, ServiceError};

/// So long a first step holds while the second is being taken.
const STEP_HOLDS: i64 = 10 * 60 * 1000;

/// Where signing in has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Something was wrong. `wait`: so long nothing more is tried for this login.
    Refused { wait: Option<Duration> },
    /// Another step is needed.
    Next(Proven),
    /// It is this user: a session may begin.
    Done { user: i64 },
}

/// What is still needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A one-time code, or a recovery code.
    Code,
    /// A password of one's own in place of the one that was given.
    NewPassword,
}

/// Somebody who has shown a password and has to do one thing more. Kept in a session that is nobody's yet; only the
/// steps below make one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    user: i64,
    step: Step,
    until: EpochMs,
}

impl Proven {
    pub fn step(&self) -> Step {
        self.step
    }
}

impl Service {
    /// Does anybody here sign in with a password? Without, there is no use in asking for one.
    pub async fn offers_passwords(&self) -> Result<bool, ServiceError> {
        Ok(self.store.has_local_accounts().await?)
    }

    /// The first step: login and password.
    ///
    /// # Errors
    /// `Invalid` where too many sign in at this moment and nothing was checked.
    pub async fn sign_in_with_password(&self, login: &str, password: &str) -> Result<Progress, ServiceError> {
        let login = login.trim().to_lowercase();
        let tried = match self.count_try(&login).await? {
            Ok(tried) => tried,
            Err(wait) => return Ok(Progress::Refused { wait: Some(wait) }),
        };
        // Nobody has such a login, and not every database takes it.
        let account = if login.contains(char::is_control) {
            None
        } else {
            self.store.local_account_by_login(&login).await?.filter(|account| !account.disabled)
        };
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        if !hashing::matches(password, hash).await? {
            return self.refused(account.as_ref(), &tried, "wrong password").await;
        }
        let Some(account) = account else { return Ok(refusal(&tried)) };
        if self.has_two_step(account.user_id).await? {
            self.uncount(&tried).await?;
            return Ok(self.next(account.user_id, Step::Code));
        }
        self.proven(&account, &tried, "password").await
    }

    /// The second step: a one-time code or a recovery code.
    pub async fn sign_in_with_code(&self, proven: &Proven, code: &str) -> Result<Progress, ServiceError> {
        let Some(account) = self.account_of(proven, Step::Code).await? else {
            return Ok(Progress::Refused { wait: None });
        };
        let tried = match self.count_try(&account.login).await? {
            Ok(tried) => tried,
            Err(wait) => return Ok(Progress::Refused { wait: Some(wait) }),
        };
        match self.take_code(account.user_id, code).await? {
            Some(kind) => self.proven(&account, &tried, kind).await,
            None => self.refused(Some(&account), &tried, "wrong code").await,
        }
    }

    /// The last step of those whose password was given: one of their own.
    ///
    /// # Errors
    /// `Invalid` for a password that cannot be used.
    pub async fn sign_in_with_new_password(
        &self,
        proven: &Proven,
        password: &str,
        again: &str,
    ) -> Result<Progress, ServiceError> {
        let Some(account) = self.account_of(proven, Step::NewPassword).await? else {
            return Ok(Progress::Refused { wait: None });
        };
        let hash = self.new_password(&account, password, again).await?;
        let (now, user) = (self.now(), account.user_id);
        let mut tx = self.store.begin().await?;
        tx.set_password(user, &hash, false, now.0).await?;
        let subject = format!("user:{user}");
        tx.log_change(now.0, &subject, "chose a password", &subject, "at first sign-in").await?;
        tx.commit().await?;
        Ok(Progress::Done { user })
    }

    /// The login of somebody on the way in, so that their password manager knows whose password it keeps.
    pub async fn login_of(&self, proven: &Proven) -> Result<String, ServiceError> {
        let account = self.account_of(proven, proven.step).await?;
        Ok(account.map(|account| account.login).unwrap_or_default())
    }

    /// The hash of a password that somebody chose, if it can be one of theirs.
    pub(super) async fn new_password(
        &self,
        account: &LocalAccount,
        password: &str,
        again: &str,
    ) -> Result<String, ServiceError> {
        let mut wrong = Fields::default();
        let owner = Owner { name: &account.name, login: &account.login };
        rules::check_password(password, &owner, "password", &mut wrong);
        if password != again {
            wrong.add("again", "The two passwords differ. Type the same one twice.");
        } else if hashing::matches(password, Some(&account.password_hash)).await? {
            wrong.add("password", "This is the password you have now. Choose another one.");
        }
        wrong.into_result()?;
        hashing::hash(password).await
    }

    /// The account behind a first step that still holds.
    async fn account_of(&self, proven: &Proven, step: Step) -> Result<Option<LocalAccount>, ServiceError> {
        if proven.step != step || proven.until <= self.now() {
            return Ok(None);
        }
        let account = self.store.local_account(proven.user).await?;
        Ok(account.filter(|account| !account.disabled && (step == Step::Code || account.must_change)))
    }

    fn next(&self, user: i64, step: Step) -> Progress {
        Progress::Next(Proven { user, step, until: EpochMs(self.now().0 + STEP_HOLDS) })
    }

    /// Every secret was right.
    async fn proven(&self, account: &LocalAccount, tried: &Try, how: &str) -> Result<Progress, ServiceError> {
        let user = account.user_id;
        let mut tx = self.store.begin().await?;
        tried.succeeded(&mut tx).await?;
        let subject = format!("user:{user}");
        tx.log_change(self.now().0, &subject, "proved who they are", &subject, how).await?;
        tx.commit().await?;
        Ok(if account.must_change { self.next(user, Step::NewPassword) } else { Progress::Done { user } })
    }

    async fn refused(
        &self,
        account: Option<&LocalAccount>,
        tried: &Try,
        why: &str,
    ) -> Result<Progress, ServiceError> {
        if let Some(account) = account {
            let now = self.now();
            let action = if tried.wait.is_some() { "sign-in refused and held up" } else { "sign-in refused" };
            let mut tx = self.store.begin().await?;
            // Who tried is not known: anybody may have typed this login.
            tx.log_change(now.0, "somebody", action, &format!("user:{}", account.user_id), why).await?;
            tx.commit().await?;
        }
        Ok(refusal(tried))
    }
}

fn refusal(tried: &Try) -> Progress {
    Progress::Refused { wait: tried.wait }
}

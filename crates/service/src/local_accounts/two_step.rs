//! The second step: time-based one-time codes (RFC 6238: SHA-1, six digits, 30 seconds, as every authenticator app has
//! them), and recovery codes for when the phone is lost. A code opens once, and one step early or late.

use store::Tx;
use totp_rs::{Builder, Secret, Totp};

use super::{OwnAccount, secrets};
use crate::{Service, ServiceError};

/// Ten, as people are used to.
const RECOVERY_CODES: usize = 10;
/// 160 bits, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const ISSUER: &str = "Sightline";
/// The log's words for a recovery code that was used.
const RECOVERY: &str = "password and a recovery code";

/// Whether the second step is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwoStepState {
    Off,
    On { recovery_codes_left: i64 },
}

/// What an authenticator app needs, shown until it is confirmed.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// `otpauth://…`, for a QR code.
    pub url: String,
    /// The secret as text in groups, for typing.
    pub secret: String,
}

/// What a sealed secret is for: it opens for this user only.
fn purpose(user: i64) -> String {
    format!("two_step:{user}")
}

fn totp(secret: &[u8], login: &str) -> Result<Totp, ServiceError> {
    // A colon separates issuer and account in the address that apps read.
    let account = login.replace(':', " ");
    let builder = Builder::new().with_secret(Secret::new(secret.into())).with_account_name(account);
    builder.with_issuer(Some(ISSUER)).build().map_err(|error| ServiceError::Secret(error.to_string()))
}

impl Service {
    pub(super) async fn has_two_step(&self, user: i64) -> Result<bool, ServiceError> {
        Ok(self.store.two_step(user).await?.is_some_and(|two_step| two_step.confirmed_at.is_some()))
    }

    /// Takes a one-time or recovery code; says for the log what opened, `None` where nothing did.
    pub(super) async fn take_code(
        &self,
        user: i64,
        typed: &str,
    ) -> Result<Option<&'static str>, ServiceError> {
        let confirmed = self.store.two_step(user).await?.filter(|two_step| two_step.confirmed_at.is_some());
        let Some(two_step) = confirmed else { return Ok(None) };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let taken = if let Some(step) = self.step_of(user, &two_step.secret, typed)? {
            tx.take_step(user, step).await?.then_some("password and a one-time code")
        } else {
            let digest = secrets::recovery_digest(user, typed);
            tx.take_recovery_code(user, &digest, now.0).await?.then_some(RECOVERY)
        };
        tx.commit().await?;
        Ok(taken)
    }

    /// The time step of a code, if it is one of this secret's for now.
    fn step_of(&self, user: i64, sealed: &[u8], typed: &str) -> Result<Option<i64>, ServiceError> {
        let secret = self.open_sealed(&purpose(user), sealed)?;
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let seconds = u64::try_from(self.now().0 / 1000).unwrap_or_default();
        let step = totp(&secret, "account")?.check(&digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}

impl OwnAccount<'_> {
    pub async fn two_step(&self) -> Result<TwoStepState, ServiceError> {
        let user = self.account.user_id;
        if !self.service.has_two_step(user).await? {
            return Ok(TwoStepState::Off);
        }
        Ok(TwoStepState::On { recovery_codes_left: self.service.store.recovery_codes_left(user).await? })
    }

    /// Makes a secret that is asked for once a first code has confirmed it. One that was begun before is replaced.
    ///
    /// # Errors
    /// `NotAllowed` where the second step is on already.
    pub async fn begin_two_step(&self) -> Result<(), ServiceError> {
        let user = self.account.user_id;
        let secret = secrets::random_bytes()?;
        let sealed = self.service.seal(&purpose(user), &secret[..SECRET_BYTES])?;
        let mut tx = self.service.store.begin().await?;
        if !tx.begin_two_step(user, &sealed).await? {
            return Err(ServiceError::NotAllowed);
        }
        Ok(tx.commit().await?)
    }

    /// What to bring into the authenticator app; `None` where nothing was begun, or it is confirmed.
    pub async fn enrolment(&self) -> Result<Option<Enrolment>, ServiceError> {
        let user = self.account.user_id;
        let begun =
            self.service.store.two_step(user).await?.filter(|two_step| two_step.confirmed_at.is_none());
        let Some(two_step) = begun else { return Ok(None) };
        let opened = self.service.open_sealed(&purpose(user), &two_step.secret)?;
        let totp = totp(&opened, &self.account.login)?;
        let url = totp.to_url().map_err(|error| ServiceError::Secret(error.to_string()))?;
        let text = totp.secret().to_base32().to_lowercase();
        let groups = text.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
        Ok(Some(Enrolment { url, secret: groups.collect::<Vec<_>>().join(" ") }))
    }

    /// Turns the second step on with a first code; returns the recovery codes, which are shown this once. `None` where
    /// the code is wrong.
    pub async fn confirm_two_step(&self, code: &str) -> Result<Option<Vec<String>>, ServiceError> {
        let user = self.account.user_id;
        let begun =
            self.service.store.two_step(user).await?.filter(|two_step| two_step.confirmed_at.is_none());
        let two_step = begun.ok_or(ServiceError::NotFound)?;
        let Some(step) = self.service.step_of(user, &two_step.secret, code)? else { return Ok(None) };
        let mut tx = self.service.store.begin().await?;
        if !tx.take_step(user, step).await? || !tx.confirm_two_step(user, self.service.now().0).await? {
            return Ok(None);
        }
        let codes = fresh_codes(&mut tx, user).await?;
        self.log(&mut tx, "turned two-step sign-in on", "").await?;
        tx.commit().await?;
        Ok(Some(codes))
    }

    /// New recovery codes in place of the old ones.
    ///
    /// # Errors
    /// `Invalid` for a wrong password; `NotFound` where the second step is off.
    pub async fn renew_recovery_codes(&self, password: &str) -> Result<Vec<String>, ServiceError> {
        self.confirm_password(password, "current").await?;
        if !self.service.has_two_step(self.account.user_id).await? {
            return Err(ServiceError::NotFound);
        }
        let mut tx = self.service.store.begin().await?;
        let codes = fresh_codes(&mut tx, self.account.user_id).await?;
        self.log(&mut tx, "made new recovery codes", "").await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// # Errors
    /// `Invalid` for a wrong password; `NotFound` where the second step is off.
    pub async fn turn_two_step_off(&self, password: &str) -> Result<(), ServiceError> {
        self.confirm_password(password, "current").await?;
        let mut tx = self.service.store.begin().await?;
        if !tx.remove_two_step(self.account.user_id).await? {
            return Err(ServiceError::NotFound);
        }
        self.log(&mut tx, "turned two-step sign-in off", "").await?;
        Ok(tx.commit().await?)
    }
}

async fn fresh_codes(tx: &mut Tx, user: i64) -> Result<Vec<String>, ServiceError> {
    let codes = (0..RECOVERY_CODES).map(|_| secrets::recovery_code()).collect::<Result<Vec<_>, _>>()?;
    let digests: Vec<Vec<u8>> = codes.iter().map(|code| secrets::recovery_digest(user, code)).collect();
    tx.replace_recovery_codes(user, &digests).await?;
    Ok(codes)
}

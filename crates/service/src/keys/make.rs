//! Making and revoking keys.

use domain::EpochMs;
use store::keys::AccessKey;

use super::{KeyForm, KeyLine, KeyScope, form::Wanted, subject};
use crate::{Service, ServiceError, tokens::secret};

/// Whom the audit log names for what is done on the command line.
const OPERATOR: &str = "operator";

/// A key that was just made. Its secret is kept as a digest and cannot be shown again; `Debug` leaves it out.
pub struct NewKey {
    pub name: String,
    pub key: String,
    pub secret: String,
    pub scopes: Vec<KeyScope>,
    /// Exclusive.
    pub expires_at: Option<EpochMs>,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Service {
    /// Makes a key, for the operator.
    pub async fn create_key(&self, form: &KeyForm) -> Result<NewKey, ServiceError> {
        self.create_key_by(OPERATOR, form).await
    }

    /// Makes a key that opens everything: for the demo, and for tests.
    pub async fn create_access_key(&self, name: &str) -> Result<(String, String), ServiceError> {
        let scopes = vec![KeyScope::All.as_str().to_owned()];
        let made = self.create_key(&KeyForm { scopes, ..KeyForm::for_sending(name) }).await?;
        Ok((made.key, made.secret))
    }

    /// Stores a key that opens everything and whose secret is known already (the demo's).
    pub async fn keep_access_key(&self, key: &str, secret: &str, name: &str) -> Result<(), ServiceError> {
        let scopes = vec![KeyScope::All];
        let wanted = Wanted { name: name.to_owned(), scopes, expires_at: None, per_minute: None };
        self.keep_key(OPERATOR, key, secret, &wanted).await
    }

    pub(super) async fn create_key_by(&self, who: &str, form: &KeyForm) -> Result<NewKey, ServiceError> {
        let wanted = form.checked(self.now())?;
        let key = uuid::Uuid::new_v4().simple().to_string();
        let secret = secret::fresh(secret::RECORD_KEY)?;
        self.keep_key(who, &key, &secret, &wanted).await?;
        let Wanted { name, scopes, expires_at, .. } = wanted;
        Ok(NewKey { name, key, secret, scopes, expires_at })
    }

    async fn keep_key(
        &self,
        who: &str,
        key: &str,
        secret: &str,
        wanted: &Wanted,
    ) -> Result<(), ServiceError> {
        let now = self.now();
        let scopes = KeyScope::join(&wanted.scopes);
        let record = AccessKey {
            key: key.to_owned(),
            secret_digest: self.key.secret_digest(secret).to_vec(),
            keyed: true,
            name: wanted.name.clone(),
            scopes: scopes.clone(),
            created_at: now.0,
            expires_at: wanted.expires_at.map(|end| end.0),
            per_minute: wanted.per_minute,
            last_used_at: None,
            revoked_at: None,
        };
        let mut tx = self.store.begin().await?;
        tx.save_access_key(&record).await?;
        tx.log_change(now.0, who, "created", &subject(key), &scopes).await?;
        tx.commit().await?;
        self.keys.forget(key);
        Ok(())
    }

    /// Every key that was not revoked, by name. For the operator.
    pub async fn access_keys(&self) -> Result<Vec<KeyLine>, ServiceError> {
        let found = self.store.access_keys(i64::MAX, 0).await?;
        Ok(found.into_iter().map(|key| KeyLine::of(key, self.now())).collect())
    }

    /// Revokes every record-store key of this name; says how many there were.
    pub async fn revoke_access_keys(&self, name: &str) -> Result<usize, ServiceError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let revoked = tx.revoke_access_keys(name, now).await?;
        for key in &revoked {
            tx.log_change(now.0, OPERATOR, "revoked", &subject(key), "").await?;
        }
        tx.commit().await?;
        for key in &revoked {
            self.keys.forget(key);
        }
        Ok(revoked.len())
    }
}

//! The pseudonym key: without it, what the warehouse counts cannot be traced to people.

use privacy::PseudonymKey;

use crate::{Store, StoreError, Tx};

const PURPOSE: &str = "pseudonym_key";

impl Store {
    /// The installation's pseudonym key; made at first use. Two processes that start together agree on one.
    pub async fn pseudonym_key(&self) -> Result<PseudonymKey, StoreError> {
        if let Some(sealed) = self.sealed_pseudonym_key().await? {
            return self.opened(&sealed);
        }
        let mut tx = self.begin().await?;
        tx.keep_pseudonym_key(&self.seal(PURPOSE, &privacy::sealed::random_bytes()?)?).await?;
        tx.commit().await?;
        let sealed = self.sealed_pseudonym_key().await?.unwrap_or_default();
        self.opened(&sealed)
    }

    fn opened(&self, sealed: &[u8]) -> Result<PseudonymKey, StoreError> {
        let secret = self.open_sealed(PURPOSE, sealed)?;
        let secret = secret.as_slice().try_into();
        let secret = secret.map_err(|e| StoreError::inconsistent("sealed_secret", "value", PURPOSE, e))?;
        Ok(PseudonymKey::new(secret))
    }

    async fn sealed_pseudonym_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT value FROM sealed_secret WHERE purpose = $1")
                .bind(PURPOSE).fetch_optional(pool).await
        })?)
    }

    /// Databases of before kept the key in the open, among the settings: seals it. Several may try at once.
    pub(crate) async fn seal_pseudonym_key_of_before(&self) -> Result<(), StoreError> {
        const READ: &str = "SELECT value FROM setting WHERE name = $1";
        let found: Option<String> =
            reading!(self, pool => sqlx::query_scalar(READ).bind(PURPOSE).fetch_optional(pool).await)?;
        let Some(hex) = found else { return Ok(()) };
        let broken = || StoreError::inconsistent("setting", "value", PURPOSE, "not 64 hexadecimal digits");
        let secret = privacy::sealed::bytes_of_hex(&hex).ok_or_else(broken)?;
        let mut tx = self.begin().await?;
        tx.keep_pseudonym_key(&self.seal(PURPOSE, &secret)?).await?;
        writing!(&mut tx, conn => {
            sqlx::query("DELETE FROM setting WHERE name = $1").bind(PURPOSE).execute(conn).await.map(|_| ())
        })?;
        tx.commit().await
    }
}

impl Tx {
    /// Keeps the key unless there is one already.
    async fn keep_pseudonym_key(&mut self, sealed: &[u8]) -> Result<(), StoreError> {
        writing!(self, conn => {
            sqlx::query("INSERT INTO sealed_secret (purpose, value) VALUES ($1, $2) ON CONFLICT (purpose) DO NOTHING")
                .bind(PURPOSE).bind(sealed).execute(conn).await.map(|_| ())
        })?;
        Ok(())
    }
}

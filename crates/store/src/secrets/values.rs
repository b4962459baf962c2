//! Sealed values: the table of them, and sealed columns elsewhere. Exchanging keys seals all of them anew.

use privacy::sealed::{KeyId, SealError, key_of};
use zeroize::Zeroizing;

use super::KeyPlace;
use crate::{Store, StoreError, Tx, secrets::KeyError};

/// A column of sealed values; each is sealed for `{prefix}{key}`.
struct Column {
    select: &'static str,
    update: &'static str,
    prefix: &'static str,
}

/// Every place of the database that holds sealed values. Whoever adds one names it here, or its values are lost when
/// the key that sealed them is forgotten.
const COLUMNS: [Column; 4] = [
    Column {
        select: "SELECT purpose, value FROM sealed_secret ORDER BY purpose",
        update: "UPDATE sealed_secret SET value = $1 WHERE purpose = $2",
        prefix: "",
    },
    Column {
        select: "SELECT CAST(user_id AS TEXT), secret FROM two_step ORDER BY user_id",
        update: "UPDATE two_step SET secret = $1 WHERE CAST(user_id AS TEXT) = $2",
        prefix: "two_step:",
    },
    Column {
        select: "SELECT name, credentials FROM statement_pull ORDER BY name",
        update: "UPDATE statement_pull SET credentials = $1 WHERE name = $2",
        prefix: "statement_pull:",
    },
    Column {
        select: "SELECT name, secret FROM webhook ORDER BY name",
        update: "UPDATE webhook SET secret = $1 WHERE name = $2",
        prefix: "webhook:",
    },
];

impl Store {
    /// Seals a value for a purpose (`two_step:7`); it opens for the same purpose only.
    pub fn seal(&self, purpose: &str, value: &[u8]) -> Result<Vec<u8>, SealError> {
        self.keys.seal(purpose, value)
    }

    pub fn open_sealed(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.keys.open(purpose, sealed)
    }

    /// Where the keys lie.
    pub fn key_place(&self) -> &KeyPlace {
        self.keys.place()
    }

    /// The key that seals.
    pub fn newest_key(&self) -> KeyId {
        self.keys.ring().newest()
    }

    /// The keys that only open.
    pub fn older_keys(&self) -> Vec<KeyId> {
        self.keys.ring().older()
    }

    /// Makes a new key and seals everything with it, in one transaction; the old one stays and opens. The caller
    /// commits. Says how many values were sealed anew.
    pub async fn rotate_key(&self, tx: &mut Tx) -> Result<usize, StoreError> {
        self.keys.add_newest()?;
        let mut resealed = 0;
        for column in &COLUMNS {
            for (key, sealed) in tx.sealed_values(column).await? {
                let purpose = format!("{}{key}", column.prefix);
                let value = self.keys.open(&purpose, &sealed)?;
                let anew = self.keys.seal(&purpose, &value)?;
                writing!(tx, conn => {
                    sqlx::query(column.update).bind(anew).bind(&key).execute(conn).await.map(|_| ())
                })?;
                resealed += 1;
            }
        }
        Ok(resealed)
    }

    /// Forgets every key but the newest, unless a value is still sealed with one of them. Says which it forgot.
    pub async fn retire_keys(&self, tx: &mut Tx) -> Result<Vec<KeyId>, StoreError> {
        let ring = self.keys.ring();
        let newest = Some(ring.newest());
        let mut in_use = 0;
        for column in &COLUMNS {
            let values = tx.sealed_values(column).await?;
            in_use += values.iter().filter(|(_, sealed)| key_of(sealed) != newest).count();
        }
        if in_use > 0 {
            return Err(KeyError::InUse(in_use).into());
        }
        self.keys.drop_older()?;
        Ok(ring.older())
    }
}

impl Tx {
    async fn sealed_values(&mut self, column: &Column) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        Ok(writing!(self, conn => sqlx::query_as(column.select).fetch_all(conn).await)?)
    }

    /// Does the database hold anything sealed?
    pub(crate) async fn anything_sealed(&mut self) -> Result<bool, StoreError> {
        for column in &COLUMNS {
            if !self.sealed_values(column).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

//! Named values of the installation: its pseudonym key.

use crate::{Store, StoreError};
use privacy::PseudonymKey;

const PSEUDONYM_KEY: &str = "pseudonym_key";

impl Store {
    async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar::<_, String>("SELECT value FROM setting WHERE name = $1")
                .bind(name).fetch_optional(pool).await
        })?)
    }

    /// The installation's pseudonym key; made at first use. Two processes that start together agree on one.
    pub async fn pseudonym_key(&self) -> Result<PseudonymKey, StoreError> {
        if let Some(value) = self.setting(PSEUDONYM_KEY).await? {
            return parse_key(&value);
        }
        let mut tx = self.begin().await?;
        let fresh = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        writing!(&mut tx, conn => {
            sqlx::query("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
                .bind(PSEUDONYM_KEY).bind(fresh).execute(conn).await.map(|_| ())
        })?;
        tx.commit().await?;
        parse_key(&self.setting(PSEUDONYM_KEY).await?.unwrap_or_default())
    }
}

fn parse_key(hex: &str) -> Result<PseudonymKey, StoreError> {
    let broken = || StoreError::inconsistent("setting", "value", PSEUDONYM_KEY, "not 64 hexadecimal digits");
    let mut secret = [0u8; 32];
    if hex.len() != 64 {
        return Err(broken());
    }
    for (byte, digits) in secret.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let text = std::str::from_utf8(digits).map_err(|_| broken())?;
        *byte = u8::from_str_radix(text, 16).map_err(|_| broken())?;
    }
    Ok(PseudonymKey::new(secret))
}

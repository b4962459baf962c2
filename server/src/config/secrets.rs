//! `[secrets]`: the keys that seal what the database must not be able to read.

use std::path::PathBuf;

use anyhow::Context;
use serde::{Deserialize, Serialize, Serializer};
use store::secrets::{KeySource, sealed::KeyRing};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretsConfig {
    pub key_file: PathBuf,
    pub key: Secret,
}

/// Text that is never shown: neither in logs nor by `sightline config print`.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "…" })
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl SecretsConfig {
    pub fn source(&self) -> anyhow::Result<KeySource> {
        let file = !self.key_file.as_os_str().is_empty();
        if self.key.0.trim().is_empty() {
            return Ok(if file { KeySource::File(self.key_file.clone()) } else { KeySource::Beside });
        }
        anyhow::ensure!(!file, "secrets.key and secrets.key_file are both given: keep one of them");
        let ring = KeyRing::parse(&self.key.0).context("secrets.key holds no key")?;
        Ok(KeySource::Given(ring))
    }
}

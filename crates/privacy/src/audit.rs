//! The chain of the audit log: every row carries a hash over itself and the row before it, so that what was written
//! cannot be changed, taken out, put in or moved without it showing.
//!
//! The hash of a row is SHA-256 over the hash before it and the canonical row. Canonical means: each number as eight
//! bytes, each text behind its length, so that no two rows have the same bytes.

mod hash;
mod verifier;

pub use hash::{ChainHash, NotAHash};
pub use verifier::{Broken, Fault, Verifier};

use sha2::{Digest, Sha256};

/// Sets these hashes apart from any other use of SHA-256, and a later form of the row from this one.
const DOMAIN: &[u8] = b"sightline audit row 1";

/// What was done, by whom, to what. Holds no name, e-mail or login: `user:7`, `person:<uuid>`, `cohort:c1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Epoch milliseconds.
    pub at: i64,
    pub who: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
}

/// An entry in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Counts from 1 without gaps.
    pub seq: i64,
    pub entry: Entry,
    pub previous: ChainHash,
    pub hash: ChainHash,
}

/// Where the chain ends: what to keep elsewhere, so that even a log written anew as a whole is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// 0: no row yet.
    pub seq: i64,
    pub hash: ChainHash,
}

impl Head {
    /// The row that this entry becomes behind this head.
    pub fn append(&self, entry: Entry) -> Row {
        let seq = self.seq + 1;
        let hash = hash_of(seq, &entry, &self.hash);
        Row { seq, entry, previous: self.hash, hash }
    }
}

impl Row {
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }

    /// Does the hash fit what the row says?
    fn is_sound(&self) -> bool {
        hash_of(self.seq, &self.entry, &self.previous) == self.hash
    }
}

impl std::fmt::Display for Head {
    /// `412:9f86d0…`, as [`Head::from_str`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl std::str::FromStr for Head {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let (seq, hash) = text.split_once(':').ok_or(NotAHash)?;
        let seq = seq.parse().ok().filter(|seq| *seq >= 0).ok_or(NotAHash)?;
        Ok(Self { seq, hash: hash.parse()? })
    }
}

fn hash_of(seq: i64, entry: &Entry, previous: &ChainHash) -> ChainHash {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    hasher.update(previous.as_bytes());
    hasher.update(seq.to_be_bytes());
    hasher.update(entry.at.to_be_bytes());
    for text in [&entry.who, &entry.action, &entry.subject, &entry.detail] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    ChainHash::new(hasher.finalize().into())
}

#[cfg(test)]
mod tests;

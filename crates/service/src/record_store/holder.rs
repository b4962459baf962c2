//! Who holds a key, and what it opens.

use std::collections::BTreeSet;

use store::Store;

use super::RecordError;

/// Opens everything.
pub(super) const ALL: &str = "all";
pub(super) const WRITE: &str = "statements/write";
pub(super) const READ: &str = "statements/read";
pub(super) const READ_MINE: &str = "statements/read/mine";
pub(super) const STATE: &str = "state";
pub(super) const PROFILE: &str = "profile";
pub(super) const DEFINE: &str = "define";

/// May a source void what others vouch for, as its newest key says now?
pub(super) async fn voids_any(store: &Store, source: &str) -> Result<bool, RecordError> {
    let Some(key) = store.newest_key_of(source).await? else { return Ok(false) };
    let known = store.access_key(&key).await?;
    Ok(known.is_some_and(|known| known.scopes.split(' ').any(|scope| scope == ALL)))
}

/// Who holds a key, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// The source's name: it is the authority of what it sends.
    pub name: String,
    /// As `statements/write`, `state`, `all`.
    pub scopes: BTreeSet<String>,
}

/// Which statements a key may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readable {
    All,
    /// Those that it vouches for itself.
    Own,
}

impl KeyHolder {
    /// Is it the key of content that was launched? Then it reaches its own learner and registration.
    pub(super) fn is_launched(&self) -> bool {
        self.scopes.iter().any(|scope| scope.starts_with(crate::sources::launches::KEY))
    }

    pub fn may(&self, scope: &str) -> bool {
        self.scopes.contains(ALL) || self.scopes.contains(scope)
    }

    pub(super) fn must(&self, scope: &str) -> Result<(), RecordError> {
        if self.may(scope) { Ok(()) } else { Err(RecordError::Forbidden(scope.to_owned())) }
    }

    pub(super) fn readable(&self) -> Result<Readable, RecordError> {
        match (self.may(READ), self.may(READ_MINE)) {
            (true, _) => Ok(Readable::All),
            (false, true) => Ok(Readable::Own),
            (false, false) => Err(RecordError::Forbidden(READ.to_owned())),
        }
    }

    /// Agents and activities are for whoever reads anything.
    pub(super) fn must_read(&self) -> Result<(), RecordError> {
        let any = [READ, READ_MINE, STATE, PROFILE].iter().any(|scope| self.may(scope));
        if any { Ok(()) } else { Err(RecordError::Forbidden(READ.to_owned())) }
    }
}

//! Where the keys come from that seal secrets, and how they are exchanged.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

use privacy::sealed::{KeyRing, SealError, SecretKey};
use zeroize::Zeroizing;

/// Where to look for keys.
#[derive(Debug, Clone, Default)]
pub enum KeySource {
    /// In a file beside the SQLite database, made at first use. There is no such place beside PostgreSQL.
    #[default]
    Beside,
    /// In this file; it has to be there.
    File(PathBuf),
    /// In the environment: these keys, newest first.
    Given(KeyRing),
}

/// Where the keys of an open store lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    File(PathBuf),
    Environment,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error(
        "with PostgreSQL, secrets need a key: make one with `sightline key new > FILE`, give every server the same file \
         and name it in secrets.key_file (or put the key into SIGHTLINE_SECRETS__KEY)"
    )]
    NotConfigured,
    #[error(
        "there is no key file {0}: name the right one in secrets.key_file, or make it with `sightline key new > {0}`"
    )]
    NoFile(PathBuf),
    #[error(
        "the key file {0} is gone, and this database holds secrets that only its keys open: bring it back from your copy"
    )]
    Lost(PathBuf),
    #[error("the key file {path} cannot be used: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{place} holds no keys: {source}")]
    NotKeys { place: String, source: privacy::sealed::NotAKey },
    #[error(
        "the key comes from the environment and cannot be exchanged from here: put a new key before the old one in \
         SIGHTLINE_SECRETS__KEY (`sightline key new` makes one), restart every server with it, then run `sightline key rotate`"
    )]
    Given,
    #[error("{0} values are still sealed with an older key: run `sightline key rotate` first")]
    InUse(usize),
}

/// The keys of an open store.
pub(crate) struct Keys {
    place: KeyPlace,
    held: RwLock<Held>,
}

struct Held {
    ring: KeyRing,
    /// Of the file when it was read.
    modified: Option<SystemTime>,
}

impl Keys {
    /// `beside`: the file beside the database, if the database is a file. `in_use`: the database holds sealed secrets.
    pub(crate) fn find(source: &KeySource, beside: Option<PathBuf>, in_use: bool) -> Result<Self, KeyError> {
        match source {
            KeySource::Given(ring) => Ok(Self::given(ring.clone())),
            KeySource::File(path) => match read(path) {
                Err(KeyError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    Err(KeyError::NoFile(path.clone()))
                }
                read => Ok(Self { place: KeyPlace::File(path.clone()), held: RwLock::new(read?) }),
            },
            KeySource::Beside => Self::beside(beside.ok_or(KeyError::NotConfigured)?, in_use),
        }
    }

    fn given(ring: KeyRing) -> Self {
        Self { place: KeyPlace::Environment, held: RwLock::new(Held { ring, modified: None }) }
    }

    fn beside(path: PathBuf, in_use: bool) -> Result<Self, KeyError> {
        if !path.exists() {
            if in_use {
                return Err(KeyError::Lost(path));
            }
            make(&path)?;
        }
        let held = RwLock::new(read(&path)?);
        Ok(Self { place: KeyPlace::File(path), held })
    }

    pub(crate) fn place(&self) -> &KeyPlace {
        &self.place
    }

    pub(crate) fn ring(&self) -> KeyRing {
        self.held.read().unwrap_or_else(PoisonError::into_inner).ring.clone()
    }

    /// Seals under the newest key, also where another process exchanged the keys since.
    pub(crate) fn seal(&self, purpose: &str, value: &[u8]) -> Result<Vec<u8>, SealError> {
        self.look_again();
        self.ring().seal(purpose, value)
    }

    pub(crate) fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        match self.ring().open(purpose, sealed) {
            Err(SealError::UnknownKey { .. }) => {
                self.look_again();
                self.ring().open(purpose, sealed)
            }
            opened => opened,
        }
    }

    /// Reads the file again if it changed. One that cannot be read leaves the keys as they are: they still open.
    fn look_again(&self) {
        let KeyPlace::File(path) = &self.place else { return };
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if modified(path) == held.modified {
            return;
        }
        match read(path) {
            Ok(newer) => *held = newer,
            Err(error) => tracing::error!(%error, "changed keys could not be read"),
        }
    }

    /// Puts a new key before the others, in the file too. Where the keys are given, the newest of several is the new one.
    pub(crate) fn add_newest(&self) -> Result<(), crate::StoreError> {
        match &self.place {
            KeyPlace::Environment if !self.ring().older().is_empty() => Ok(()),
            KeyPlace::Environment => Err(KeyError::Given.into()),
            KeyPlace::File(_) => {
                let ring = self.ring().with_newest(SecretKey::random()?);
                Ok(self.replace(ring)?)
            }
        }
    }

    /// Forgets all keys but the newest, in the file too.
    pub(crate) fn drop_older(&self) -> Result<(), KeyError> {
        if self.place == KeyPlace::Environment {
            return Err(KeyError::Given);
        }
        self.replace(self.ring().without_older())
    }

    fn replace(&self, ring: KeyRing) -> Result<(), KeyError> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let KeyPlace::File(path) = &self.place {
            let fresh = write_aside(path, &ring)?;
            std::fs::rename(&fresh, path).map_err(|source| unusable(path, source))?;
            held.modified = modified(path);
        }
        held.ring = ring;
        Ok(())
    }
}

fn unusable(path: &Path, source: std::io::Error) -> KeyError {
    KeyError::File { path: path.to_owned(), source }
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok()
}

fn read(path: &Path) -> Result<Held, KeyError> {
    let modified = modified(path);
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|e| unusable(path, e))?;
    let place = || format!("the file {}", path.display());
    let ring = KeyRing::parse(&text).map_err(|source| KeyError::NotKeys { place: place(), source })?;
    warn_if_others_may_read(path);
    Ok(Held { ring, modified })
}

fn warn_if_others_may_read(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if open {
        tracing::warn!(file = %path.display(), "others than the owner may read the key file; chmod 600 closes it");
    }
}

/// Makes a key file unless somebody else just did.
fn make(path: &Path) -> Result<(), KeyError> {
    let random = SecretKey::random().map_err(|e| unusable(path, std::io::Error::other(e)))?;
    let fresh = write_aside(path, &KeyRing::new(random))?;
    // Unlike renaming, linking does not replace: of two who start together one makes the file, and it is whole.
    let linked = std::fs::hard_link(&fresh, path);
    let _ = std::fs::remove_file(&fresh);
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(unusable(path, error)),
        _ => Ok(()),
    }
}

/// A file beside the key file, open to its owner only.
fn write_aside(path: &Path, ring: &KeyRing) -> Result<PathBuf, KeyError> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", uuid::Uuid::new_v4().simple()));
    let fresh = PathBuf::from(name);
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(ring.to_text().as_bytes())?;
        file.sync_all()
    };
    write().map_err(|source| unusable(path, source))?;
    Ok(fresh)
}

//! Statements on disk until a server has them: one file each, whole or not there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use xapi::Statement;

/// A hook that runs for weeks without a server must not fill a disk.
const MOST: usize = 10_000;
const ENDING: &str = "json";
const AWAY: &str = "away";
const REFUSED: &str = "refused";

/// A folder that only its owner reads: statements name people.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    #[error("the spool {0} cannot be used: {1}")]
    Io(String, io::Error),
    #[error("{MOST} statements wait already in {0}; `sightline emit --flush` sends them")]
    Full(String),
}

/// A statement that waits.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub(crate) file: PathBuf,
    pub(crate) statement: Value,
}

impl Spool {
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, SpoolError> {
        let spool = Self { folder: folder.to_owned() };
        make_private(folder).map_err(|error| spool.broken(error))?;
        Ok(spool)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps a statement; returns when it would survive the power going out.
    ///
    /// # Errors
    /// Where it cannot be written, or too many wait.
    pub fn add(&self, statement: &Statement) -> Result<(), SpoolError> {
        if self.waiting()? >= MOST {
            return Err(SpoolError::Full(self.folder.display().to_string()));
        }
        let id = statement.id().unwrap_or_default();
        // Names sort by time, so that what happened first is sent first.
        let name = format!("{:015}-{id}.{ENDING}", milliseconds(SystemTime::now()));
        self.write(&self.folder.join(name), statement.as_json().to_string().as_bytes())
            .map_err(|error| self.broken(error))
    }

    /// How many wait.
    pub fn waiting(&self) -> Result<usize, SpoolError> {
        self.files().map(|files| files.len()).map_err(|error| self.broken(error))
    }

    /// How many were refused and are kept to be looked at.
    pub fn refused(&self) -> usize {
        fs::read_dir(self.folder.join(REFUSED)).map_or(0, |entries| {
            entries.flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == ENDING)).count()
        })
    }

    /// Did a server fail to answer less than this long ago?
    pub fn was_away_within(&self, time: Duration) -> bool {
        let noted = fs::metadata(self.folder.join(AWAY)).and_then(|file| file.modified());
        noted.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age < time))
    }

    pub(crate) fn note_away(&self, away: bool) {
        let mark = self.folder.join(AWAY);
        // Only spares waiting next time: whether it worked does not matter.
        let _ = if away { fs::write(&mark, "") } else { fs::remove_file(&mark) };
    }

    /// The oldest that wait. A file that is no statement is set aside: it would stand in the way for ever.
    pub(crate) fn oldest(&self, most: usize) -> Result<Vec<Waiting>, SpoolError> {
        let mut found = Vec::new();
        for file in self.files().map_err(|error| self.broken(error))? {
            if found.len() == most {
                break;
            }
            match fs::read(&file).map(|bytes| serde_json::from_slice(&bytes)) {
                Ok(Ok(statement)) => found.push(Waiting { file, statement }),
                Ok(Err(error)) => self.set_aside(&file, &format!("it is not JSON: {error}"))?,
                // Another hook was faster.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(self.broken(error)),
            }
        }
        Ok(found)
    }

    pub(crate) fn remove(&self, file: &Path) -> Result<(), SpoolError> {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.broken(error)),
            _ => Ok(()),
        }
    }

    /// Keeps what a server will never take, with its reason beside it.
    pub(crate) fn set_aside(&self, file: &Path, reason: &str) -> Result<(), SpoolError> {
        let folder = self.folder.join(REFUSED);
        let aside = || {
            make_private(&folder)?;
            let place = folder.join(file.file_name().unwrap_or_default());
            self.write(&place.with_extension("reason.txt"), reason.as_bytes())?;
            fs::rename(file, place)
        };
        match aside() {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.broken(error)),
            _ => Ok(()),
        }
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let paths = fs::read_dir(&self.folder)?.map(|entry| entry.map(|entry| entry.path()));
        let mut files: Vec<PathBuf> = paths.collect::<io::Result<_>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == ENDING));
        files.sort();
        Ok(files)
    }

    /// Whole or not there: written beside, made durable, then given its name.
    fn write(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(place)?;
        let folder = place.parent().unwrap_or(&self.folder);
        File::open(folder)?.sync_all()
    }

    fn broken(&self, error: io::Error) -> SpoolError {
        SpoolError::Io(self.folder.display().to_string(), error)
    }
}

fn milliseconds(at: SystemTime) -> u128 {
    at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis()
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

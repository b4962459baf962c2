//! Files by hash: `NAME.attachments/ab/abcdef…`. Written beside, made durable, then renamed: a file with its name is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::NewAttachment;
use crate::StoreError;

pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|ended| StoreError::File(io::Error::other(ended)))?
}

pub(super) fn hex(sha2: &[u8]) -> String {
    use std::fmt::Write;
    sha2.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn path(folder: &Path, sha2: &[u8; 32]) -> PathBuf {
    let name = hex(sha2);
    folder.join(&name[..2]).join(&name)
}

pub(super) fn write(folder: &Path, attachments: &[NewAttachment]) -> Result<(), StoreError> {
    for attachment in attachments {
        let file = path(folder, &attachment.sha2);
        if file.is_file() {
            continue;
        }
        let beside = file.parent().unwrap_or(folder);
        let is_new = !beside.is_dir();
        fs::create_dir_all(beside)?;
        // Two who store the same bytes at once write files of their own.
        let draft = beside.join(format!("{}.draft", uuid::Uuid::new_v4().simple()));
        let mut out = File::create(&draft)?;
        out.write_all(&attachment.bytes)?;
        out.sync_all()?;
        fs::rename(&draft, &file)?;
        File::open(beside)?.sync_all()?;
        if is_new {
            File::open(folder)?.sync_all()?;
            File::open(folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?
                .sync_all()?;
        }
    }
    Ok(())
}

/// `None` where there is no such file.
pub(super) fn read(file: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    found(fs::read(file))
}

fn found<T>(outcome: io::Result<T>) -> Result<Option<T>, StoreError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Says how many there were.
pub(super) fn remove(folder: &Path, gone: &[[u8; 32]]) -> Result<u64, StoreError> {
    let mut removed = 0;
    for sha2 in gone {
        removed += u64::from(found(fs::remove_file(path(folder, sha2)))?.is_some());
    }
    Ok(removed)
}

/// The files that were written before, by hash. Drafts of that time, which will never be whole, go at once.
pub(super) fn older_than(folder: &Path, until: SystemTime) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut old = Vec::new();
    let Some(beside) = found(fs::read_dir(folder))? else { return Ok(old) };
    for beside in beside {
        let beside = beside?.path();
        if !beside.is_dir() {
            continue;
        }
        for entry in fs::read_dir(beside)? {
            let entry = entry?;
            if entry.metadata()?.modified()? >= until {
                continue;
            }
            let file = entry.path();
            if file.extension().is_some_and(|kind| kind == "draft") {
                found(fs::remove_file(&file))?;
            } else if let Some(sha2) = file.file_name().and_then(|name| unhex(name.to_str()?)) {
                old.push(sha2);
            }
        }
    }
    Ok(old)
}

fn unhex(name: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> =
        (0..64).step_by(2).map(|at| u8::from_str_radix(name.get(at..at + 2)?, 16).ok()).collect();
    bytes.filter(|_| name.len() == 64)?.try_into().ok()
}

//! Files by hash: `NAME.attachments/ab/abcdef…`. Written beside, made durable, then renamed: a file with its name is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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

pub(super) fn remove(folder: &Path, gone: &[[u8; 32]]) -> Result<(), StoreError> {
    for sha2 in gone {
        match fs::remove_file(path(folder, sha2)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

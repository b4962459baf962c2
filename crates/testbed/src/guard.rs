//! The scratch folder and the guard that clears up after the process, also after one that was killed.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};

/// Waits until its input ends, then stops the server, if there is one, and removes the folder.
const GUARD: &str = r#"cat >/dev/null
if [ -s "$1/postmaster" ]; then "$1/postmaster"; fi
rm -rf "$1""#;

/// A folder that lives as long as this process.
pub(crate) struct Scratch {
    folder: PathBuf,
    /// Open for as long as the process lives; nobody writes to it.
    _pipe: ChildStdin,
}

impl Scratch {
    pub(crate) fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("sightline-test-").tempdir()?.keep();
        // PostgreSQL's own user has to reach what is inside.
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755))?;
        // A process group of its own: what ends the test must not end its guard.
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let pipe = guard.stdin.take().ok_or_else(|| io::Error::other("the guard has no input"))?;
        Ok(Self { folder, _pipe: pipe })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Tells the guard how to stop the server.
pub(crate) fn stop_with(folder: &Path, command: &Command) -> io::Result<()> {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let quoted: Vec<String> = words.map(|word| format!("'{}'", word.to_string_lossy())).collect();
    let file = folder.join("postmaster");
    std::fs::write(&file, format!("#!/bin/sh\n{} >/dev/null 2>&1\n", quoted.join(" ")))?;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o700))
}

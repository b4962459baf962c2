//! What we are measured beside, where it is installed: `DuckDB` and `diff-diff`, each by a script of a few lines.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peer");

/// What a script prints about a file.
pub fn python(folder: &Path, script: &str, csv: &Path) -> anyhow::Result<Value> {
    let python = folder.join("venv/bin/python");
    if !python.is_file() {
        return Ok(json!("skipped, not found"));
    }
    let output = Command::new(python).arg(Path::new(SCRIPTS).join(script)).arg(csv).output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

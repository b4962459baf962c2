//! `DuckDB`, where it is installed: the same exact medians on its own table.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peer/duckdb_median.py");

pub fn duckdb(folder: &Path, csv: &Path) -> anyhow::Result<Value> {
    let python = folder.join("venv/bin/python");
    if !python.is_file() {
        return Ok(json!("skipped, not found"));
    }
    let output = Command::new(python).arg(SCRIPT).arg(csv).output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

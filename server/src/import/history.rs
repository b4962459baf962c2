//! Learning history of an LMS: all of a file or nothing of it.

use std::path::Path;

use anyhow::Context;
use service::{
    Service,
    sources::history::{Mapping, read},
};

use super::Outcome;

/// After so many, the mapping is to be looked at and not the rows.
const TOLD: usize = 20;

/// Imports a file by its mapping. Whatever is wrong with it is told, and nothing is stored.
pub async fn import_history(service: &Service, file: &Path, mapping: &Path) -> anyhow::Result<Outcome> {
    let text = std::fs::read_to_string(mapping)
        .with_context(|| format!("the mapping {} cannot be read", mapping.display()))?;
    let mapping: Mapping =
        toml::from_str(&text).with_context(|| format!("{} is no mapping", mapping.display()))?;
    let bytes = std::fs::read(file).context("the file cannot be opened")?;
    let history = match read(&bytes, &mapping) {
        Ok(history) => history,
        Err(errors) => {
            for error in errors.iter().take(TOLD) {
                eprintln!("{}, {error}", file.display());
            }
            return Ok(Outcome { rejected: errors.len(), ..Outcome::default() });
        }
    };
    let source = mapping.source.trim();
    if let Some(problem) = service.history_source_problem(source).await? {
        anyhow::bail!("source: {problem}");
    }
    let imported = service.import_history(source, history).await?;
    if imported.differing > 0 {
        eprintln!(
            "{}: {} rows are there already with other details; statements never change",
            file.display(),
            imported.differing
        );
    }
    let repeated = imported.repeated + imported.differing;
    Ok(Outcome { new: imported.new, repeated, ..Outcome::default() })
}

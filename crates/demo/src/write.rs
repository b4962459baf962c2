//! Putting the organisation into files: CSV text, JSON lines, and a folder that `sightline import` reads.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use crate::{Error, Organisation};

/// CSV with the header that the row type's field names give.
pub(crate) fn csv_text<R: Serialize>(rows: impl Iterator<Item = R>) -> Result<String, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| Error::Io(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One line of JSON. Serialising fails only for maps whose keys are no text, and no shape here is a map.
pub(crate) fn json_line(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}

impl Organisation {
    /// Writes every import file into an existing folder: `people.csv`, …, `github.jsonl`, `jira.jsonl`,
    /// `xapi.jsonl`, and the planted truth beside them as `truth.json`.
    ///
    /// # Errors
    /// When a file cannot be created or written.
    pub fn write_to(&self, folder: &Path) -> Result<(), Error> {
        let tables = [
            ("teams.csv", &self.teams),
            ("people.csv", &self.people),
            ("repositories.csv", &self.repositories),
            ("sprints.csv", &self.sprints),
            ("calendar.csv", &self.calendar),
            ("content.csv", &self.content),
        ];
        for (name, text) in tables {
            std::fs::write(folder.join(name), text)?;
        }
        write_lines(&folder.join("github.jsonl"), self.github())?;
        write_lines(&folder.join("jira.jsonl"), self.jira())?;
        write_lines(&folder.join("xapi.jsonl"), self.xapi())?;
        std::fs::write(folder.join("truth.json"), self.truth.to_json()?)?;
        Ok(())
    }
}

fn write_lines(path: &Path, lines: impl Iterator<Item = String>) -> Result<(), Error> {
    let mut file = BufWriter::new(File::create(path)?);
    for line in lines {
        writeln!(file, "{line}")?;
    }
    file.flush()?;
    Ok(())
}

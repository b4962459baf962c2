//! Lines that could not be used: told on standard error, and copied so that they can be mended and imported again.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// After so many, reasons go to the file only.
const TOLD: usize = 20;

pub struct Rejects {
    source: PathBuf,
    copy: PathBuf,
    open: Option<BufWriter<File>>,
    count: usize,
}

impl Rejects {
    /// Copies go to `folder`/NAME.rejected; nothing is created until a line is rejected.
    pub fn new(source: &Path, folder: &Path) -> Self {
        let name =
            source.file_name().map_or_else(|| "import".into(), |name| name.to_string_lossy().into_owned());
        let copy = folder.join(format!("{name}.rejected"));
        Self { source: source.to_owned(), copy, open: None, count: 0 }
    }

    /// Sets a line aside. `text` is `None` where it is too long to keep.
    pub fn line(&mut self, number: u64, reason: &str, text: Option<&[u8]>) -> anyhow::Result<()> {
        self.tell(number, reason);
        if let Some(text) = text {
            let copy = self.copy()?;
            copy.write_all(text)?;
            copy.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Sets rows of a sheet aside, under its first line so that the copy is a sheet again.
    pub fn rows(&mut self, sheet: &Path, rows: &[(u64, String)]) -> anyhow::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        for (number, reason) in rows {
            self.tell(*number, reason);
        }
        let numbers: std::collections::BTreeSet<u64> = rows.iter().map(|(number, _)| *number).collect();
        let lines = BufReader::new(File::open(sheet)?).split(b'\n');
        let copy = self.copy()?;
        for (number, line) in (1..).zip(lines) {
            if number == 1 || numbers.contains(&number) {
                copy.write_all(line?.trim_ascii_end())?;
                copy.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn tell(&mut self, number: u64, reason: &str) {
        self.count += 1;
        if self.count <= TOLD {
            eprintln!("{}, line {number}: {reason}", self.source.display());
        } else if self.count == TOLD + 1 {
            eprintln!("{}: more lines were rejected; they are in the copy", self.source.display());
        }
    }

    fn copy(&mut self) -> anyhow::Result<&mut BufWriter<File>> {
        if self.open.is_none() {
            let file = File::create(&self.copy)
                .with_context(|| format!("rejected lines cannot be copied to {}", self.copy.display()))?;
            self.open = Some(BufWriter::new(file));
        }
        self.open.as_mut().context("the copy of rejected lines is closed")
    }

    pub fn close(&mut self) -> anyhow::Result<()> {
        if let Some(mut copy) = self.open.take() {
            copy.flush()
                .with_context(|| format!("rejected lines cannot be copied to {}", self.copy.display()))?;
            eprintln!("{} rejected; copies are in {}", self.count, self.copy.display());
        }
        Ok(())
    }
}

//! Statements from a file: a JSON array, or one statement a line.

use std::io::{Cursor, Read};

use anyhow::Context;
use serde_json::Value;
use service::{
    Service,
    ingest::{Answer, Ingest},
    record_store::RecordError,
};
use xapi::Statement;

use super::{
    Outcome,
    lines::{Line, Lines},
    payloads::too_long,
    rejects::Rejects,
};

const BATCH: usize = 500;

/// Who vouches for statements that came from a file.
const AUTHORITY: &str = "import";

/// An array is read whole; more than this is for JSON lines.
const LARGEST_ARRAY: u64 = 256 * 1024 * 1024;

pub async fn statements(
    service: &Service,
    mut source: impl Read,
    rejects: &mut Rejects,
) -> anyhow::Result<Outcome> {
    let mut intake =
        Intake { ingest: service.ingest(), pending: vec![], outcome: Outcome::default(), rejects };
    let start = first_byte(&mut source)?;
    let source = Cursor::new(start.clone()).chain(source);
    if start == *b"[" {
        intake.array(source).await?;
    } else {
        intake.lines(source).await?;
    }
    intake.store().await?;
    Ok(intake.outcome)
}

/// The first byte that is not white space; what stands before it holds nothing.
fn first_byte(source: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut byte = [0u8];
    loop {
        if source.read(&mut byte)? == 0 {
            return Ok(vec![]);
        }
        if !byte[0].is_ascii_whitespace() {
            return Ok(byte.to_vec());
        }
    }
}

struct Intake<'a> {
    ingest: Ingest,
    pending: Vec<(u64, Statement)>,
    outcome: Outcome,
    rejects: &'a mut Rejects,
}

impl Intake<'_> {
    async fn lines(&mut self, source: impl Read) -> anyhow::Result<()> {
        let mut lines = Lines::new(source);
        while let Some(line) = lines.next_line()? {
            match line {
                Line::TooLong(number) => self.reject(number, &too_long(), None)?,
                Line::Text(number, bytes) => match Statement::read(&bytes) {
                    Ok(statement) => self.take(number, statement).await?,
                    Err(error) => self.reject(number, &error.to_string(), Some(&bytes))?,
                },
            }
        }
        Ok(())
    }

    /// In an array the "line" that is told is the statement's place, from 1.
    async fn array(&mut self, source: impl Read) -> anyhow::Result<()> {
        let values: Vec<Value> = serde_json::from_reader(source.take(LARGEST_ARRAY)).context(
            "the file is not a whole JSON array; for more than 256 MiB write one statement a line",
        )?;
        for (number, value) in (1..).zip(values) {
            let text = value.to_string();
            match Statement::from_value(value) {
                Ok(statement) => self.take(number, statement).await?,
                Err(error) => self.reject(number, &error.to_string(), Some(text.as_bytes()))?,
            }
        }
        Ok(())
    }

    fn reject(&mut self, number: u64, reason: &str, text: Option<&[u8]>) -> anyhow::Result<()> {
        self.outcome.rejected += 1;
        self.rejects.line(number, reason, text)
    }

    async fn take(&mut self, number: u64, statement: Statement) -> anyhow::Result<()> {
        let statement = statement.identified();
        // A file may hold a statement twice; a batch may not.
        if self.pending.iter().any(|(_, other)| other.id() == statement.id()) {
            self.store().await?;
        }
        self.pending.push((number, statement));
        if self.pending.len() >= BATCH { self.store().await } else { Ok(()) }
    }

    /// Stores what is pending; one that cannot be stored is set aside.
    async fn store(&mut self) -> anyhow::Result<()> {
        while !self.pending.is_empty() {
            let batch: Vec<Statement> = self.pending.iter().map(|(_, statement)| statement.clone()).collect();
            match self.ingest.statements(batch, AUTHORITY).await? {
                Answer::Stored { ids, new } => {
                    self.outcome.new += new;
                    self.outcome.repeated += ids.len() - new;
                    self.pending.clear();
                }
                Answer::Refused { id, why } => {
                    let at = self.pending.iter().position(|(_, statement)| statement.id() == Some(id));
                    let (number, statement) =
                        self.pending.remove(at.context("refused without its statement")?);
                    self.reject(number, &refused(&why), Some(statement.as_json().to_string().as_bytes()))?;
                }
            }
        }
        Ok(())
    }
}

/// Here the batch is ours: the others of it are stored.
fn refused(why: &RecordError) -> String {
    match why {
        RecordError::Conflict(id) => {
            format!("/id {id} is stored already with another content; statements never change")
        }
        _ => why.to_string(),
    }
}

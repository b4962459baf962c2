//! Files into the store: streamed, with progress, bad lines set aside, the rest taken in.

mod history;
mod lines;
mod outcome;
mod payloads;
mod progress;
mod rejects;
mod statements;

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use clap::ValueEnum;
use service::{Service, ingest::SheetKind};

pub use history::import_history;
pub use outcome::Outcome;
use progress::Progress;
use rejects::Rejects;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Pull requests with reviews and checks, JSON lines in GitHub's REST shape
    Github,
    /// Issues with their changelog, JSON lines in Jira's REST v3 shape
    Jira,
    /// Statements, a JSON array or JSON lines
    Xapi,
    /// Learning history of an LMS, CSV; needs --mapping
    History,
    /// Who is who at each source and in which team, CSV
    People,
    /// Teams, CSV
    Teams,
    /// Which team owns which repository, CSV
    Repositories,
    /// Sprints by team, CSV
    Sprints,
    /// Holidays, releases, reorganisations, CSV
    Calendar,
    /// Courses, labs, job aids, peer sessions, CSV
    Content,
}

/// Imports one file. Errors are those that stop the whole file; a bad line only counts as rejected.
pub async fn import_file(
    service: &Service,
    kind: Kind,
    file: &Path,
    rejects: &Path,
) -> anyhow::Result<Outcome> {
    let source = File::open(file).context("the file cannot be opened")?;
    let progress = Progress::new(file, source.metadata().map_or(0, |meta| meta.len()));
    let mut rejects = Rejects::new(file, rejects);
    let source = progress.reading(source);
    let outcome = match kind {
        Kind::Github => payloads::pull_requests(service, source, &mut rejects).await,
        Kind::Jira => payloads::issues(service, source, &mut rejects).await,
        Kind::Xapi => statements::statements(service, source, &mut rejects).await,
        Kind::History => {
            anyhow::bail!("a history is read with --mapping FILE, which says what its columns mean")
        }
        Kind::People => sheet(service, SheetKind::People, file, source, &mut rejects).await,
        Kind::Teams => sheet(service, SheetKind::Teams, file, source, &mut rejects).await,
        Kind::Repositories => sheet(service, SheetKind::Repositories, file, source, &mut rejects).await,
        Kind::Sprints => sheet(service, SheetKind::Sprints, file, source, &mut rejects).await,
        Kind::Calendar => sheet(service, SheetKind::Calendar, file, source, &mut rejects).await,
        Kind::Content => sheet(service, SheetKind::Content, file, source, &mut rejects).await,
    };
    progress.done();
    rejects.close()?;
    outcome
}

/// Imports payloads that are in memory, such as the demo's.
pub async fn import_text(
    service: &Service,
    kind: Kind,
    name: &str,
    text: Vec<u8>,
) -> anyhow::Result<Outcome> {
    let mut rejects = Rejects::new(Path::new(name), Path::new("."));
    let source = std::io::Cursor::new(text);
    let outcome = match kind {
        Kind::Github => payloads::pull_requests(service, source, &mut rejects).await,
        Kind::Jira => payloads::issues(service, source, &mut rejects).await,
        Kind::Xapi => statements::statements(service, source, &mut rejects).await,
        _ => anyhow::bail!("{name} is a sheet"),
    };
    rejects.close()?;
    outcome
}

async fn sheet(
    service: &Service,
    kind: SheetKind,
    file: &Path,
    source: impl std::io::Read,
    rejects: &mut Rejects,
) -> anyhow::Result<Outcome> {
    let report = service.apply_sheet(kind, source).await?;
    rejects.rows(file, &report.rejected)?;
    Ok(Outcome { applied: report.applied, rejected: report.rejected.len(), ..Outcome::default() })
}

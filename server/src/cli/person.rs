//! `sightline person`: what an operator does when somebody asks for their data or to be erased.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use domain::PersonId;
use service::{
    Service,
    individual::{self, ERASE_WORDS, Lookup},
};

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum Person {
    /// Write everything that is held about a person to a file; that it was done is logged
    Export {
        #[command(flatten)]
        who: Who,
        #[arg(long, value_enum, default_value = "json")]
        format: Format,
        /// Standard output when left out
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take a person out of everything; figures of past sprints keep their counts. Cannot be undone
    Erase {
        #[command(flatten)]
        who: Who,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// One of the three.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Who {
    #[arg(long)]
    email: Option<String>,
    /// At GitHub, Jira or the learning platform
    #[arg(long)]
    login: Option<String>,
    #[arg(long, value_name = "UUID")]
    id: Option<uuid::Uuid>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    Json,
    Csv,
}

impl Person {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let code = match self {
            Person::Export { who, format, output } => export(&service, who, format, output).await,
            Person::Erase { who, yes } => erase(&service, who, yes).await,
        };
        service.end().await;
        code
    }
}

impl Who {
    async fn find(self, service: &Service) -> anyhow::Result<PersonId> {
        let lookup = match (self.email, self.login, self.id) {
            (Some(email), ..) => Lookup::Email(email),
            (_, Some(login), _) => Lookup::Login(login),
            (_, _, id) => Lookup::Id(PersonId(id.unwrap_or_default())),
        };
        Ok(service.find_person(&lookup).await??)
    }
}

async fn export(
    service: &Service,
    who: Who,
    format: Format,
    output: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    let person = who.find(service).await?;
    let format = match format {
        Format::Json => individual::Format::Json,
        Format::Csv => individual::Format::Csv,
    };
    let mut export = service.export_person(person, format).await?;
    let mut file: Box<dyn Write + Send> = match &output {
        Some(path) => Box::new(
            std::fs::File::create(path).with_context(|| format!("{} cannot be written", path.display()))?,
        ),
        None => Box::new(std::io::stdout()),
    };
    while let Some(piece) = export.pieces.recv().await {
        file.write_all(&piece?).context("the export cannot be written")?;
    }
    file.flush().context("the export cannot be written")?;
    Ok(ExitCode::SUCCESS)
}

async fn erase(service: &Service, who: Who, yes: bool) -> anyhow::Result<ExitCode> {
    let person = who.find(service).await?;
    if !yes && !confirmed(person)? {
        say!("Nothing was erased.");
        return Ok(ExitCode::FAILURE);
    }
    let erased = service.erase_person(person).await?;
    say!(
        "Erased: {} accounts, out of {} documents; {} statements were removed.",
        erased.accounts,
        erased.documents,
        erased.removed_statements
    );
    say!("What sources send anew arrives anew, and backups are as they were: erase there as well.");
    Ok(ExitCode::SUCCESS)
}

fn confirmed(person: PersonId) -> anyhow::Result<bool> {
    say!("Person {} will be erased. This cannot be undone.", person.0);
    say!("To go on, type: {ERASE_WORDS}");
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed).context("nothing can be read from standard input; use --yes")?;
    Ok(typed.trim() == ERASE_WORDS)
}

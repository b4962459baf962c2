//! `sightline import`

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::{say, service};
use crate::config::Config;
use crate::import::{Kind, Outcome, import_file, import_history};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "The formats are described in docs/IMPORT.md. A line that cannot be used is reported with file, \
    line and reason and copied to NAME.rejected in the folder given by --rejects; everything else goes in, and the exit \
    code is 1. Mend the copy and import it."
)]
pub struct Import {
    /// What the files hold
    #[arg(value_enum)]
    kind: Kind,
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to put copies of lines that could not be used
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    rejects: PathBuf,
    /// For a history: a TOML file that says what its columns mean; see docs/SOURCES.md
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
}

impl Import {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let mut total = Outcome::default();
        for file in &self.files {
            let outcome = match &self.mapping {
                Some(mapping) if self.kind == Kind::History => import_history(&service, file, mapping).await,
                _ => import_file(&service, self.kind, file, &self.rejects).await,
            };
            let outcome = outcome.with_context(|| file.display().to_string())?;
            say!("{}: {}", file.display(), outcome.in_words());
            total += outcome;
        }
        if self.kind.changes_the_organisation() && total.applied > 0 {
            service.rederive().await?;
        }
        service.recompute().await?;
        service.end().await;
        Ok(if total.rejected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Kind {
    /// Sheets say whose facts are: everything derived is derived anew after them.
    fn changes_the_organisation(self) -> bool {
        !matches!(self, Kind::Github | Kind::Jira | Kind::Xapi | Kind::History)
    }
}

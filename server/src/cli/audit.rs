//! `sightline audit`

use std::io::Write;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use service::{
    Service,
    audit::{AuditFilter, Format, Head},
};

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FileFormat {
    Jsonl,
    Csv,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the log and say whether anything was changed, taken out, put in or moved; the exit code is 1 if so
    Verify {
        /// A head that `audit head` printed before, kept where nobody can write who can write the database
        #[arg(long, value_name = "ROW:HASH")]
        head: Option<Head>,
    },
    /// Print the head of the log, for keeping elsewhere
    Head,
    /// Print the log; that it was done is logged
    Export {
        #[arg(long, value_enum, default_value = "jsonl")]
        format: FileFormat,
        /// Only what was logged on this day (UTC) or later
        #[arg(long, value_name = "YYYY-MM-DD")]
        since: Option<jiff::civil::Date>,
    },
}

impl Audit {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        let code = match self {
            Audit::Verify { head } => verify(&service, head).await?,
            Audit::Head => {
                say!("{}", service.audit_ends().await?.head);
                ExitCode::SUCCESS
            }
            Audit::Export { format, since } => export(&service, format, since).await?,
        };
        service.end().await;
        Ok(code)
    }
}

async fn verify(service: &Service, kept: Option<Head>) -> anyhow::Result<ExitCode> {
    let verdict = service.verify_audit(kept).await?;
    match verdict.result {
        Ok(head) => {
            let rows = verdict.ends.rows();
            let noun = if rows == 1 { "row" } else { "rows" };
            say!("The audit log is whole: {rows} {noun}, head {head}");
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            say!("The audit log is broken: {broken}.");
            say!(
                "Rows before it are as they were written. Keep this database as it is and compare it with a backup."
            );
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn export(
    service: &Service,
    format: FileFormat,
    since: Option<jiff::civil::Date>,
) -> anyhow::Result<ExitCode> {
    let from = since.map(|day| domain::EpochMs::from_date(day).0);
    let filter = AuditFilter { from, ..AuditFilter::default() };
    let format = match format {
        FileFormat::Jsonl => Format::Jsonl,
        FileFormat::Csv => Format::Csv,
    };
    let mut export = service.export_audit(filter, format).await?;
    let mut out = std::io::stdout().lock();
    while let Some(part) = export.next().await? {
        // Nobody listening any more (a closed pipe) is no reason to fail.
        if out.write_all(&part).is_err() {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

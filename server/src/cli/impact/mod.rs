//! `sightline impact`: did it work?

mod panel;
mod warehouse;

use std::process::ExitCode;

use clap::ValueEnum;

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, clap::Args)]
pub struct Impact {
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    panel: panel::Arguments,
}

impl Impact {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        if self.panel.panel.is_some() {
            say!("{}", panel::run(&self.panel, self.format == Format::Json)?);
            return Ok(ExitCode::SUCCESS);
        }
        warehouse::run(config, self.format).await
    }
}

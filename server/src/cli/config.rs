//! `sightline config`

use std::process::ExitCode;

use clap::Subcommand;

use super::say;
use crate::config::{Config, DEFAULTS};

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the configuration in force as TOML, without passwords
    Print {
        /// Print the commented default file instead
        #[arg(long)]
        default: bool,
    },
}

impl ConfigCommand {
    pub fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let ConfigCommand::Print { default } = self;
        if default {
            say!("{}", DEFAULTS.trim_end());
        } else {
            let mut shown = config.clone();
            shown.database_url.0 = config.database_url.redacted();
            say!("{}", toml::to_string(&shown)?.trim_end());
        }
        Ok(ExitCode::SUCCESS)
    }
}

//! `sightline keys`

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a key; its secret is shown this once
    Create {
        /// Whose key it is: the source that will send with it
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

impl Keys {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let Keys::Create { name, format } = self;
        let (key, secret) = service(config).await?.create_access_key(&name).await?;
        match format {
            Format::Json => say!("{}", serde_json::json!({ "name": name, "key": key, "secret": secret })),
            Format::Text => say!("key     {key}\nsecret  {secret}\nKeep the secret: it is not shown again."),
        }
        Ok(ExitCode::SUCCESS)
    }
}

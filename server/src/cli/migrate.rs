//! `sightline migrate`

use std::process::ExitCode;

use super::{open, say};
use crate::config::Config;

pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let store = open(config).await?;
    say!("{} is up to date ({})", config.database_url.redacted(), store.engine_name());
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

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

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The record store, for a source that sends statements
    Xapi,
    /// Provisioning, for an identity provider that creates and disables accounts
    Scim,
}

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a key; its secret is shown this once
    Create {
        /// Whose key it is: the source or identity provider that will send with it
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "xapi")]
        kind: Kind,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Revoke every key of a name; it opens nothing from now on
    Revoke {
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "scim")]
        kind: Kind,
    },
}

const KEEP: &str = "Keep the secret: it is not shown again.";

impl Keys {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        match self {
            Keys::Create { name, kind: Kind::Xapi, format } => xapi(config, &name, format).await,
            Keys::Create { name, kind: Kind::Scim, format } => scim(config, &name, format).await,
            Keys::Revoke { name, kind } => revoke(config, &name, kind).await,
        }
    }
}

async fn xapi(config: &Config, name: &str, format: Format) -> anyhow::Result<ExitCode> {
    let (key, secret) = service(config).await?.create_access_key(name).await?;
    match format {
        Format::Json => say!("{}", serde_json::json!({ "name": name, "key": key, "secret": secret })),
        Format::Text => say!("key     {key}\nsecret  {secret}\n{KEEP}"),
    }
    Ok(ExitCode::SUCCESS)
}

async fn scim(config: &Config, name: &str, format: Format) -> anyhow::Result<ExitCode> {
    let secret = service(config).await?.create_scim_key(name).await?;
    match format {
        Format::Json => say!("{}", serde_json::json!({ "name": name, "secret": secret })),
        Format::Text => say!("secret  {secret}\n{KEEP} It is sent to /scim/v2 as a bearer token."),
    }
    Ok(ExitCode::SUCCESS)
}

async fn revoke(config: &Config, name: &str, kind: Kind) -> anyhow::Result<ExitCode> {
    let service = service(config).await?;
    let (revoked, what) = match kind {
        Kind::Xapi => (service.revoke_access_keys(name).await? as u64, "record-store"),
        Kind::Scim => (service.revoke_scim_keys(name).await?, "provisioning"),
    };
    anyhow::ensure!(revoked > 0, "there is no {what} key \"{name}\" that opens anything");
    say!("{revoked} revoked.");
    Ok(ExitCode::SUCCESS)
}

//! `sightline keys`

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use domain::EpochMs;
use serde_json::json;
use service::keys::{KeyForm, KeyLine, KeyScope};

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
        /// What a record-store key opens: `statements/write`, `statements/read/mine`, `statements/read`, `state`,
        /// `profile`, `define`, `all`; may be given more than once
        #[arg(long = "scope", default_value = "statements/write")]
        scopes: Vec<String>,
        /// The last day on which a record-store key opens anything, UTC; without it, it does not expire
        #[arg(long, value_name = "YYYY-MM-DD", default_value = "", hide_default_value = true)]
        expires: String,
        /// Requests a minute of a record-store key; without it, as many as the server takes
        #[arg(long, value_name = "REQUESTS", default_value = "", hide_default_value = true)]
        rate: String,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// List the record-store keys that were not revoked; their secrets are not kept
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Revoke every key of a name; it opens nothing from now on
    Revoke {
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "xapi")]
        kind: Kind,
    },
}

const KEEP: &str = "Keep the secret: it is not shown again.";

impl Keys {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        match self {
            Keys::Create { name, kind: Kind::Xapi, scopes, expires, rate, format } => {
                xapi(config, KeyForm { name, scopes, expires_on: expires, per_minute: rate }, format).await
            }
            Keys::Create { name, kind: Kind::Scim, format, .. } => scim(config, &name, format).await,
            Keys::List { format } => list(config, format).await,
            Keys::Revoke { name, kind } => revoke(config, &name, kind).await,
        }
    }
}

async fn xapi(config: &Config, form: KeyForm, format: Format) -> anyhow::Result<ExitCode> {
    let made = service(config).await?.create_key(&form).await?;
    match format {
        Format::Json => say!(
            "{}",
            json!({
                "name": made.name,
                "key": made.key,
                "secret": made.secret,
                "scopes": names(&made.scopes),
                "expires_on": made.expires_at.map(last_day),
            })
        ),
        Format::Text => {
            say!("key     {}\nsecret  {}\nscopes  {}", made.key, made.secret, names(&made.scopes).join(" "));
            say!("{KEEP}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn scim(config: &Config, name: &str, format: Format) -> anyhow::Result<ExitCode> {
    let secret = service(config).await?.create_scim_key(name).await?;
    match format {
        Format::Json => say!("{}", json!({ "name": name, "secret": secret })),
        Format::Text => say!("secret  {secret}\n{KEEP} It is sent to /scim/v2 as a bearer token."),
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(config: &Config, format: Format) -> anyhow::Result<ExitCode> {
    let keys = service(config).await?.access_keys().await?;
    match format {
        Format::Json => say!("{}", json!(keys.iter().map(described).collect::<Vec<_>>())),
        Format::Text if keys.is_empty() => say!("No keys. Make one with sightline keys create --name SOURCE"),
        Format::Text => {
            for key in &keys {
                let used =
                    key.last_used_at.map_or("never used".to_owned(), |at| format!("used {}", at.date()));
                let scopes = names(&key.scopes).join(" ");
                let over = if key.expired { "  expired" } else { "" };
                say!("{}  {}  {scopes}  {used}{over}", key.key, key.name);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn described(key: &KeyLine) -> serde_json::Value {
    json!({
        "name": key.name,
        "key": key.key,
        "scopes": names(&key.scopes),
        "created_on": key.created_at.date().to_string(),
        "expires_on": key.expires_at.map(last_day),
        "expired": key.expired,
        "requests_per_minute": key.per_minute,
        "last_used_on": key.last_used_at.map(|at| at.date().to_string()),
    })
}

fn names(scopes: &[KeyScope]) -> Vec<&'static str> {
    scopes.iter().map(|scope| scope.as_str()).collect()
}

/// The last day on which something opens that ends at this instant.
fn last_day(end: EpochMs) -> String {
    EpochMs(end.0 - 1).date().to_string()
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

//! Configuration: defaults, then a file, then `SIGHTLINE_…` variables, then flags; each later one wins.

mod base_url;
mod edge;
mod privacy;
mod scim;
mod secrets;
mod sign_in;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use service::Rules;
use store::DatabaseUrl;

pub use base_url::BaseUrl;
pub use edge::{EdgeConfig, Limits, Proxy, ProxyHeader};
pub use privacy::PrivacyConfig;
pub use scim::ScimConfig;
pub use secrets::SecretsConfig;
pub use sign_in::SignInConfig;

/// The commented defaults; `config print --default` prints them, and they are the documentation.
pub const DEFAULTS: &str = include_str!("config/default.toml");

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub database_url: DatabaseUrl,
    pub addr: SocketAddr,
    pub base_url: BaseUrl,
    /// Empty: `site` beside the folder of the program.
    pub site: PathBuf,
    pub log: LogConfig,
    pub edge: EdgeConfig,
    pub secrets: SecretsConfig,
    pub retention: service::retention::Retention,
    pub sign_in: SignInConfig,
    pub scim: ScimConfig,
    pub privacy: PrivacyConfig,
    pub forwarding: ForwardingConfig,
    pub rules: Rules,
}

/// `[forwarding]`: where statements may come from and go to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardingConfig {
    pub internal_hosts: service::sources::InternalHosts,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// What was said on the command line; absent values leave the layer below as it is.
#[derive(Debug, Default, Serialize, clap::Args)]
pub struct Flags {
    /// Where the data lives: <sqlite://FILE> or <postgres://USER:PASSWORD@HOST/NAME> [default: <sqlite://sightline.db>]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addr: Option<String>,
    /// A TOML file; see `sightline config print --default`
    #[arg(long, global = true, value_name = "FILE", env = "SIGHTLINE_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
}

impl Config {
    pub fn load(flags: &Flags) -> anyhow::Result<Self> {
        let mut layers = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = &flags.config {
            anyhow::ensure!(file.is_file(), "there is no configuration file {}", file.display());
            layers = layers.merge(Toml::file_exact(file));
        }
        // Those of `sightline emit` are no part of the configuration: it runs where there is none.
        let ours = |name: &figment::value::UncasedStr| !name.starts_with("emit_");
        let variables = Env::prefixed("SIGHTLINE_").ignore(&["config"]).filter(ours).split("__");
        let config: Config = layers
            .merge(variables)
            .merge(Serialized::defaults(flags))
            .extract()
            .context("the configuration cannot be used")?;
        let _: DatabaseUrl = config.database_url.0.parse()?;
        Ok(config)
    }

    /// Whether browsers reach Sightline by TLS, ended here or by a proxy.
    pub fn is_https(&self) -> bool {
        self.base_url.is_https() || !self.edge.certificate.as_os_str().is_empty()
    }

    /// The folder with the files that the browser loads.
    pub fn site(&self) -> anyhow::Result<PathBuf> {
        if !self.site.as_os_str().is_empty() {
            return Ok(self.site.clone());
        }
        let program = std::env::current_exe().context("where this program lies cannot be found out")?;
        let folder = program.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        Ok(folder.join("site"))
    }
}

//! `[edge]`: how requests arrive: encryption, proxies, limits.

use std::net::IpAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeConfig {
    /// PEM files; both or neither.
    pub certificate: PathBuf,
    pub key: PathBuf,
    pub trusted_proxies: Vec<Proxy>,
    pub proxy_header: ProxyHeader,
    pub header_seconds: u64,
    pub request_seconds: u64,
    pub limits: Limits,
}

/// Per client address and minute; 0 is no limit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub sign_in: u32,
    pub refused_keys: u32,
    pub exports: u32,
}

/// Where a proxy says for whom it asks. Only one of them is read: a proxy passes the other one on as a client wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    XForwardedFor,
    Forwarded,
}

/// One address (`10.0.0.7`) or all of a network (`10.0.0.0/24`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Proxy(IpNet);

impl Proxy {
    pub fn is(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl TryFrom<String> for Proxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let one = || text.parse().ok().map(|address: IpAddr| IpNet::from(address));
        let network = text.parse().ok().or_else(one);
        network.map(Self).ok_or_else(|| format!("{text:?} is no address like 10.0.0.7 or 10.0.0.0/24"))
    }
}

impl From<Proxy> for String {
    fn from(proxy: Proxy) -> Self {
        proxy.0.to_string()
    }
}

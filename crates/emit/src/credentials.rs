//! Where to send, and with which key.

use std::path::Path;

use serde::Deserialize;
use zeroize::Zeroizing;

/// A server and a key of it. The file holds what `sightline keys create --format json` prints, with `url` added.
#[derive(Clone)]
pub struct Credentials {
    pub url: String,
    pub key: String,
    pub secret: Zeroizing<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    url: String,
    key: String,
    secret: String,
}

#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    #[error("{0} cannot be read: {1}")]
    File(String, std::io::Error),
    #[error("{0} is not what `sightline keys create --format json` prints: {1}")]
    Shape(String, serde_json::Error),
    #[error(
        "there is no {0}: set SIGHTLINE_EMIT_{1}, or write it into a file as {{\"url\": …, \"key\": …, \"secret\": …}} \
         and name that with --credentials"
    )]
    Missing(&'static str, &'static str),
    #[error("{0} is neither https nor on this machine: the secret would be read on the way")]
    Unprotected(String),
}

impl Credentials {
    /// What the file says, then what the environment says.
    ///
    /// # Errors
    /// Where the file cannot be read, something is missing, or the address is not protected.
    pub fn read(
        file: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, CredentialsError> {
        let mut all = file.map_or_else(|| Ok(Self::none()), Self::from_file)?;
        if let Some(url) = variable("SIGHTLINE_EMIT_URL") {
            all.url = url;
        }
        if let Some(key) = variable("SIGHTLINE_EMIT_KEY") {
            all.key = key;
        }
        if let Some(secret) = variable("SIGHTLINE_EMIT_SECRET") {
            all.secret = Zeroizing::new(secret);
        }
        all.complete()
    }

    fn none() -> Self {
        Self { url: String::new(), key: String::new(), secret: Zeroizing::default() }
    }

    fn from_file(file: &Path) -> Result<Self, CredentialsError> {
        let name = || file.display().to_string();
        let bytes = std::fs::read(file).map_err(|error| CredentialsError::File(name(), error))?;
        let Written { url, key, secret } =
            serde_json::from_slice(&bytes).map_err(|error| CredentialsError::Shape(name(), error))?;
        Ok(Self { url, key, secret: Zeroizing::new(secret) })
    }

    fn complete(self) -> Result<Self, CredentialsError> {
        for (value, what, variable) in
            [(&self.url, "address", "URL"), (&self.key, "key", "KEY"), (&*self.secret, "secret", "SECRET")]
        {
            if value.trim().is_empty() {
                return Err(CredentialsError::Missing(what, variable));
            }
        }
        if is_protected(&self.url) { Ok(self) } else { Err(CredentialsError::Unprotected(self.url)) }
    }

    /// The address of the statements; the server's own or its record store's may be given.
    pub(crate) fn statements(&self) -> String {
        let root = self.url.trim_end_matches('/');
        let root = root.strip_suffix("/xapi").unwrap_or(root);
        format!("{root}/xapi/statements")
    }
}

fn is_protected(url: &str) -> bool {
    let Ok(url) = url.parse::<reqwest::Url>() else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let local = host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &'static str, secret: &'static str) -> Result<Credentials, CredentialsError> {
        Credentials::read(None, |name| match name {
            "SIGHTLINE_EMIT_URL" => Some(url.to_owned()),
            "SIGHTLINE_EMIT_KEY" => Some("k".to_owned()),
            "SIGHTLINE_EMIT_SECRET" => Some(secret.to_owned()),
            _ => None,
        })
    }

    #[test]
    fn the_servers_address_and_the_record_stores_lead_to_the_same_place() {
        for url in
            ["https://sightline.invalid", "https://sightline.invalid/", "https://sightline.invalid/xapi/"]
        {
            assert_eq!(
                read(url, "s").map(|all| all.statements()).ok().as_deref(),
                Some("https://sightline.invalid/xapi/statements")
            );
        }
    }

    #[test]
    fn a_secret_goes_over_protected_lines_only_and_what_is_missing_is_named() {
        assert!(matches!(read("http://sightline.invalid", "s"), Err(CredentialsError::Unprotected(_))));
        assert!(read("http://127.0.0.1:3000", "s").is_ok() && read("http://[::1]:3000", "s").is_ok());
        assert!(matches!(read("https://sightline.invalid", ""), Err(CredentialsError::Missing("secret", _))));
    }
}

//! The address at which people reach this installation.

use axum::http::Uri;
use serde::{Deserialize, Serialize};

/// `https://sightline.example`, without a path; empty where nobody said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Without a slash at its end; `None` where it was not configured.
    pub fn get(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(self.0.as_str())
    }

    /// Whether browsers reach Sightline by way of TLS, whoever ends it.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong =
            || format!("base_url {text:?} is no address like https://sightline.example, without a path");
        let text = text.trim().trim_end_matches('/').to_owned();
        if text.is_empty() {
            return Ok(Self(text));
        }
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let known = matches!(uri.scheme_str(), Some("http" | "https"));
        let bare = uri.path() == "/" && uri.query().is_none();
        if known && bare && uri.host().is_some() { Ok(Self(text.to_ascii_lowercase())) } else { Err(wrong()) }
    }
}

impl From<BaseUrl> for String {
    fn from(url: BaseUrl) -> Self {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BaseUrl, String> {
        BaseUrl::try_from(text.to_owned())
    }

    #[test]
    fn an_address_is_kept_without_its_last_slash() {
        let url = read("https://Sightline.example/").unwrap_or_default();
        assert_eq!(url.get(), Some("https://sightline.example"));
        assert!(url.is_https());
        assert_eq!(read("").map(|url| url.get().map(str::to_owned)), Ok(None));
    }

    #[test]
    fn what_is_no_bare_address_is_refused() {
        for text in
            ["sightline.example", "ftp://sightline.example", "https://sightline.example/app", "https://"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

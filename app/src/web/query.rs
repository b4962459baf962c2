//! The query of a page: all of its state, in the order in which it stands in the URL.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// The value of a parameter; empty values count as absent, since forms send every field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// What [`super::with_notice`] says was done. Anybody can write an address, so it is kept short.
    pub fn notice(&self) -> Option<String> {
        self.get("saved").map(|text| text.chars().take(200).collect())
    }

    /// All parameters but these.
    pub fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(key, _)| !names.contains(&key.as_str())).cloned().collect()
    }
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

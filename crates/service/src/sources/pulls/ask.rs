//! Asking another record store for its next page.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{StatusCode, Url};
use serde_json::Value;
use store::sources::pulls::PullRow;
use zeroize::Zeroizing;

use crate::Service;
use crate::sources::{counting::statements, http::Http};

/// A page of another record store.
pub(super) struct Came {
    pub(super) statements: Vec<Value>,
    pub(super) more: String,
}

impl Service {
    pub(super) async fn ask(&self, pull: &PullRow) -> Result<Came, String> {
        let url = self
            .address(pull)
            .ok_or("its address, or the one it says to go on at, is not protected or not its own")?;
        let purpose = format!("statement_pull:{}", pull.name);
        let pair = self.open_sealed(&purpose, &pull.credentials).map_err(|e| e.to_string())?;
        let authorization = Zeroizing::new(format!("Basic {}", BASE64_STANDARD.encode(&*pair)));
        let http = Http::to(&url, &self.internal_hosts).await.map_err(|e| e.to_string())?;
        let request = http
            .get(url)
            .header("authorization", &*authorization)
            .header("x-experience-api-version", "1.0.3");
        let request = request.build().map_err(|e| e.to_string())?;
        let (status, bytes) = http.send(request).await.map_err(|e| e.to_string())?;
        if status != StatusCode::OK {
            // Not what it says: that may name somebody.
            return Err(format!("it answers {status}"));
        }
        let mut answer: Value =
            serde_json::from_slice(&bytes).map_err(|e| format!("its answer is not JSON: {e}"))?;
        let Some(Value::Array(found)) = answer.get_mut("statements").map(Value::take) else {
            return Err("its answer holds no list of statements".to_owned());
        };
        let more = answer.get("more").and_then(Value::as_str).unwrap_or_default().to_owned();
        tracing::debug!(source = pull.name, "{} came", statements(found.len()));
        Ok(Came { statements: found, more })
    }

    /// Where to ask: the query from where it ended, or on within it. What it says to go on at must be its own.
    fn address(&self, pull: &PullRow) -> Option<Url> {
        let root = self.internal_hosts.protected(&pull.url)?;
        if !pull.more.is_empty() {
            return root.join(&pull.more).ok().filter(|next| next.origin() == root.origin());
        }
        let path = root.path().trim_end_matches('/');
        let path = if path.ends_with("/statements") { path.to_owned() } else { format!("{path}/statements") };
        let mut url = root.clone();
        url.set_path(&path);
        let mut query = url.query_pairs_mut();
        query.append_pair("ascending", "true").append_pair("limit", "100");
        if !pull.since.is_empty() {
            query.append_pair("since", &pull.since);
        }
        drop(query);
        Some(url)
    }
}

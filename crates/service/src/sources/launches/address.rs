//! Where a browser is sent to open content, and the key that goes with it.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use store::sources::launches::LaunchableRow;
use uuid::Uuid;

use super::{KEY, Opening};
use crate::sources::launchables::LaunchKind;

/// The parameters in the order of the standards, and no other: Storyline and Rise append whatever else there is to each
/// of their calls.
pub(super) fn address(
    content: &LaunchableRow,
    kind: LaunchKind,
    agent: &Value,
    opening: &Opening,
    root: &str,
) -> String {
    let endpoint = format!("{root}/xapi/");
    let (actor, registration) = (agent.to_string(), opening.registration.to_string());
    let parameters = match kind {
        LaunchKind::TinCan => vec![
            ("endpoint", endpoint),
            ("auth", format!("Basic {}", token_of(opening.session, &opening.secret))),
            ("actor", actor),
            ("registration", registration),
            ("activity_id", content.activity.clone()),
        ],
        LaunchKind::Cmi5 => vec![
            ("endpoint", endpoint),
            ("fetch", format!("{root}/launch/fetch/{}", opening.secret)),
            ("actor", actor),
            ("registration", registration),
            ("activityId", content.activity.clone()),
        ],
    };
    let (page, fragment) =
        content.url.split_once('#').map_or((&*content.url, ""), |(page, rest)| (page, rest));
    let joint = if page.contains('?') { '&' } else { '?' };
    let query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    let anchor = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{page}{joint}{}{anchor}", query.join("&"))
}

/// Every octet but the unreserved: older content decodes with `unescape` and takes `+` for a plus.
fn percent(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

pub(super) fn token_of(session: Uuid, secret: &str) -> String {
    BASE64_STANDARD.encode(format!("{KEY}{session}:{secret}"))
}

pub(super) fn session_of(key: &str) -> Option<Uuid> {
    key.strip_prefix(KEY)?.parse().ok()
}

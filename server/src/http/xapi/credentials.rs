//! Who asks: the key and secret of HTTP Basic.

use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use service::{Service, record_store::KeyHolder};

use super::answer::Refused;

/// The holder of the key that the request is sent with.
pub async fn holder(service: &Service, headers: &HeaderMap) -> Result<KeyHolder, Refused> {
    let (key, secret) = basic(headers).ok_or_else(Refused::unknown)?;
    service.key_holder(&key, &secret).await?.ok_or_else(Refused::unknown)
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let (key, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((key.to_owned(), secret.to_owned()))
}

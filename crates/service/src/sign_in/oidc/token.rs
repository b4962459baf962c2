//! When an ID token is believed: `OpenID` Connect Core 1.0, section 3.1.3.7.

use chrono::{DateTime, TimeDelta, Utc};
use domain::EpochMs;
use openidconnect::{
    AccessTokenHash, ClaimsVerificationError, JwsSigningAlgorithm, Nonce, OAuth2TokenResponse, TokenResponse,
    core::CoreJwsSigningAlgorithm,
};

use super::{
    claims::Claims,
    metadata::Metadata,
    provider::{Client, Tokens},
};
use crate::sign_in::refusal::{Problem, Refusal, Untrusted};

/// Clocks of two machines may be so far apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// Checks signature, issuer, audience, nonce, expiry, and that the access token belongs to it.
pub(super) fn verified(
    client: &Client,
    metadata: &Metadata,
    tokens: &Tokens,
    nonce: &Nonce,
    now: EpochMs,
) -> Result<Claims, ClaimsVerificationError> {
    let missing = || ClaimsVerificationError::Other("there is no ID token in the answer".to_owned());
    let token = tokens.id_token().ok_or_else(missing)?;
    let signed = metadata.id_token_signing_alg_values_supported().iter().filter(|a| !a.uses_shared_secret());
    // What is signed with the client's secret proves less than a key that the provider alone has, so it is not asked for.
    let unsigned = |algorithm: &&CoreJwsSigningAlgorithm| **algorithm != CoreJwsSigningAlgorithm::None;
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(signed.filter(unsigned).cloned())
        .set_time_fn(move || instant(now) - LEEWAY);
    let claims = token.claims(&verifier, nonce)?.clone();
    if let Some(expected) = claims.access_token_hash() {
        let (algorithm, key) = (token.signing_alg(), token.signing_key(&verifier));
        let (algorithm, key) = (algorithm.map_err(signature)?, key.map_err(signature)?);
        let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        let hash = hash.map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
        if hash != *expected {
            let other = "the access token does not belong to the ID token";
            return Err(ClaimsVerificationError::Other(other.to_owned()));
        }
    }
    Ok(claims)
}

fn signature(error: openidconnect::SignatureVerificationError) -> ClaimsVerificationError {
    ClaimsVerificationError::SignatureVerification(error)
}

fn instant(now: EpochMs) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now.0).unwrap_or_default()
}

/// The causes of the library, which name claims and never hold a token.
pub(super) fn untrusted(error: &ClaimsVerificationError) -> Problem {
    let what = match error {
        ClaimsVerificationError::InvalidIssuer(_) => Untrusted::Issuer,
        ClaimsVerificationError::InvalidAudience(_) => Untrusted::Audience,
        ClaimsVerificationError::InvalidNonce(_) => Untrusted::Nonce,
        ClaimsVerificationError::Expired(_) => Untrusted::Expired,
        ClaimsVerificationError::SignatureVerification(_) => Untrusted::Signature,
        _ => Untrusted::Incomplete,
    };
    let detail = match error {
        ClaimsVerificationError::SignatureVerification(cause) => format!("{error}: {cause}"),
        // The nonce that was expected is in the words.
        ClaimsVerificationError::InvalidNonce(_) => "it is another one".to_owned(),
        error => error.to_string(),
    };
    Problem::new(Refusal::Untrusted(what), detail)
}

//! Signed statements: a JSON web signature (RFC 7515) that comes as an attachment.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaParameters,
    UnparsedPublicKey,
};
use serde_json::Value;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::{Statement, comparison};

/// What the attachment that holds a signature has to be of.
pub const SIGNATURE_CONTENT_TYPE: &str = "application/octet-stream";

/// Why a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    #[error("the signature has the content type {0}; it must be {SIGNATURE_CONTENT_TYPE}")]
    ContentType(String),
    #[error("the signature is no JSON web signature in compact form, as in HEADER.PAYLOAD.SIGNATURE")]
    NotCompact,
    #[error("the signature uses the algorithm {0}; it must be RS256, RS384 or RS512")]
    Algorithm(String),
    #[error("the signature's payload is not JSON")]
    Payload,
    #[error("the signature's payload is another statement than the one that it comes with")]
    OtherStatement,
    #[error("the certificate in the signature's x5c cannot be read")]
    Certificate,
    #[error("the signature does not fit the certificate that comes with it")]
    DoesNotFit,
}

/// Looks whether `signature` signs `statement`. Without a certificate nobody can tell who signed; the standard has such
/// a signature accepted, if it is well formed and speaks of this statement.
///
/// # Errors
/// Says what is wrong with the signature.
pub fn verify(statement: &Statement, signature: &[u8]) -> Result<(), BadSignature> {
    let text = std::str::from_utf8(signature).map_err(|_| BadSignature::NotCompact)?.trim();
    let (signed, signature) = text.rsplit_once('.').ok_or(BadSignature::NotCompact)?;
    let (header, payload) = signed.split_once('.').ok_or(BadSignature::NotCompact)?;
    let header: Value = serde_json::from_slice(&decoded(header)?).map_err(|_| BadSignature::NotCompact)?;
    let algorithm = algorithm(&header)?;
    let payload: Value = serde_json::from_slice(&decoded(payload)?).map_err(|_| BadSignature::Payload)?;
    let signature = decoded(signature)?;
    if let Some(certificate) = certificate(&header)? {
        fits(&certificate, algorithm, signed.as_bytes(), &signature)?;
    }
    if comparison::is_signed_by(statement.as_json(), &payload) {
        Ok(())
    } else {
        Err(BadSignature::OtherStatement)
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, BadSignature> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| BadSignature::NotCompact)
}

fn algorithm(header: &Value) -> Result<&'static RsaParameters, BadSignature> {
    match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => Ok(&RSA_PKCS1_2048_8192_SHA256),
        Some("RS384") => Ok(&RSA_PKCS1_2048_8192_SHA384),
        Some("RS512") => Ok(&RSA_PKCS1_2048_8192_SHA512),
        other => Err(BadSignature::Algorithm(other.unwrap_or("none").chars().take(20).collect())),
    }
}

/// The certificate of whoever signed: the first of the chain.
fn certificate(header: &Value) -> Result<Option<Vec<u8>>, BadSignature> {
    let Some(chain) = header.get("x5c") else { return Ok(None) };
    let first = chain.get(0).and_then(Value::as_str).ok_or(BadSignature::Certificate)?;
    STANDARD.decode(first).map(Some).map_err(|_| BadSignature::Certificate)
}

fn fits(
    certificate: &[u8],
    algorithm: &'static RsaParameters,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), BadSignature> {
    let (_, certificate) = X509Certificate::from_der(certificate).map_err(|_| BadSignature::Certificate)?;
    let key = &certificate.public_key().subject_public_key.data;
    let key = UnparsedPublicKey::new(algorithm, key.as_ref());
    key.verify(signed, signature).map_err(|_| BadSignature::DoesNotFit)
}

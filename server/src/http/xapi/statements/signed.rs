//! Statements that come with a signature.

use xapi::{
    Declared, Statement,
    signature::{self, BadSignature, SIGNATURE_CONTENT_TYPE},
};

use super::super::answer::Refused;

/// Whether `bytes` sign this very statement.
pub fn check(statement: &Statement, declared: &Declared, bytes: &[u8]) -> Result<(), Refused> {
    let refused = |bad: BadSignature| Refused::bad(bad.to_string());
    if declared.content_type != SIGNATURE_CONTENT_TYPE {
        return Err(refused(BadSignature::ContentType(declared.content_type.clone())));
    }
    signature::verify(statement, bytes).map_err(refused)
}

//! Statements as they arrive: JSON alone, or `multipart/mixed` with the files that they declare.

use std::collections::HashMap;

use service::record_store::Attachment;
use sha2::{Digest, Sha256};
use xapi::{
    Declared, Statement,
    multipart::{self, Part},
};

use super::{super::answer::Refused, super::call::Call, signed};

pub struct Arrived {
    pub statements: Vec<Statement>,
    pub attachments: Vec<Attachment>,
}

/// The whole of a request's body, each file with the hash that a statement declares.
pub fn read(call: &Call) -> Result<Arrived, Refused> {
    let content_type = call.content_type().unwrap_or("application/json");
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => {
            let statements = Statement::read_batch(&call.body, call.version)?;
            complete(statements, HashMap::new())
        }
        "multipart/mixed" => multipart(call, content_type),
        other => {
            let shown: String = other.chars().take(80).collect();
            let words = format!(
                "Content-Type is {shown}; statements come as application/json, or with files as multipart/mixed"
            );
            Err(Refused::bad(words))
        }
    }
}

fn multipart(call: &Call, content_type: &str) -> Result<Arrived, Refused> {
    let malformed = |error: multipart::Malformed| Refused::bad(error.to_string());
    let boundary = multipart::boundary(content_type).map_err(malformed)?;
    let parts = multipart::parts(&call.body, boundary).map_err(malformed)?;
    let (first, files) = parts.split_first().ok_or_else(|| Refused::bad("the body has no part"))?;
    if !first.header("content-type").is_some_and(xapi::is_json) {
        return Err(Refused::bad(
            "the first part must be of the Content-Type application/json: the statements",
        ));
    }
    let statements = Statement::read_batch(first.body, call.version)?;
    let files: Result<HashMap<String, &[u8]>, Refused> = files.iter().map(file).collect();
    complete(statements, files?)
}

/// A file and its hash, as its part names it.
fn file<'a>(part: &Part<'a>) -> Result<(String, &'a [u8]), Refused> {
    let hash = part.header("x-experience-api-hash").map(str::to_lowercase);
    let hash = hash.ok_or_else(|| Refused::bad("a part lacks the header X-Experience-API-Hash"))?;
    if !part
        .header("content-transfer-encoding")
        .is_some_and(|encoding| encoding.eq_ignore_ascii_case("binary"))
    {
        let words =
            format!("the part with the hash {hash} lacks the header Content-Transfer-Encoding: binary");
        return Err(Refused::bad(words));
    }
    if hexadecimal(&Sha256::digest(part.body)) != hash {
        let words = format!("the part with the hash {hash} holds something else: its SHA-256 is another");
        return Err(Refused::bad(words));
    }
    Ok((hash, part.body))
}

/// Nothing that is declared is missing, nothing came that is not declared, and signatures sign what they come with.
fn complete(statements: Vec<Statement>, mut files: HashMap<String, &[u8]>) -> Result<Arrived, Refused> {
    let mut attachments: HashMap<String, Attachment> = HashMap::new();
    for statement in &statements {
        for declared in statement.attachments() {
            let bytes = files.get(&declared.sha2).copied();
            let Some(bytes) = bytes else {
                is_elsewhere(&declared)?;
                continue;
            };
            if declared.is_signature() {
                signed::check(statement, &declared, bytes)?;
            }
            attachments.entry(declared.sha2.clone()).or_insert_with(|| Attachment {
                sha2: declared.sha2.clone(),
                content_type: declared.content_type.clone(),
                bytes: bytes.to_vec(),
            });
        }
    }
    files.retain(|hash, _| !attachments.contains_key(hash));
    match files.keys().next() {
        Some(hash) => Err(Refused::bad(format!("no statement declares an attachment with the sha2 {hash}"))),
        None => Ok(Arrived { statements, attachments: attachments.into_values().collect() }),
    }
}

fn is_elsewhere(declared: &Declared) -> Result<(), Refused> {
    if declared.has_file_url && !declared.is_signature() {
        return Ok(());
    }
    let sha2 = &declared.sha2;
    Err(Refused::bad(format!(
        "the attachment with the sha2 {sha2} has no fileUrl, and no part with that X-Experience-API-Hash came along"
    )))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

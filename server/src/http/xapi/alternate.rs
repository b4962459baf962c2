//! The alternate request syntax of 1.0.x: `POST ?method=…`, with parameters, headers and content as fields of a form.
//!
//! Content sends it where an address would become too long or a browser would ask first; the form's own content type is
//! whatever gets it there, often `text/plain`. 2.0 has no such thing.

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, Method, header, request::Parts},
};
use xapi::Version;

use super::answer::Refused;
use super::call::{Meant, VERSION};

/// Fields that stand for headers.
const HEADERS: [HeaderName; 8] = [
    header::AUTHORIZATION,
    VERSION,
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
];

/// Only the resource's own methods, and only by POST.
pub fn is_used(asked: &Meant) -> bool {
    asked.method == Method::POST && asked.pairs.iter().any(|(name, _)| name == "method")
}

/// The same, told before the parameters are read: also where one merely holds the word.
pub fn may_be_used(parts: &Parts) -> bool {
    parts.method == Method::POST && parts.uri.query().is_some_and(|query| query.contains("method"))
}

/// The request that the form stands for.
pub fn read(asked: &Meant) -> Result<Meant, Refused> {
    let mut meant = Meant {
        method: method(asked)?,
        headers: asked.headers.clone(),
        pairs: Vec::new(),
        body: Bytes::new(),
    };
    // It spoke of the form.
    meant.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let mut content = None;
    for (name, value) in form_urlencoded::parse(&asked.body).into_owned() {
        if name == "content" {
            content = Some(Bytes::from(value));
        } else if let Some(header) = HEADERS.iter().find(|header| name.eq_ignore_ascii_case(header.as_str()))
        {
            let value = HeaderValue::try_from(value)
                .map_err(|_| Refused::bad(format!("the field \"{header}\" holds what no header can")))?;
            meant.headers.insert(header, value);
        } else {
            meant.pairs.push((name, value));
        }
    }
    let brings_content = matches!(meant.method, Method::PUT | Method::POST);
    meant.body = match content {
        None if brings_content => return Err(Refused::bad("the form lacks the field \"content\"")),
        content => content.unwrap_or_default(),
    };
    is_version_1(meant)
}

fn method(asked: &Meant) -> Result<Method, Refused> {
    let [(_, method)] = asked.pairs.as_slice() else {
        let words =
            "beside \"method\" the address may have no parameter; send the others as fields of the form";
        return Err(Refused::bad(words));
    };
    match method.as_str() {
        "GET" | "HEAD" => Ok(Method::GET),
        "PUT" => Ok(Method::PUT),
        "POST" => Ok(Method::POST),
        "DELETE" => Ok(Method::DELETE),
        _ => Err(Refused::bad("the parameter \"method\" must be GET, HEAD, PUT, POST or DELETE")),
    }
}

fn is_version_1(meant: Meant) -> Result<Meant, Refused> {
    let named = meant.headers.get(VERSION).and_then(|version| version.to_str().ok());
    if named.and_then(Version::named) == Some(Version::V2) {
        return Err(Refused::bad(
            "the parameter \"method\" belongs to the alternate request syntax, which 2.0 does not have",
        ));
    }
    Ok(meant)
}

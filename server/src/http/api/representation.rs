//! In which form an answer is given, and whether the caller has it already.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use domain::viewer::Viewer;
use serde::Serialize;
use service::Service;
use sha2::{Digest, Sha256};

use super::problem::Problem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Form {
    const ALL: [(Form, &'static str, &'static str); 3] = [
        (Form::Json, "application", "json"),
        (Form::Csv, "text", "csv"),
        (Form::Jsonl, "application", "jsonl"),
    ];

    /// Figures taken away as a file go into the audit log, as they do from a page.
    pub async fn note_export(self, service: &Service, viewer: &Viewer, uri: &Uri) -> Result<(), Problem> {
        match self {
            Form::Json => Ok(()),
            Form::Csv | Form::Jsonl => Ok(service.log_export(viewer, "figures:api", uri.path()).await?),
        }
    }

    /// The form that is liked best among those offered; without a word about it, JSON.
    pub fn negotiate(headers: &HeaderMap, offered: &[Form]) -> Result<Self, Problem> {
        let accept: Vec<&str> =
            headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        if accept.is_empty() {
            return Ok(Form::Json);
        }
        let accept = accept.join(",");
        let forms = Self::ALL.iter().filter(|(form, ..)| offered.contains(form));
        let liked = forms.map(|(form, kind, part)| (quality(&accept, kind, part), *form));
        // Of equals the first: JSON.
        let best = liked.fold(None, |best: Option<(f32, Form)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
        best.filter(|(quality, _)| *quality > 0.0).map(|(_, form)| form).ok_or_else(Problem::not_acceptable)
    }
}

/// How much a media type is liked, from 0 to 1: the most specific range that holds it counts.
fn quality(accept: &str, kind: &str, part: &str) -> f32 {
    let mut found = (0, 0.0);
    for range in accept.split(',') {
        let mut words = range.split(';').map(str::trim);
        let name = words.next().unwrap_or_default().to_ascii_lowercase();
        let specific = match name.split_once('/') {
            Some((k, p)) if k == kind && p == part => 3,
            Some((k, "*")) if k == kind => 2,
            Some(("*", "*")) => 1,
            _ => continue,
        };
        let weight = words.find_map(|word| word.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        if specific > found.0 {
            found = (specific, weight.clamp(0.0, 1.0));
        }
    }
    found.1
}

/// Names one answer to one viewer: it changes with the figures, with what the viewer may see, and with the question.
pub struct Tag(HeaderValue);

impl Tag {
    pub fn new(revision: i64, viewer: &Viewer, uri: &Uri, form: Form) -> Self {
        let grants = serde_json::to_string(&viewer.grants).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        let text = format!("{version} {revision} {} {form:?} {uri} {grants}", viewer.user_id);
        let digest = Sha256::digest(text.as_bytes());
        let name = URL_SAFE_NO_PAD.encode(&digest[..16]);
        Self(HeaderValue::try_from(format!("W/\"{name}\"")).unwrap_or(HeaderValue::from_static("W/\"0\"")))
    }

    /// "Not modified", where the caller has this very answer.
    pub fn known(&self, headers: &HeaderMap) -> Option<Response> {
        let names = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let own = self.0.to_str().unwrap_or_default().trim_start_matches("W/");
        let known = names
            .flat_map(|names| names.split(','))
            .any(|name| name.trim() == "*" || name.trim().trim_start_matches("W/") == own);
        known.then(|| (StatusCode::NOT_MODIFIED, [(header::ETAG, self.0.clone())]).into_response())
    }

    pub fn mark(self, mut response: Response) -> Response {
        response.headers_mut().insert(header::ETAG, self.0);
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, authorization"));
        response
    }
}

/// A list of rows with the cursor of its next page.
pub fn rows<T: Serialize + CsvRow>(
    form: Form,
    rows: Vec<T>,
    next_cursor: Option<String>,
) -> Result<Response, Problem> {
    match form {
        Form::Json => Ok(Json(Listed { rows, next_cursor }).into_response()),
        Form::Jsonl => jsonl(&rows).map_err(|error| Problem::internal(&error)),
        Form::Csv => csv(&rows, next_cursor).map_err(|error| Problem::internal(&error)),
    }
}

#[derive(Serialize)]
struct Listed<T> {
    rows: Vec<T>,
    next_cursor: Option<String>,
}

/// What a row of a CSV file holds.
pub trait CsvRow {
    const COLUMNS: &'static [&'static str];

    fn cells(&self) -> Vec<String>;
}

fn jsonl<T: Serialize>(rows: &[T]) -> Result<Response, serde_json::Error> {
    let mut body = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut body, row)?;
        body.push(b'\n');
    }
    Ok(([(header::CONTENT_TYPE, "application/jsonl; charset=utf-8")], body).into_response())
}

/// The cursor goes into a header: a file has no place for it.
fn csv<T: CsvRow>(rows: &[T], next_cursor: Option<String>) -> Result<Response, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(T::COLUMNS)?;
    for row in rows {
        writer.write_record(row.cells().iter().map(|cell| as_text(cell)))?;
    }
    let body = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], body).into_response();
    if let Some(cursor) = next_cursor.and_then(|cursor| HeaderValue::try_from(cursor).ok()) {
        response.headers_mut().insert("x-next-cursor", cursor);
    }
    Ok(response)
}

/// A number stays a number; of the rest, what a spreadsheet would take for a formula becomes text.
fn as_text(cell: &str) -> String {
    if cell.parse::<f64>().is_ok() { cell.to_owned() } else { app::web::csv_cell(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiated(accept: &'static str) -> Option<Form> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        Form::negotiate(&headers, &[Form::Json, Form::Csv]).ok()
    }

    #[test]
    fn the_form_that_is_liked_best_is_given_and_json_to_those_who_do_not_mind() {
        assert_eq!(Form::negotiate(&HeaderMap::new(), &[Form::Json]).ok(), Some(Form::Json));
        assert_eq!(negotiated("*/*"), Some(Form::Json));
        assert_eq!(negotiated("text/csv"), Some(Form::Csv));
        assert_eq!(negotiated("application/json;q=0.5, text/csv"), Some(Form::Csv));
        assert_eq!(negotiated("text/*;q=0.2, */*;q=0.1"), Some(Form::Csv));
        assert_eq!(negotiated("text/html"), None);
        assert_eq!(negotiated("application/json;q=0"), None);
    }
}

//! `/sources/history`: a CSV file of an LMS: chosen, its columns told apart, looked at, and only then stored. The file
//! goes along with the form from step to step; nothing of it stays here before it is imported.

mod form;
mod look;

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    sources::history::{CellError, History, Imported, Mapping, Preview, Sheet, decoded, read},
};
use tokio::task::spawn_blocking;

use self::{form::HistoryFields, look::Look};
use super::HISTORY;
use super::parts::{Saved, Way};
use crate::components::PageHeader;
use crate::web::{
    Answer, AppState, Page, Parameters, Refusal, SignedIn, Uploaded, UploadedFile, with_notice,
};
use crate::words;

const TITLE: &str = "History";

/// The largest file, in bytes: it comes back with each step, and the address takes little more.
const LARGEST: usize = 5 * 1024 * 1024;

/// What was sent so far.
#[derive(Debug, Default, Clone)]
pub struct Sent {
    pub file_name: String,
    pub text: String,
    /// `None` until a file was chosen.
    pub sheet: Option<Sheet>,
    pub mapping: Mapping,
}

/// What the page says of the file.
pub enum Looked {
    NotYet,
    Wrong(Vec<CellError>),
    Fits(Preview),
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice(), Sent::default(), Looked::NotYet);
    page.map_err(|error| Refusal::new(&app, Some(&viewer), HISTORY, error))
}

pub async fn send(State(app): State<AppState>, Uploaded { viewer, fields, file }: Uploaded) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), HISTORY, error);
    let desk = app.service.source_desk(&viewer).map_err(refuse)?;
    let act = fields.get("act").cloned().unwrap_or_default();
    let is_new = file.is_some();
    let mut sent = Sent::read(fields);
    if let Err(error) = sent.take(file) {
        return page(&app, &viewer, None, sent, Looked::Wrong(vec![error])).map_err(refuse);
    }
    if act == "columns" {
        return page(&app, &viewer, None, sent.guessed(), Looked::NotYet).map_err(refuse);
    }
    sent.mapping = sent.mapping.with_statuses(&sent.text);
    let source = sent.mapping.source.trim().to_owned();
    let mut read = sent.history().await.map_err(refuse)?;
    if let Some(problem) = desk.history_source_problem(&source).await.map_err(refuse)? {
        read = Err(vec![CellError { line: 0, column: String::new(), problem }]);
    }
    match read {
        Err(errors) => page(&app, &viewer, None, sent, Looked::Wrong(errors)).map_err(refuse),
        // What is stored was looked at before.
        Ok(history) if act == "import" && !is_new => {
            let imported = desk.import_history(&source, history).await.map_err(refuse)?;
            Ok(with_notice(HISTORY, &told(imported)))
        }
        Ok(history) => page(&app, &viewer, None, sent, Looked::Fits(history.preview())).map_err(refuse),
    }
}

impl Sent {
    /// All fields of the form are text, and those of the mapping are called as the mapping calls them.
    fn read(mut fields: BTreeMap<String, String>) -> Self {
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let (text, file_name) = (take("text"), take("file_name"));
        let mapping = serde_json::to_value(fields).and_then(serde_json::from_value);
        Self { file_name, text, sheet: None, mapping: mapping.unwrap_or_default() }
    }

    /// Takes a file in place of the one before, where there is one.
    fn take(&mut self, file: Option<UploadedFile>) -> Result<(), CellError> {
        if let Some(UploadedFile { name, bytes }) = file {
            self.text = String::new();
            if bytes.len() > LARGEST {
                return Err(about_the_file(
                    "it is larger than 5 MB; split it, or use sightline import history",
                ));
            }
            self.text = decoded(bytes)?;
            self.file_name = name;
        }
        if self.text.is_empty() {
            return Err(about_the_file("choose a CSV file"));
        }
        self.sheet = Some(Sheet::of(&self.text)?);
        Ok(())
    }

    fn guessed(self) -> Self {
        let guess = self.sheet.as_ref().map(Sheet::guess).unwrap_or_default();
        let guess = Mapping { source: self.mapping.source.clone(), ..guess };
        Self { mapping: guess.with_statuses(&self.text), ..self }
    }

    /// Reads all rows, beside the work of others: they may be many.
    async fn history(&self) -> Result<Result<History, Vec<CellError>>, ServiceError> {
        let Self { text, mapping, .. } = self.clone();
        let reading = spawn_blocking(move || read(text.as_bytes(), &mapping));
        reading.await.map_err(|error| ServiceError::Broken(error.to_string()))
    }
}

fn about_the_file(problem: &str) -> CellError {
    CellError { line: 0, column: "file".to_owned(), problem: problem.to_owned() }
}

fn told(imported: Imported) -> String {
    let Imported { new, repeated, differing, left_out } = imported;
    let new = words::plural(new as u64, "statement is", "statements are");
    let differ = match differing {
        0 => String::new(),
        n => format!(", {n} there with other details (statements never change)"),
    };
    format!("{new} new, {repeated} already there{differ}, {left_out} left out.")
}

fn page(
    app: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    sent: Sent,
    looked: Looked,
) -> Result<Response, ServiceError> {
    app.service.source_desk(viewer)?;
    let status =
        if matches!(looked, Looked::Wrong(_)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let fits = matches!(looked, Looked::Fits(_));
    Ok(Page::new(app, Some(viewer), HISTORY, TITLE).status(status).render(|| {
        view! {
            <Way here=TITLE />
            <PageHeader
                title=TITLE
                lead="What was learnt before, from a learning management system: all of a file or nothing, and importing it twice changes nothing."
            />
            <Saved notice />
            <Look looked />
            <HistoryFields sent fits />
        }
    }))
}

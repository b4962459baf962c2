//! What every page's handler needs: who asks, how a page becomes a response, how an error becomes a page.

mod answer;
mod browser;
mod csv;
mod form;
mod page;
mod query;
mod refused;
mod routes;
mod row_id;
mod signed_in;
mod state;
mod uploaded;

pub use answer::{Answer, Refusal};
pub use browser::{Browser, StartError, start_session};
pub use csv::{csv_cell, csv_file};
pub use form::{Posted, beside, summary, unreadable};
pub use page::{MADE_UP, Page, ScriptNonce, redirect, with_notice};
pub use query::Parameters;
pub use refused::Refused;
pub use routes::Routes;
pub use row_id::RowId;
pub use signed_in::{SignedIn, SignedInWith};
pub use state::AppState;
pub use uploaded::{Uploaded, UploadedFile};

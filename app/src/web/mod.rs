//! What every page's handler needs: who asks, how a page becomes a response, how an error becomes a page.

mod answer;
mod csv;
mod form;
mod page;
mod query;
mod routes;
mod signed_in;
mod state;

pub use answer::{Answer, Refusal};
pub use csv::{csv_cell, csv_file};
pub use form::{Posted, beside, summary, unreadable};
pub use page::{Page, redirect, with_notice};
pub use query::Parameters;
pub use routes::Routes;
pub use signed_in::{SESSION_USER, SignedIn};
pub use state::AppState;

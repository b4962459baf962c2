//! `/statements`: what arrives now, for those who look after sources: the list, what comes while it is open, a file.

mod export;
mod filter;
mod list;
mod live;
mod page;
#[cfg(test)]
mod tests;

pub use export::body;

use crate::web::Routes;

const PATH: &str = "/statements";
const LIVE: &str = "/statements/live";
const EXPORT: &str = "/statements/export";

pub fn routes() -> Routes {
    Routes::new().get(PATH, list::show).get(LIVE, live::follow).post(EXPORT, export::send)
}

//! `/audit`: what was done and who looked, for auditors: the list, the verdict on the chain, the log as a file.

mod export;
mod filter;
mod list;
mod page;
#[cfg(test)]
mod tests;
mod verdict;
mod verify;

use crate::web::Routes;

const PATH: &str = "/audit";
const VERIFY: &str = "/audit/verify";
const EXPORT: &str = "/audit/export";

pub fn routes() -> Routes {
    Routes::new().get(PATH, list::show).get(VERIFY, verify::show).post(EXPORT, export::send)
}

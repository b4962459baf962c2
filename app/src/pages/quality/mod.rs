//! `/quality`: how good what each source sends is, for those who look after sources: all of them, one of them, a new look.

mod again;
mod csv;
mod overview;
mod show;
mod source;
#[cfg(test)]
mod tests;
mod words;

use crate::web::Routes;

const PATH: &str = "/quality";
const AGAIN: &str = "/quality/check";
const FILE: &str = "/quality/sources.csv";

pub fn routes() -> Routes {
    Routes::new().get(PATH, show::show).get(FILE, csv::send).post(AGAIN, again::check)
}

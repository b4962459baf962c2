//! `/trust`: how people's data are treated here, for everybody; and the same as a sheet to print.

mod measures;
mod page;
mod retention;
mod roles;
mod sheet;
mod show;
#[cfg(test)]
mod tests;

use crate::web::Routes;

pub const PATH: &str = "/trust";
const SHEET: &str = "/trust/sheet";

pub fn routes() -> Routes {
    Routes::new().get(PATH, show::page).get(SHEET, show::sheet)
}

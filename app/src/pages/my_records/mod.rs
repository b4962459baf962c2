//! `/my-records`: what is held about the reader, who looked at it, and what they can do about it. For everybody who is
//! linked to a person of the directory; nobody can open somebody else's.

mod access;
mod accounts;
mod disown;
mod erase;
mod export;
mod overview;
mod records;
mod work;

use crate::web::Routes;

const PATH: &str = "/my-records";

pub fn routes() -> Routes {
    Routes::new()
        .get("/my-records", overview::show)
        .get("/my-records/records", records::show)
        .get("/my-records/pull-requests", work::show)
        .get("/my-records/access", access::show)
        .get("/my-records/accounts/{id}/not-mine", disown::ask)
        .post("/my-records/accounts/{id}/not-mine", disown::save)
        .get("/my-records/export.json", export::json)
        .get("/my-records/export.csv", export::csv)
        .get("/my-records/erase", erase::ask)
        .post("/my-records/erase", erase::save)
}

/// The name of a source as people know it; a client of the record store goes by its own.
fn source_name(source: &str) -> String {
    match source {
        "github" => "GitHub".to_owned(),
        "jira" => "Jira".to_owned(),
        "xapi" => "Learning records".to_owned(),
        other => other.to_owned(),
    }
}

//! Sources of statements: content that is launched, short links, histories, forwarding. And where people learn: `/learn`,
//! `/l/{code}`, the attendance of a cohort's sessions.

mod attendance;
mod contents;
mod follow;
mod forwarding;
mod history;
mod home;
mod learn;
mod links;
mod parts;

use crate::web::Routes;

const PATH: &str = "/sources";
const CONTENTS: &str = "/sources/content";
const LINKS: &str = "/sources/links";
const HISTORY: &str = "/sources/history";
const FORWARDING: &str = "/sources/forwarding";
const LEARN: &str = "/learn";

/// Those to which a file is sent.
pub fn file_routes() -> Routes {
    Routes::new().get(HISTORY, history::show).post(HISTORY, history::send)
}

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, home::show)
        .get(CONTENTS, contents::show)
        .post(CONTENTS, contents::add)
        .post("/sources/content/{id}/retire", contents::retire)
        .post("/sources/content/{id}/bring-back", contents::bring_back)
        .get(LINKS, links::show)
        .post(LINKS, links::add)
        .post("/sources/links/{code}/retire", links::retire)
        .post("/sources/links/{code}/bring-back", links::bring_back)
        .get(FORWARDING, forwarding::show)
        .post("/sources/forwarding/in", forwarding::add_pull)
        .post("/sources/forwarding/in/{id}/pause", forwarding::pause_pull)
        .post("/sources/forwarding/in/{id}/resume", forwarding::resume_pull)
        .post("/sources/forwarding/in/{id}/remove", forwarding::remove_pull)
        .post("/sources/forwarding/out", forwarding::add_webhook)
        .post("/sources/forwarding/out/{id}/pause", forwarding::pause_webhook)
        .post("/sources/forwarding/out/{id}/resume", forwarding::resume_webhook)
        .post("/sources/forwarding/out/{id}/remove", forwarding::remove_webhook)
        .post("/sources/forwarding/out/{id}/resend", forwarding::resend)
        .get(LEARN, learn::show)
        .post("/learn/{id}/launch", learn::launch)
        .get("/l/{code}", follow::follow)
        .get("/cohorts/{key}/attendance", attendance::show)
        .post("/cohorts/{key}/attendance", attendance::save)
}

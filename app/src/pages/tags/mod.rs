//! `/tags`: what waits for a tag and why, the rules that give tags, how far each source has come. Nobody is named.

mod overview;
mod rule;
#[cfg(test)]
mod tests;

use crate::web::Routes;

const PATH: &str = "/tags";
const NEW: &str = "/tags/rules/new";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, overview::show)
        .get(NEW, rule::show)
        .post(NEW, rule::preview_or_save)
        .post("/tags/rules/{id}/move-up", rule::move_up)
        .post("/tags/rules/{id}/delete", rule::delete)
}

//! `/impact`: did it work? Verdicts first, then what they stand on, what could be wrong with them, how they are found,
//! and what the next wave could show. Sentences that claim something come from `impact::verdict`; pages add none.

mod compared;
mod csv;
mod dose;
mod doubts;
mod event_study;
mod guards;
mod held;
mod league;
mod left_out;
mod method;
mod outcome;
mod outcomes;
mod overview;
mod plan;
mod said;
mod scale;
mod series;
mod sheet;
#[cfg(test)]
pub(crate) mod tests;
mod verdict_box;

use service::impact::view::OutcomeReport;

use crate::components::below;
use crate::web::Routes;

pub use dose::ByAdoption;
pub use event_study::figure as event_study;
pub use guards::Guards;
pub use said::verdict;
pub use verdict_box::VerdictBox;

pub const PATH: &str = "/impact";
pub const METHOD: &str = "/impact/method";
pub const PLAN: &str = "/impact/plan";
const OUTCOMES: &str = "/impact/outcomes";
pub const SHEET: &str = "/impact/sheet";
const CSV: &str = "/impact/outcomes.csv";
const JSON: &str = "/impact/report.json";

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, overview::show)
        .get(METHOD, method::show)
        .get(PLAN, plan::show)
        .get(CSV, csv::outcomes)
        .get(JSON, csv::everything)
        .merge(outcomes::routes())
        .merge(sheet::routes())
        .get("/impact/{outcome}", outcome::show)
        .get("/impact/{outcome}/effect.csv", csv::effect)
        .get("/impact/{outcome}/dose.csv", csv::dose)
        .get("/impact/{outcome}/series.csv", csv::series)
        .get("/impact/{outcome}/outcome.json", csv::json)
}

/// The page of an outcome.
pub fn outcome_path(outcome: &OutcomeReport) -> String {
    below(PATH, outcome.definition.key.as_str())
}

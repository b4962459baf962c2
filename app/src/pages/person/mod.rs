//! One person's record, opened by somebody else for a stated purpose: a participant's learning record, and a work record
//! where the organisation's policy allows it. And that policy itself.

mod learning;
mod list;
mod policy;
mod purpose;
mod work;
mod work_table;

use service::individual::WorkRecordRule;

pub(super) use work_table::{WorkTable, median};

use crate::web::Routes;
use crate::words;

const PEOPLE: &str = "/people";
const POLICY: &str = "/admin/policy";

pub fn routes() -> Routes {
    Routes::new()
        .get("/cohorts/{key}/people/{person}", learning::show)
        .post("/cohorts/{key}/people/{person}", learning::state)
        .get("/people", list::show)
        .get("/people/{person}/work", work::show)
        .post("/people/{person}/work", work::state)
        .get("/admin/policy", policy::show)
        .post("/admin/policy", policy::grant)
        .post("/admin/policy/revoke", policy::revoke)
}

/// Who may look at work records, for the person whose records they are.
pub fn rules_in_words(rules: &[WorkRecordRule]) -> String {
    if rules.is_empty() {
        return "Nobody but you. Your organisation has not opened work records to any role.".to_owned();
    }
    let who: Vec<String> =
        rules.iter().map(|rule| format!("{} for {}", rule.role.title(), rule.of_whom)).collect();
    format!(
        "Your organisation opened work records to: {}. Whoever looks has to say why, sees one person at a time, and \
         stands in your list above.",
        words::listed(&who)
    )
}

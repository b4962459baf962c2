//! Pages as text, for the tests of all of them.

use std::collections::BTreeSet;

use domain::{
    TeamKey,
    viewer::{AccessRole, Grant, Reach, Viewer},
};
use leptos::{config::LeptosOptions, prelude::*};

use crate::shell::{Chrome, render};

/// The HTML of a page's own content as a reader meets it: spaces that do not break are plain, Leptos' marks are gone.
pub fn html<V: IntoView>(body: impl FnOnce() -> V) -> String {
    let options = LeptosOptions::builder().output_name("sightline").build();
    let document = render(&options, None, Chrome::default(), body);
    let from = document.find("<main").unwrap_or_default();
    let to = document.find("</main>").unwrap_or(document.len());
    document[from..to].replace('\u{a0}', " ").replace("<!>", "").replace("<!---->", "")
}

/// Somebody with one role, for these teams where the role is bound to teams.
pub fn viewer(role: AccessRole, teams: &[&str]) -> Viewer {
    let bound = matches!(role, AccessRole::Manager | AccessRole::Coach | AccessRole::Engineer);
    let teams = teams.iter().filter_map(|team| TeamKey::new(team).ok()).collect();
    let groups = Reach::Groups { teams, cohorts: BTreeSet::new() };
    let reach = if bound { groups } else { Reach::Everything };
    Viewer {
        user_id: 1,
        name: "Demo Person 07".to_owned(),
        person: None,
        grants: vec![Grant { role, reach }],
    }
}

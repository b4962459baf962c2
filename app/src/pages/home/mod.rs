//! `/`: everybody's own page. For most roles that is another address; the rest get words on what there is for them.

mod page;

use axum::{extract::State, response::Response};
use domain::{
    TeamKey,
    viewer::{AccessRole, Grant, Reach, Viewer},
};
use leptos::prelude::*;

use crate::components::below;
use crate::web::{AppState, Page, Routes, SignedIn, redirect};
use page::{NothingToOpen, TITLE};

pub fn routes() -> Routes {
    Routes::new().get("/", home)
}

async fn home(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Response {
    if let Some(path) = own_page(&viewer) {
        return redirect(&path);
    }
    let role = viewer.roles().next();
    Page::new(&app, Some(&viewer), "/", TITLE).render(|| view! { <NothingToOpen role /> })
}

/// Where the work of the first role starts that has a page to start from; `None` where none has.
fn own_page(viewer: &Viewer) -> Option<String> {
    viewer.grants.iter().find_map(start_of)
}

fn start_of(grant: &Grant) -> Option<String> {
    match grant.role {
        AccessRole::Executive => Some("/programme".to_owned()),
        AccessRole::LAndD | AccessRole::Coach => Some("/cohorts".to_owned()),
        AccessRole::Manager | AccessRole::Engineer => Some(match only_team(&grant.reach) {
            Some(team) => below("/teams", team.as_str()),
            None => "/teams".to_owned(),
        }),
        AccessRole::Admin => Some("/admin".to_owned()),
        AccessRole::Auditor => None,
    }
}

fn only_team(reach: &Reach) -> Option<&TeamKey> {
    match reach {
        Reach::Groups { teams, .. } if teams.len() == 1 => teams.first(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::pages::testing::viewer;

    #[rstest]
    #[case(AccessRole::Executive, &[], Some("/programme"))]
    #[case(AccessRole::Manager, &["payments"], Some("/teams/payments"))]
    #[case(AccessRole::Manager, &["identity", "payments"], Some("/teams"))]
    #[case(AccessRole::Engineer, &[], Some("/teams"))]
    #[case(AccessRole::Admin, &[], Some("/admin"))]
    #[case(AccessRole::Auditor, &[], None)]
    fn a_role_starts_where_its_work_is(
        #[case] role: AccessRole,
        #[case] teams: &[&str],
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(own_page(&viewer(role, teams)).as_deref(), expected);
    }
}

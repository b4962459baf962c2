//! `/`: everybody's own page. For every role that is another address; without a role there are words on how to get one.

mod page;

use axum::{extract::State, response::Response};
use domain::{
    TeamKey,
    viewer::{AccessRole, Grant, Reach, Viewer},
};
use leptos::prelude::*;

use crate::components::below;
use crate::web::{AppState, Page, Routes, SignedIn, redirect};
use page::{NoRoleYet, TITLE};

pub fn routes() -> Routes {
    Routes::new().get("/", home)
}

async fn home(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Response {
    if let Some(path) = own_page(&viewer) {
        return redirect(&path);
    }
    Page::new(&app, Some(&viewer), "/", TITLE).render(|| view! { <NoRoleYet /> })
}

/// Where the work of the first role starts; `None` for those without one.
fn own_page(viewer: &Viewer) -> Option<String> {
    viewer.grants.first().map(start_of)
}

fn start_of(grant: &Grant) -> String {
    match grant.role {
        AccessRole::Executive => "/programme".to_owned(),
        AccessRole::LAndD | AccessRole::Coach => "/cohorts".to_owned(),
        AccessRole::Manager | AccessRole::Engineer => match only_team(&grant.reach) {
            Some(team) => below("/teams", team.as_str()),
            None => "/teams".to_owned(),
        },
        AccessRole::Admin => "/admin".to_owned(),
        AccessRole::Auditor => "/audit".to_owned(),
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
    #[case(AccessRole::Auditor, &[], Some("/audit"))]
    fn a_role_starts_where_its_work_is(
        #[case] role: AccessRole,
        #[case] teams: &[&str],
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(own_page(&viewer(role, teams)).as_deref(), expected);
    }
}

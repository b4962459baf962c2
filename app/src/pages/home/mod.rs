//! `/`: everybody's own page. For most roles that is another address; the rest get words on what there is for them.

mod page;

use axum::{Router, extract::State, response::Response, routing::get};
use domain::viewer::{AccessRole, Viewer};
use leptos::prelude::*;

use crate::components::below;
use crate::web::{AppState, Page, SignedIn, redirect};
use page::{NothingToOpen, TITLE};

pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(home))
}

async fn home(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Response {
    if let Some(path) = own_page(&viewer) {
        return redirect(&path);
    }
    let role = viewer.role;
    Page::new(&app, Some(&viewer), "/", TITLE).render(|| view! { <NothingToOpen role /> })
}

/// Where a role's work starts; `None` where this version has no page for it.
fn own_page(viewer: &Viewer) -> Option<String> {
    match viewer.role {
        AccessRole::Executive => Some("/programme".to_owned()),
        AccessRole::LAndD | AccessRole::Coach => Some("/cohorts".to_owned()),
        AccessRole::Manager | AccessRole::Engineer => Some(match viewer.teams.as_slice() {
            [team] => below("/teams", team.as_str()),
            _ => "/teams".to_owned(),
        }),
        AccessRole::Admin | AccessRole::Auditor => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::TeamKey;
    use rstest::rstest;

    use super::*;

    fn viewer(role: AccessRole, teams: &[&str]) -> Viewer {
        let teams = teams.iter().filter_map(|team| TeamKey::new(team).ok()).collect();
        Viewer { user_id: 1, name: "Demo Person 07".to_owned(), person: None, role, teams, cohorts: vec![] }
    }

    #[rstest]
    #[case(AccessRole::Executive, &[], Some("/programme"))]
    #[case(AccessRole::Manager, &["payments"], Some("/teams/payments"))]
    #[case(AccessRole::Manager, &["identity", "payments"], Some("/teams"))]
    #[case(AccessRole::Engineer, &[], Some("/teams"))]
    #[case(AccessRole::Auditor, &[], None)]
    fn a_role_starts_where_its_work_is(
        #[case] role: AccessRole,
        #[case] teams: &[&str],
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(own_page(&viewer(role, teams)).as_deref(), expected);
    }
}

//! Adding a role.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, skill_map::RoleForm};

use super::{EDITING, editable, skill_form::NameForm, trail};
use crate::web::{Answer, AppState, Page, Posted, Refusal, SignedIn, with_notice};

const NEW: &str = "/skill-map/roles/new";
const TITLE: &str = "Add a role";

pub async fn new(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let page = page(&app, &viewer, RoleForm::default(), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), NEW, error))
}

pub async fn add(State(app): State<AppState>, Posted { viewer, form }: Posted<RoleForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.programme_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_role(&form).await {
        Ok(()) => Ok(with_notice(EDITING, "The role was added. Add its skills next.")),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    form: RoleForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    editable(app, viewer).await?;
    Ok(Page::with_form(app, viewer, NEW, TITLE, &wrong).render(|| {
        view! {
            <NameForm
                title=TITLE
                lead="A role is a kind of work: backend engineer, test engineer. It is not a role of access."
                trail=trail()
                action=NEW
                label="Name of the role"
                value=form.name
                button="Add the role"
                wrong
            />
        }
    }))
}

//! `/admin/users/{id}/person`: who of the directory a user is.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use serde::Deserialize;
use service::ServiceError;

use super::{HOME, USERS, choose::ChoosePerson, page_number, search, user::path};
use crate::components::{Breadcrumbs, Link, PageHeader};
use crate::web::{Answer, AppState, Page, Parameters, Posted, Refusal, RowId, SignedIn, with_notice};

const TITLE: &str = "Who this user is";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// Empty: nobody.
    person: String,
}

pub async fn choose(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, id, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path(id), error))
}

pub async fn set(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, form }: Posted<Chosen>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    let person = Some(form.person.as_str()).filter(|person| !person.is_empty());
    desk.set_person(id, person).await.map_err(refuse)?;
    let notice = match person {
        Some(_) => "Who this user is was saved.",
        None => "The user is linked to nobody of the directory any more.",
    };
    Ok(with_notice(&path(id), notice))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    id: i64,
    parameters: &Parameters,
) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let name = desk.user(id).await?.line.name;
    // The user's own name is the best guess, until something else is searched for.
    let asked = parameters.0.iter().any(|(name, _)| name == "q");
    let search = if asked { search(parameters) } else { name.clone() };
    let mut people = desk.people(&search, page_number(parameters)).await?;
    let search = if people.rows.is_empty() && !asked {
        people = desk.people("", 1).await?;
        String::new()
    } else {
        search
    };
    let here = format!("{}/person", path(id));
    let trail =
        vec![Link::new("Administration", HOME), Link::new("Users", USERS), Link::new(name.clone(), path(id))];
    let lead =
        format!("{name} is which person of the directory? Roles for what is their own follow from it.");
    Ok(Page::new(app, Some(viewer), &here, TITLE).render(|| {
        view! {
            <Breadcrumbs trail here=TITLE />
            <PageHeader title=TITLE lead />
            <ChoosePerson path=here.clone() action=here.clone() people search button="this is the user" />
        }
    }))
}

//! `/my-records/pull-requests`: the reader's pull requests beside their own median. There is nobody else's on the page.

use axum::extract::State;
use leptos::prelude::*;

use super::PATH;
use crate::components::{Breadcrumbs, Link, PageHeader};
use crate::pages::person::{Median, WorkTable};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let records = app.service.own_records(&viewer).map_err(refuse)?;
    let record = records.work().await.map_err(refuse)?;
    let year = app.service.data_day().await.map_err(refuse)?.year();
    Ok(Page::new(&app, Some(&viewer), PATH, "My pull requests").render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="My pull requests" />
            <PageHeader
                title="My pull requests"
                lead="Each beside the middle of your own in that sprint. Only you see this, and nobody is compared with you."
            />
            <Median hours=record.median_hours />
            <WorkTable sprints=record.sprints year />
        }
    }))
}

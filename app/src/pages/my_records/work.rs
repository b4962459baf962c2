//! `/my-records/pull-requests`: the reader's pull requests beside their own median. There is nobody else's on the page.

use axum::extract::State;
use leptos::prelude::*;

use super::PATH;
use crate::components::{Breadcrumbs, Link, PageHeader};
use crate::pages::person::{WorkTable, median};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let records = app.service.own_records(&viewer).map_err(refuse)?;
    let record = records.work().await.map_err(refuse)?;
    let year = app.service.data_day().await.map_err(refuse)?.year();
    let middle = median(record.median_hours);
    let lead = format!(
        "Each beside the middle of your own in that sprint. {middle}Only you see this, and nobody is compared with you."
    );
    Ok(Page::new(&app, Some(&viewer), PATH, "My pull requests").render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("My records", PATH)] here="My pull requests" />
            <PageHeader title="My pull requests" lead />
            <WorkTable sprints=record.sprints year />
        }
    }))
}

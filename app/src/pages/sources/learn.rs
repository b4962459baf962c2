//! `/learn`: what can be opened, and opening it.

use axum::{extract::State, http::StatusCode, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{Fields, ServiceError, sources::launches::Offer};

use super::LEARN;
use crate::components::{
    Breadcrumbs, EmptyState, Link, Notice, NoticeKind, PageHeader, Section,
    form::{ErrorSummary, Submit},
};
use crate::web::{Answer, AppState, Page, Refusal, RowId, SignedIn, summary};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let page = page(&app, &viewer, &Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), LEARN, error))
}

/// A page with the way on: the address holds a key, and browsers follow no redirect of a form to another site.
pub async fn launch(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    let answer = match app.service.launch(&viewer, id).await {
        Ok(address) => Ok(ready(&app, &viewer, address)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, &wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(|error| Refusal::new(&app, Some(&viewer), LEARN, error))
}

async fn page(app: &AppState, viewer: &Viewer, wrong: &Fields) -> Result<Response, ServiceError> {
    let offers = app.service.offers(viewer).await?;
    let errors = summary(wrong);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Page::new(app, Some(viewer), LEARN, "Learn").status(status).render(|| {
        view! {
            <PageHeader title="Learn" lead="Content that notes where you are: go on where you left off." />
            <ErrorSummary errors />
            <Offers offers />
        }
    }))
}

#[component]
fn Offers(offers: Vec<Offer>) -> impl IntoView {
    if offers.is_empty() {
        return view! {
            <EmptyState missing="There is nothing to open yet." next_step="L&D registers content under Sources." />
        }
        .into_any();
    }
    let offer = |offer: Offer| {
        let (action, text) = (format!("{LEARN}/{}/launch", offer.id), format!("Open {}", offer.title));
        view! {
            <Section title=offer.title>
                <p>{offer.kind.title()}</p>
                <form method="post" action=action>
                    <Submit text />
                </form>
            </Section>
        }
    };
    view! { <div id="content">{offers.into_iter().map(offer).collect_view()}</div> }.into_any()
}

fn ready(app: &AppState, viewer: &Viewer, address: String) -> Response {
    Page::new(app, Some(viewer), LEARN, "Ready to open").render(|| {
        view! {
            <Breadcrumbs trail=vec![Link::new("Learn", LEARN)] here="Ready to open" />
            <PageHeader title="Ready to open" lead="The address is yours alone: do not pass it on." />
            <Notice kind=NoticeKind::Saved text="The content notes your progress until you close it, for 16 hours at most." />
            <p>
                <a class="button button-main" href=address rel="noreferrer">
                    "Open the content"
                </a>
            </p>
        }
    })
}

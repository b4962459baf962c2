//! From a point on the chart to the work items behind it: `/teams/{key}/drill/{sprint}?metric=…`.

mod csv;
mod items;
mod page;

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use domain::figure::MetricId;

use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/teams/{key}/drill/{sprint}", get(drill))
        .route("/teams/{key}/drill/{sprint}/items.csv", get(csv::items))
}

/// The metrics one can drill into.
const METRICS: [MetricId; 8] = [
    MetricId::CycleTime,
    MetricId::FirstReviewTime,
    MetricId::PrSize,
    MetricId::ChecklistUse,
    MetricId::TestPassRate,
    MetricId::Backouts,
    MetricId::DefectsAfterRelease,
    MetricId::DefectsBeforeRelease,
];

fn metric(parameters: &Parameters) -> MetricId {
    let asked = parameters.get("metric").and_then(MetricId::parse);
    asked.filter(|metric| METRICS.contains(metric)).unwrap_or(MetricId::CycleTime)
}

async fn drill(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path((key, sprint)): Path<(String, String)>,
    parameters: Parameters,
) -> Answer {
    let path = format!("/teams/{key}/drill/{sprint}");
    let drill = app.service.drill(&viewer, &key, &sprint, metric(&parameters)).await;
    let drill = drill.map_err(|error| Refusal::new(&app, Some(&viewer), &path, error))?;
    let title = format!("{}, sprint {}", drill.team_name, drill.sprint.key);
    let number = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    Ok(Page::new(&app, Some(&viewer), &path, title).render(move || page::view(drill, number)))
}

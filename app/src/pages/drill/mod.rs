//! From a point on the chart to the work items behind it: `/teams/{key}/drill/{sprint}?metric=…`.

mod csv;
mod items;
mod page;
mod sum;
#[cfg(test)]
mod tests;
mod tiles;

use axum::extract::{Path, State};
use domain::figure::MetricId;

use crate::components::{below, href};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, Routes, SignedIn};

pub fn routes() -> Routes {
    Routes::new()
        .get("/teams/{key}/drill/{sprint}", drill)
        .get("/teams/{key}/drill/{sprint}/items.csv", csv::items)
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

/// Whether a figure's items can be listed.
pub(super) fn lists(metric: MetricId) -> bool {
    METRICS.contains(&metric)
}

/// Where the items behind a team's figure of a sprint are.
pub(super) fn address(team: &str, sprint: &str, metric: MetricId) -> String {
    href(&base(team, sprint), [("metric", metric.as_str())])
}

fn base(team: &str, sprint: &str) -> String {
    below(&below(&below("/teams", team), "drill"), sprint)
}

/// Whether the items are defects rather than pull requests.
fn of_defects(metric: MetricId) -> bool {
    matches!(metric, MetricId::DefectsAfterRelease | MetricId::DefectsBeforeRelease)
}

fn metric(parameters: &Parameters) -> MetricId {
    let asked = parameters.get("metric").and_then(MetricId::parse);
    asked.filter(|metric| lists(*metric)).unwrap_or(MetricId::CycleTime)
}

async fn drill(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path((key, sprint)): Path<(String, String)>,
    parameters: Parameters,
) -> Answer {
    let path = base(&key, &sprint);
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path, error);
    let figures = app.service.team_figures(&viewer, &key).map_err(refuse)?;
    let drill = figures.drill(&sprint, metric(&parameters)).await.map_err(refuse)?;
    let title = format!("{}, sprint {}", drill.team_name, drill.sprint.key);
    let number = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    Ok(Page::new(&app, Some(&viewer), &path, title).render(move || page::view(drill, number)))
}

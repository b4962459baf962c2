//! Where the rows come from: the same handles that the pages hold, so that what is hidden there is hidden here.

use domain::{figure::MetricId, viewer::Viewer};
use service::{
    Service, ServiceError,
    views::{Figures, Range, Trend},
};

use super::asked::{Asked, By, Period};
use super::row::FigureRow;

/// Every sprint there is.
const ALL: Range = Range::Last(usize::MAX);

pub async fn rows(service: &Service, viewer: &Viewer, asked: &Asked) -> Result<Vec<FigureRow>, ServiceError> {
    let mut rows = Vec::new();
    for group in groups(service, viewer, asked).await? {
        let trend = match asked.by {
            By::Team => service.team_figures(viewer, &group)?.scoreboard(&ALL, Some("none")).await?.trend,
            By::Cohort => service.cohort_figures(viewer, &group)?.scoreboard(&ALL).await?.trend,
            _ => return Err(ServiceError::NotFound),
        };
        rows.extend(of_trend(asked, &group, &trend));
    }
    Ok(rows)
}

/// The one that was asked for, or all that the viewer may see.
async fn groups(service: &Service, viewer: &Viewer, asked: &Asked) -> Result<Vec<String>, ServiceError> {
    if let Some(group) = &asked.group {
        return Ok(vec![group.clone()]);
    }
    match asked.by {
        By::Team => super::super::groups::team_keys(service, viewer).await,
        By::Cohort => Ok(service.cohorts(viewer).await?.into_iter().map(|line| line.key).collect()),
        _ => Err(ServiceError::NotFound),
    }
}

fn of_trend(asked: &Asked, group: &str, trend: &Trend) -> Vec<FigureRow> {
    let told = |period: &str, figures: &Figures| -> Vec<FigureRow> {
        let metrics = if asked.metrics.is_empty() { MetricId::ALL } else { &asked.metrics[..] };
        let row = |metric: &MetricId| FigureRow::of(asked.by.as_str(), group, period, &figures.get(*metric));
        metrics.iter().map(row).collect()
    };
    match asked.period {
        Period::Baseline => {
            trend.baseline.iter().flat_map(|baseline| told("baseline", &baseline.figures)).collect()
        }
        _ => trend.sprints.iter().flat_map(|sprint| told(&sprint.key, &sprint.figures)).collect(),
    }
}

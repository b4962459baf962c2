//! One figure of one group and period, as the API tells it.

use domain::figure::{Figure, FigureState};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::representation::CsvRow;

/// A figure with everything needed to believe it, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureRow {
    /// team, cohort, wave, repository or organisation.
    pub by: &'static str,
    /// The group's key.
    pub group: String,
    pub metric: &'static str,
    /// Metric and version, as /api/v1/definitions has them.
    pub definition: String,
    /// A sprint's key, or the name of the period.
    pub period: String,
    /// In the metric's unit; null unless the state is `shown`.
    pub value: Option<f64>,
    /// Items behind the value; for a share, its denominator. Null where the figure is hidden.
    pub n: Option<u64>,
    /// People behind the value. Null where the figure is hidden.
    pub contributors: Option<u64>,
    /// Share (0 to 1) of eligible items that had the needed fields.
    pub coverage: Option<f64>,
    /// shown, suppressed, `too_few` or `no_data`.
    pub state: &'static str,
    /// Why there is no value, and what would bring it; null where there is one.
    pub reason: Option<String>,
}

impl FigureRow {
    pub fn of(by: &'static str, group: &str, period: &str, figure: &Figure) -> Self {
        let hidden = app::words::hidden(figure.metric, figure.state);
        // How many stand behind a hidden figure is part of what is hidden.
        let told = figure.state != FigureState::Suppressed;
        Self {
            by,
            group: group.to_owned(),
            metric: figure.metric.as_str(),
            definition: metrics::definition_id(figure.metric),
            period: period.to_owned(),
            value: figure.value,
            n: told.then_some(figure.n),
            contributors: told.then_some(figure.contributors),
            coverage: figure.coverage.filter(|_| told),
            state: figure.state.as_str(),
            reason: hidden.map(|hidden| format!("{} {}", hidden.reason, hidden.remedy)),
        }
    }
}

impl CsvRow for FigureRow {
    const COLUMNS: &'static [&'static str] = &[
        "by",
        "group",
        "metric",
        "definition",
        "period",
        "value",
        "n",
        "contributors",
        "coverage",
        "state",
        "reason",
    ];

    fn cells(&self) -> Vec<String> {
        fn told<T: ToString>(value: Option<T>) -> String {
            value.map(|value| value.to_string()).unwrap_or_default()
        }
        let row = self.clone();
        vec![
            row.by.to_owned(),
            row.group,
            row.metric.to_owned(),
            row.definition,
            row.period,
            told(row.value),
            told(row.n),
            told(row.contributors),
            told(row.coverage),
            row.state.to_owned(),
            row.reason.unwrap_or_default(),
        ]
    }
}

//! One figure of one group and period, as the API tells it.

use domain::figure::{FigureState, Remark};
use serde::Serialize;
use service::export::Told;
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
    /// A sprint's key, a quarter as 2026-Q1, or the name of the period.
    pub period: String,
    #[schema(format = Date)]
    pub first_day: String,
    #[schema(format = Date)]
    pub last_day: String,
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
    /// Why there is no value and what would bring it, or what the value leaves out.
    pub reason: Option<String>,
}

impl From<Told> for FigureRow {
    fn from(told: Told) -> Self {
        let Told { by, group, period, first_day, last_day, figure, remark } = told;
        let hidden = app::words::hidden_because(figure.metric, figure.state, remark);
        let why = hidden.map(|hidden| format!("{} {}", hidden.reason, hidden.remedy));
        // How many stand behind a hidden figure is part of what is hidden.
        let is_told = figure.state != FigureState::Suppressed;
        Self {
            by: by.as_str(),
            group,
            metric: figure.metric.as_str(),
            definition: metrics::definition_id(figure.metric),
            period,
            first_day: first_day.to_string(),
            last_day: last_day.to_string(),
            value: figure.value,
            n: is_told.then_some(figure.n),
            contributors: is_told.then_some(figure.contributors),
            coverage: figure.coverage.filter(|_| is_told),
            state: figure.state.as_str(),
            reason: why.or_else(|| left_out(remark?)),
        }
    }
}

/// What a figure that is shown leaves out.
fn left_out(remark: Remark) -> Option<String> {
    match remark {
        Remark::TooFewPeople | Remark::WouldReveal => None,
        Remark::Held => Some(
            "A correction of who counts here is left out, because it concerns too few people to show."
                .to_owned(),
        ),
        Remark::Partly { counted, of } => {
            Some(format!("Made of the {counted} sprints of {of} that may be shown."))
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
        "first_day",
        "last_day",
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
            row.first_day,
            row.last_day,
            told(row.value),
            told(row.n),
            told(row.contributors),
            told(row.coverage),
            row.state.to_owned(),
            row.reason.unwrap_or_default(),
        ]
    }
}

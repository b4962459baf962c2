//! What is said of a panel; docs/IMPACT-CLI.md describes it for those who read it by program.

use impact::{
    error::{ImpactError, Result},
    group_time::Estimate,
    panel::Panel,
};
use serde::Serialize;

/// Intervals are of 95 %.
pub const LEVEL: f64 = 0.95;

#[derive(Debug, Serialize)]
pub struct Report {
    pub method: String,
    pub inference: String,
    pub panel: Facts,
    /// The overall effect, in the unit of the outcome (for counts: the log of observed over expected).
    pub estimate: Line,
    /// Observed over expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
    /// The same effect by other ways to its interval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aggregations: Vec<Aggregation>,
    /// Effects by wave and time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pretest: Option<Test>,
    /// What the static coefficient is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<Comparison>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unit_weights: Vec<Weight>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub time_weights: Vec<Weight>,
    /// What could not be compared.
    pub left_out: Vec<LeftOut>,
    /// What could not be computed beside, and why.
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Facts {
    pub units: usize,
    pub joined_units: usize,
    pub never_joined_units: usize,
    pub times: usize,
    pub first_time: Option<i64>,
    pub last_time: Option<i64>,
    pub excluded_times: Vec<i64>,
    pub missing_cells: usize,
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Line {
    /// The event time, the wave or the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    pub effect: f64,
    pub standard_error: Option<f64>,
    pub interval: Option<(f64, f64)>,
    pub p_value: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct Named {
    pub name: String,
    #[serde(flatten)]
    pub line: Line,
}

#[derive(Debug, Serialize)]
pub struct Aggregation {
    pub name: &'static str,
    /// What `at` of the parts is.
    pub by: &'static str,
    pub overall: Option<Line>,
    pub parts: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct Cell {
    pub joined: i64,
    pub time: i64,
    pub event_time: i64,
    pub units: usize,
    pub controls: usize,
    #[serde(flatten)]
    pub line: Line,
}

#[derive(Debug, Serialize)]
pub struct Test {
    pub statistic: f64,
    pub degrees_of_freedom: usize,
    pub p_value: f64,
}

#[derive(Debug, Serialize)]
pub struct Comparison {
    pub kind: &'static str,
    pub joined: i64,
    pub control: Option<i64>,
    pub estimate: f64,
    pub weight: f64,
}

#[derive(Debug, Serialize)]
pub struct Weight {
    pub name: String,
    pub weight: f64,
}

#[derive(Debug, Serialize)]
pub struct LeftOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
    pub why: String,
}

impl Report {
    pub fn of(panel: &Panel, method: String, inference: String, estimate: Line) -> Self {
        Self {
            method,
            inference,
            panel: Facts::of(panel),
            estimate,
            ratio: None,
            also: Vec::new(),
            aggregations: Vec::new(),
            cells: Vec::new(),
            pretest: None,
            comparisons: Vec::new(),
            unit_weights: Vec::new(),
            time_weights: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The value, or a note that says why there is none.
    pub fn or_note<T>(&mut self, what: &str, found: Result<T>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(ImpactError::NotEstimable(why) | ImpactError::Invalid(why)) => {
                self.notes.push(format!("{what}: {why}"));
                None
            }
        }
    }
}

impl Facts {
    fn of(panel: &Panel) -> Self {
        let missing = |unit: usize| panel.row(unit).iter().filter(|outcome| outcome.is_nan()).count();
        let joined = panel.units().iter().filter(|unit| unit.joined.is_some()).count();
        Self {
            units: panel.units().len(),
            joined_units: joined,
            never_joined_units: panel.units().len() - joined,
            times: panel.periods().len(),
            first_time: panel.periods().first().copied(),
            last_time: panel.periods().last().copied(),
            excluded_times: Vec::new(),
            missing_cells: (0..panel.units().len()).map(missing).sum(),
        }
    }
}

impl Line {
    /// By the normal distribution, as the papers have it; where nothing varies, without interval and p-value.
    pub fn normal(effect: f64, standard_error: f64) -> Self {
        let estimate = Estimate { effect, standard_error };
        Self {
            at: None,
            effect,
            standard_error: Some(standard_error),
            interval: estimate.interval(LEVEL).ok(),
            p_value: estimate.p_value().ok(),
        }
    }

    pub fn at(self, at: i64) -> Self {
        Self { at: Some(at), ..self }
    }
}

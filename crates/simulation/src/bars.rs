//! What has to hold, bar by bar, and by how much chance alone could have moved the figure.

use serde::Serialize;

use crate::Scenario;
use crate::published;
use crate::study::{Method, Row, Study};
use crate::tally::Figures;

/// A figure with the range that it has to lie in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    pub what: String,
    pub teams: Option<usize>,
    pub value: f64,
    /// Ends included; `None` where there is no limit on that side.
    pub least: Option<f64>,
    pub most: Option<f64>,
    /// The Monte-Carlo standard error of the value, were it at the end of the range that it is nearest to.
    pub chance: f64,
    pub met: bool,
}

impl Bar {
    fn new(what: &str, teams: Option<usize>, value: f64, (least, most): Range, chance: f64) -> Self {
        let met = least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most);
        Self { what: what.to_owned(), teams, value, least, most, chance, met }
    }

    /// Whether the value lies beyond the range by more than so many Monte-Carlo standard errors; so does one that is
    /// not a number.
    pub fn is_missed_beyond_chance(&self, standard_errors: f64) -> bool {
        let room = standard_errors * self.chance;
        let inside = self.least.is_none_or(|least| self.value >= least - room)
            && self.most.is_none_or(|most| self.value <= most + room);
        !inside
    }
}

type Range = (Option<f64>, Option<f64>);

const fn between(least: f64, most: f64) -> Range {
    (Some(least), Some(most))
}

const fn at_most(most: f64) -> Range {
    (None, Some(most))
}

const fn at_least(least: f64) -> Range {
    (Some(least), None)
}

/// Every bar that the study has figures for.
pub fn of(study: &Study) -> Vec<Bar> {
    study.rows.iter().flat_map(of_row).chain(newest(study)).collect()
}

fn of_row(row: &Row) -> Vec<Bar> {
    match (row.scenario, row.method) {
        (Scenario::NoEffect | Scenario::Flat, Method::Imputation) => calibrated(row),
        (Scenario::NoEffect, Method::LikelyReal) => {
            vec![announced(row, "likely real where there is no effect", at_most(0.03))]
        }
        (Scenario::Heterogeneous, Method::Imputation) => precise(row),
        (Scenario::Heterogeneous, Method::Naive | Method::TwoWay) => reproduced(row).into_iter().collect(),
        (Scenario::DipDonut, Method::Imputation) => {
            vec![bias(row, "bias with a dip, its sprints left out", 0.02)]
        }
        (Scenario::CohortShocks, Method::ImputationByCohort) => {
            vec![announced(row, "false positives by cohort, shared cohort shocks", at_most(0.07))]
        }
        (Scenario::CohortShocks, Method::Imputation) if row.teams >= 24 => {
            vec![announced(row, "false positives by team, shared cohort shocks", at_least(0.10))]
        }
        _ => Vec::new(),
    }
}

fn calibrated(row: &Row) -> Vec<Bar> {
    let mut bars = vec![coverage(row, between(0.93, 0.97))];
    if row.scenario == Scenario::NoEffect {
        bars.push(announced(row, "false positives", between(0.03, 0.07)));
    }
    bars
}

/// Limits of length and error for 12, 24 and 40 teams.
const LENGTHS: [(usize, f64, f64); 3] = [(12, 0.55, 0.105), (24, 0.36, 0.073), (40, 0.27, 0.057)];

fn precise(row: &Row) -> Vec<Bar> {
    let mut bars = vec![bias(row, "bias, heterogeneous effects", 0.010), coverage(row, at_least(0.93))];
    if let Some((_, length, rmse)) = LENGTHS.iter().find(|(teams, ..)| *teams == row.teams) {
        let (figures, teams) = (&row.figures, Some(row.teams));
        let error = figures.rmse / (2.0 * figures.runs as f64).sqrt();
        bars.push(Bar::new("root mean square error", teams, figures.rmse, at_most(*rmse), error));
        bars.push(Bar::new("median length", teams, figures.median_length, at_most(*length), 0.0));
    }
    bars
}

/// As wrong as published, up to three standard errors of the difference between their runs and ours.
fn reproduced(row: &Row) -> Option<Bar> {
    let at = LENGTHS.iter().position(|(teams, ..)| *teams == row.teams)?;
    let published = *published::of(row.method)?.bias.get(at)?;
    let own = row.figures.bias_error();
    let theirs = own * (row.figures.runs as f64 / published::RUNS).sqrt();
    let room = 3.0 * own.hypot(theirs);
    let what = format!("bias of {} as published", row.method.name());
    Some(Bar::new(&what, Some(row.teams), row.figures.bias, between(published - room, published + room), own))
}

fn bias(row: &Row, what: &str, most: f64) -> Bar {
    Bar::new(what, Some(row.teams), row.figures.bias, between(-most, most), row.figures.bias_error())
}

fn coverage(row: &Row, range: Range) -> Bar {
    let what = format!("coverage, {}", row.scenario.name());
    share(&what, row, row.figures.coverage, range)
}

fn announced(row: &Row, what: &str, range: Range) -> Bar {
    share(what, row, row.figures.announced, range)
}

fn share(what: &str, row: &Row, value: f64, range: Range) -> Bar {
    let ends = [range.0, range.1].into_iter().flatten();
    let nearest = ends.min_by(|a, b| (a - value).abs().total_cmp(&(b - value).abs())).unwrap_or(value);
    Bar::new(what, Some(row.teams), value, range, Figures::share_error(&row.figures, nearest))
}

fn newest(study: &Study) -> [Bar; 2] {
    let newest = &study.newest;
    let bar = |what, value, range, error| Bar::new(what, None, value, range, error);
    [
        bar(
            "newest sprint, Kaplan-Meier",
            newest.kaplan_meier,
            between(-0.03, 0.03),
            newest.kaplan_meier_error,
        ),
        bar("newest sprint, merged only", newest.merged_only, at_most(-0.15), newest.merged_only_error),
    ]
}

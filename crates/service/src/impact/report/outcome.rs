//! One outcome, from its cells to its verdict.

use ::impact::{
    doubts::{PlannedWave, smallest_detectable_effect},
    error::Result,
    gate::Missing,
    imputation::Average,
    inference::PermutationOptions,
    multiple::Adjustment,
    panel::Panel,
};
use domain::outcome::Transform;

use super::{
    super::{
        study::{Study, StudyOutcome},
        view::{Evidence, Findings, Guard, Headline, LeftOut, OutcomeReport, StillOpen},
    },
    cross_check::cross_check,
    dates::earliest,
    dose::dose,
    doubts::doubts,
    fit::{Compared, Estimand, compared},
    gaming::suspects,
    guards::{Guarded, guard},
    headline::{DEALS, estimated},
    series::{events, held, naive, series, sides},
    table::{Joining, Table},
    told::told,
    words::scale,
};

/// Every outcome. The verdicts come last: the p-value of one secondary depends on all others.
pub(super) fn all(study: &Study) -> Vec<OutcomeReport> {
    let mut found: Vec<Found<'_>> = study.outcomes.iter().map(|outcome| Found::of(study, outcome)).collect();
    adjust(&mut found);
    found.into_iter().map(|found| found.into_report(study)).collect()
}

/// Holm's p-values for the secondaries; a primary was declared beforehand and is judged by itself.
fn adjust(found: &mut [Found<'_>]) {
    let mut secondary: Vec<&mut Headline> = found
        .iter_mut()
        .filter(|found| !found.outcome.definition.rank.is_primary())
        .filter_map(|found| found.findings.as_mut().ok().map(|findings| &mut findings.headline))
        .filter(|headline| headline.p.is_some())
        .collect();
    let p_values: Vec<f64> = secondary.iter().filter_map(|headline| headline.p).collect();
    let adjusted = Adjustment::Holm.adjust(&p_values).unwrap_or_default();
    for (headline, adjusted) in secondary.iter_mut().zip(adjusted) {
        headline.p_adjusted = Some(adjusted);
    }
}

struct Found<'s> {
    outcome: &'s StudyOutcome,
    findings: std::result::Result<Findings, Vec<Missing>>,
    guards: Vec<Guarded>,
    sign_holds: bool,
    left_out: Vec<LeftOut>,
    open: Option<StillOpen>,
    smallest_detectable: Option<f64>,
}

impl<'s> Found<'s> {
    fn of(study: &'s Study, outcome: &'s StudyOutcome) -> Self {
        let nothing = |missing| Self {
            outcome,
            findings: Err(missing),
            guards: Vec::new(),
            sign_holds: false,
            left_out: outcome.series.left_out.clone(),
            open: None,
            smallest_detectable: None,
        };
        let missing = |why: ::impact::error::ImpactError| vec![Missing::Estimate { why: why.to_string() }];
        let table = match Table::of(study, &outcome.series, &Joining::of(study), false) {
            Ok(table) => table,
            Err(why) => return nothing(missing(why)),
        };
        let mut found = Self {
            left_out: table.left_out.clone(),
            open: still_open(&table, outcome.definition.transform),
            smallest_detectable: smallest_detectable(&table.panel, outcome.definition.transform),
            ..nothing(table.missing.clone())
        };
        if table.missing.is_empty() {
            found.guards = outcome.definition.guards.iter().map(|metric| guard(study, *metric)).collect();
            found.findings = found.look(study, &table).map_err(missing);
        }
        found
    }

    fn look(&mut self, study: &Study, table: &Table) -> Result<Findings> {
        let definition = &self.outcome.definition;
        let (transform, panel) = (definition.transform, &table.panel);
        let estimand = Estimand::of(transform, Average::simple());
        let cells = compared(panel, transform)?;
        let found = estimated(table, &estimand, &cells, scale(transform))?;
        self.sign_holds = found.leave_one_out.sign_holds;
        let events = events(panel, transform);
        let mut doubts = doubts(study, panel, &estimand, &found.leave_one_out, &found.by_team);
        let group_time = if transform == Transform::Count {
            doubts.not_tried.push(no_cross_check());
            None
        } else {
            cross_check(panel).ok()
        };
        let moved: Vec<_> = self.guards.iter().map(|guard| guard.moved.clone()).collect();
        Ok(Findings {
            headline: found.headline,
            with_all_sprints: with_all_sprints(study, self.outcome, &estimand),
            held: held(&events, definition.direction),
            events,
            group_time,
            series: series(table, transform, &cells),
            dose: dose(study, panel, transform, &cells),
            guards: self.guards.iter().map(|guard| guard.view.clone()).collect::<Vec<Guard>>(),
            check_for_gaming: suspects(study, panel, (&cells, transform, definition.direction), &moved),
            naive: naive(table, transform),
            compared: sides(study, table, &cells),
            doubts,
        })
    }

    fn into_report(self, study: &Study) -> OutcomeReport {
        let definition = &self.outcome.definition;
        let guards = self.guards.iter().filter_map(|guard| guard.evidence.clone()).collect::<Vec<_>>();
        let told =
            told(study, definition, self.findings.as_ref(), self.sign_holds, &guards, self.open.as_ref());
        let missing = self.findings.as_ref().err().cloned().unwrap_or_default();
        let earliest = if missing.is_empty() {
            None
        } else {
            earliest(study, &self.outcome.series, &Joining::of(study))
        };
        OutcomeReport {
            metric: metrics::definition_id(definition.metric),
            scale: scale(definition.transform),
            verdict: told.verdict.clone(),
            told,
            evidence: Evidence { missing, earliest },
            findings: self.findings.ok(),
            still_open: self.open,
            smallest_detectable: self.smallest_detectable,
            left_out: self.left_out,
            definition: definition.clone(),
        }
    }
}

fn no_cross_check() -> super::super::view::Interrupted {
    super::super::view::Interrupted {
        what: "group-time effects".to_owned(),
        why: "counts multiply, and the cross-check adds".to_owned(),
    }
}

/// The headline once more over every sprint, with those that stand out.
fn with_all_sprints(study: &Study, outcome: &StudyOutcome, estimand: &Estimand) -> Option<Headline> {
    let table = Table::of(study, &outcome.series, &Joining::of(study), true).ok()?;
    let transform = outcome.definition.transform;
    let cells: Vec<Compared> = compared(&table.panel, transform).ok()?;
    Some(estimated(&table, estimand, &cells, scale(transform)).ok()?.headline)
}

/// Only where pull requests are waited for.
fn still_open(table: &Table, transform: Transform) -> Option<StillOpen> {
    if !matches!(transform, Transform::LogMedian | Transform::LogMean) {
        return None;
    }
    let cells: Vec<_> = table.counted().collect();
    let newest = cells.iter().map(|(_, period, _)| *period).max()?;
    let sum = |newest_only: bool| {
        let of = cells.iter().filter(|(_, period, _)| !newest_only || *period == newest);
        of.fold((0, 0), |(open, all), (.., cell)| (open + cell.open, all + cell.pull_requests))
    };
    let ((open, of), (open_now, of_now)) = (sum(false), sum(true));
    Some(StillOpen { open, of, newest_sprint: (of_now > 0).then(|| open_now as f64 / of_now as f64) })
}

/// From these teams before they joined, had as many joined as did, in the second half of that time.
fn smallest_detectable(panel: &Panel, transform: Transform) -> Option<f64> {
    let first = panel.units().iter().filter_map(|unit| unit.joined).min();
    let before: Vec<i64> =
        panel.periods().iter().copied().filter(|period| first.is_none_or(|first| *period < first)).collect();
    let waves: Vec<usize> = panel
        .waves()
        .into_iter()
        .filter(|(joined, _)| joined.is_some())
        .map(|(_, units)| units.len())
        .collect();
    let half = before.len() / 2;
    let place = |at: usize| before.get(half + at * (before.len() - half) / waves.len().max(1)).copied();
    let plan: Vec<PlannedWave> = waves
        .iter()
        .enumerate()
        .filter_map(|(at, units)| Some(PlannedWave { joins: place(at)?, units: *units }))
        .collect();
    let estimand = Estimand::of(transform, Average::simple());
    let options = PermutationOptions { draws: 199, ..DEALS };
    Some(smallest_detectable_effect(panel, &plan, &estimand, &options).ok()?.effect)
}

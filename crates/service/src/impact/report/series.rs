//! What charts and tables are drawn from: means by sprint, event times, who stood against whom.

use std::collections::{BTreeMap, BTreeSet};

use ::impact::{doubts::placebo, imputation::Average, panel::Panel};
use domain::{TeamKey, figure::Direction, outcome::Transform};

use super::{
    super::{
        study::Study,
        view::{self, EventPoint, Held, Naive, SeriesPoint},
    },
    fit::{Compared, Estimand, by_teams, compared, interval},
    table::Table,
    words::scale,
};

/// Sprints before joining that are tested, at most.
const LEADS: i64 = 4;

/// The effect by sprints since joining. Those before joining come from a placebo: as if teams had joined so much
/// earlier, with all that came after taken away.
pub(super) fn events(panel: &Panel, transform: Transform) -> Vec<EventPoint> {
    let after = points(panel, transform, |time| time);
    let Some(leads) = leads(panel) else { return after };
    let before = placebo(panel, leads).map(|early| points(&early, transform, |time| time - leads));
    before.unwrap_or_default().into_iter().filter(|point| point.since_joining < 0).chain(after).collect()
}

/// As many as leave every team two sprints or more before them.
fn leads(panel: &Panel) -> Option<i64> {
    let first = panel.periods().first()?;
    let earliest = panel.units().iter().filter_map(|unit| unit.joined).min()?;
    let kept = panel.periods().iter().filter(|period| **period < earliest).count();
    let room = i64::try_from(kept).unwrap_or(i64::MAX).saturating_sub(2).min(earliest - first);
    Some(room.min(LEADS)).filter(|leads| *leads > 0)
}

fn points(panel: &Panel, transform: Transform, named: impl Fn(i64) -> i64) -> Vec<EventPoint> {
    let Ok(cells) = compared(panel, transform) else { return vec![] };
    let times: BTreeSet<i64> = cells.iter().map(|cell| cell.event_time).collect();
    let point = |time: i64| {
        let estimand = Estimand::of(transform, Average::event_time(time));
        let effect = ::impact::inference::Estimator::estimate(&estimand, panel).ok()?;
        let own = cells.iter().filter(|cell| cell.event_time == time);
        Some(EventPoint {
            since_joining: named(time),
            effect,
            interval: by_teams(panel, &estimand).ok().as_ref().and_then(interval),
            teams: own.map(|cell| cell.unit).collect::<BTreeSet<_>>().len(),
        })
    };
    times.into_iter().filter_map(point).collect()
}

/// The sprints after joining one by one.
pub(super) fn held(events: &[EventPoint], direction: Direction) -> Vec<Held> {
    let since = events.iter().filter(|event| event.since_joining >= 0);
    let held = |event: &EventPoint| Held {
        since_joining: event.since_joining,
        effect: event.effect,
        interval: event.interval,
        teams: event.teams,
        holds: if direction == Direction::HigherIsBetter { event.effect > 0.0 } else { event.effect < 0.0 },
    };
    since.map(held).collect()
}

/// Mean over the teams that joined at any time, by sprint: before joining both lines are what was observed.
pub(super) fn series(table: &Table, transform: Transform, cells: &[Compared]) -> Vec<SeriesPoint> {
    let effects: BTreeMap<(usize, usize), f64> =
        cells.iter().map(|cell| ((cell.unit, cell.period), cell.would_have_been)).collect();
    let panel = &table.panel;
    let at = |period: usize| {
        let (mut observed, mut expected, mut others) = (Mean::default(), Mean::default(), Mean::default());
        for (unit, of) in panel.units().iter().enumerate() {
            let Some(value) = panel.outcome(unit, period) else { continue };
            let exposure = panel.exposure(unit, period);
            match (of.joined.is_some(), panel.is_treated(unit, period), effects.get(&(unit, period))) {
                (false, ..) => others.add(value, exposure),
                (true, true, None) => {}
                (true, _, without) => {
                    observed.add(value, exposure);
                    expected.add(without.copied().unwrap_or(value), exposure);
                }
            }
        }
        Some(SeriesPoint {
            sprint: *panel.periods().get(period)?,
            observed: observed.in_unit(transform)?,
            would_have_been: expected.in_unit(transform)?,
            joined_teams: observed.cells,
            not_joined: others.in_unit(transform),
            not_joined_teams: others.cells,
        })
    };
    (0..panel.periods().len()).filter_map(at).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    exposure: f64,
    cells: usize,
}

/// Counts are told for so much exposure.
const PER: f64 = 100.0;

impl Mean {
    fn add(&mut self, value: f64, exposure: f64) {
        self.sum += value;
        self.exposure += exposure;
        self.cells += 1;
    }

    /// In the metric's own unit; a count per hundred of what it is counted in.
    fn in_unit(self, transform: Transform) -> Option<f64> {
        let mean = self.sum / self.cells as f64;
        let value = match transform {
            Transform::LogMedian | Transform::LogMean | Transform::Log => mean.exp(),
            Transform::Share => mean,
            Transform::Count => PER * self.sum / self.exposure,
        };
        (self.cells > 0 && value.is_finite()).then_some(value)
    }
}

/// After against before in the teams that joined, as one who compares with nobody would.
pub(super) fn naive(table: &Table, transform: Transform) -> Option<Naive> {
    let (mut before, mut after) = (Mean::default(), Mean::default());
    for (unit, period, _) in table.counted() {
        let Some(value) = table.panel.outcome(unit, period) else { continue };
        let exposure = table.panel.exposure(unit, period);
        match (table.panel.units().get(unit)?.joined, table.panel.is_treated(unit, period)) {
            (Some(_), true) => after.add(value, exposure),
            (Some(_), false) => before.add(value, exposure),
            (None, _) => {}
        }
    }
    let (was, is) = (before.in_unit(transform)?, after.in_unit(transform)?);
    let effect = if transform == Transform::Share { is - was } else { (is / was).ln() };
    let per_cent = scale(transform).per_cent(effect);
    effect.is_finite().then_some(Naive { effect, per_cent, before: was, after: is })
}

/// Who stood against whom in each sprint in which anybody counts as joined.
pub(super) fn sides(study: &Study, table: &Table, cells: &[Compared]) -> Vec<view::Compared> {
    let panel = &table.panel;
    let periods: BTreeSet<usize> = cells.iter().map(|cell| cell.period).collect();
    let key = |unit: usize| -> Option<TeamKey> {
        let name = &panel.units().get(unit)?.name;
        study.teams.iter().find(|team| team.key.as_str() == name).map(|team| team.key.clone())
    };
    let side = |period: usize| {
        let mut found = view::Compared {
            sprint: *panel.periods().get(period)?,
            joined: cells.iter().filter(|cell| cell.period == period).filter_map(|c| key(c.unit)).collect(),
            not_yet: Vec::new(),
            never: Vec::new(),
        };
        for (unit, of) in panel.units().iter().enumerate() {
            if panel.outcome(unit, period).is_some() && !panel.is_treated(unit, period) {
                let side = if of.joined.is_some() { &mut found.not_yet } else { &mut found.never };
                side.extend(key(unit));
            }
        }
        Some(found)
    };
    periods.into_iter().filter_map(side).collect()
}

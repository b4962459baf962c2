//! The headline estimator under one name, whether an outcome adds up or multiplies.

use ::impact::{
    counts::{Counts, LogRatio},
    error::Result,
    imputation::{Average, Imputation},
    inference::{Block, Estimator, Jackknife, WaveWeights, jackknife},
    panel::Panel,
};
use domain::outcome::Transform;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::super::view::Interval;

/// Of all that is said, one in twenty may be off.
pub(super) const LEVEL: f64 = 0.95;

/// An average of effects, on the outcome's scale.
#[derive(Debug, Clone)]
pub(super) enum Estimand {
    Mean(Average),
    Ratio(LogRatio),
}

impl Estimand {
    pub fn of(transform: Transform, average: Average) -> Self {
        if transform == Transform::Count { Self::Ratio(LogRatio(average)) } else { Self::Mean(average) }
    }

    pub fn average(&self) -> &Average {
        match self {
            Self::Mean(average) | Self::Ratio(LogRatio(average)) => average,
        }
    }
}

impl Estimator for Estimand {
    fn estimate(&self, panel: &Panel) -> Result<f64> {
        match self {
            Self::Mean(average) => average.estimate(panel),
            Self::Ratio(ratio) => ratio.estimate(panel),
        }
    }

    fn leave_out(&self, panel: &Panel, blocks: &[Vec<usize>]) -> Vec<Result<f64>> {
        match self {
            Self::Mean(average) => average.leave_out(panel, blocks),
            Self::Ratio(ratio) => ratio.leave_out(panel, blocks),
        }
    }

    fn wave_weights(&self, panel: &Panel) -> Option<WaveWeights> {
        match self {
            Self::Mean(average) => average.wave_weights(panel),
            Self::Ratio(ratio) => ratio.wave_weights(panel),
        }
    }

    fn dealt(&self, panel: &Panel, deals: &[Vec<Option<i64>>]) -> Vec<Result<f64>> {
        match self {
            Self::Mean(average) => average.dealt(panel, deals),
            Self::Ratio(ratio) => ratio.dealt(panel, deals),
        }
    }
}

/// A joined cell with what it would have been; logarithms and shares as they are, counts as counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    pub unit: usize,
    pub period: usize,
    pub event_time: i64,
    pub observed: f64,
    pub would_have_been: f64,
}

/// Every joined cell that can be compared.
pub(super) fn compared(panel: &Panel, transform: Transform) -> Result<Vec<Compared>> {
    if transform == Transform::Count {
        let counts = Counts::of(panel)?;
        let cell = |cell: &::impact::counts::Expected| Compared {
            unit: cell.unit,
            period: cell.period,
            event_time: cell.event_time,
            observed: cell.observed,
            would_have_been: cell.expected,
        };
        return Ok(counts.cells().iter().map(cell).collect());
    }
    let fit = Imputation::of(panel)?;
    let cell = |cell: &::impact::imputation::Effect| {
        let observed = panel.outcome(cell.unit, cell.period)?;
        Some(Compared {
            unit: cell.unit,
            period: cell.period,
            event_time: cell.event_time,
            observed,
            would_have_been: observed - cell.effect,
        })
    };
    Ok(fit.effects().iter().filter_map(cell).collect())
}

/// The mean effect of each team that joined, on the outcome's scale, and of how many cells; a team of which it cannot be
/// given on that scale is not in it.
pub(super) fn by_team(cells: &[Compared], transform: Transform) -> Vec<(usize, f64, usize)> {
    let effect = |own: &[Compared]| {
        let sum = |of: fn(&Compared) -> f64| own.iter().map(of).sum::<f64>();
        let (observed, expected) = (sum(|c| c.observed), sum(|c| c.would_have_been));
        if transform == Transform::Count {
            (observed / expected).ln()
        } else {
            (observed - expected) / own.len() as f64
        }
    };
    let teams = cells.chunk_by(|a, b| a.unit == b.unit);
    let found = teams.filter_map(|own| Some((own.first()?.unit, effect(own), own.len())));
    found.filter(|(_, effect, _)| effect.is_finite()).collect()
}

/// The estimate with its jackknife over teams.
pub(super) fn by_teams(panel: &Panel, estimand: &Estimand) -> Result<Jackknife> {
    jackknife(panel, estimand, &Block::units(panel))
}

/// The same over waves: what a cohort has in common leaves with it.
pub(super) fn by_waves(panel: &Panel, estimand: &Estimand) -> Result<Jackknife> {
    jackknife(panel, estimand, &Block::waves(panel))
}

/// A slope through so many points, by t.
pub(super) fn slope_interval(slope: f64, error: f64, points: usize) -> Option<Interval> {
    let student = StudentsT::new(0.0, 1.0, points as f64 - 2.0).ok()?;
    let half = student.inverse_cdf(f64::midpoint(1.0, LEVEL)) * error;
    (half.is_finite() && half > 0.0).then_some(Interval { low: slope - half, high: slope + half })
}

pub(super) fn interval(jackknife: &Jackknife) -> Option<Interval> {
    let (low, high) = jackknife.interval(LEVEL).ok()?;
    Some(Interval { low, high })
}

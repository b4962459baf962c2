//! Which comparisons of two waves the static coefficient is made of, and how much each weighs.
//!
//! Goodman-Bacon (2021), Difference-in-differences with variation in treatment timing, Journal of Econometrics 225(2).

use std::ops::Range;

use super::TwoWayFixedEffects;
use crate::{
    error::{Result, not_estimable},
    panel::Panel,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A wave before another one joins, compared with that one.
    EarlierVsLater,
    /// A wave compared with one that joined before it: whose own effect is then taken for a trend.
    LaterVsEarlier,
    /// Compared with units that had joined before the panel begins.
    LaterVsAlways,
    JoinedVsNever,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The wave whose joining makes the difference.
    pub joined: i64,
    /// The wave it is compared with; `None` for units that never join.
    pub control: Option<i64>,
    pub kind: Kind,
    pub estimate: f64,
    /// All weights sum to 1.
    pub weight: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// The static coefficient.
    pub coefficient: f64,
    pub comparisons: Vec<Comparison>,
}

/// All comparisons of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    pub weight: f64,
    /// Their weighted mean.
    pub mean: f64,
}

struct Wave {
    joined: Option<i64>,
    /// The first period in which it has joined, as an index.
    from: usize,
    units: f64,
    /// The mean outcome by period.
    means: Vec<f64>,
}

impl Decomposition {
    /// # Errors
    /// `NotEstimable` for a panel with missing cells, for which there is no such decomposition, and where there is no
    /// static coefficient.
    pub fn of(panel: &Panel) -> Result<Self> {
        if (0..panel.units().len()).any(|unit| panel.row(unit).iter().any(|outcome| outcome.is_nan())) {
            return not_estimable(
                "cells are missing; the decomposition needs a value of every unit in every period (leave out the \
                 units or the periods that lack some)",
            );
        }
        let coefficient = TwoWayFixedEffects::of(panel)?.coefficient;
        let waves = waves(panel);
        let periods = panel.periods().len();
        let pairs = waves
            .iter()
            .enumerate()
            .flat_map(|(at, early)| waves[at + 1..].iter().map(move |late| (early, late)));
        let mut comparisons: Vec<Comparison> =
            pairs.flat_map(|(early, late)| compare(early, late, periods)).flatten().collect();
        let all: f64 = comparisons.iter().map(|comparison| comparison.weight).sum();
        for comparison in &mut comparisons {
            comparison.weight /= all;
        }
        Ok(Self { coefficient, comparisons })
    }

    /// `None` where there is no comparison of the kind.
    pub fn total(&self, kind: Kind) -> Option<Total> {
        let of = || self.comparisons.iter().filter(move |comparison| comparison.kind == kind);
        let weight: f64 = of().map(|comparison| comparison.weight).sum();
        let sum: f64 = of().map(|comparison| comparison.weight * comparison.estimate).sum();
        (weight > 0.0).then(|| Total { weight, mean: sum / weight })
    }
}

/// In the order they join; units that join after the last period have never joined in it.
fn waves(panel: &Panel) -> Vec<Wave> {
    let periods = panel.periods();
    let from = |unit: usize| {
        panel.units()[unit]
            .joined
            .map_or(periods.len(), |joined| periods.partition_point(|period| *period < joined))
    };
    let mut units: Vec<usize> = (0..panel.units().len()).collect();
    units.sort_by_key(|&unit| from(unit));
    let wave = |units: &[usize]| {
        let mean = |period: usize| {
            units.iter().map(|&unit| panel.row(unit)[period]).sum::<f64>() / units.len() as f64
        };
        let from = from(units[0]);
        Wave {
            joined: panel.units()[units[0]].joined.filter(|_| from < periods.len()),
            from,
            units: units.len() as f64,
            means: (0..periods.len()).map(mean).collect(),
        }
    };
    units.chunk_by(|&a, &b| from(a) == from(b)).map(wave).collect()
}

/// The earlier wave as the one that joins, then the later. Weights as in equation 10 of the paper, up to a factor.
fn compare(early: &Wave, late: &Wave, periods: usize) -> [Option<Comparison>; 2] {
    let share = |wave: &Wave| (periods - wave.from) as f64 / periods as f64;
    let (early_share, late_share) = (share(early), share(late));
    let both = (early.units + late.units).powi(2);
    let mix = early.units * late.units / both;
    let earlier = early.joined.filter(|_| early.from > 0).map(|joined| Comparison {
        joined,
        control: late.joined,
        kind: if late.joined.is_some() { Kind::EarlierVsLater } else { Kind::JoinedVsNever },
        estimate: difference(early, late, 0..early.from, early.from..late.from),
        weight: both * mix * (early_share - late_share) * (1.0 - early_share),
    });
    let later = late.joined.map(|joined| Comparison {
        joined,
        control: early.joined,
        kind: if early.from == 0 { Kind::LaterVsAlways } else { Kind::LaterVsEarlier },
        estimate: difference(late, early, early.from..late.from, late.from..periods),
        weight: both * mix * late_share * (early_share - late_share),
    });
    [earlier, later]
}

fn difference(joining: &Wave, control: &Wave, before: Range<usize>, after: Range<usize>) -> f64 {
    let mean = |wave: &Wave, of: &Range<usize>| wave.means[of.clone()].iter().sum::<f64>() / of.len() as f64;
    (mean(joining, &after) - mean(joining, &before)) - (mean(control, &after) - mean(control, &before))
}

//! The event study with an effect per wave and period, each compared with units that never join, then averaged by the
//! size of the waves.
//!
//! Sun, Abraham (2021), Estimating dynamic treatment effects in event studies with heterogeneous treatment effects,
//! Journal of Econometrics 225(2). The saturated regression falls apart into one of units and periods per wave, tied
//! together only by the coefficients of the covariates: thousands of dummies are never put into one matrix.

mod cohort;
mod pooled;

use std::collections::BTreeMap;

use cohort::{Cohort, cohorts};
use pooled::Pooled;

use crate::{
    error::{Result, not_estimable},
    group_time::{Covariates, Estimate},
    panel::Panel,
};

/// Standard errors allow anything within a unit, times √(G/(G − 1) · (n − 1)/(n − k)), k without the effects of units
/// (they are nested in the clusters).
#[derive(Debug, Clone, PartialEq)]
pub struct SunAbraham {
    /// The mean over joined cells.
    pub overall: Estimate,
    /// By periods since joining, ascending, without the last kept period before joining: it is what all others are
    /// compared with.
    pub event_study: Vec<(i64, Estimate)>,
    pub observations: usize,
    pub clusters: usize,
    /// Waves that have no kept period before joining, by the period they joined in.
    pub left_out: Vec<i64>,
}

/// One wave in one period, beside its reference.
#[derive(Debug, Clone, Copy)]
struct Effect {
    cohort: usize,
    period: usize,
    reference: usize,
    event_time: i64,
    /// Cells it is the mean of.
    cells: f64,
}

impl SunAbraham {
    /// # Errors
    /// `NotEstimable` where no unit never joins, where no wave joins with a kept period before it, or where covariates
    /// depend on each other.
    pub fn of(panel: &Panel, covariates: Option<&Covariates>) -> Result<Self> {
        let known = |unit: usize, period: usize| {
            covariates.is_none_or(|all| (0..all.len()).all(|at| all.value(at, unit, period).is_finite()))
        };
        let panel = panel.keeping(known);
        let (never, waves, left_out) = cohorts(&panel)?;
        let effects: Vec<Effect> =
            waves.iter().enumerate().flat_map(|(at, wave)| effects(&panel, &never, wave, at)).collect();
        let pooled = Pooled::of(&panel, never, waves, covariates, effects.len())?;
        let mut by_time = BTreeMap::<i64, Vec<Effect>>::new();
        for effect in &effects {
            by_time.entry(effect.event_time).or_default().push(*effect);
        }
        let joined: Vec<Effect> = effects.iter().filter(|effect| effect.event_time >= 0).copied().collect();
        if joined.is_empty() {
            return not_estimable("no joined cell can be compared with units that never join");
        }
        Ok(Self {
            overall: pooled.mean(&joined),
            event_study: by_time.into_iter().map(|(time, effects)| (time, pooled.mean(&effects))).collect(),
            observations: pooled.observations,
            clusters: pooled.clusters,
            left_out,
        })
    }
}

/// Every period of a wave that can be compared with its last one before joining, in the wave and among the controls.
fn effects(panel: &Panel, never: &Cohort, wave: &Cohort, at: usize) -> Vec<Effect> {
    let joined = wave.joined.unwrap_or(i64::MAX);
    let observed = |period: &usize| wave.cells(*period) > 0.0;
    let before = panel.periods().partition_point(|period| *period < joined);
    let Some(reference) = (0..before).rev().find(observed) else { return Vec::new() };
    let comparable = |period: &usize| {
        *period != reference && wave.connects(*period, reference) && never.connects(*period, reference)
    };
    let effect = |period: usize| Effect {
        cohort: at,
        period,
        reference,
        event_time: panel.periods()[period].saturating_sub(joined),
        cells: wave.cells(period),
    };
    (0..panel.periods().len()).filter(observed).filter(comparable).map(effect).collect()
}

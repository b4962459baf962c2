//! The newest sprint, where more than a quarter of all pull requests is still open: what Kaplan and Meier make of it, and
//! what the merged ones alone would say.

use impact::error::Result;
use impact::survival::{KaplanMeier, Observation};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use serde::Serialize;

use crate::design::{DURATION_SD, MEDIAN_HOURS};
use crate::study::rng;
use crate::world::{mean, median};

/// Pull requests opened in a sprint of the organisation.
const OPENED: usize = 300;
/// The sprint is a week old, and they were opened at any time of it: 27 % are still open.
const HOURS_SO_FAR: f64 = 168.0;

/// Shares; the medians are compared with the true one, 0.10 being ten per cent too long.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Newest {
    pub still_open: f64,
    pub kaplan_meier: f64,
    pub merged_only: f64,
    /// Monte-Carlo standard errors.
    pub kaplan_meier_error: f64,
    pub merged_only_error: f64,
}

struct Seen {
    still_open: f64,
    kaplan_meier: f64,
    merged_only: f64,
}

pub fn run(runs: usize, seed: u64) -> Result<Newest> {
    let drawn: Result<Vec<Seen>> = (0..runs).into_par_iter().map(|run| one(&mut rng(seed, run))).collect();
    let drawn = drawn?;
    let values = |of: fn(&Seen) -> f64| drawn.iter().map(of).collect::<Vec<_>>();
    let (still_open, _) = mean_and_error(&values(|seen| seen.still_open));
    let (kaplan_meier, kaplan_meier_error) = mean_and_error(&values(|seen| seen.kaplan_meier));
    let (merged_only, merged_only_error) = mean_and_error(&values(|seen| seen.merged_only));
    Ok(Newest { still_open, kaplan_meier, merged_only, kaplan_meier_error, merged_only_error })
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let centre = mean(values).unwrap_or(f64::NAN);
    let squares: Vec<f64> = values.iter().map(|value| (value - centre).powi(2)).collect();
    (centre, (mean(&squares).unwrap_or(f64::NAN) / values.len() as f64).sqrt())
}

fn one(rng: &mut ChaCha8Rng) -> Result<Seen> {
    let seen: Vec<Observation> = (0..OPENED).map(|_| observation(rng)).collect();
    let merged: Vec<f64> = seen.iter().filter(|one| one.event).map(|one| one.time).collect();
    let beside_truth = |median: Option<f64>| median.map_or(f64::NAN, |median| median / MEDIAN_HOURS - 1.0);
    Ok(Seen {
        still_open: (seen.len() - merged.len()) as f64 / seen.len() as f64,
        kaplan_meier: beside_truth(KaplanMeier::fit(&seen)?.median()),
        merged_only: beside_truth(median(&merged)),
    })
}

fn observation(rng: &mut ChaCha8Rng) -> Observation {
    let normal: f64 = StandardNormal.sample(rng);
    let lasts = MEDIAN_HOURS * (DURATION_SD * normal).exp();
    let so_far = HOURS_SO_FAR * rng.random::<f64>();
    Observation { time: lasts.min(so_far), event: lasts <= so_far }
}

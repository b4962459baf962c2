//! How much the effect would vary: by leaving each unit out, or by pretending that controls had joined.

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Block, Fit, Method, Start, even, standard_deviation};
use crate::error::{Result, invalid, not_estimable};

impl Block {
    /// Delete one unit, weights kept (Algorithm 3 of the paper).
    ///
    /// # Errors
    /// `NotEstimable` with one joined unit, or where one control has all the weight.
    pub fn jackknife(&self, fit: &Fit) -> Result<f64> {
        let counting = fit.unit_weights.iter().filter(|weight| **weight != 0.0).count();
        if self.joined.len() < 2 || counting < 2 {
            return not_estimable(
                "leaving a unit out leaves no joined unit, or no control that weighs anything",
            );
        }
        let all: Vec<usize> = (0..self.outcome.nrows()).collect();
        let without = |left_out: &usize| {
            let rows: Vec<usize> = all.iter().filter(|row| *row != left_out).copied().collect();
            let controls: Vec<usize> =
                rows.iter().filter(|row| **row < self.controls.len()).copied().collect();
            let weights = normalised(&controls.iter().map(|&row| fit.unit_weights[row]).collect::<Vec<_>>());
            self.rows(&rows, controls.len()).effect(&weights, &fit.period_weights)
        };
        let effects: Vec<f64> = all.iter().map(without).collect();
        Ok((all.len() as f64 - 1.0) / (all.len() as f64).sqrt() * standard_deviation(&effects))
    }

    /// Pretend that as many controls had joined, at random (Algorithm 4 of the paper).
    ///
    /// # Errors
    /// `NotEstimable` without more controls than joined units; `Invalid` for fewer than two replications.
    pub fn placebo(&self, fit: &Fit, replications: u32, seed: u64) -> Result<f64> {
        let order = |replication: u32| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(u64::from(replication));
            let mut order: Vec<usize> = (0..self.controls.len()).collect();
            order.shuffle(&mut random);
            order
        };
        self.placebo_by(fit, &(0..replications).map(order).collect::<Vec<_>>())
    }

    /// The same for given orders of the controls, of which the last are pretended to have joined.
    ///
    /// # Errors
    /// As [`Self::placebo`], and `Invalid` for an order that is not one of all controls.
    pub fn placebo_by(&self, fit: &Fit, orders: &[Vec<usize>]) -> Result<f64> {
        let controls = self.controls.len();
        if controls <= self.joined.len() + 1 {
            return not_estimable(
                "there must be more controls than joined units to pretend that some had joined",
            );
        }
        let complete = |order: &Vec<usize>| {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            sorted.into_iter().eq(0..controls)
        };
        if orders.len() < 2 || !orders.iter().all(complete) {
            return invalid("placebos need two orders or more, each of all controls");
        }
        let pretend = |order: &Vec<usize>| {
            let kept = controls - self.joined.len();
            let weights =
                normalised(&order[..kept].iter().map(|&row| fit.unit_weights[row]).collect::<Vec<_>>());
            let start = Start {
                units: (fit.method != Method::DifferenceInDifferences).then_some(&weights),
                periods: Some(&fit.period_weights),
            };
            self.rows(order, kept).fit_from(fit.method, start).effect
        };
        let effects: Vec<f64> = orders.par_iter().map(pretend).collect();
        Ok(((orders.len() as f64 - 1.0) / orders.len() as f64).sqrt() * standard_deviation(&effects))
    }
}

fn normalised(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 { weights.iter().map(|weight| weight / sum).collect() } else { even(weights.len()) }
}

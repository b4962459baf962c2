//! The wild cluster restricted bootstrap: how often would flipping whole units' residuals give as large a t?
//!
//! WCR₁₁ of Cameron, Gelbach, Miller (2008), Review of Economics and Statistics 90(3), with Rademacher signs;
//! `MacKinnon`, Nielsen, Webb (2023), Cluster-robust inference, Journal of Econometrics 232(2).

use nalgebra::DMatrix;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{TwoWayFixedEffects, within::product};
use crate::error::{Result, invalid, not_estimable};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// All 2^units sign patterns are taken where they are no more than this.
    pub enumerate_up_to: u64,
    /// Else so many are drawn.
    pub random: u64,
    pub seed: u64,
}

impl Default for Draws {
    fn default() -> Self {
        Self { enumerate_up_to: 1 << 17, random: 9_999, seed: 1 }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct WildBootstrap {
    /// With CR0, no small-sample factor.
    pub t: f64,
    /// Whether every sign pattern was taken.
    pub enumerated: bool,
    /// Share of draws with a larger |t|, and with one at least as large. With all patterns taken the second counts the
    /// data themselves and their mirror image.
    pub p_strict: f64,
    pub p_weak: f64,
    /// Effects that are not rejected at 5 %, by the strict share; `None` where not even the farthest is.
    pub interval: Option<(f64, f64)>,
    /// |t| of the draws, ascending.
    draws: Vec<f64>,
}

impl WildBootstrap {
    pub fn draws(&self) -> &[f64] {
        &self.draws
    }
}

/// What a draw needs of a table of residuals: it is linear in them.
struct Linear {
    /// Σ joined · residual of each cluster: the numerator's parts.
    parts: Vec<f64>,
    /// Row g, column h: what the residuals of h, through the period effects they imply, take from the score of g.
    spill: DMatrix<f64>,
}

impl TwoWayFixedEffects {
    /// # Errors
    /// `NotEstimable` where residuals do not vary; `Invalid` for no draws.
    pub fn wild_bootstrap(&self, draws: Draws) -> Result<WildBootstrap> {
        if draws.enumerate_up_to.min(draws.random) == 0 {
            return invalid("a bootstrap needs draws");
        }
        let signs = Signs::of(self.clusters, draws);
        let test = Test::of(self, &signs);
        let (t, mut sorted) = test.at(0.0);
        let size = product(&self.outcome, &self.outcome).sqrt();
        if !t.is_finite() || self.coefficient.abs() <= 1e-14 * size * t.abs() {
            return not_estimable("the residuals do not vary, so there is no t statistic");
        }
        sorted.sort_unstable_by(f64::total_cmp);
        Ok(WildBootstrap {
            t,
            enumerated: signs.enumerated,
            p_strict: strict(t, &sorted),
            p_weak: share(&sorted, |of| of >= t.abs() * (1.0 - TIE)),
            interval: test.interval(t),
            draws: sorted,
        })
    }

    fn linear(&self, residuals: &[f64]) -> Linear {
        let joined: Vec<&[f64]> = self.within.rows(&self.joined).collect();
        let rows: Vec<&[f64]> = self.within.rows(residuals).collect();
        let parts = joined.iter().zip(&rows).map(|(joined, row)| product(joined, row)).collect();
        let effects: Vec<Vec<f64>> =
            rows.iter().enumerate().map(|(at, row)| self.within.period_effects_of_row(at, row)).collect();
        let spill = |g: usize, h: usize| product(joined[g], &effects[h]);
        Linear { parts, spill: DMatrix::from_fn(joined.len(), joined.len(), spill) }
    }
}

/// Two |t| nearer than this, relatively, are the same draw written differently.
const TIE: f64 = 1e-9;

fn share(drawn: &[f64], counts: impl Fn(f64) -> bool) -> f64 {
    drawn.iter().filter(|of| counts(**of)).count() as f64 / drawn.len() as f64
}

fn strict(t: f64, drawn: &[f64]) -> f64 {
    share(drawn, |of| of > t.abs() * (1.0 + TIE))
}

/// Sign patterns, made when they are needed: a list of them may not fit.
struct Signs {
    clusters: usize,
    patterns: u64,
    seed: u64,
    enumerated: bool,
}

impl Signs {
    fn of(clusters: usize, draws: Draws) -> Self {
        let all = u32::try_from(clusters).ok().and_then(|clusters| 1_u64.checked_shl(clusters));
        let all = all.filter(|all| *all <= draws.enumerate_up_to);
        Self { clusters, patterns: all.unwrap_or(draws.random), seed: draws.seed, enumerated: all.is_some() }
    }

    fn pattern(&self, at: u64) -> Vec<f64> {
        let sign = |minus: bool| if minus { -1.0 } else { 1.0 };
        if self.enumerated {
            return (0..self.clusters).map(|cluster| sign(at >> cluster & 1 == 1)).collect();
        }
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(at);
        (0..self.clusters).map(|_| sign(random.random())).collect()
    }
}

/// The bootstrap at any effect that is taken for the truth. Restricted residuals are linear in it, so a draw's
/// numerator is a line and its variance a parabola: inverting the test costs no more draws.
struct Test<'a> {
    fit: &'a TwoWayFixedEffects,
    draws: Vec<Draw>,
}

struct Draw {
    numerator: [f64; 2],
    variance: [f64; 3],
}

impl Draw {
    fn t(&self, effect: f64) -> f64 {
        let numerator = self.numerator[0] - effect * self.numerator[1];
        let variance = self.variance[0] - effect * (self.variance[1] - effect * self.variance[2]);
        if numerator == 0.0 { 0.0 } else { numerator.abs() / variance.max(0.0).sqrt() }
    }
}

impl<'a> Test<'a> {
    fn of(fit: &'a TwoWayFixedEffects, signs: &Signs) -> Self {
        let squares: Vec<f64> = fit.within.rows(&fit.joined).map(|row| product(row, row)).collect();
        let (outcome, joined) = (fit.linear(&fit.outcome), fit.linear(&fit.joined));
        let draw = |at: u64| {
            let signs = signs.pattern(at);
            let (a, of_outcome) = drawn(&outcome, &signs, &squares, fit.variation);
            let (b, of_joined) = drawn(&joined, &signs, &squares, fit.variation);
            let cross = 2.0 * product(&of_outcome, &of_joined);
            let variance = [product(&of_outcome, &of_outcome), cross, product(&of_joined, &of_joined)];
            Draw { numerator: [a, b], variance }
        };
        Self { fit, draws: (0..signs.patterns).into_par_iter().map(draw).collect() }
    }

    /// The t statistic of the data against an effect, and |t| of all draws where it is the truth.
    fn at(&self, effect: f64) -> (f64, Vec<f64>) {
        let variance: f64 = self.fit.scores(&self.fit.joined).iter().map(|score| score * score).sum();
        let t = (self.fit.coefficient - effect) * self.fit.variation / variance.sqrt();
        (t, self.draws.iter().map(|draw| draw.t(effect)).collect())
    }

    fn interval(&self, t: f64) -> Option<(f64, f64)> {
        let (centre, step) = (self.fit.coefficient, (self.fit.coefficient / t).abs());
        let bound = |towards: f64| self.bound(centre, towards * step);
        (step > 0.0).then(|| bound(-1.0).zip(bound(1.0))).flatten()
    }

    fn accepts(&self, effect: f64) -> bool {
        let (t, drawn) = self.at(effect);
        strict(t, &drawn) > 0.05
    }

    /// The farthest effect accepted on one side: outward by doubling, then by halving.
    fn bound(&self, mut inside: f64, mut step: f64) -> Option<f64> {
        let mut doublings = 0;
        while self.accepts(inside + step) {
            doublings += 1;
            if doublings > FARTHEST {
                return None;
            }
            inside += step;
            step *= 2.0;
        }
        for _ in 0..HALVINGS {
            step /= 2.0;
            if self.accepts(inside + step) {
                inside += step;
            }
        }
        Some(inside)
    }
}

/// Where an effect is still not rejected at 2¹² standard errors, none will be.
const FARTHEST: u32 = 12;
/// Enough for ten digits.
const HALVINGS: u32 = 48;

/// Numerator and scores of a draw.
fn drawn(linear: &Linear, signs: &[f64], squares: &[f64], variation: f64) -> (f64, Vec<f64>) {
    let numerator = product(signs, &linear.parts);
    let coefficient = numerator / variation;
    let own = signs.iter().zip(&linear.parts).zip(squares);
    let mut scores: Vec<f64> = own.map(|((sign, part), square)| sign * part - coefficient * square).collect();
    for (column, sign) in linear.spill.column_iter().zip(signs) {
        scores.iter_mut().zip(column.iter()).for_each(|(score, spill)| *score -= sign * spill);
    }
    (numerator, scores)
}

//! The ways in which the joining periods could have been dealt to the units.

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::PermutationOptions;
use crate::panel::Panel;

pub(super) struct Assignments {
    /// The joining period of each wave.
    pub waves: Vec<Option<i64>>,
    pub exact: bool,
    observed: Vec<usize>,
    draws: usize,
    seed: u64,
}

impl Assignments {
    pub fn of(panel: &Panel, options: &PermutationOptions) -> Self {
        let waves = panel.waves();
        let sizes: Vec<usize> = waves.values().map(Vec::len).collect();
        let waves: Vec<Option<i64>> = waves.into_keys().collect();
        let index = |joined: Option<i64>| waves.binary_search(&joined).unwrap_or_default();
        let observed = panel.units().iter().map(|unit| index(unit.joined)).collect();
        let exact = distinct(&sizes, options.exact_up_to).is_some();
        Self { waves, exact, observed, draws: options.draws, seed: options.seed }
    }

    /// The wave of each unit, by its index in `waves`; for each assignment.
    pub fn all(&self) -> Vec<Vec<usize>> {
        if self.exact { self.every() } else { (0..self.draws).map(|draw| self.drawn(draw)).collect() }
    }

    /// The joining period of each unit, for each assignment.
    pub fn joining(&self, dealt: &[Vec<usize>]) -> Vec<Vec<Option<i64>>> {
        dealt.iter().map(|waves| waves.iter().map(|&wave| self.waves[wave]).collect()).collect()
    }

    fn every(&self) -> Vec<Vec<usize>> {
        let mut next = self.observed.clone();
        next.sort_unstable();
        let mut all = vec![next.clone()];
        while advance(&mut next) {
            all.push(next.clone());
        }
        all
    }

    fn drawn(&self, draw: usize) -> Vec<usize> {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        // A stream per draw: the same draws whatever the number of threads.
        random.set_stream(draw as u64);
        let mut waves = self.observed.clone();
        waves.shuffle(&mut random);
        waves
    }
}

/// The number of distinct assignments, n! / Π sizes!, where it is at most this many.
fn distinct(sizes: &[usize], at_most: usize) -> Option<usize> {
    let (mut ways, mut units) = (1_usize, 0);
    for &size in sizes {
        for place in 1..=size {
            units += 1;
            // Divisible at every step: the product so far times a binomial coefficient.
            ways = ways.checked_mul(units)? / place;
            if ways > at_most {
                return None;
            }
        }
    }
    Some(ways)
}

/// The next arrangement in lexicographic order.
fn advance(order: &mut [usize]) -> bool {
    let Some(falls) = order.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let above = order.iter().rposition(|value| *value > order[falls]).unwrap_or(falls);
    order.swap(falls, above);
    order[falls + 1..].reverse();
    true
}

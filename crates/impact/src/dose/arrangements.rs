//! The slope under every distinct way, or many random ways, to deal the doses out.

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use crate::{
    error::Result,
    samples::{PermutationTest, Randomisation, Tally, mean},
};

pub(super) fn test(
    doses: &[f64],
    effects: &[f64],
    slope: f64,
    how: Randomisation,
) -> Result<PermutationTest> {
    let centre = mean(doses);
    let mut centred: Vec<f64> = doses.iter().map(|dose| dose - centre).collect();
    centred.sort_by(f64::total_cmp);
    let spread: f64 = centred.iter().map(|dose| dose * dose).sum();
    let slope_of =
        |doses: &[f64]| doses.iter().zip(effects).map(|(dose, effect)| dose * effect).sum::<f64>() / spread;
    // What rounding can do to a slope grows with the effects and shrinks with the spread of the doses.
    let scale: Vec<f64> =
        effects.iter().map(|effect| effect * effects.len() as f64 / spread.sqrt()).collect();
    let mut tally = Tally::new(slope, &scale);
    if distinct(&centred).is_some_and(|count| count <= how.exact_up_to) {
        tally.add(slope_of(&centred));
        while next(&mut centred) {
            tally.add(slope_of(&centred));
        }
    } else {
        tally.observed_first(how)?;
        let mut random = ChaCha8Rng::seed_from_u64(how.seed);
        for _ in 0..how.draws {
            centred.shuffle(&mut random);
            tally.add(slope_of(&centred));
        }
    }
    tally.finish()
}

/// Distinct orders of the values, ascending: the multinomial coefficient. `None` where it does not fit.
#[expect(clippy::float_cmp, reason = "equal doses are interchangeable")]
fn distinct(sorted: &[f64]) -> Option<u64> {
    let (mut count, mut dealt) = (1_u128, 0_u128);
    for group in sorted.chunk_by(|a, b| a == b) {
        for i in 1..=group.len() as u128 {
            dealt += 1;
            count = count.checked_mul(dealt)? / i;
        }
    }
    u64::try_from(count).ok()
}

/// The next distinct order in the lexicographic order; `false` after the last (Narayana; Knuth 4A, 7.2.1.2 L).
fn next(values: &mut [f64]) -> bool {
    let Some(at) = values.windows(2).rposition(|pair| pair[0] < pair[1]) else { return false };
    let (head, tail) = values.split_at_mut(at + 1);
    if let Some(pivot) = head.last_mut() {
        // The tail falls, so the last one above the pivot is the smallest above it.
        if let Some(other) = tail.iter_mut().rev().find(|value| **value > *pivot) {
            std::mem::swap(pivot, other);
        }
    }
    tail.reverse();
    true
}

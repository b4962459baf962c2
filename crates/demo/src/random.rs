//! Chance, in independent streams: a new stream, or one more draw in a stream, leaves all others as they were.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};

/// What a stream decides. The numbers are part of the seed's meaning: never renumber.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    SprintShocks = 1,
    Work = 2,
    Bots = 3,
    Defects = 4,
    Stories = 5,
    Learning = 6,
    Huddles = 7,
    Strays = 8,
}

/// The stream for one purpose and one team or cohort.
pub(crate) fn stream(seed: u64, what: Stream, index: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(((what as u64) << 32) | index as u64);
    rng
}

/// The few kinds of draw that the generators need.
pub(crate) trait Chance: Rng {
    fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }

    /// A Poisson count; 0 where the mean is not positive.
    fn count(&mut self, mean: f64) -> u32 {
        let drawn = Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(self));
        whole(drawn)
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.random::<f64>() < probability
    }

    fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        items[self.random_range(0..N)]
    }
}

impl<R: Rng> Chance for R {}

/// Rounds to a count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range first")]
pub(crate) fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_from_one_stream_leave_another_as_it_was() {
        let untouched: u64 = stream(1, Stream::Work, 3).random();
        let mut other = stream(1, Stream::Defects, 3);
        let drawn: u64 = other.random();
        assert_eq!(stream(1, Stream::Work, 3).random::<u64>(), untouched);
        assert_ne!(drawn, untouched);
        assert_ne!(stream(1, Stream::Work, 4).random::<u64>(), untouched);
        assert_ne!(stream(2, Stream::Work, 3).random::<u64>(), untouched);
    }

    #[test]
    fn a_count_without_a_positive_mean_is_zero() {
        assert_eq!(stream(1, Stream::Work, 0).count(0.0), 0);
    }
}

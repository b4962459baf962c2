//! Order statistics of all pairs without listing them: ten thousand values make fifty million pairs.

/// The differences `x − y` of all pairs.
pub(super) struct Differences<'a> {
    /// Ascending, not empty; so is `y`.
    pub(super) x: &'a [f64],
    pub(super) y: &'a [f64],
}

/// The means of all pairs of values, each with itself too.
pub(super) struct WalshAverages<'a> {
    /// Ascending, not empty.
    pub(super) values: &'a [f64],
}

/// A multiset of numbers that can say how many of them lie at or below a limit.
pub(super) trait Pairs {
    fn count(&self) -> u64;
    fn at_most(&self, limit: f64) -> u64;

    /// The one of this rank, from 1; ranks outside stand for the ends. Exact: the smallest double that enough lie at or
    /// below, found by halving the range of all doubles.
    fn ranked(&self, rank: u64) -> f64 {
        let rank = rank.clamp(1, self.count());
        let (mut low, mut high) = (order(f64::MIN), order(f64::MAX));
        while low < high {
            let middle = low + (high.abs_diff(low) / 2).cast_signed();
            if self.at_most(double(middle)) >= rank { high = middle } else { low = middle + 1 }
        }
        // −0 becomes 0.
        double(high) + 0.0
    }

    fn median(&self) -> f64 {
        let count = self.count();
        f64::midpoint(self.ranked(count.div_ceil(2)), self.ranked(count / 2 + 1))
    }

    /// The ones of this rank from below and from above.
    fn limits(&self, rank: u64) -> [f64; 2] {
        [self.ranked(rank), self.ranked((self.count() + 1).saturating_sub(rank))]
    }
}

impl Pairs for Differences<'_> {
    fn count(&self) -> u64 {
        self.x.len() as u64 * self.y.len() as u64
    }

    fn at_most(&self, limit: f64) -> u64 {
        // The larger x, the fewer y are near enough from below.
        let mut far = 0;
        let near = self.x.iter().map(|x| {
            far += self.y.iter().skip(far).take_while(|y| x - **y > limit).count();
            (self.y.len() - far) as u64
        });
        near.sum()
    }
}

impl Pairs for WalshAverages<'_> {
    fn count(&self) -> u64 {
        let n = self.values.len() as u64;
        n * (n + 1) / 2
    }

    fn at_most(&self, limit: f64) -> u64 {
        // The larger one of a pair, the fewer small ones make up for it.
        let mut left = self.values.len();
        let small = self.values.iter().enumerate().map(|(at, larger)| {
            let too_large = |smaller: &&f64| f64::midpoint(*larger, **smaller) > limit;
            left -= self.values.iter().take(left).rev().take_while(too_large).count();
            left.min(at + 1) as u64
        });
        small.sum()
    }
}

/// Whole numbers in the order of the doubles; its own inverse but for the type.
fn order(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

fn double(order: i64) -> f64 {
    f64::from_bits((order ^ ((order >> 63).cast_unsigned() >> 1).cast_signed()).cast_unsigned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Differences, Pairs, WalshAverages};

    fn sorted(mut values: Vec<f64>) -> Vec<f64> {
        values.sort_unstable_by(f64::total_cmp);
        values
    }

    /// With ties, as whole numbers have them.
    fn sample() -> impl Strategy<Value = Vec<f64>> {
        prop_oneof![
            prop::collection::vec(-5.0..5.0_f64, 1..15),
            prop::collection::vec((-3..3_i32).prop_map(f64::from), 1..15),
        ]
        .prop_map(sorted)
    }

    proptest! {
        #[test]
        fn ranks_without_a_list_are_those_of_the_list(x in sample(), y in sample()) {
            let differences = sorted(x.iter().flat_map(|x| y.iter().map(move |y| x - y)).collect());
            let walsh = sorted((0..x.len()).flat_map(|i| (0..=i).map(move |j| (i, j)))
                .map(|(i, j)| f64::midpoint(x[i], x[j])).collect());
            let pairs: [(Box<dyn Pairs>, Vec<f64>); 2] = [
                (Box::new(Differences { x: &x, y: &y }), differences),
                (Box::new(WalshAverages { values: &x }), walsh),
            ];
            for (pairs, list) in pairs {
                prop_assert_eq!(pairs.count(), list.len() as u64);
                for (rank, listed) in (1..).zip(&list) {
                    prop_assert!((pairs.ranked(rank) - listed).abs() <= 0.0);
                }
            }
        }
    }
}

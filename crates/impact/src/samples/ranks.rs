//! Ranks with ties shared, and how often a rank statistic takes each value when nothing is behind it.

/// Ranks from 1, tied values sharing the middle of theirs; and `Σ (t³ − t)` over groups of `t` tied ones, 0 without ties.
pub(crate) fn mid_ranks(values: &[f64]) -> (Vec<f64>, f64) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut ties, mut done) = (vec![0.0; values.len()], 0.0, 0);
    // `==` and not the total order, for which 0 and −0 differ.
    #[expect(clippy::float_cmp, reason = "ties are equal values")]
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let t = tied.len() as f64;
        for &at in tied {
            ranks[at] = done as f64 + f64::midpoint(1.0, t);
        }
        ties += t * t * t - t;
        done += tied.len();
    }
    (ranks, ties)
}

/// The distribution of a statistic with whole values from 0, by how many equally likely arrangements give each.
pub(super) struct Counts {
    ways: Vec<f64>,
    all: f64,
}

impl Counts {
    /// Pairs `(x, y)` with `x > y`, for `m` and `n` values without ties (Mann and Whitney 1947). Only ever adds, so that
    /// no digit is lost: what is largest among `m` and `n` is of the first sample, beating all `n`, or of the second.
    pub(super) fn rank_sum(m: usize, n: usize) -> Self {
        let mut of_m = vec![vec![1.0_f64]; m + 1];
        for n in 1..=n {
            for m in 1..=m {
                let mut ways = vec![0.0; m * n + 1];
                for (at, count) in of_m[m].iter().enumerate() {
                    ways[at] += count;
                }
                for (at, count) in of_m[m - 1].iter().enumerate() {
                    ways[at + n] += count;
                }
                of_m[m] = ways;
            }
        }
        Self::new(of_m.pop().unwrap_or_default())
    }

    /// Sum of the ranks of the positive ones among `n` values without ties (Wilcoxon 1945).
    pub(super) fn signed_rank(n: usize) -> Self {
        let mut ways = vec![0.0; n * (n + 1) / 2 + 1];
        ways[0] = 1.0_f64;
        for rank in 1..=n {
            for sum in (rank..ways.len()).rev() {
                ways[sum] += ways[sum - rank];
            }
        }
        Self::new(ways)
    }

    fn new(ways: Vec<f64>) -> Self {
        let all = ways.iter().sum();
        Self { ways, all }
    }

    /// Twice the smaller tail of a whole `statistic`, at most 1.
    pub(super) fn two_sided(&self, statistic: f64) -> f64 {
        let (below, above) = self.ways.iter().enumerate().fold((0.0, 0.0), |(below, above), (at, count)| {
            let at = at as f64;
            (
                below + if at <= statistic { *count } else { 0.0 },
                above + if at >= statistic { *count } else { 0.0 },
            )
        });
        (2.0 * f64::min(below, above) / self.all).min(1.0)
    }

    /// The smallest value that is reached with a probability of at least `p`, and at least 1, since order statistics are
    /// counted by it.
    pub(super) fn quantile(&self, p: f64) -> u64 {
        let mut sum = 0.0;
        let reached = |count: &f64| {
            sum += count / self.all;
            sum >= p - 10.0 * f64::EPSILON
        };
        self.ways.iter().position(reached).unwrap_or(self.ways.len()).max(1) as u64
    }
}

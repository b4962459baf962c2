//! Guards: what stands beside cycle time so that a gain bought by gaming shows.
//!
//! `pr_cycle_time` improves by itself when work is split into smaller pull requests or reviewed less. The
//! thresholds are conventions of this page, not of a statistic; the impact engine tests the same pairs properly.

use domain::figure::{MetricId, Unit};

use super::reading;

/// Merging this much faster counts as a gain worth guarding.
const GAIN: f64 = 0.95;

/// Pull requests below this share of their old size have been split on purpose.
const SPLIT: f64 = 0.70;

/// From here on, size that fell as much as cycle time may explain all of the gain.
const SMALLER: f64 = 0.90;

/// Reviews that leave less than this share of the comments they used to have become thin.
const THINNER: f64 = 0.80;

/// A value and the baseline's value of the same metric and unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    pub current: f64,
    pub baseline: f64,
}

impl Pair {
    /// Current over baseline; `None` where the baseline gives nothing to divide by.
    fn ratio(self) -> Option<f64> {
        Some(self.current / self.baseline).filter(|ratio| self.baseline > 0.0 && ratio.is_finite())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    pub sentence: String,
    /// The gain may be bought: label it "check for gaming".
    pub check_for_gaming: bool,
}

/// The sentence for the tile of a guard (`pr_size`, `review_depth`) of cycle time, whose own values are `guard`.
/// `None` for any other metric, and where there is no baseline to compare with.
pub fn guard(metric: MetricId, cycle_time: Pair, guard: Pair) -> Option<Guard> {
    let (faster, kept) = (cycle_time.ratio()?, guard.ratio()?);
    let gained = faster < GAIN;
    let (unit, suspicious, worry, relief) = match metric {
        MetricId::PrSize => (
            Unit::Lines,
            kept < SPLIT || (kept < SMALLER && kept <= faster),
            "check for gaming: smaller pull requests alone may explain the gain",
            "so the gain is not from splitting alone",
        ),
        MetricId::ReviewDepth => (
            Unit::PerHundredLines,
            kept < THINNER,
            "check for gaming: reviews have become thinner",
            "so the gain is not from thinner reviews",
        ),
        _ => return None,
    };
    let was = format!("{} in the baseline", reading(unit, guard.baseline).number);
    let check_for_gaming = gained && suspicious;
    let sentence = match (gained, suspicious) {
        (true, true) => format!("{was}; {worry}"),
        (true, false) => format!("{was}, {relief}"),
        (false, _) => was,
    };
    Some(Guard { sentence, check_for_gaming })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::gain_with_much_smaller_work(
        28.0,
        90.0,
        "240 in the baseline; check for gaming: smaller pull requests alone may explain the gain"
    )]
    #[case::gain_smaller_than_the_shrinking(
        36.0,
        200.0,
        "240 in the baseline; check for gaming: smaller pull requests alone may explain the gain"
    )]
    #[case::gain_beyond_the_shrinking(
        28.0,
        182.0,
        "240 in the baseline, so the gain is not from splitting alone"
    )]
    #[case::gain_with_steady_size(
        28.0,
        238.0,
        "240 in the baseline, so the gain is not from splitting alone"
    )]
    #[case::no_gain(40.0, 90.0, "240 in the baseline")]
    fn size_guards_cycle_time(#[case] cycle: f64, #[case] size: f64, #[case] expected: &str) {
        let cycle_time = Pair { current: cycle, baseline: 40.0 };
        let guard = guard(MetricId::PrSize, cycle_time, Pair { current: size, baseline: 240.0 });
        let check = expected.contains("gaming");
        assert_eq!(guard, Some(Guard { sentence: expected.to_owned(), check_for_gaming: check }));
    }

    #[rstest]
    #[case(28.0, 1.1, "1.9 in the baseline; check for gaming: reviews have become thinner")]
    #[case(28.0, 2.1, "1.9 in the baseline, so the gain is not from thinner reviews")]
    #[case(40.0, 1.1, "1.9 in the baseline")]
    fn review_depth_guards_cycle_time(#[case] cycle: f64, #[case] depth: f64, #[case] expected: &str) {
        let cycle_time = Pair { current: cycle, baseline: 40.0 };
        let guard = guard(MetricId::ReviewDepth, cycle_time, Pair { current: depth, baseline: 1.9 });
        assert_eq!(guard.map(|g| g.sentence).as_deref(), Some(expected));
    }

    #[test]
    fn without_a_baseline_or_for_another_metric_there_is_no_guard() {
        let pair = Pair { current: 28.0, baseline: 40.0 };
        assert_eq!(guard(MetricId::PrSize, pair, Pair { current: 1.0, baseline: 0.0 }), None);
        assert_eq!(guard(MetricId::SmallPrShare, pair, pair), None);
    }
}

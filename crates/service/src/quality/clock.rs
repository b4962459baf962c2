//! Does a source know what time it is? A statement from the future shows that its clock is ahead. One from the past may
//! have waited for a network, but if all of a day are late by the same half hours, a time zone is wrong.

use domain::EpochMs;

/// Clocks of different machines agree to about this.
const TOLERANCE_MS: i64 = 2 * 60_000;
/// Time zones differ by multiples of this.
const ZONE_MS: i64 = 30 * 60_000;
/// How far lags may lie apart and still be one and the same mistake.
const SPREAD_MS: i64 = 5 * 60_000;
/// With fewer statements nothing can be said.
const FEWEST: usize = 20;
/// So many lags of a day are kept to judge by.
const KEPT: usize = 2_000;

/// The lags of a source's statements on one day: how long after it was said to have happened each was stored.
#[derive(Debug, Default)]
pub struct Lags {
    /// Every so many, so that a day of any size is judged by all of it.
    kept: Vec<i64>,
    stride: usize,
    count: u64,
    ahead: u64,
}

impl Lags {
    pub fn add(&mut self, happened: EpochMs, stored: EpochMs) {
        let lag = stored.0.saturating_sub(happened.0);
        self.ahead += u64::from(lag < -TOLERANCE_MS);
        self.stride = self.stride.max(1);
        if self.count.is_multiple_of(self.stride as u64) {
            self.kept.push(lag);
        }
        self.count += 1;
        if self.kept.len() >= KEPT {
            let mut at = 0;
            self.kept.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// How many statements have a time that cannot be right.
    pub fn skewed(&self) -> u64 {
        if self.is_in_another_zone() { self.count } else { self.ahead }
    }

    fn is_in_another_zone(&self) -> bool {
        if self.kept.len() < FEWEST {
            return false;
        }
        let mut lags = self.kept.clone();
        lags.sort_unstable();
        let (low, middle, high) = (lags[lags.len() / 10], lags[lags.len() / 2], lags[lags.len() * 9 / 10]);
        let over = middle.rem_euclid(ZONE_MS);
        let off_by = over.min(ZONE_MS - over);
        high - low <= SPREAD_MS && middle >= ZONE_MS - TOLERANCE_MS && off_by <= TOLERANCE_MS
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn skewed(lags: impl IntoIterator<Item = i64>) -> u64 {
        let mut day = Lags::default();
        for lag in lags {
            day.add(EpochMs(1_000_000_000 - lag), EpochMs(1_000_000_000));
        }
        day.skewed()
    }

    #[rstest]
    #[case::on_time([0, 900, 60_000].repeat(20), 0)]
    #[case::some_from_the_future([0, -60_000, -180_000, -3_600_000].to_vec(), 2)]
    #[case::all_late_by_two_hours((0..30).map(|n| 2 * 3_600_000 + n * 2_000).collect(), 30)]
    #[case::all_late_by_forty_minutes((0..30).map(|n| 40 * 60_000 + n * 2_000).collect(), 0)]
    #[case::too_few_to_say([2 * 3_600_000; 5].to_vec(), 0)]
    #[case::a_history_of_months((0..100).map(|n| n * 86_400_000).collect(), 0)]
    #[case::offline_for_a_while((0..30).map(|n| 2 * 3_600_000 + n * 60_000).collect(), 0)]
    fn a_clock_is_wrong_where_times_cannot_be_right(#[case] lags: Vec<i64>, #[case] expected: u64) {
        assert_eq!(skewed(lags), expected);
    }

    #[test]
    fn a_day_of_any_size_is_judged_by_a_part_of_all_of_it() {
        let mut day = Lags::default();
        for n in 0..50_000 {
            day.add(EpochMs(0), EpochMs(3_600_000 + n % 1000));
        }
        assert!(day.kept.len() <= KEPT);
        assert_eq!(day.skewed(), 50_000);
    }
}

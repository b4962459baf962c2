//! Exact quantiles with linear interpolation: type 7 of Hyndman and Fan (1996), which is what
//! `percentile_cont` of `PostgreSQL` and the default of `NumPy` compute.

/// The quantile at `p` (0..=1); `None` of nothing. Reorders `values`, which must not hold NaN.
pub fn quantile(values: &mut [f64], p: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let rank = last as f64 * p.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 <= rank <= last")]
    let below = rank as usize;
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    match above.iter().copied().min_by(f64::total_cmp) {
        Some(high) => Some(low + (rank - below as f64) * (high - low)),
        None => Some(low),
    }
}

/// The quantile at one half.
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_median() {
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn the_median_of_an_even_number_of_values_lies_midway() {
        assert_eq!(median(&mut [9.0, 1.0, 4.0, 3.0]), Some(3.5));
    }

    #[test]
    fn the_median_is_not_the_mean() {
        assert_eq!(median(&mut [1.0, 2.0, 300.0]), Some(2.0));
    }

    #[test]
    fn the_ends_are_the_smallest_and_the_largest() {
        assert_eq!(quantile(&mut [5.0, 2.0, 8.0], 0.0), Some(2.0));
        assert_eq!(quantile(&mut [5.0, 2.0, 8.0], 1.0), Some(8.0));
    }
}

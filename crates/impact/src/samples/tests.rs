use proptest::prelude::*;

use super::*;

fn values(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-50.0..50.0_f64, n)
}

#[test]
fn degenerate_samples_are_refused_and_never_give_nan() {
    assert!(median(&[]).is_err() && median(&[f64::NAN]).is_err());
    assert!(quantile(&[1.0], 1.1, QuantileType::Linear).is_err());
    assert!(rank_sum(&[], &[1.0], 0.95).is_err());
    for level in [0.0, 1.0, f64::NAN] {
        assert!(rank_sum(&[1.0, 2.0], &[3.0], level).is_err() && median_interval(&[1.0], level).is_err());
    }
    for tied in [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]] {
        assert!(rank_sum(&tied, &[1.0, 1.0], 0.95).is_err());
        assert!(log_ratio(&tied, &[1.0, 1.0], 0.95).is_err());
    }
    assert!(signed_rank(&[0.0, 0.0], 0.95).is_err() && signed_rank(&[1.0, 1.0], 0.95).is_err());
    assert!(paired_t(&[1.0], 0.95).is_err() && paired_t(&[0.1, 0.1, 0.1], 0.95).is_err());
    assert!(sign_test(&[0.0]).is_err());
    assert!(log_ratio(&[1.0, 0.0], &[1.0, 2.0], 0.95).unwrap_err().to_string().contains("above 0"));
    assert!(permutation_test(&[], &[1.0], Randomisation::default()).is_err());
}

#[test]
fn five_values_set_no_limits_to_their_median_at_95_per_cent_and_six_do() {
    let five = median_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
    assert_eq!((five.limits, five.lower_rank, five.upper_rank), (None, 0, 6));
    let six = median_interval(&[6.0, 1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
    assert!(six.limits == Some([1.0, 6.0]) && (six.coverage - 0.96875).abs() < 1e-12);
}

#[test]
fn one_value_a_side_still_has_a_rank_test() {
    let one = rank_sum(&[1.0], &[2.0], 0.95).unwrap();
    assert_eq!((one.u, one.p_value, one.shift, one.limits), (0.0, 1.0, -1.0, [-1.0, -1.0]));
}

#[test]
fn random_arrangements_come_near_all_of_them_and_are_the_same_each_time() {
    let (x, y) = ([3.0, 5.0, 6.5, 8.0, 9.0, 11.0], [1.0, 2.0, 4.0, 6.0, 7.0, 7.5]);
    let all = permutation_test(&x, &y, Randomisation::default()).unwrap();
    let few = Randomisation { exact_up_to: 10, ..Randomisation::default() };
    let random = permutation_test(&x, &y, few).unwrap();
    assert!(all.exact && all.arrangements == 924 && !random.exact);
    assert!((all.p_two_sided - random.p_two_sided).abs() < 0.02);
    assert_eq!(random, permutation_test(&x, &y, few).unwrap());
}

proptest! {
    #[test]
    fn every_quantile_lies_between_two_neighbours_and_grows_with_p(x in values(1..30), p in 0.0..1.0_f64) {
        let mut sorted = x.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        for definition in QuantileType::ALL {
            let at = quantile(&x, p, definition).unwrap();
            prop_assert!(sorted[0] <= at && at <= sorted[x.len() - 1]);
            prop_assert!(at <= quantile(&x, (p + 0.1).min(1.0), definition).unwrap() + 1e-9);
        }
    }

    #[test]
    fn moving_a_sample_moves_the_shift_and_its_limits_by_as_much(x in values(2..15), y in values(2..15), by in -9.0..9.0_f64) {
        let moved: Vec<f64> = x.iter().map(|x| x + by).collect();
        let (before, after) = (rank_sum(&x, &y, 0.9).unwrap(), rank_sum(&moved, &y, 0.9).unwrap());
        prop_assert!((after.shift - before.shift - by).abs() < 1e-9);
        prop_assert!((after.limits[0] - before.limits[0] - by).abs() < 1e-9);
        prop_assert!(before.limits[0] <= before.shift && before.shift <= before.limits[1]);
    }

    #[test]
    fn exchanging_the_samples_turns_the_shift_round(x in values(2..60), y in values(2..60)) {
        let (one, other) = (rank_sum(&x, &y, 0.95).unwrap(), rank_sum(&y, &x, 0.95).unwrap());
        prop_assert!((one.shift + other.shift).abs() < 1e-9 && (one.p_value - other.p_value).abs() < 1e-9);
        prop_assert!((one.probability_greater + other.probability_greater - 1.0).abs() < 1e-9);
    }

    #[test]
    fn tied_and_zero_differences_never_give_nan(d in prop::collection::vec(-3..4_i32, 1..60)) {
        let d: Vec<f64> = d.into_iter().map(f64::from).collect();
        if let Ok(test) = signed_rank(&d, 0.95) {
            prop_assert!(test.p_value > 0.0 && test.p_value <= 1.0 && test.balancing_centre.is_finite());
            prop_assert!(test.limits[0] <= test.limits[1] && test.level <= 0.95 + 1e-12);
        }
        if let Ok(test) = rank_sum(&d, &[0.0, 1.0, 1.0, 2.0], 0.95) {
            prop_assert!(test.p_value > 0.0 && test.p_value <= 1.0);
            prop_assert!(test.limits[0] <= test.limits[1] && test.balancing_shift.is_finite());
        }
    }

    #[test]
    fn the_limits_of_the_median_hold_it(x in values(6..80), level in 0.5..0.99_f64) {
        let found = median_interval(&x, level).unwrap();
        if let Some([lower, upper]) = found.limits {
            prop_assert!(lower <= found.median && found.median <= upper && found.coverage >= level - 1e-9);
        }
    }
}

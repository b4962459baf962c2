use proptest::prelude::*;

use super::{Band, KaplanMeier, Observation, log_rank};

fn observed(times: &[(f64, bool)]) -> Vec<Observation> {
    times.iter().map(|&(time, event)| Observation { time, event }).collect()
}

fn curve(times: &[(f64, bool)]) -> KaplanMeier {
    KaplanMeier::fit(&observed(times)).unwrap()
}

#[test]
fn what_is_still_going_on_pushes_the_median_up() {
    let mixed = curve(&[(1.0, true), (2.0, true), (2.5, false), (6.0, true), (9.0, true)]);
    assert_eq!(mixed.median(), Some(6.0));
}

#[test]
fn a_curve_that_stays_above_half_has_no_median_and_one_that_ends_at_half_has_the_middle_of_its_end() {
    assert_eq!(curve(&[(1.0, true), (5.0, false), (6.0, false)]).median(), None);
    let ends_at_half = curve(&[(1.0, true), (2.0, true), (4.0, false), (6.0, false)]);
    assert_eq!(ends_at_half.median(), Some(4.0));
}

#[test]
fn everything_censored_leaves_the_curve_at_one_and_sets_no_limits() {
    let open = curve(&[(1.0, false), (2.0, false)]);
    let limits = open.quantile_limits(0.5, 0.95, Band::LogLog).unwrap();
    assert_eq!((open.median(), limits.lower, limits.upper), (None, None, None));
    let mean = open.restricted_mean(10.0).unwrap();
    assert_eq!((mean.mean, mean.standard_error), (10.0, 0.0));
}

#[test]
fn at_the_same_time_events_come_before_censorings() {
    assert_eq!(curve(&[(2.0, false), (2.0, true), (2.0, true)]).median(), Some(2.0));
}

#[test]
fn nothing_negative_and_nonsense_are_refused() {
    assert!(KaplanMeier::fit(&[]).unwrap_err().to_string().contains("no durations"));
    assert!(KaplanMeier::fit(&observed(&[(-1.0, true)])).unwrap_err().to_string().contains("-1"));
    assert!(KaplanMeier::fit(&observed(&[(f64::NAN, true)])).is_err());
    let one = curve(&[(1.0, true)]);
    assert!(one.quantile_limits(0.5, 1.0, Band::Log).is_err());
    assert!(one.restricted_mean(f64::NAN).is_err());
}

#[test]
fn groups_that_cannot_be_compared_have_no_log_rank_test() {
    let some = observed(&[(1.0, true), (2.0, true)]);
    let open = observed(&[(1.0, false), (2.0, false)]);
    let over_before = observed(&[(0.5, false)]);
    for groups in [vec![], vec![some.clone()], vec![open.clone(), open], vec![some, over_before]] {
        assert!(log_rank(&groups).is_err(), "{groups:?}");
    }
}

proptest! {
    #[test]
    fn without_censoring_the_median_is_the_plain_one(mut times in prop::collection::vec(0.0..100.0_f64, 1..40)) {
        let curve = curve(&times.iter().map(|&time| (time, true)).collect::<Vec<_>>());
        times.sort_unstable_by(f64::total_cmp);
        let n = times.len();
        let plain = f64::midpoint(times[(n - 1) / 2], times[n / 2]);
        prop_assert!((curve.median().unwrap() - plain).abs() < 1e-12);
    }

    #[test]
    fn the_limits_hold_the_quantile_and_the_mean_grows_with_the_horizon(
        times in prop::collection::vec((0.0..100.0_f64, any::<bool>()), 1..40),
        p in 0.05..0.95_f64,
    ) {
        let curve = curve(&times);
        for band in [Band::Plain, Band::Log, Band::LogLog] {
            let limits = curve.quantile_limits(p, 0.9, band).unwrap();
            if let (Some(lower), Some(at)) = (limits.lower, curve.quantile(p)) {
                prop_assert!(lower <= at);
            }
            if let (Some(at), Some(upper)) = (curve.quantile(p), limits.upper) {
                prop_assert!(at <= upper);
            }
        }
        let means = [10.0, 50.0, 200.0].map(|horizon| curve.restricted_mean(horizon).unwrap().mean);
        prop_assert!(means.is_sorted() && means[0] <= 10.0 + 1e-9);
    }

    #[test]
    fn the_order_of_the_groups_does_not_matter_to_the_log_rank_test(
        a in prop::collection::vec((0.0..100.0_f64, any::<bool>()), 3..20),
        b in prop::collection::vec((0.0..100.0_f64, any::<bool>()), 3..20),
        c in prop::collection::vec((0.0..100.0_f64, any::<bool>()), 3..20),
    ) {
        let [a, b, c] = [a, b, c].map(|times| observed(&times));
        if let (Ok(one), Ok(other)) = (log_rank(&[a.clone(), b.clone(), c.clone()]), log_rank(&[c, a, b])) {
            prop_assert!((one.chi_squared - other.chi_squared).abs() < 1e-6 * (1.0 + one.chi_squared));
        }
    }
}

use super::{Events, RateRatio};

fn arm(count: u64, exposure: f64) -> Events {
    Events { count, exposure }
}

#[test]
fn no_exposure_and_no_events_are_refused_with_their_reason() {
    for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(RateRatio::new(arm(1, exposure), arm(1, 1.0)).unwrap_err().to_string().contains("exposure"));
    }
    assert!(RateRatio::new(arm(0, 1.0), arm(0, 1.0)).unwrap_err().to_string().contains("nothing happened"));
}

#[test]
fn with_a_zero_only_the_exact_interval_is_given() {
    let zero = RateRatio::new(arm(0, 20.0), arm(5, 20.0)).unwrap();
    let exact = zero.exact(0.95).unwrap();
    assert!(exact.limits[0] == 0.0 && exact.limits[1] > 0.0 && exact.limits[1] < 1.5);
    assert!(zero.wald(0.95).is_err() && zero.score_limits(0.95).is_err() && zero.mover_limits(0.95).is_err());
    let turned = RateRatio::new(arm(5, 20.0), arm(0, 20.0)).unwrap();
    assert_eq!((turned.ratio(), turned.exact(0.95).unwrap().limits[1]), (f64::INFINITY, f64::INFINITY));
    assert!(turned.exact(1.0).is_err());
}

/// `statsmodels` 0.15, `test_poisson_2indep` and `confint_poisson_2indep`, for 11 in 800 against 21 in 3011.
/// Its score limits are found by search, to some eight digits.
#[test]
fn the_other_methods_agree_with_statsmodels() {
    let ratio = RateRatio::new(arm(11, 800.0), arm(21, 3011.0)).unwrap();
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-7, "{found} {wanted}");
    near(ratio.mid_p().unwrap(), 0.063_698_391_525_823_57);
    near(ratio.score(), 0.063_031_983_526_603_46);
    near(ratio.square_root(), 0.078_541_804_361_456_52);
    near(ratio.e_test().unwrap(), 0.063_484_265_479_064_34);
    let [score, wald, mover] = [
        ratio.score_limits(0.95).unwrap(),
        ratio.corrected_wald_limits(0.95).unwrap(),
        ratio.mover_limits(0.95).unwrap(),
    ];
    near(score[0], 0.965_199_253_150_135_7);
    near(score[1], 4.026_904_606_537_733);
    near(wald[0], 0.983_803_119_400_657_5);
    near(wald[1], 4.119_572_047_324_006);
    near(mover[0], 0.962_901_227_263_902_8);
    near(mover[1], 4.072_798_510_944_909);
}

#[test]
fn the_e_test_stands_a_zero_and_many_events_and_says_one_for_equal_rates() {
    let p = |x: u64, y: u64| RateRatio::new(arm(x, 30.0), arm(y, 30.0)).unwrap().e_test().unwrap();
    assert!((p(4, 0) - 0.041_258_596_065_445_53).abs() < 1e-9);
    assert!((p(7, 7) - 1.0).abs() < 1e-12);
    // With many events it becomes the score test.
    let many = RateRatio::new(arm(1_000_000, 1.0), arm(1_003_000, 1.0)).unwrap();
    assert!((many.e_test().unwrap() - many.score()).abs() < 1e-3);
}

use proptest::prelude::*;
use rstest::rstest;

use super::{Course, Evidence, Held, Interval, Shortfall, Verdict};

fn evidence(low: f64, high: f64) -> Evidence {
    let interval = Interval::new(low, high).unwrap();
    Evidence {
        effect: f64::midpoint(low, high),
        team: interval,
        cohort: Some(interval),
        holm_p: Some(0.01),
        keeps_sign: true,
        smallest: 0.05,
    }
}

#[rstest]
#[case::all_bars_met(-0.3, -0.1, Verdict::LikelyReal(Course::Better))]
#[case::harm_meets_the_same_bars(0.1, 0.3, Verdict::LikelyReal(Course::Worse))]
#[case::wide_and_unsure(-0.3, 0.1, Verdict::NotEnough)]
#[case::zero_on_the_edge_is_held(-0.3, 0.0, Verdict::NotEnough)]
#[case::narrow_but_beyond_the_band(-0.06, 0.01, Verdict::NotEnough)]
#[case::inside_the_band(-0.05, 0.05, Verdict::NoMeaningfulChange)]
#[case::real_but_too_small_to_matter(-0.04, -0.01, Verdict::NoMeaningfulChange)]
#[case::clears_zero_and_leaves_the_band(-0.06, -0.01, Verdict::LikelyReal(Course::Better))]
fn the_interval_decides(#[case] low: f64, #[case] high: f64, #[case] verdict: Verdict) {
    assert_eq!(evidence(low, high).verdict(true), verdict);
}

#[test]
fn likely_real_takes_every_bar_and_suggestive_tells_which_one_was_missed() {
    let good = evidence(-0.3, -0.1);
    let short = |evidence: Evidence, shortfall| {
        assert_eq!(evidence.verdict(true), Verdict::Suggestive(Course::Better, vec![shortfall]));
    };
    short(Evidence { cohort: None, ..good.clone() }, Shortfall::OneCohort);
    let holds_zero = Interval::new(-0.5, 0.1).unwrap();
    short(Evidence { cohort: Some(holds_zero), ..good.clone() }, Shortfall::CohortInterval);
    short(Evidence { holm_p: None, ..good.clone() }, Shortfall::NotTested);
    short(Evidence { holm_p: Some(0.05), ..good.clone() }, Shortfall::Holm);
    short(Evidence { holm_p: Some(f64::NAN), ..good.clone() }, Shortfall::Holm);
    short(Evidence { keeps_sign: false, ..good }, Shortfall::LeaveOneOut);
}

#[test]
fn an_interval_is_finite_and_the_right_way_round() {
    for (low, high) in [(f64::NAN, 1.0), (0.0, f64::INFINITY), (1.0, 0.0)] {
        assert!(Interval::new(low, high).is_err());
    }
}

#[test]
fn what_it_takes_to_decide_is_a_narrower_interval_and_waiting_has_an_end() {
    // ± 0.10 around 0 has to become ± 0.05: four times the sprints.
    assert_eq!(evidence(-0.10, 0.10).sprints_until_enough(6, 26), Some(18));
    assert_eq!(evidence(-0.50, 0.50).sprints_until_enough(6, 26), None);
    assert_eq!(evidence(-0.10, 0.01).sprints_until_enough(6, 26), Some(3));
    assert_eq!(evidence(-0.10, 0.0).sprints_until_enough(6, 26), Some(1));
}

#[test]
fn how_long_it_held_counts_sprints_since_joining_only() {
    let at = |since, low, high| (since, f64::midpoint(low, high), Interval::new(low, high).unwrap());
    let sprints = [at(1, -0.4, -0.1), at(-1, -0.5, -0.3), at(0, -0.3, 0.1), at(2, -0.1, 0.3)];
    assert_eq!(Held::of(&sprints, -0.2), Held { held: 2, of: 3, onset: Some(2) });
    assert_eq!(Held::of(&[], -0.2), Held { held: 0, of: 0, onset: None });
    let last = usize::try_from(i64::MAX).ok();
    assert_eq!(Held::of(&[at(i64::MAX, -0.3, -0.1)], -0.2), Held { held: 1, of: 1, onset: last });
}

proptest! {
    #[test]
    fn what_is_better_turns_with_the_sign_and_the_direction(low in -1.0..1.0_f64, width in 0.0..1.0_f64, lower: bool) {
        let mirrored = evidence(-low - width, -low);
        prop_assert_eq!(evidence(low, low + width).verdict(lower), mirrored.verdict(!lower));
    }

    #[test]
    fn without_enough_evidence_the_interval_is_wider_than_the_smallest_effect(low in -1.0..1.0_f64, width in 0.0..1.0_f64) {
        let evidence = evidence(low, low + width);
        if evidence.verdict(true) == Verdict::NotEnough {
            prop_assert!(width > evidence.smallest);
        }
    }
}

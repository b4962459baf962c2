use proptest::prelude::*;

use super::{BeforeAfter, ancova, cuped};

fn units(values: &[(f64, f64, bool)]) -> Vec<BeforeAfter> {
    values.iter().map(|&(before, after, treated)| BeforeAfter { before, after, treated }).collect()
}

#[test]
fn one_group_no_spread_and_nonsense_are_refused() {
    let one_group = units(&[(1.0, 2.0, true), (2.0, 3.0, true), (3.0, 5.0, true), (3.5, 5.0, true)]);
    let flat = units(&[(1.0, 2.0, true), (1.0, 3.0, false), (1.0, 5.0, true), (1.0, 5.0, false)]);
    let alone = units(&[(1.0, 2.0, true), (2.0, 3.0, false), (4.0, 5.0, false), (2.0, 5.5, false)]);
    let nan = units(&[(f64::NAN, 2.0, true), (2.0, 3.0, false), (4.0, 5.0, false), (2.0, 5.5, true)]);
    for bad in [vec![], one_group, flat, nan] {
        assert!(cuped(&bad, 0.95).is_err() && ancova(&bad).is_err(), "{bad:?}");
    }
    assert!(cuped(&alone, 0.95).is_err());
    assert_eq!(ancova(&alone).unwrap().standard_error, None);
}

proptest! {
    #[test]
    fn what_was_there_before_is_taken_off(
        before in prop::collection::vec(-5.0..5.0_f64, 12),
        effect in -3.0..3.0_f64,
        slope in 0.5..2.0_f64,
    ) {
        let noise = |at: usize| 0.01 * ((at * 7919 % 13) as f64 - 6.0);
        let treated = |at: usize| at.is_multiple_of(2);
        let after = |at: usize| slope * before[at] + if treated(at) { effect } else { 0.0 } + noise(at);
        let units: Vec<(f64, f64, bool)> = (0..12).map(|at| (before[at], after(at), treated(at))).collect();
        if let Ok(found) = ancova(&self::units(&units)) {
            prop_assert!((found.difference - effect).abs() < 0.3);
        }
        if let Ok(found) = cuped(&self::units(&units), 0.95) {
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&found.variance_reduction));
            prop_assert!(found.limits[0] <= found.difference && found.difference <= found.limits[1]);
        }
    }
}

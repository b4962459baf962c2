use proptest::prelude::*;

use super::dose_response;
use crate::samples::Randomisation;

#[test]
fn too_few_teams_or_one_dose_have_no_slope() {
    let how = Randomisation::default();
    assert!(dose_response(&[], &[], how).is_err());
    assert!(dose_response(&[0.0, 1.0], &[1.0, 2.0], how).unwrap_err().to_string().contains("three"));
    assert!(
        dose_response(&[1.0; 4], &[1.0, 2.0, 3.0, 4.0], how).unwrap_err().to_string().contains("same dose")
    );
    assert!(dose_response(&[0.0, 1.0, 1.0], &[1.0, 2.0], how).is_err());
    assert!(dose_response(&[0.0, 1.0, f64::NAN], &[1.0, 2.0, 3.0], how).is_err());
}

#[test]
fn the_same_effect_everywhere_has_slope_nought_and_no_rank_correlation() {
    let flat = dose_response(&[0.0, 0.5, 1.0, 1.0], &[0.3; 4], Randomisation::default()).unwrap();
    assert!(flat.slope.abs() < 1e-12 && flat.rank_correlation.is_none());
    assert_eq!((flat.permutation.arrangements, flat.permutation.p_two_sided), (12, 1.0));
}

#[test]
fn a_team_alone_with_its_dose_leaves_no_standard_error() {
    let alone =
        dose_response(&[0.0, 0.0, 0.0, 1.0], &[0.1, 0.2, 0.4, 1.0], Randomisation::default()).unwrap();
    assert_eq!(alone.slope_standard_error, None);
    assert_eq!(alone.means.len(), 2);
}

proptest! {
    #[test]
    fn the_scale_of_effects_scales_the_slope_and_not_the_p_value(
        effects in prop::collection::vec(-1.0..1.0_f64, 7),
        by in 0.1..50.0_f64,
    ) {
        let doses = [0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0];
        let scaled: Vec<f64> = effects.iter().map(|effect| effect * by).collect();
        let how = Randomisation::default();
        let (one, other) = (dose_response(&doses, &effects, how).unwrap(), dose_response(&doses, &scaled, how).unwrap());
        prop_assert!((one.slope * by - other.slope).abs() < 1e-9 * by);
        prop_assert!((one.permutation.p_two_sided - other.permutation.p_two_sided).abs() < 1e-12);
        prop_assert_eq!(one.permutation.arrangements, 210);
    }
}

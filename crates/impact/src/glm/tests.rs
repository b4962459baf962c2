use super::{ClusterCorrection, Design, negative_binomial, poisson};

fn words(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

#[test]
fn two_groups_give_the_log_of_the_ratio_of_their_rates() {
    let design = Design::intercept(4).factor("team", &words(&["a", "a", "b", "b"])).unwrap();
    let offset = [10.0_f64, 20.0, 10.0, 5.0].map(f64::ln);
    let fit = poisson(&design, &[3.0, 6.0, 6.0, 1.0], Some(&offset)).unwrap();
    assert_eq!(fit.names, ["(Intercept)", "teamb"]);
    assert!((fit.coefficients[1] - (7.0_f64 / 15.0 / (9.0 / 30.0)).ln()).abs() < 1e-9);
    assert!((fit.standard_errors()[1] - (1.0 / 9.0 + 1.0 / 7.0_f64).sqrt()).abs() < 1e-5);
}

#[test]
fn levels_that_are_numbers_are_ordered_by_value() {
    let design = Design::intercept(3).factor("sprint", &words(&["10", "9", "2"])).unwrap();
    assert_eq!(design.names(), ["(Intercept)", "sprint9", "sprint10"]);
}

#[test]
fn dependent_columns_empty_groups_and_nonsense_are_refused() {
    let design = Design::intercept(4).factor("team", &words(&["a", "a", "b", "b"])).unwrap();
    assert!(poisson(&design, &[0.0; 4], None).is_err());
    assert!(poisson(&design, &[1.0, 2.0, 0.0, 0.0], None).unwrap_err().to_string().contains("no events"));
    assert!(poisson(&design, &[1.0, -2.0, 1.0, 1.0], None).is_err());
    assert!(poisson(&design, &[1.0, 2.0, 3.0], None).is_err());
    assert!(poisson(&design, &[1.0, 2.0, 3.0, 4.0], Some(&[f64::NEG_INFINITY; 4])).is_err());
    let twice = design.clone().number("again", &[0.0, 0.0, 1.0, 1.0]).unwrap();
    assert!(poisson(&twice, &[1.0, 2.0, 3.0, 4.0], None).unwrap_err().to_string().contains("depend"));
    let fit = poisson(&design, &[1.0, 2.0, 3.0, 4.0], None).unwrap();
    assert!(fit.cluster_standard_errors(&words(&["x"; 4]), ClusterCorrection::Hc0).is_err());
}

#[test]
fn counts_spread_out_no_more_than_poissons_have_no_theta() {
    let refused = negative_binomial(&Design::intercept(6), &[4.0, 5.0, 4.0, 5.0, 4.0, 5.0], None);
    assert!(refused.unwrap_err().to_string().contains("Poisson"));
}

//! The fast part of the study: a hundred programmes of every scenario and size. Each bar has to be met up to what chance
//! does to a hundred, three Monte-Carlo standard errors; `cargo run --release -p simulation` judges without that.

use simulation::study::{Method, SIZES};
use simulation::{Scenario, bars, run, text};

const RUNS: usize = 100;
const SEED: u64 = 1;
const STANDARD_ERRORS: f64 = 3.0;

#[test]
fn every_bar_is_met_up_to_chance_and_every_programme_has_an_answer() {
    let study = run(RUNS, SEED, &SIZES, &Scenario::ALL).unwrap();
    let bars = bars::of(&study);
    assert_eq!(bars.len(), 40);
    let missed = bars.iter().any(|bar| bar.is_missed_beyond_chance(STANDARD_ERRORS));
    assert!(!missed, "{}\n{}", text::table(&study), text::bars(&study));
    for row in &study.rows {
        assert_eq!(row.figures.without_answer, 0, "{:?} {:?} {}", row.scenario, row.method, row.teams);
    }
}

#[test]
fn joiners_that_drift_anyway_fool_the_headline_by_what_they_drifted_and_a_dip_before_joining_does_too() {
    let study = run(RUNS, SEED, &[24], &[Scenario::Drift, Scenario::Dip]).unwrap();
    let bias = |scenario| study.figures(scenario, 24, Method::Imputation).unwrap().bias;
    assert!(bias(Scenario::Drift) < -0.06 && bias(Scenario::Dip) < -0.06);
}

#[test]
fn the_same_seed_makes_the_same_study_and_another_one_another() {
    let study = |seed| {
        let study = run(5, seed, &[12], &[Scenario::Heterogeneous]).unwrap();
        serde_json::to_string(&study.rows).unwrap()
    };
    assert_eq!(study(3), study(3));
    assert_ne!(study(3), study(4));
}

#[test]
fn a_figure_that_is_not_a_number_meets_no_bar() {
    let study = run(0, SEED, &[12], &[Scenario::NoEffect]).unwrap();
    let bars = bars::of(&study);
    assert!(!bars.is_empty());
    assert!(bars.iter().all(|bar| !bar.met && bar.is_missed_beyond_chance(STANDARD_ERRORS)));
}

use super::{
    ClusterRobust, TwoWayFixedEffects,
    bacon::{Decomposition, Kind},
    sun_abraham::SunAbraham,
    wild_bootstrap::Draws,
};
use crate::panel::{Cell, Panel};

fn panel(joined: &[Option<i64>], periods: i64, outcome: impl Fn(usize, i64) -> Option<f64>) -> Panel {
    let cell = |unit: usize, period: i64| Cell {
        unit: unit.to_string(),
        period,
        joined: joined[unit],
        outcome: outcome(unit, period),
        exposure: None,
    };
    let cells: Vec<Cell> =
        (0..joined.len()).flat_map(|unit| (1..=periods).map(move |period| cell(unit, period))).collect();
    Panel::from_cells(&cells).unwrap()
}

fn noise(unit: usize, period: i64) -> f64 {
    ((unit as f64 + 1.3) * 12.989 + period as f64 * 78.233).sin() * 43.7 % 1.0
}

const STAGGERED: [Option<i64>; 8] = [Some(3), Some(3), Some(5), Some(5), Some(6), None, None, None];

#[test]
fn a_constant_effect_is_found_by_the_static_coefficient_with_no_residual_left_to_test() {
    let panel = panel(&STAGGERED, 8, |unit, period| {
        let joined = STAGGERED[unit].is_some_and(|joined| period >= joined);
        Some(unit as f64 + (period * period) as f64 + if joined { 2.0 } else { 0.0 })
    });
    let fit = TwoWayFixedEffects::of(&panel).unwrap();
    assert!((fit.coefficient - 2.0).abs() < 1e-10);
    let why = fit.robust(ClusterRobust::Cr2, 0.95).unwrap_err().to_string();
    assert!(why.contains("do not vary"), "{why}");
    assert!(fit.wild_bootstrap(Draws::default()).is_err());
    let studied = SunAbraham::of(&panel, None).unwrap();
    assert!((studied.overall.effect - 2.0).abs() < 1e-10);
}

#[test]
fn what_has_no_coefficient_is_refused() {
    let flat = |_: usize, _: i64| Some(1.0);
    let refused = |joined: &[Option<i64>]| {
        let panel = panel(joined, 4, flat);
        assert!(SunAbraham::of(&panel, None).is_err());
        assert!(Decomposition::of(&panel).is_err());
        TwoWayFixedEffects::of(&panel).unwrap_err().to_string()
    };
    assert!(refused(&[Some(2)]).contains("two units"));
    assert!(refused(&[Some(2), Some(2)]).contains("all at once"));
    assert!(refused(&[None, None]).contains("nobody joins"));
    assert!(refused(&[Some(1), None]).contains("nobody joins"));
    let empty = panel(&[Some(2), None], 4, |_, _| None);
    assert!(TwoWayFixedEffects::of(&empty).is_err());
}

#[test]
fn the_decomposition_adds_up_to_the_coefficient_with_units_that_always_had_joined_too() {
    let joined = [Some(1), Some(3), Some(3), Some(5), None, None];
    let panel = panel(&joined, 7, |unit, period| Some(noise(unit, period)));
    let decomposition = Decomposition::of(&panel).unwrap();
    let all = &decomposition.comparisons;
    let sum: f64 = all.iter().map(|of| of.weight * of.estimate).sum();
    assert!((sum - decomposition.coefficient).abs() < 1e-12);
    assert!(decomposition.total(Kind::LaterVsAlways).is_some_and(|total| total.weight > 0.0));
    assert!(all.iter().all(|of| of.estimate.is_finite() && of.weight > 0.0));
}

#[test]
fn a_missing_cell_is_refused_by_the_decomposition_and_taken_by_the_regressions() {
    let panel =
        panel(&STAGGERED, 8, |unit, period| (unit + 1 != 4 || period != 7).then(|| noise(unit, period)));
    let why = Decomposition::of(&panel).unwrap_err().to_string();
    assert!(why.contains("cells are missing"), "{why}");
    let fit = TwoWayFixedEffects::of(&panel).unwrap();
    assert_eq!((fit.observations, fit.clusters), (63, 8));
    for kind in [ClusterRobust::Cr0, ClusterRobust::Cr1, ClusterRobust::Cr2, ClusterRobust::Cr3] {
        let robust = fit.robust(kind, 0.95).unwrap();
        assert!(robust.standard_error > 0.0 && robust.degrees_of_freedom > 1.0);
        assert!(robust.interval.0 < fit.coefficient && fit.coefficient < robust.interval.1);
    }
    assert!(SunAbraham::of(&panel, None).unwrap().overall.standard_error.is_finite());
}

#[test]
fn drawn_signs_come_near_all_signs_and_are_the_same_for_the_same_seed() {
    let panel = panel(&STAGGERED, 8, |unit, period| Some(noise(unit, period)));
    let fit = TwoWayFixedEffects::of(&panel).unwrap();
    let all = fit.wild_bootstrap(Draws::default()).unwrap();
    let some = Draws { enumerate_up_to: 10, random: 20_000, seed: 7 };
    let drawn = fit.wild_bootstrap(some).unwrap();
    assert!(all.enumerated && !drawn.enumerated);
    assert_eq!((all.draws().len(), drawn.draws().len()), (256, 20_000));
    assert!((all.p_strict - drawn.p_strict).abs() < 0.02);
    assert_eq!(drawn, fit.wild_bootstrap(some).unwrap());
}

#[test]
fn too_few_units_to_reject_anything_have_no_interval() {
    let panel = panel(&[Some(3), Some(4), None, None], 6, |unit, period| Some(noise(unit, period)));
    let wild = TwoWayFixedEffects::of(&panel).unwrap().wild_bootstrap(Draws::default()).unwrap();
    assert_eq!(wild.draws().len(), 16);
    assert!(wild.p_weak >= 0.125);
}

#[test]
fn without_covariates_sun_abraham_compares_as_group_time_does_with_never_joiners() {
    use crate::group_time::{Aggregation, Base, Controls, GroupTime, Options};
    let panel = panel(&STAGGERED, 8, |unit, period| Some(noise(unit, period)));
    let studied = SunAbraham::of(&panel, None).unwrap();
    let options = Options { controls: Controls::NeverJoined, base: Base::Universal, anticipation: 0 };
    let groups = GroupTime::of(&panel, options).unwrap();
    let dynamic = groups.aggregate(Aggregation::Dynamic { balance: None }, None).unwrap();
    for (time, estimate) in &studied.event_study {
        let part = dynamic.parts.iter().find(|part| part.at == *time).unwrap();
        assert!((part.estimate.effect - estimate.effect).abs() < 1e-10, "{time}");
    }
}

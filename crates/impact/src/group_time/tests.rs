use proptest::prelude::*;

use super::{Adjustment, Aggregation, Base, Controls, Covariates, GroupTime, Options, Why};
use crate::{
    error::ImpactError,
    panel::{Cell, Panel},
};

const ALL: [Aggregation; 4] =
    [Aggregation::Simple, Aggregation::Dynamic { balance: None }, Aggregation::Group, Aggregation::Calendar];

/// Units that join in these periods, over this many periods, with an outcome of unit and period.
fn panel(joined: &[Option<i64>], periods: i64, outcome: impl Fn(usize, i64) -> Option<f64>) -> Panel {
    let cell = |unit: usize, period: i64| Cell {
        unit: unit.to_string(),
        period,
        joined: joined[unit],
        outcome: outcome(unit, period),
        exposure: None,
    };
    let outcome_of = |unit| (1..=periods).map(move |period| (unit, period));
    let cells: Vec<Cell> =
        (0..joined.len()).flat_map(outcome_of).map(|(unit, period)| cell(unit, period)).collect();
    Panel::from_cells(&cells).unwrap()
}

/// Noise that is the same every time, and near enough to any other to test with.
fn noise(unit: usize, period: i64) -> f64 {
    ((unit as f64 + 1.3) * 12.989 + period as f64 * 78.233).sin() * 43.7 % 1.0
}

fn refused(panel: &Panel, options: Options) -> String {
    match GroupTime::of(panel, options) {
        Err(ImpactError::NotEstimable(why)) => why,
        other => panic!("should have been refused: {other:?}"),
    }
}

#[test]
fn a_constant_effect_on_top_of_common_periods_is_found_in_every_cell_with_no_error() {
    let joined = [Some(3), Some(3), Some(4), None, None];
    let panel = panel(&joined, 6, |unit, period| {
        let effect = if joined[unit].is_some_and(|joined| period >= joined) { -0.5 } else { 0.0 };
        Some(unit as f64 + (period * period) as f64 + effect)
    });
    for base in [Base::Last, Base::Universal, Base::Mean] {
        let fit = GroupTime::of(&panel, Options { base, ..Options::default() }).unwrap();
        for cell in fit.cells() {
            let truth = if cell.event_time() >= 0 { -0.5 } else { 0.0 };
            assert!((cell.estimate.effect - truth).abs() < 1e-12, "{base:?} {cell:?}");
            assert!(cell.estimate.standard_error < 1e-12);
        }
        for by in ALL {
            assert!((fit.effect(by, None).unwrap() + 0.5).abs() < 1e-12);
        }
    }
}

#[test]
fn what_cannot_be_compared_is_refused_or_listed() {
    let flat = |_: usize, _: i64| Some(1.0);
    assert!(refused(&panel(&[Some(2)], 4, flat), Options::default()).contains("nobody joins later"));
    assert!(refused(&panel(&[Some(2), Some(2)], 4, flat), Options::default()).contains("nobody joins later"));
    assert!(refused(&panel(&[None, None], 4, flat), Options::default()).contains("no unit joins"));
    assert!(refused(&panel(&[Some(1), None], 4, flat), Options::default()).contains("no kept period before"));
    let never = Options { controls: Controls::NeverJoined, ..Options::default() };
    assert!(refused(&panel(&[Some(2), Some(3)], 4, flat), never).contains("every unit joins"));
    let fit = panel(&[Some(1), Some(3), None], 4, flat);
    let fit = GroupTime::of(&fit, Options::default()).unwrap();
    assert_eq!(fit.left_out()[0].why, Why::AlreadyJoined);
    assert_eq!(fit.kept_units(), 2);
}

#[test]
fn an_outcome_that_never_changes_has_an_effect_of_nothing_and_no_pretest() {
    let panel = panel(&[Some(3), Some(4), None, None, None], 5, |_, _| Some(2.0));
    let fit = GroupTime::of(&panel, Options::default()).unwrap();
    let simple = fit.aggregate(Aggregation::Simple, None).unwrap();
    assert_eq!((simple.overall.effect, simple.overall.standard_error), (0.0, 0.0));
    assert!(matches!(fit.pretest(), Err(ImpactError::NotEstimable(_))));
}

#[test]
fn as_many_comparisons_as_units_cannot_be_tested_together() {
    let panel = panel(&[Some(6), None, None, None], 8, |unit, period| Some(noise(unit, period)));
    let why = GroupTime::of(&panel, Options::default()).unwrap().pretest().unwrap_err().to_string();
    assert!(why.contains("4 comparisons before joining cannot be tested together with 4 units"), "{why}");
}

#[test]
fn a_missing_cell_takes_its_unit_out_of_that_comparison_only() {
    let joined = [Some(3), Some(3), None, None];
    let panel = panel(&joined, 4, |unit, period| (!(unit == 0 && period == 4)).then(|| noise(unit, period)));
    let fit = GroupTime::of(&panel, Options::default()).unwrap();
    let units: Vec<(i64, usize)> = fit.cells().iter().map(|cell| (cell.period, cell.units)).collect();
    assert_eq!(units, [(2, 2), (3, 2), (4, 1)]);
}

#[test]
fn anticipation_moves_the_base_and_takes_soon_joining_units_out_of_the_controls() {
    let panel = panel(&[Some(5), Some(6), None], 7, |unit, period| Some(noise(unit, period)));
    let fit = GroupTime::of(&panel, Options { anticipation: 1, ..Options::default() }).unwrap();
    let weights = fit.weights(Aggregation::Group, Some(0)).unwrap();
    assert!(weights.at(0, 3).abs() < 1e-15, "the period before joining is not the base");
    let cell = fit.cells().iter().find(|cell| (cell.joined, cell.period) == (5, 5)).unwrap();
    assert_eq!(cell.controls, 1);
}

#[test]
fn a_covariate_that_says_nothing_changes_nothing_and_one_that_says_all_is_refused() {
    let joined = [Some(3), Some(3), Some(3), None, None, None, None];
    let panel = panel(&joined, 4, |unit, period| Some(noise(unit, period)));
    let plain = GroupTime::of(&panel, Options::default()).unwrap().effect(Aggregation::Simple, None).unwrap();
    let alternating = |value: fn(usize) -> f64| {
        (0..joined.len()).flat_map(|unit| vec![value(unit); 4]).collect::<Vec<f64>>()
    };
    let same = Covariates::of(&panel, vec![alternating(|_| 1.0)]).unwrap();
    let tells =
        Covariates::of(&panel, vec![alternating(|unit| if unit < 3 { 5.0 } else { unit as f64 / 9.0 })]);
    for adjustment in [Adjustment::Regression, Adjustment::Weighting, Adjustment::DoublyRobust] {
        let refused = GroupTime::adjusted(&panel, Options::default(), &same, adjustment).unwrap_err();
        assert!(refused.to_string().contains("too similar"), "{refused}");
    }
    let tells = tells.unwrap();
    let refused =
        GroupTime::adjusted(&panel, Options::default(), &tells, Adjustment::DoublyRobust).unwrap_err();
    assert!(refused.to_string().contains("almost for certain"), "{refused}");
    let mild =
        Covariates::of(&panel, vec![alternating(|unit| [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0][unit])]).unwrap();
    let adjusted = GroupTime::adjusted(&panel, Options::default(), &mild, Adjustment::Weighting).unwrap();
    assert!((adjusted.effect(Aggregation::Simple, None).unwrap() - plain).abs() < 1.0);
    assert!(adjusted.weights(Aggregation::Simple, None).is_err());
}

fn joinings() -> impl Strategy<Value = Vec<Option<i64>>> {
    prop::collection::vec(prop::option::weighted(0.7, 1..12_i64), 2..14)
}

fn options() -> impl Strategy<Value = Options> {
    let controls = prop_oneof![Just(Controls::NotYetJoined), Just(Controls::NeverJoined)];
    let base = prop_oneof![Just(Base::Last), Just(Base::Universal), Just(Base::Mean)];
    (controls, base, 0..3_u32).prop_map(|(controls, base, anticipation)| Options {
        controls,
        base,
        anticipation,
    })
}

proptest! {
    #[test]
    fn effects_are_finite_and_equal_the_weighted_sum_of_outcomes_whatever_is_missing(
        joined in joinings(), options in options(), missing in 0..5_i64,
    ) {
        let panel = panel(&joined, 9, |unit, period| {
            ((i64::try_from(unit).unwrap_or_default() * 7 + period * 3) % 11 >= missing).then(|| noise(unit, period))
        });
        let Ok(fit) = GroupTime::of(&panel, options) else { return Ok(()) };
        for by in ALL {
            let Ok(aggregate) = fit.aggregate(by, None) else { continue };
            prop_assert!(aggregate.overall.effect.is_finite() && aggregate.overall.standard_error.is_finite());
            let weights = fit.weights(by, None).unwrap();
            prop_assert!((weights.apply(&panel) - aggregate.overall.effect).abs() < 1e-9);
            for unit in 0..joined.len() {
                prop_assert!(weights.row(unit).iter().sum::<f64>().abs() < 1e-12);
            }
            for period in 0..panel.periods().len() {
                prop_assert!((0..joined.len()).map(|unit| weights.at(unit, period)).sum::<f64>().abs() < 1e-12);
            }
            let influence: f64 = aggregate.influence.iter().sum();
            prop_assert!(influence.abs() < 1e-8, "an influence function has mean 0, not {influence}");
        }
    }

    #[test]
    fn a_constant_per_unit_or_per_period_moves_nothing(joined in joinings(), options in options()) {
        let plain = panel(&joined, 8, |unit, period| Some(noise(unit, period)));
        let moved = panel(&joined, 8, |unit, period| {
            Some(noise(unit, period) + unit as f64 * 3.0 - (period * period) as f64)
        });
        let of = |panel| GroupTime::of(panel, options).and_then(|fit| fit.effect(Aggregation::Simple, None));
        match (of(&plain), of(&moved)) {
            (Ok(plain), Ok(moved)) => prop_assert!((plain - moved).abs() < 1e-10),
            (plain, moved) => prop_assert_eq!(plain, moved),
        }
    }
}

use super::{LeaveOneOut, PlannedWave, break_even_drift, donut, placebo, smallest_detectable_effect};
use crate::{
    imputation::{Average, Imputation},
    inference::{Block, PermutationOptions, jackknife},
    panel::{Cell, Panel},
};

/// Nine units over eight periods; a third never joins, the others in period 5. The outcome is what `of` says.
fn panel(of: impl Fn(usize, i64, bool) -> f64) -> Panel {
    let of = &of;
    let cells = (0..9).flat_map(|unit| {
        (1..=8).map(move |period| {
            let joined = (unit % 3 > 0).then_some(5);
            let outcome = Some(of(unit, period, joined.is_some()));
            Cell { unit: unit.to_string(), period, joined, outcome, exposure: None }
        })
    });
    Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
}

fn simple(panel: &Panel) -> f64 {
    Imputation::of(panel).unwrap().mean(&Average::simple()).unwrap()
}

fn uneven(unit: usize, period: i64) -> f64 {
    ((unit as f64).mul_add(37.0, period as f64 * 11.0) % 17.0) / 10.0
}

#[test]
fn the_break_even_drift_feigns_exactly_the_estimate() {
    let drift = -0.25;
    let drifting = panel(|unit, period, joins| unit as f64 + if joins { drift * period as f64 } else { 0.0 });
    let fit = Imputation::of(&drifting).unwrap();
    let found = break_even_drift(&fit, &Average::simple(), (-1.5, -0.5)).unwrap();
    assert!((found.estimate - drift).abs() < 1e-10);
    // Joined cells are 4 periods after those before joining, on average.
    assert!((found.distance - 4.0).abs() < 1e-10);
    assert!((found.interval.unwrap() + 0.125).abs() < 1e-10);
    assert_eq!(break_even_drift(&fit, &Average::simple(), (-1.5, 0.5)).unwrap().interval, None);
}

#[test]
fn a_placebo_sees_no_cell_since_joining_and_finds_what_was_there_before() {
    let early = panel(|_, period, joins| if joins && period >= 3 { 1.0 } else { 0.0 } + if period >= 5 { 99.0 } else { 0.0 });
    assert!((simple(&placebo(&early, 2).unwrap()) - 1.0).abs() < 1e-10);
    let steady = panel(|_, period, joins| if joins && period >= 5 { 7.0 } else { 0.0 });
    assert!(simple(&placebo(&steady, 2).unwrap()).abs() < 1e-10);
    assert!(placebo(&steady, 0).is_err());
}

#[test]
fn a_dip_before_joining_leaves_with_the_donut() {
    let dip = panel(|_, period, joins| match period {
        3 | 4 if joins => 0.25,
        5.. if joins => -0.4,
        _ => 0.0,
    });
    assert!((simple(&dip) + 0.525).abs() < 1e-10);
    assert!((simple(&donut(&dip, 2)) + 0.4).abs() < 1e-10);
    assert!((simple(&donut(&dip, 0)) + 0.525).abs() < 1e-10);
}

#[test]
fn the_unit_that_makes_the_estimate_comes_first() {
    let one = panel(|unit, period, _| uneven(unit, period) / 50.0 - f64::from(unit == 4 && period >= 5));
    let found = LeaveOneOut::of(&jackknife(&one, &Average::simple(), &Block::units(&one)).unwrap());
    assert_eq!(found.without[0].name, "4");
    assert!(found.without[0].change > 0.1);
    let all = panel(|unit, period, joins| uneven(unit, period) / 50.0 - f64::from(joins && period >= 5));
    assert!(LeaveOneOut::of(&jackknife(&all, &Average::simple(), &Block::units(&all)).unwrap()).sign_holds);
}

#[test]
fn what_a_plan_could_show_follows_the_spread_of_the_teams() {
    let plan = [PlannedWave { joins: 3, units: 3 }, PlannedWave { joins: 5, units: 3 }];
    let of = |panel: &Panel, plan: &[PlannedWave]| {
        let idle = panel.with_joined(|_| None);
        smallest_detectable_effect(&idle, plan, &Average::simple(), &PermutationOptions::default())
    };
    let one = of(&panel(|unit, period, _| uneven(unit, period)), &plan).unwrap();
    let double = of(&panel(|unit, period, _| 2.0 * uneven(unit, period)), &plan).unwrap();
    assert_eq!(one.deals, 1680);
    assert!((double.effect - 2.0 * one.effect).abs() < 1e-9);
    // t.975 and t.80 with 8 degrees of freedom.
    assert!((one.effect / one.standard_error - 2.306_004 - 0.888_890).abs() < 1e-5);
    assert!(of(&panel(|unit, _, _| unit as f64), &plan).is_err());
    assert!(
        of(&panel(|unit, period, _| uneven(unit, period)), &[PlannedWave { joins: 3, units: 10 }]).is_err()
    );
    assert!(
        of(&panel(|unit, period, _| uneven(unit, period)), &[PlannedWave { joins: 3, units: 9 }]).is_err()
    );
}

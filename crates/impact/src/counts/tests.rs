use proptest::prelude::*;

use super::{Counts, LogRatio};
use crate::{
    imputation::{Average, Why},
    inference::Estimator,
    panel::{Cell, Panel},
};

fn cell(unit: usize, period: i64, joined: Option<i64>, count: f64, exposure: f64) -> Cell {
    Cell { unit: unit.to_string(), period, joined, outcome: Some(count), exposure: Some(exposure) }
}

fn panel(rows: &[(Option<i64>, &[f64])]) -> Panel {
    let cells = rows.iter().enumerate().flat_map(|(unit, (joined, counts))| {
        counts.iter().zip(1..).map(move |(count, period)| cell(unit, period, *joined, *count, 1.0))
    });
    Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
}

fn counted() -> impl Strategy<Value = Panel> {
    let unit = (proptest::option::weighted(0.7, 3_i64..7), proptest::collection::vec((1_u8..9, 1_u8..5), 6));
    proptest::collection::vec(unit, 4..8).prop_map(|units| {
        let cells = units.into_iter().enumerate().flat_map(|(unit, (joined, cells))| {
            let joined = [None, Some(4)].get(unit).copied().unwrap_or(joined);
            cells.into_iter().zip(1..).map(move |((count, exposure), period)| {
                cell(unit, period, joined, f64::from(count), f64::from(exposure))
            })
        });
        Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
    })
}

/// Iterative proportional fitting as in the books: rows and columns in turn.
fn by_proportions(panel: &Panel) -> f64 {
    let (units, periods) = (panel.units().len(), panel.periods().len());
    let known = |unit: usize, period: usize| !panel.is_treated(unit, period);
    let (mut level, mut rate) = (vec![1.0; units], vec![1.0; periods]);
    for _ in 0..20_000 {
        for (unit, level) in level.iter_mut().enumerate() {
            let own = (0..periods).filter(|&period| known(unit, period));
            let (count, over) = own.fold((0.0, 0.0), |(count, over), period| {
                (count + panel.row(unit)[period], over + panel.exposure(unit, period) * rate[period])
            });
            *level = count / over;
        }
        for (period, rate) in rate.iter_mut().enumerate() {
            let own = (0..units).filter(|&unit| known(unit, period));
            let (count, over) = own.fold((0.0, 0.0), |(count, over), unit| {
                (count + panel.row(unit)[period], over + panel.exposure(unit, period) * level[unit])
            });
            *rate = count / over;
        }
    }
    let joined = (0..units).flat_map(|unit| (0..periods).map(move |period| (unit, period)));
    let joined = joined.filter(|&(unit, period)| !known(unit, period));
    let (observed, expected) = joined.fold((0.0, 0.0), |(observed, expected), (unit, period)| {
        let own = panel.exposure(unit, period) * level[unit] * rate[period];
        (observed + panel.row(unit)[period], expected + own)
    });
    f64::ln(observed / expected)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_fit_is_that_of_proportional_fitting(panel in counted()) {
        let found = LogRatio(Average::simple()).estimate(&panel).unwrap();
        prop_assert!((found - by_proportions(&panel)).abs() < 1e-8);
    }

    #[test]
    fn starting_beside_the_end_ends_in_the_same_place(panel in counted()) {
        let blocks: Vec<Vec<usize>> = (0..panel.units().len()).map(|unit| vec![unit]).collect();
        let estimator = LogRatio(Average::simple());
        for (block, found) in blocks.iter().zip(estimator.leave_out(&panel, &blocks)) {
            match (found, estimator.estimate(&panel.without_units(block))) {
                (Ok(found), Ok(anew)) => prop_assert!((found - anew).abs() < 1e-10),
                (found, anew) => prop_assert_eq!(found.is_err(), anew.is_err()),
            }
        }
    }

    #[test]
    fn a_factor_per_unit_or_period_on_both_count_and_exposure_changes_nothing(panel in counted(), factor in 0.5..3.0) {
        let cells = (0..panel.units().len()).flat_map(|unit| {
            let panel = &panel;
            panel.periods().iter().enumerate().map(move |(period, &number)| {
                let own = factor * (1.0 + unit as f64) * (1.0 + period as f64);
                let joined = panel.units()[unit].joined;
                cell(unit, number, joined, panel.row(unit)[period], panel.exposure(unit, period) * own)
            })
        });
        let scaled = Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap();
        let estimate = |panel: &Panel| LogRatio(Average::simple()).estimate(panel).unwrap();
        prop_assert!((estimate(&scaled) - estimate(&panel)).abs() < 1e-9);
    }
}

#[test]
fn a_unit_that_counted_nothing_before_is_expected_to_count_nothing_and_is_named() {
    let panel = panel(&[(None, &[2.0, 2.0, 4.0]), (Some(3), &[1.0, 1.0, 1.0]), (Some(3), &[0.0, 0.0, 1.0])]);
    let counts = Counts::of(&panel).unwrap();
    assert_eq!(counts.units_at_zero(), [2]);
    let ratio = counts.ratio(&Average::simple()).unwrap();
    assert!((ratio.expected - 2.0).abs() < 1e-9 && (ratio.observed - 2.0).abs() < 1e-12);
    assert_eq!((ratio.cells, ratio.units), (2, 2));
}

#[test]
fn a_period_in_which_nobody_counted_anything_is_named() {
    let panel = panel(&[(None, &[2.0, 3.0, 0.0]), (Some(3), &[1.0, 1.0, 5.0])]);
    let counts = Counts::of(&panel).unwrap();
    assert_eq!(counts.periods_at_zero(), [2]);
    assert!(counts.ratio(&Average::simple()).unwrap_err().to_string().contains("nothing was to be expected"));
}

#[test]
fn nothing_observed_is_a_ratio_of_0_and_has_no_log() {
    let panel = panel(&[(None, &[2.0, 2.0]), (Some(2), &[3.0, 0.0])]);
    let ratio = Counts::of(&panel).unwrap().ratio(&Average::simple()).unwrap();
    assert_eq!((ratio.ratio, ratio.log_ratio), (0.0, None));
    assert!(LogRatio(Average::simple()).estimate(&panel).is_err());
}

#[test]
fn a_count_over_nothing_is_left_out() {
    let cells = [
        cell(0, 1, None, 2.0, 1.0),
        cell(0, 2, None, 2.0, 1.0),
        cell(1, 1, Some(2), 2.0, 1.0),
        cell(1, 2, Some(2), 2.0, 0.0),
        cell(2, 1, Some(2), 2.0, 1.0),
        cell(2, 2, Some(2), 6.0, 1.0),
    ];
    let panel = Panel::from_cells(&cells).unwrap();
    let counts = Counts::of(&panel).unwrap();
    assert_eq!(counts.left_out()[0].why, Why::NoExposure);
    assert!((counts.ratio(&Average::simple()).unwrap().ratio - 3.0).abs() < 1e-9);
}

#[test]
fn counts_that_leave_no_answer_say_so() {
    assert!(Counts::of(&panel(&[(None, &[1.0, -1.0]), (Some(2), &[1.0, 1.0])])).is_err());
    assert!(Counts::of(&panel(&[(None, &[1.0, 1.0])])).is_err());
    assert!(Counts::of(&panel(&[])).is_err());
    let zero = panel(&[(None, &[0.0, 0.0]), (Some(2), &[0.0, 0.0])]);
    assert!(Counts::of(&zero).and_then(|counts| counts.ratio(&Average::simple())).is_err());
}

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;

use super::{Average, Imputation, Why, leave_out};
use crate::{
    error::ImpactError,
    panel::{Cell, Panel},
};

fn cell(unit: usize, period: i64, joined: Option<i64>, outcome: Option<f64>) -> Cell {
    Cell { unit: unit.to_string(), period, joined, outcome, exposure: None }
}

/// Units × 8 periods with missing cells; the first two never join and are always there.
fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let unit =
        (proptest::option::weighted(0.8, 2_i64..8), proptest::collection::vec((-5.0..5.0, 0.0..1.0), 8));
    proptest::collection::vec(unit, 4..9).prop_map(|units| {
        let rows = units.into_iter().enumerate().flat_map(|(unit, (joined, values))| {
            let joined = match unit {
                0 | 1 => None,
                2 => Some(4),
                _ => joined,
            };
            let full = unit < 3;
            values.into_iter().zip(1_i64..).map(move |((value, chance), period)| {
                cell(unit, period, joined, (full || chance > 0.2).then_some(value))
            })
        });
        rows.collect()
    })
}

fn panel(cells: &[Cell]) -> Panel {
    Panel::from_cells(cells).unwrap()
}

fn simple(cells: &[Cell]) -> f64 {
    Imputation::of(&panel(cells)).unwrap().mean(&Average::simple()).unwrap()
}

fn changed(cells: &[Cell], change: impl Fn(&mut Cell)) -> Vec<Cell> {
    let mut cells = cells.to_vec();
    cells.iter_mut().for_each(change);
    cells
}

/// A dummy per unit that has a cell before joining, and per period but the first: two units are always there, so
/// everything hangs together.
fn dense(panel: &Panel) -> BTreeMap<(usize, usize), f64> {
    let periods = panel.periods().len();
    let all = (0..panel.units().len()).flat_map(|unit| (0..periods).map(move |period| (unit, period)));
    let all = all.filter(|&(unit, period)| panel.outcome(unit, period).is_some());
    let (joined, known): (Vec<_>, Vec<_>) = all.partition(|&(unit, period)| panel.is_treated(unit, period));
    let based: Vec<usize> =
        known.iter().map(|(unit, _)| *unit).collect::<BTreeSet<_>>().into_iter().collect();
    let dummy = |(unit, period): (usize, usize), column: usize| {
        f64::from(based.get(column) == Some(&unit) || period > 0 && column == based.len() + period - 1)
    };
    let columns = based.len() + periods - 1;
    let design = DMatrix::from_fn(known.len(), columns, |at, column| dummy(known[at], column));
    let outcome = DVector::from_fn(known.len(), |at, _| panel.row(known[at].0)[known[at].1]);
    let fitted = (design.transpose() * &design).lu().solve(&(design.transpose() * outcome)).unwrap();
    let without = |cell| (0..columns).map(|column| dummy(cell, column) * fitted[column]).sum::<f64>();
    let compared = joined.into_iter().filter(|(unit, _)| based.contains(unit));
    compared.map(|cell| (cell, panel.row(cell.0)[cell.1] - without(cell))).collect()
}

proptest! {
    #[test]
    fn effects_are_those_of_dense_least_squares(cells in cells()) {
        let panel = panel(&cells);
        let found = Imputation::of(&panel).unwrap();
        let dense = dense(&panel);
        prop_assert_eq!(found.effects().len(), dense.len());
        for cell in found.effects() {
            let dense = dense[&(cell.unit, cell.period)];
            prop_assert!((cell.effect - dense).abs() < 1e-9, "{} {}", cell.effect, dense);
        }
    }

    #[test]
    fn neither_row_order_nor_names_nor_constants_nor_numbering_move_the_estimate(
        cells in cells(),
        per_unit in -9.0..9.0,
        per_period in -9.0..9.0,
        shift in -50_i64..50,
    ) {
        let estimate = simple(&cells);
        let mut reversed = cells.clone();
        reversed.reverse();
        let renamed = changed(&cells, |cell| {
            cell.unit = format!("team {}", 100 - cell.unit.parse::<i64>().unwrap());
        });
        let raised_by_unit = changed(&cells, |cell| {
            let own = per_unit * (cell.unit.parse::<f64>().unwrap() + 1.0);
            cell.outcome = cell.outcome.map(|value| value + own);
        });
        let raised_by_period = changed(&cells, |cell| {
            let own = per_period * (cell.period * cell.period) as f64;
            cell.outcome = cell.outcome.map(|value| value + own);
        });
        let renumbered = changed(&cells, |cell| {
            cell.period += shift;
            cell.joined = cell.joined.map(|joined| joined + shift);
        });
        for other in [reversed, renamed, raised_by_unit, raised_by_period, renumbered] {
            prop_assert!((simple(&other) - estimate).abs() < 1e-10);
        }
    }

    #[test]
    fn weights_give_the_estimate_and_take_out_every_constant(cells in cells(), event_time in 0_i64..4) {
        let panel = panel(&cells);
        let fit = Imputation::of(&panel).unwrap();
        for average in [Average::simple(), Average::event_time(event_time), Average::wave(4)] {
            let weights = fit.weights(&average).unwrap();
            prop_assert!((weights.apply(&panel) - fit.mean(&average).unwrap()).abs() < 1e-10);
            for row in weights.rows() {
                prop_assert!(row.iter().sum::<f64>().abs() < 1e-10);
            }
            for period in 0..panel.periods().len() {
                prop_assert!(weights.rows().map(|row| row[period]).sum::<f64>().abs() < 1e-10);
            }
            let joined = fit.effects().iter().map(|cell| weights.at(cell.unit, cell.period));
            prop_assert!((joined.sum::<f64>() - 1.0).abs() < 1e-10);
        }
    }

    #[test]
    fn leaving_out_by_subtraction_equals_fitting_anew(cells in cells()) {
        let panel = panel(&cells);
        let averages = [Average::simple(), Average::event_time(1), Average::wave(4), Average::simple().up_to(Some(2))];
        let blocks: Vec<Vec<usize>> = (0..panel.units().len()).map(|unit| vec![unit])
            .chain(panel.waves().into_values()).collect();
        for (block, found) in blocks.iter().zip(leave_out(&panel, &averages, &blocks).unwrap()) {
            let rest = panel.without_units(block);
            for (average, found) in averages.iter().zip(found) {
                match (found, Imputation::of(&rest).and_then(|fit| fit.mean(average))) {
                    (Ok(found), Ok(anew)) => prop_assert!((found - anew).abs() < 1e-10),
                    (found, anew) => prop_assert_eq!(found.is_err(), anew.is_err()),
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_compared_is_listed_with_its_reason() {
    let rows = [
        // Joins at once: nothing is known of it before.
        (0, Some(1), [Some(1.0), Some(2.0), Some(2.0)]),
        (1, Some(2), [Some(1.0), Some(4.0), None]),
        // The last to join: from then on nobody is left to compare with.
        (2, Some(3), [Some(2.0), Some(3.0), Some(9.0)]),
    ];
    let cells = rows.into_iter().flat_map(|(unit, joined, values)| {
        values.into_iter().zip(1..).map(move |(value, period)| cell(unit, period, joined, value))
    });
    let panel = panel(&cells.collect::<Vec<_>>());
    let fit = Imputation::of(&panel).unwrap();
    assert_eq!(fit.effects().len(), 1);
    assert!((fit.effects()[0].effect - 2.0).abs() < 1e-12);
    let why: Vec<_> = fit.left_out().iter().map(|cell| (cell.unit, cell.period, cell.why)).collect();
    let none = Why::NoBaseline;
    assert_eq!(why, [(0, 0, none), (0, 1, none), (0, 2, none), (1, 2, Why::Missing), (2, 2, Why::NoControl)]);
}

#[test]
fn a_joined_cell_is_never_reached_over_a_gap_that_nobody_spans() {
    // Unit 0 is known in period 1 only, unit 1 in period 2 only: no chain leads from one to the other.
    let cells = [cell(0, 1, Some(2), Some(1.0)), cell(0, 2, Some(2), Some(5.0)), cell(1, 2, None, Some(1.0))];
    let panel = panel(&cells);
    let fit = Imputation::fit(&panel).unwrap();
    assert_eq!(fit.left_out()[0].why, Why::NotConnected);
    assert!(Imputation::of(&panel).unwrap_err().to_string().contains("1 are not connected"));
}

#[test]
fn panels_without_an_answer_say_so() {
    let joined = |joined: [Option<i64>; 2]| {
        let cells = joined.into_iter().enumerate().flat_map(|(unit, joined)| {
            (1..=3).map(move |period| cell(unit, period, joined, Some(period as f64)))
        });
        panel(&cells.collect::<Vec<_>>())
    };
    for nobody in [joined([None, None]), joined([Some(2), Some(2)]), joined([Some(1), None]), panel(&[])] {
        assert!(matches!(Imputation::of(&nobody), Err(ImpactError::NotEstimable(_))));
    }
    let fine = joined([Some(2), None]);
    let fit = Imputation::of(&fine).unwrap();
    assert!(fit.average(&Average::event_time(9)).is_err());
    assert!(fit.average(&Average::weighted(BTreeMap::new())).is_err());
}

#[test]
fn a_weighted_average_counts_units_by_their_dose() {
    let rows = [(0, None, [0.0, 0.0]), (1, Some(2), [0.0, 1.0]), (2, Some(2), [0.0, 4.0])];
    let cells = rows.into_iter().flat_map(|(unit, joined, values)| {
        values.into_iter().zip(1..).map(move |(value, period)| cell(unit, period, joined, Some(value)))
    });
    let panel = panel(&cells.collect::<Vec<_>>());
    let dose = [("1".to_owned(), 1.0), ("2".to_owned(), 0.5)].into();
    let found = Imputation::of(&panel).unwrap().average(&Average::weighted(dose)).unwrap();
    assert!((found.effect - 2.0).abs() < 1e-12);
    assert_eq!((found.cells, found.units), (2, 2));
}

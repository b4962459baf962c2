use super::{Block, Method};
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

const BLOCK: [Option<i64>; 6] = [Some(5), Some(5), None, None, None, None];
const ALL: [Method; 3] = [Method::SyntheticDid, Method::SyntheticControl, Method::DifferenceInDifferences];

#[test]
fn weights_lie_on_the_simplex_and_an_added_effect_moves_the_estimate_by_itself() {
    let plain = Block::of(&panel(&BLOCK, 8, |unit, period| Some(noise(unit, period)))).unwrap();
    let raised = panel(&BLOCK, 8, |unit, period| {
        Some(noise(unit, period) + if unit < 2 && period >= 5 { 0.7 } else { 0.0 })
    });
    let raised = Block::of(&raised).unwrap();
    for method in ALL {
        let (fit, moved) = (plain.fit(method), raised.fit(method));
        assert!((moved.effect - fit.effect - 0.7).abs() < 1e-10, "{method:?}");
        assert!(fit.unit_weights.iter().all(|weight| (0.0..=1.0 + 1e-12).contains(weight)));
        assert!((fit.unit_weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(plain.jackknife(&fit).is_ok_and(|error| error > 0.0));
        assert!(plain.placebo(&fit, 20, 3).is_ok_and(|error| error > 0.0));
    }
}

#[test]
fn an_outcome_that_never_changes_has_no_effect() {
    let block = Block::of(&panel(&BLOCK, 8, |_, _| Some(3.0))).unwrap();
    for method in [Method::SyntheticDid, Method::DifferenceInDifferences] {
        assert!(block.fit(method).effect.abs() < 1e-12);
    }
}

#[test]
fn what_is_no_block_is_refused() {
    let refused = |joined: &[Option<i64>], missing: bool| {
        let panel = panel(joined, 6, |unit, period| (!missing || unit > 0 || period > 1).then_some(1.0));
        Block::of(&panel).unwrap_err().to_string()
    };
    assert!(refused(&[Some(4), Some(5), None], false).contains("2 different periods"));
    assert!(refused(&[None, None], false).contains("0 different periods"));
    assert!(refused(&[Some(4), Some(4)], false).contains("never join"));
    assert!(refused(&[Some(1), None], false).contains("before joining"));
    assert!(refused(&[Some(2), None], false).contains("too few periods"));
    assert!(refused(&[Some(4), None, None], true).contains("missing"));
}

#[test]
fn one_joined_unit_has_no_jackknife() {
    let block = panel(&[Some(5), None, None, None], 8, |unit, period| Some(noise(unit, period)));
    let block = Block::of(&block).unwrap();
    let fit = block.fit(Method::SyntheticDid);
    assert!(block.jackknife(&fit).is_err());
    assert!(block.placebo(&fit, 10, 1).is_ok());
}

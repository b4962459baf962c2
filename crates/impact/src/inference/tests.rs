use super::{
    Block, Estimator, GroupTimeEffect, Jackknife, PermutationOptions, jackknife, permute, probe_weights,
};
use crate::{
    error::{ImpactError, Result},
    group_time::{Aggregation, Options},
    imputation::{Average, Imputation, TStatistic},
    panel::{Cell, Panel},
};

/// Units × 6 periods of a fixed, uneven outcome; a third never joins.
fn panel(units: usize) -> Panel {
    let cells = (0..units).flat_map(|unit| {
        (1..=6).map(move |period| Cell {
            unit: unit.to_string(),
            period,
            joined: [None, Some(3), Some(5)][unit % 3],
            outcome: Some(((unit as f64).mul_add(31.0, period as f64 * 17.0) % 23.0) / 7.0),
            exposure: None,
        })
    });
    Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
}

/// The plain way: fitted anew each time.
fn plainly(panel: &Panel) -> Result<f64> {
    Imputation::of(panel)?.mean(&Average::simple())
}

const WITH_INTERVAL: PermutationOptions =
    PermutationOptions { exact_up_to: 2000, draws: 99, seed: 7, level: Some(0.9) };

#[test]
fn table_look_ups_equal_fitting_every_assignment_anew() {
    let group_time =
        GroupTimeEffect { options: Options::default(), by: Aggregation::Simple, max_event_time: None };
    // 6 units have 90 distinct assignments and are enumerated; 12 have 34,650 and are drawn.
    for panel in [panel(6), panel(12)] {
        let fast = permute(&panel, &Average::simple(), &WITH_INTERVAL).unwrap();
        let slow = permute(&panel, &plainly, &WITH_INTERVAL).unwrap();
        assert_eq!(fast.at_least, slow.at_least);
        assert_eq!(fast.exact, panel.units().len() == 6);
        assert!(fast.null.iter().zip(&slow.null).all(|(fast, slow)| (fast - slow).abs() < 1e-10));
        let ((low, high), (slow_low, slow_high)) = (fast.interval.unwrap(), slow.interval.unwrap());
        assert!((low - slow_low).abs() < 1e-8 && (high - slow_high).abs() < 1e-8);
        let fast = permute(&panel, &group_time, &WITH_INTERVAL).unwrap();
        let slow = permute(&panel, &|panel: &Panel| group_time.estimate(panel), &WITH_INTERVAL).unwrap();
        assert!(fast.null.iter().zip(&slow.null).all(|(fast, slow)| (fast - slow).abs() < 1e-10));
    }
}

#[test]
fn the_ends_of_the_interval_are_where_the_p_value_passes_its_level() {
    let panel = panel(6);
    let (low, high) = permute(&panel, &Average::simple(), &WITH_INTERVAL).unwrap().interval.unwrap();
    let p_value = |effect: f64| {
        let less = panel.with_outcome(|unit, period| {
            let effect = if panel.is_treated(unit, period) { effect } else { 0.0 };
            panel.row(unit)[period] - effect
        });
        permute(&less, &Average::simple(), &WITH_INTERVAL).unwrap().p_value
    };
    for (inside, outside) in [(low + 1e-6, low - 1e-6), (high - 1e-6, high + 1e-6)] {
        assert!(p_value(inside) > 0.1 && p_value(outside) <= 0.1);
    }
}

#[test]
fn the_same_seed_draws_the_same_whatever_the_threads() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let test = || permute(&panel(12), &plainly, &WITH_INTERVAL).unwrap();
    assert_eq!(test(), one.install(test));
}

#[test]
fn too_few_assignments_leave_the_interval_open() {
    let found =
        permute(&panel(3), &Average::simple(), &PermutationOptions { level: Some(0.95), ..WITH_INTERVAL });
    let found = found.unwrap();
    assert_eq!(found.null.len() + found.without_estimate, 6);
    assert!(found.interval.is_none() && found.p_value >= 1.0 / 6.0);
}

#[test]
fn weights_asked_for_cell_by_cell_are_the_weights_of_the_fit() {
    let panel = panel(9).keeping(|unit, period| (unit, period) != (4, 1));
    let fit = Imputation::of(&panel).unwrap().weights(&Average::simple()).unwrap();
    let probed = probe_weights(&panel, &Average::simple()).unwrap();
    assert!(fit.rows().flatten().zip(probed.rows().flatten()).all(|(a, b)| (a - b).abs() < 1e-12));
}

#[test]
fn a_studentised_test_is_the_test_of_another_estimator() {
    let found = permute(&panel(6), &TStatistic(Average::simple()), &PermutationOptions::default()).unwrap();
    assert!(found.exact && found.p_value > 0.0 && found.p_value <= 1.0);
}

#[test]
fn an_interval_is_refused_where_the_estimate_hangs_on_one_block() {
    let panel = panel(3);
    let refused = jackknife(&panel, &Average::wave(3), &Block::units(&panel)).unwrap_err();
    assert!(refused.to_string().contains("without 1 there is no estimate"), "{refused}");
}

#[test]
fn an_outcome_that_never_changes_has_no_interval() {
    let constant = panel(9).with_outcome(|_, _| 3.7);
    for blocks in [Block::units(&constant), Block::waves(&constant)] {
        let refused = jackknife(&constant, &Average::simple(), &blocks);
        assert!(matches!(refused, Err(ImpactError::NotEstimable(_))));
    }
    assert!(permute(&constant, &TStatistic(Average::simple()), &WITH_INTERVAL).is_err());
}

#[test]
fn one_block_is_not_enough() {
    assert!(Jackknife::of(1.0, vec![("a".to_owned(), Ok(1.0))]).is_err());
    assert!(Jackknife::of(1.0, Vec::new()).is_err());
}

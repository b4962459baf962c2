//! Panels that hold no answer: every estimator and every doubt gives a finite number or says why not, and never panics.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use impact::{
    counts::{Counts, LogRatio},
    doubts::{LeaveOneOut, PlannedWave, break_even_drift, donut, placebo, smallest_detectable_effect},
    error::Result,
    group_time::{Aggregation, GroupTime, Options},
    imputation::{Average, Imputation},
    inference::{Block, Estimator, PermutationOptions, jackknife, permute},
    panel::{Cell, Panel},
    regression::{
        ClusterRobust, TwoWayFixedEffects, bacon::Decomposition, sun_abraham::SunAbraham,
        wild_bootstrap::Draws,
    },
    synthetic::{self, Method},
};

const PERIODS: i64 = 8;

/// Units by when they join, and their outcomes.
fn panel(joined: &[Option<i64>], outcome: impl Fn(usize, i64) -> Option<f64>) -> Panel {
    let cells: Vec<Cell> = joined
        .iter()
        .enumerate()
        .flat_map(|(unit, &joined)| (1..=PERIODS).map(move |period| (unit, joined, period)))
        .map(|(unit, joined, period)| Cell {
            unit: unit.to_string(),
            period,
            joined,
            outcome: outcome(unit, period),
            exposure: None,
        })
        .collect();
    Panel::from_cells(&cells).unwrap()
}

/// Something that varies, and is no chance.
fn varied(unit: usize, period: i64) -> f64 {
    (unit as f64 * 0.618 + period as f64 * 0.755).fract() * 17.0
}

#[expect(clippy::unnecessary_wraps, reason = "outcomes may be missing, these are not")]
fn value(unit: usize, period: i64) -> Option<f64> {
    Some(varied(unit, period))
}

fn staggered() -> Vec<Option<i64>> {
    vec![Some(4), Some(4), Some(6), Some(6), None, None]
}

/// Times from one end of the numbers to the other, as a broken file may hold them.
fn far_apart() -> Panel {
    let times = [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX];
    let joined = [Some(i64::MIN), Some(0), Some(0), Some(i64::MAX), Some(i64::MAX), None, None];
    let cells = joined.iter().enumerate().flat_map(|(unit, &joined)| {
        times.into_iter().zip(1..).map(move |(period, at)| Cell {
            unit: unit.to_string(),
            period,
            joined,
            outcome: value(unit, at),
            exposure: None,
        })
    });
    Panel::from_cells(&cells.collect::<Vec<_>>()).unwrap()
}

/// Each with a name for the message.
fn hopeless() -> Vec<(&'static str, Panel)> {
    let holes = |unit: usize, period: i64| value(unit, period).filter(|found| *found > 11.0);
    vec![
        ("no cell", Panel::from_cells(&[]).unwrap()),
        ("one unit", panel(&[Some(4)], value)),
        ("one unit that never joins", panel(&[None], value)),
        ("all join at once", panel(&[Some(4); 6], value)),
        ("nobody joins", panel(&[None; 6], value)),
        ("joined from the first period on", panel(&[Some(1), Some(1), None], value)),
        ("joins after the last period", panel(&[Some(99), Some(99), None], value)),
        ("no controls left at the end", panel(&[Some(3), Some(3), Some(5), Some(5)], value)),
        ("a constant outcome", panel(&staggered(), |_, _| Some(7.0))),
        ("nothing but zeros", panel(&staggered(), |_, _| Some(0.0))),
        ("everything missing", panel(&staggered(), |_, _| None)),
        ("mostly missing", panel(&staggered(), holes)),
        (
            "nothing before joining",
            panel(&staggered(), |unit, period| value(unit, period).filter(|_| period >= 6)),
        ),
        ("periods that are far apart", far_apart()),
        ("one of each", panel(&[Some(4), None], value)),
        ("huge and tiny", panel(&staggered(), |unit, _| Some(if unit == 0 { 1e300 } else { 1e-300 }))),
    ]
}

fn sound(what: &str, numbers: Result<Vec<f64>>) {
    match numbers {
        Ok(numbers) => assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {numbers:?}"),
        Err(reason) => assert!(reason.to_string().len() > 10, "{what}: {reason:?}"),
    }
}

fn around(name: &str, panel: &Panel, estimator: &impl Estimator) {
    for blocks in [Block::units(panel), Block::waves(panel)] {
        let found = jackknife(panel, estimator, &blocks).and_then(|found| {
            let (low, high) = found.interval(0.95)?;
            let _ = LeaveOneOut::of(&found);
            Ok(vec![found.estimate, found.standard_error, found.p_value, low, high])
        });
        sound(&format!("{name}: jackknife"), found);
    }
    let options = PermutationOptions { draws: 99, exact_up_to: 500, level: Some(0.95), ..Default::default() };
    let found = permute(panel, estimator, &options).map(|found| vec![found.observed, found.p_value]);
    sound(&format!("{name}: permutation"), found);
    let plan = [PlannedWave { joins: 5, units: 2 }];
    let found = smallest_detectable_effect(panel, &plan, estimator, &options).map(|found| vec![found.effect]);
    sound(&format!("{name}: detectable"), found);
}

#[test]
fn imputation_gives_a_number_or_a_reason() {
    for (name, panel) in hopeless() {
        let average = Average::simple();
        let fit = Imputation::of(&panel);
        let found = fit.as_ref().map_err(Clone::clone).and_then(|fit| {
            let found = fit.average(&average)?;
            let drift = break_even_drift(fit, &average, (-1.0, 1.0))?;
            let events = fit.event_study(None)?;
            let mut numbers = vec![found.effect, found.standard_error, drift.estimate];
            numbers.extend(events.into_iter().map(|(_, event)| event.effect));
            Ok(numbers)
        });
        sound(&format!("{name}: imputation"), found);
        around(&format!("{name}: imputation"), &panel, &average);
        let donut = donut(&panel, 2);
        sound(&format!("{name}: donut"), average.estimate(&donut).map(|effect| vec![effect]));
        let placebo = placebo(&panel, 2).and_then(|panel| average.estimate(&panel));
        sound(&format!("{name}: placebo"), placebo.map(|effect| vec![effect]));
    }
}

#[test]
fn counts_give_a_number_or_a_reason() {
    for (name, panel) in hopeless() {
        let found = Counts::of(&panel).and_then(|counts| {
            let ratio = counts.ratio(&Average::simple())?;
            let mut numbers = vec![ratio.observed, ratio.expected, ratio.ratio];
            numbers.extend(ratio.log_ratio);
            numbers.extend(counts.event_study(None).into_iter().map(|(_, ratio)| ratio.ratio));
            Ok(numbers)
        });
        sound(&format!("{name}: counts"), found);
        around(&format!("{name}: counts"), &panel, &LogRatio(Average::simple()));
    }
}

#[test]
fn group_time_effects_give_numbers_or_a_reason() {
    let all = [
        Aggregation::Simple,
        Aggregation::Dynamic { balance: None },
        Aggregation::Dynamic { balance: Some(1) },
        Aggregation::Group,
        Aggregation::Calendar,
    ];
    for (name, panel) in hopeless() {
        for by in all {
            let found = GroupTime::of(&panel, Options::default()).and_then(|effects| {
                let found = effects.aggregate(by, None)?;
                sound(&format!("{name}: pretest"), effects.pretest().map(|test| vec![test.p_value]));
                Ok(vec![found.overall.effect, found.overall.standard_error])
            });
            sound(&format!("{name}: group-time {by:?}"), found);
        }
    }
}

#[test]
fn regressions_and_synthetic_controls_give_numbers_or_a_reason() {
    for (name, panel) in hopeless() {
        let found = TwoWayFixedEffects::of(&panel).and_then(|fit| {
            let robust = fit.robust(ClusterRobust::Cr2, 0.95)?;
            let draws = Draws { random: 99, ..Draws::default() };
            sound(&format!("{name}: bootstrap"), fit.wild_bootstrap(draws).map(|found| vec![found.p_weak]));
            Ok(vec![robust.standard_error, robust.p_value])
        });
        sound(&format!("{name}: two-way"), found);
        sound(&format!("{name}: bacon"), Decomposition::of(&panel).map(|found| vec![found.coefficient]));
        let found = SunAbraham::of(&panel, None).map(|found| vec![found.overall.effect]);
        sound(&format!("{name}: Sun-Abraham"), found);
        let found = synthetic::Block::of(&panel).map(|block| vec![block.fit(Method::SyntheticDid).effect]);
        sound(&format!("{name}: synthetic"), found);
    }
}

#[test]
fn ten_thousand_units_are_no_trouble() {
    let joined: Vec<Option<i64>> = (0..10_000).map(|unit| [Some(4), Some(6), None][unit % 3]).collect();
    let panel = panel(&joined, value);
    let average = Average::simple();
    let found = jackknife(&panel, &average, &Block::units(&panel)).unwrap();
    assert!(found.standard_error.is_finite() && found.leave_outs.len() == 10_000);
    let options = PermutationOptions { draws: 99, ..Default::default() };
    assert!(permute(&panel, &average, &options).unwrap().p_value > 0.0);
    let effects = GroupTime::of(&panel, Options::default()).unwrap();
    assert!(effects.aggregate(Aggregation::Group, None).unwrap().overall.effect.is_finite());
}

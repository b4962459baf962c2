//! The impact engine on a large organisation: everything a report needs of every outcome, and the same estimates by a
//! Python package on the same panel in the same run.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use impact::{
    counts::{Counts, LogRatio},
    group_time::{Aggregation, GroupTime, Options},
    imputation::{Average, Imputation},
    inference::{Block, Estimator, PermutationOptions, jackknife, permute},
    panel::{Cell, Panel},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::peer;

const TEAMS: usize = 500;
const SPRINTS: i64 = 130;
const WAVES: i64 = 20;
/// Joining begins here and ends ten sprints before the last.
const FIRST_WAVE: i64 = 30;
const PERMUTATIONS: usize = 999;
/// Cycle time, first review, pull request size and checklist use on their scales; escaped defects are counted.
const CONTINUOUS: u64 = 4;
const RUNS: usize = 5;

pub fn measure(folder: &Path) -> anyhow::Result<Value> {
    let panels: Vec<Panel> = (0..CONTINUOUS).map(continuous).collect::<Result<_, _>>()?;
    let counts = counted(CONTINUOUS)?;
    let start = Instant::now();
    for panel in &panels {
        report(panel, &Average::simple())?;
        black_box(Imputation::of(panel)?.event_study(None)?);
    }
    report(&counts, &LogRatio(Average::simple()))?;
    black_box(Counts::of(&counts)?.event_study(None));
    let everything = start.elapsed().as_secs_f64();
    let panel = panels.first().context("no panel")?;
    let group_time = fastest(|| {
        let effects = GroupTime::of(panel, Options::default())?;
        Ok(effects.aggregate(Aggregation::Dynamic { balance: None }, None)?.overall.effect)
    })?;
    let leave_out = fastest(|| Ok(jackknife(panel, &Average::simple(), &Block::units(panel))?.estimate))?;
    let csv = folder.join("panel.csv");
    write(panel, &csv)?;
    let peer = peer::python(folder, "diff_diff_estimates.py", &csv)?;
    let ratio = |of: &str, ours: f64| peer.get(of).and_then(Value::as_f64).map(|theirs| theirs / ours);
    Ok(json!({
        "teams": TEAMS,
        "sprints": SPRINTS,
        "outcomes": CONTINUOUS + 1,
        "permutations": PERMUTATIONS,
        "everything_seconds": everything,
        "group_time_seconds": group_time.0,
        "group_time_times_faster": ratio("group_time_seconds", group_time.0),
        "jackknife_seconds": leave_out.0,
        "jackknife_times_faster": ratio("jackknife_seconds", leave_out.0),
        "imputation_att": leave_out.1,
        "diff_diff": peer,
    }))
}

/// Estimate, jackknife by team and by wave, permutations.
fn report(panel: &Panel, estimator: &impl Estimator) -> anyhow::Result<()> {
    black_box(jackknife(panel, estimator, &Block::units(panel))?);
    black_box(jackknife(panel, estimator, &Block::waves(panel))?);
    let options = PermutationOptions { draws: PERMUTATIONS, ..PermutationOptions::default() };
    black_box(permute(panel, estimator, &options)?);
    Ok(())
}

/// Seconds of the fastest run, and what it found.
fn fastest(work: impl Fn() -> anyhow::Result<f64>) -> anyhow::Result<(f64, f64)> {
    let mut best = (f64::INFINITY, f64::NAN);
    for _ in 0..RUNS {
        let start = Instant::now();
        let found = work()?;
        best = (best.0.min(start.elapsed().as_secs_f64()), found);
    }
    Ok(best)
}

/// Teams and sprints with levels of their own, and a fifth less after joining.
fn continuous(seed: u64) -> impact::error::Result<Panel> {
    panel(seed, |random, level, joined| {
        let noise: f64 = random.random_range(-0.5..0.5);
        (3.0 + level + noise - if joined { 0.2 } else { 0.0 }, None)
    })
}

fn counted(seed: u64) -> impact::error::Result<Panel> {
    panel(seed, |random, level, joined| {
        let merged = random.random_range(8..20_u32);
        let rate = 0.12 * level.exp() * if joined { 0.8 } else { 1.0 };
        let found = (0..merged).filter(|_| random.random_bool(rate.clamp(0.0, 1.0))).count();
        (found as f64, Some(f64::from(merged)))
    })
}

fn panel(
    seed: u64,
    mut outcome: impl FnMut(&mut ChaCha8Rng, f64, bool) -> (f64, Option<f64>),
) -> impact::error::Result<Panel> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let step = (SPRINTS - 10 - FIRST_WAVE) / WAVES;
    let mut cells = Vec::new();
    for team in 0..TEAMS {
        // A fifth of the teams never join.
        let wave = random.random_range(0..WAVES * 5 / 4);
        let joined = (wave < WAVES).then_some(FIRST_WAVE + wave * step);
        let level = random.random_range(-0.5..0.5);
        for period in 1..=SPRINTS {
            let has_joined = joined.is_some_and(|joined| period >= joined);
            let (outcome, exposure) = outcome(&mut random, level, has_joined);
            let unit = format!("team-{team:03}");
            cells.push(Cell { unit, period, joined, outcome: Some(outcome), exposure });
        }
    }
    Panel::from_cells(&cells)
}

/// As the Python package reads it: 0 stands for never.
fn write(panel: &Panel, path: &Path) -> anyhow::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "unit,period,joined,outcome")?;
    for (unit, of) in panel.units().iter().enumerate() {
        for (period, outcome) in panel.periods().iter().zip(panel.row(unit)) {
            writeln!(file, "{unit},{period},{},{outcome}", of.joined.unwrap_or(0))?;
        }
    }
    Ok(file.flush()?)
}

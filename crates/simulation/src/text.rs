//! The study as a table to be read, the published figures beside ours.

use std::fmt::Write;

use crate::Scenario;
use crate::bars::{self, Bar};
use crate::published;
use crate::study::{Method, SIZES, Study};
use crate::tally::Figures;

/// A line for each scenario, method and size.
pub fn table(study: &Study) -> String {
    let mut text = String::new();
    for scenario in Scenario::ALL {
        let rows = study.rows.iter().filter(|row| row.scenario == scenario);
        let lines: Vec<String> =
            rows.map(|row| line(row.scenario, row.method, row.teams, &row.figures)).collect();
        if !lines.is_empty() {
            let _ = writeln!(text, "{}\n{HEAD}\n{}\n", scenario.name(), lines.join("\n"));
        }
    }
    text
}

/// A line for each bar, and how many of them are met.
pub fn bars(study: &Study) -> String {
    let bars = bars::of(study);
    let lines: Vec<String> = bars.iter().map(bar).collect();
    let met = bars.iter().filter(|bar| bar.met).count();
    let newest = format!("newest sprint: {:.1} % still open", 100.0 * study.newest.still_open);
    format!("{newest}\n{}\n\n{met} of {} bars met\n", lines.join("\n"), bars.len())
}

fn bar(bar: &Bar) -> String {
    let range = match (bar.least, bar.most) {
        (Some(least), Some(most)) => format!("{least:.3} to {most:.3}"),
        (None, Some(most)) => format!("at most {most:.3}"),
        (Some(least), None) => format!("at least {least:.3}"),
        (None, None) => String::new(),
    };
    let judged = match (bar.met, bar.is_missed_beyond_chance(2.0)) {
        (true, _) => "met",
        (false, false) => "missed, within chance",
        (false, true) => "MISSED",
    };
    let teams = bar.teams.map(|teams| format!("{teams} teams")).unwrap_or_default();
    let (what, value, chance) = (&bar.what, bar.value, bar.chance);
    format!("  {what:<58} {teams:<9} {value:>7.3} ± {chance:.3}  {range:<16}  {judged}")
}

const HEAD: &str = "  teams  method                             bias            rmse          coverage     announced    length";

fn line(scenario: Scenario, method: Method, teams: usize, figures: &Figures) -> String {
    let published = published::of(method).zip(SIZES.iter().position(|size| *size == teams));
    let heterogeneous = scenario == Scenario::Heterogeneous;
    let beside = |of: &dyn Fn(&published::Published) -> Option<[f64; 3]>| {
        published.and_then(|(published, at)| of(&published)?.get(at).copied())
    };
    let announced = beside(&|published| match scenario {
        Scenario::NoEffect => published.false_positives,
        Scenario::Heterogeneous => published.power,
        _ => None,
    });
    let only = |of: Option<f64>| of.filter(|_| heterogeneous);
    format!(
        "  {teams:>5}  {:<32} {} {} {} {} {:>7.3}",
        method.name(),
        pair(figures.bias, only(beside(&|published| Some(published.bias))), 3),
        pair(figures.rmse, only(beside(&|published| Some(published.rmse))), 3),
        pair(figures.coverage, only(beside(&|published| Some(published.coverage))), 3),
        pair(figures.announced, announced, 3),
        figures.median_length,
    )
}

fn pair(ours: f64, published: Option<f64>, digits: usize) -> String {
    let published = published.map(|published| format!("({published:.digits$})")).unwrap_or_default();
    format!("{ours:>7.digits$} {published:<8}")
}

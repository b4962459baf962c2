//! One outcome: its box, its chart, and what to say beside it.

use charts::{Band, BandKind, LineChart, Role, Series, Slot};
use domain::figure::Unit;
use service::views::{OutcomeView, ProgrammeView, RECENT_SPRINTS, Side};

use crate::components::{BadgeKind, ChartFigureData, OutcomeData, SlotReading};
use crate::pages::scoreboard::{hidden, subject};
use crate::words::{self, Context};

const CONTEXT: Context<'static> = Context { baseline: "in the baseline", sprints: 1, baseline_sprints: 1 };

pub fn summary(outcome: &OutcomeView) -> OutcomeData {
    OutcomeData { badge: badge(outcome), finding: finding(outcome), details: details(outcome), link: None }
}

fn finding(outcome: &OutcomeView) -> String {
    let side = &outcome.joined;
    match (subject(outcome.metric).unit, side.now.value, side.baseline.value) {
        (Unit::Count, Some(now), Some(before)) => counted(outcome, now, before),
        _ => words::finding(subject(outcome.metric), Some(&side.now), Some(&side.baseline), CONTEXT),
    }
}

/// `Escaped defects: 4.2 a sprint and team, down from 5.9 in the baseline`.
fn counted(outcome: &OutcomeView, now: f64, before: f64) -> String {
    let said = |value| words::reading(Unit::Count, value).to_string();
    let name = subject(outcome.metric).name;
    let (now_said, before_said) = (said(now), said(before));
    if now_said == before_said {
        return format!("{name}: {now_said} a sprint and team, as in the baseline");
    }
    let way = if now < before { "down" } else { "up" };
    format!("{name}: {now_said} a sprint and team, {way} from {before_said} in the baseline")
}

/// Now over baseline, less one: −0.2 is a fifth less.
fn change(side: &Side) -> Option<f64> {
    let (now, before) = (side.now.value?, side.baseline.value?);
    (before > 0.0).then(|| now / before - 1.0)
}

fn badge(outcome: &OutcomeView) -> (BadgeKind, String) {
    match change(&outcome.joined) {
        None => (BadgeKind::Quiet, "Nothing to compare yet".to_owned()),
        Some(change) if reached(change, outcome.target_change) => (BadgeKind::Accent, "Target reached".to_owned()),
        Some(_) => (BadgeKind::Quiet, "Target not reached yet".to_owned()),
    }
}

fn reached(change: f64, target: f64) -> bool {
    if target < 0.0 { change <= target } else { change >= target }
}

fn details(outcome: &OutcomeView) -> String {
    let aim = format!("Aim: {} than in the baseline.", less_or_more(outcome.target_change));
    let so_far = change(&outcome.joined).map_or_else(String::new, |change| format!(" So far {}.", less_or_more(change)));
    let evidence = words::evidence(&outcome.joined.now);
    let teams = words::plural(outcome.joined.teams as u64, "team", "teams");
    let window = format!(" Last {RECENT_SPRINTS} sprints of {teams} that joined");
    if evidence.is_empty() { format!("{aim}{so_far}{window}.") } else { format!("{aim}{so_far}{window}: {evidence}.") }
}

/// `18 % less`, `4 % more`.
fn less_or_more(change: f64) -> String {
    let share = words::reading(Unit::Share, change.abs());
    format!("{share} {}", if change < 0.0 { "less" } else { "more" })
}

/// What teams that have not joined did meanwhile.
pub fn beside(outcome: &OutcomeView) -> String {
    let side = &outcome.not_joined;
    let teams = words::plural(side.teams as u64, "team", "teams");
    match (change(side), change(&outcome.joined)) {
        (Some(theirs), Some(ours)) => format!(
            "Teams that joined: {} than in the baseline. The {teams} that have not joined: {}.",
            less_or_more(ours),
            less_or_more(theirs),
        ),
        _ => format!("The {teams} that have not joined cannot be compared: too little to show on one of the two sides."),
    }
}

pub fn chart(view: &ProgrammeView, outcome: &OutcomeView) -> ChartFigureData {
    let unit = subject(outcome.metric).unit;
    let scale = if unit == Unit::Share { 100.0 } else { 1.0 };
    let values = |pick: fn(&(Option<f64>, Option<f64>)) -> Option<f64>| {
        let pair = |(_, _, joined, not): &(String, jiff::civil::Date, Option<f64>, Option<f64>)| (*joined, *not);
        outcome.trend.iter().map(pair).map(|pair| pick(&pair).map(|value| value * scale)).collect()
    };
    ChartFigureData {
        chart: LineChart {
            id: outcome.metric.as_str().to_owned(),
            title: finding(outcome),
            description: description(outcome),
            unit_label: unit_label(unit).to_owned(),
            slots: outcome.trend.iter().map(|(key, day, ..)| slot(key, *day)).collect(),
            series: vec![
                Series { name: "Joined".to_owned(), role: Role::Main, values: values(|pair| pair.0) },
                Series { name: "Not joined".to_owned(), role: Role::Comparison, values: values(|pair| pair.1) },
            ],
            bands: baseline(view, outcome),
            marks: vec![],
            zero_based: true,
            width: 0,
            height: 0,
        },
        readings: readings(outcome),
        evidence: words::evidence(&outcome.joined.now),
        items: None,
        csv: None,
    }
}

fn description(outcome: &OutcomeView) -> String {
    let name = subject(outcome.metric).name;
    format!("{name} by sprint: all teams that joined, whenever they did, beside all that have not")
}

fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "h",
        Unit::Share => "%",
        _ => "",
    }
}

fn slot(key: &str, day: jiff::civil::Date) -> Slot {
    Slot { label: format!("Sprint {key}, from {}", words::day(day, day.year())), short: words::short_day(day) }
}

fn baseline(view: &ProgrammeView, outcome: &OutcomeView) -> Vec<Band> {
    let inside = |(_, day, ..): &(String, jiff::civil::Date, Option<f64>, Option<f64>)| {
        *day >= view.baseline_from && *day <= view.baseline_to
    };
    let (from, to) = (outcome.trend.iter().position(inside), outcome.trend.iter().rposition(inside));
    let band = from.zip(to).map(|(from, to)| Band { from, to, kind: BandKind::Baseline, label: "baseline".to_owned() });
    band.into_iter().collect()
}

fn readings(outcome: &OutcomeView) -> Vec<SlotReading> {
    let said = |value: Option<f64>| match value {
        Some(value) => words::reading(subject(outcome.metric).unit, value).to_string(),
        None => hidden(outcome.metric, None).label.to_owned(),
    };
    let reading = |(_, _, joined, not): &(String, jiff::civil::Date, Option<f64>, Option<f64>)| SlotReading {
        values: vec![said(*joined), said(*not)],
        href: None,
    };
    outcome.trend.iter().map(reading).collect()
}

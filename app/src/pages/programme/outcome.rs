//! One outcome in words: what changed, whether the target is reached, what guards it, how the others fared.

use domain::figure::{FigureState, Unit};
use service::views::{Counted, OutcomeView, RECENT_SPRINTS, Side};

use crate::components::{BadgeKind, OutcomeData};
use crate::pages::scoreboard::subject;
use crate::words::{self, Context};

const CONTEXT: Context<'static> = Context { baseline: "in the baseline", sprints: 1, baseline_sprints: 1 };

/// The box of an outcome.
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
        Some(change) if reached(change, outcome.target_change) => {
            (BadgeKind::Accent, "Target reached".to_owned())
        }
        Some(_) => (BadgeKind::Quiet, "Target not reached yet".to_owned()),
    }
}

fn reached(change: f64, target: f64) -> bool {
    if target < 0.0 { change <= target } else { change >= target }
}

fn details(outcome: &OutcomeView) -> String {
    let aim = Some(format!("Target: {} than in the baseline.", less_or_more(outcome.target_change)));
    let so_far = change(&outcome.joined).map(|change| format!("So far {}.", less_or_more(change)));
    [aim, so_far, Some(window(outcome)), guards(outcome)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What "now" covers, and what stands behind it.
fn window(outcome: &OutcomeView) -> String {
    let teams = words::plural(outcome.joined.teams as u64, "team", "teams");
    let window =
        format!("Now is the last {RECENT_SPRINTS} sprints of the {teams} that joined{}", left_out(outcome));
    match words::evidence(&outcome.joined.now) {
        evidence if evidence.is_empty() => format!("{window}."),
        evidence => format!("{window}: {evidence}."),
    }
}

/// Sprints of small teams are hidden, and what is hidden is not counted.
fn left_out(outcome: &OutcomeView) -> String {
    match outcome.joined.now_sprints {
        Counted { counted, of } if counted < of => {
            format!(", {counted} of {of} of them; the others are hidden, as too few people stand behind them")
        }
        _ => String::new(),
    }
}

/// `Beside it: pull request size 300 → 240 lines, review depth 1.8 → 1.9 per 100 lines.`
fn guards(outcome: &OutcomeView) -> Option<String> {
    let said: Vec<String> = outcome.guards.iter().filter_map(guard).collect();
    (!said.is_empty()).then(|| format!("Beside it: {}.", said.join(", ")))
}

fn guard(side: &Side) -> Option<String> {
    let subject = subject(side.now.metric);
    let (before, now) = (side.baseline.value?, side.now.value?);
    let (before, now) = (words::reading(subject.unit, before), words::reading(subject.unit, now));
    let each = if subject.unit == Unit::Count { " a sprint and team" } else { "" };
    Some(format!("{} {} → {now}{each}", subject.name.to_lowercase(), before.number))
}

/// `18 % less`, `4 % more`, `the same`.
fn less_or_more(change: f64) -> String {
    let share = words::reading(Unit::Share, change.abs());
    if share.number == "0" {
        return "no change".to_owned();
    }
    format!("{share} {}", if change < 0.0 { "less" } else { "more" })
}

/// What teams that have not joined did meanwhile; the chart's finding.
pub fn beside(outcome: &OutcomeView) -> String {
    let name = subject(outcome.metric).name;
    let (ours, theirs) = (change(&outcome.joined), change(&outcome.not_joined));
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => format!(
            "{name}: {} where teams joined, {} where they have not",
            less_or_more(ours),
            less_or_more(theirs)
        ),
        (Some(ours), None) => {
            format!("{name}: {} where teams joined; {}", less_or_more(ours), alone(outcome))
        }
        (None, _) => format!("{name}: nothing to compare with the baseline yet"),
    }
}

/// Why there is no other side.
fn alone(outcome: &OutcomeView) -> &'static str {
    let side = &outcome.not_joined;
    let hidden = [&side.now, &side.baseline].iter().any(|figure| figure.state == FigureState::Suppressed);
    match (side.teams, hidden) {
        (0, _) => "every team has joined",
        (_, true) => "too few people have not joined to compare",
        (_, false) => "the others have nothing to compare with",
    }
}

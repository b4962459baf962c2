//! Sentences on who the group is, what happened to them and which sprint is in view, true in every state.

use domain::{figure::MetricId, period::GroupKind};
use service::views::{Comparison, LearningSprint, Scoreboard};

use super::tiles::{hidden, subject};
use crate::words;

pub fn lead(board: &Scoreboard, this_year: i16) -> String {
    let people = board.people.map(|n| words::plural(n, "person", "people") + ".");
    let compared = board.comparison.as_ref().map(compared);
    people.into_iter().chain([joined(board, this_year)]).chain(compared).collect::<Vec<_>>().join(" ")
}

fn compared(other: &Comparison) -> String {
    let name = &other.name;
    match (other.suggested, other.joined) {
        (true, false) => format!("Compared with {name}, a similar team that has not joined yet."),
        (_, true) => format!("Compared with {name}, which has joined as well."),
        (false, false) => format!("Compared with {name}, which has not joined yet."),
    }
}

fn joined(board: &Scoreboard, this_year: i16) -> String {
    let first = board.learning.iter().min_by_key(|learning| learning.first_day);
    match (first, board.group) {
        (None, GroupKind::Cohort) => "No learning sprint is planned.".to_owned(),
        (None, _) => "Has not joined the programme yet.".to_owned(),
        (Some(learning), GroupKind::Cohort) => {
            let days = words::range(learning.first_day, learning.last_day, this_year);
            format!("Wave {}, learning sprint {days}, to practise {}.", learning.wave, skills(board))
        }
        (Some(learning), _) => joined_team(board, learning, this_year),
    }
}

fn joined_team(board: &Scoreboard, learning: &LearningSprint, this_year: i16) -> String {
    let day = words::day(learning.first_day, this_year);
    let began = board.trend.known_until.is_none_or(|now| learning.first_day <= now.date());
    let verb = if began { "Joined" } else { "Joins" };
    format!("{verb} in wave {} on {day} to practise {}.", learning.wave, skills(board))
}

/// `small pull requests and fast reviews`: each skill once, as its key reads.
fn skills(board: &Scoreboard) -> String {
    let mut names: Vec<String> = Vec::new();
    for skill in board.learning.iter().flat_map(|learning| &learning.skills) {
        let name = skill.replace('-', " ");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "no skill yet".to_owned() } else { words::listed(&names) }
}

/// Which sprint the numbers are of, and whether it may still change.
pub fn scope(board: &Scoreboard, this_year: i16) -> String {
    let Some(sprint) = board.trend.latest() else { return String::new() };
    let days = words::range(sprint.first_day(), sprint.last_day(), this_year);
    let running = board.trend.known_until.is_some_and(|now| now.date() < sprint.last_day());
    let state = if running { " It is under way, so its counts still grow." } else { "" };
    format!(
        "Large numbers are of sprint {}, {days}; small lines show every sprint in view.{state}",
        sprint.key
    )
}

/// What waits at this moment, whatever the range.
pub fn waiting(board: &Scoreboard) -> String {
    let figure = board.trend.now.get(MetricId::Waiting);
    let Some(count) = figure.value else {
        let why = hidden(MetricId::Waiting, Some(&figure));
        return format!("Waiting for a first review now: {}.", why.label.to_lowercase());
    };
    if count == 0.0 {
        return "Nothing waits for a first review now.".to_owned();
    }
    let said = words::reading(subject(MetricId::Waiting).unit, count).to_string();
    let (noun, verb) = if said == "1" { ("pull request", "waits") } else { ("pull requests", "wait") };
    let age = board.trend.now.value(MetricId::WaitingAge);
    let age = age.map(|age| {
        format!(", half of them longer than {}", words::reading(subject(MetricId::WaitingAge).unit, age))
    });
    format!("{said} {noun} {verb} for a first review now{}.", age.unwrap_or_default())
}

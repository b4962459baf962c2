//! One sentence on who the group is and what happened to them, true in every state.

use domain::period::GroupKind;
use service::views::{LearningSprint, Scoreboard};

use crate::words;

pub fn lead(board: &Scoreboard, this_year: i16) -> String {
    let mut sentences: Vec<String> = board.people.map(|n| words::plural(n, "person", "people") + ".").into_iter().collect();
    sentences.push(joined(board, this_year));
    if let Some(other) = &board.comparison {
        let state = if other.joined { "has joined as well" } else { "has not joined yet" };
        sentences.push(format!("Compared with {}, which {state}.", other.name));
    }
    sentences.join(" ")
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
    match names.split_last() {
        None => "nothing yet".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

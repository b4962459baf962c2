//! Pull requests with their reviews, checks and timeline, as GitHub would tell of them on the last day of the data.

mod change;
mod checks;
mod history;
mod known;
mod rest;
mod reviews;
mod setting;
mod text;

use crate::teams::TEAMS;
use crate::world::World;
use crate::write::json_line;

pub(crate) use change::PULL_REQUEST_SD;
pub(crate) use setting::TEAM_SPRINT_SD;

/// By team, then by opening. One team at a time is held in memory.
pub(crate) fn lines(world: &World) -> impl Iterator<Item = String> {
    (0..TEAMS.len()).flat_map(|team| history::of_team(world, team)).map(|line| json_line(&line))
}

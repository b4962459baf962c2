//! Issues as Jira Cloud's REST v3 tells them: bugs found before and after the release, and stories that are none.

mod draw;
mod rest;

use crate::teams::TEAMS;
use crate::world::World;
use crate::write::json_line;

/// By team, then by creation.
pub(crate) fn lines(world: &World) -> impl Iterator<Item = String> {
    (0..TEAMS.len()).flat_map(|team| of_team(world, team)).map(|issue| json_line(&issue))
}

fn of_team(world: &World, team: usize) -> Vec<rest::Issue> {
    let mut drawn = draw::of_team(world, team);
    drawn.sort_by_key(|issue| issue.created);
    (1..).zip(&drawn).map(|(number, issue)| rest::issue(world, team, number, issue)).collect()
}

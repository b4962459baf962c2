//! How many issues, when, and which release they were seen in.

use domain::EpochMs;
use domain::calendar::MarkKind;
use rand::Rng;

use crate::calendar::{after, moment_at_work};
use crate::effects::{DEFECTS_AFTER, DEFECTS_BEFORE, uptake};
use crate::people::{Person, members};
use crate::random::{Chance, Stream, stream};
use crate::teams::TEAMS;
use crate::world::{World, marks_in};

/// Bugs that name no version, per person and sprint.
const UNCLEAR: f64 = 0.08;
const STORIES: f64 = 0.9;
/// A big release brings so many times more defects.
const RELEASE_FACTOR: f64 = 1.5;
const TEAM_SPRINT_SD: f64 = 0.10;
/// Bugs found after release that were already in the release before.
const OLDER_TOO: f64 = 0.10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Story,
    FoundBefore,
    FoundAfter,
    Unclear,
}

#[derive(Debug)]
pub(super) struct Issue {
    pub kind: Kind,
    pub created: EpochMs,
    pub started: EpochMs,
    pub resolved: EpochMs,
    /// Releases the bug was seen in, by the number of the sprint that they close; 0 is the one before the data.
    pub seen_in: Vec<usize>,
    /// Number of the person who reported it.
    pub reporter: usize,
    pub priority: &'static str,
    /// Which of the stock summaries.
    pub summary: usize,
}

pub(super) fn of_team(world: &World, team: usize) -> Vec<Issue> {
    let mut defects = stream(world.seed, Stream::Defects, team);
    let mut stories = stream(world.seed, Stream::Stories, team);
    let mut issues = Vec::new();
    for sprint in 0..world.sprints.len() {
        let first_day = EpochMs::from_date(world.sprints[sprint].first_day);
        let people = members(&world.people, team, first_day);
        let load = people.len() as f64 * burden(world, sprint) * (TEAM_SPRINT_SD * defects.normal()).exp();
        let uptake = uptake(&TEAMS[team], sprint);
        let expected = [
            (Kind::FoundAfter, load * DEFECTS_AFTER.expected(uptake)),
            (Kind::FoundBefore, load * DEFECTS_BEFORE.expected(uptake)),
            (Kind::Unclear, load * UNCLEAR),
        ];
        for (kind, mean) in expected {
            let count = defects.count(mean);
            issues.extend((0..count).map(|_| draw(&mut defects, world, (team, sprint), kind, &people)));
        }
        let count = stories.count(people.len() as f64 * STORIES);
        let story = |_| draw(&mut stories, world, (team, sprint), Kind::Story, &people);
        issues.extend((0..count).map(story));
    }
    issues
}

fn burden(world: &World, sprint: usize) -> f64 {
    let released = marks_in(&world.sprints[sprint]).any(|mark| mark.kind == MarkKind::Release);
    if released { RELEASE_FACTOR } else { 1.0 }
}

fn draw(
    rng: &mut impl Rng,
    world: &World,
    (team, sprint): (usize, usize),
    kind: Kind,
    people: &[&Person],
) -> Issue {
    // A sprint's release goes out on its second Thursday; what is found before it is found before that day.
    let days = world.sprints[sprint].working_days();
    let usable = if kind == Kind::FoundBefore { days.len() - 2 } else { days.len() };
    let day = days[rng.random_range(0..usable)];
    let created = moment_at_work(rng, &TEAMS[team], day);
    let started = after(created, 20.0 * rng.normal().exp());
    Issue {
        kind,
        created,
        started,
        resolved: after(started, 40.0 * rng.normal().exp()),
        seen_in: seen_in(rng, kind, sprint),
        reporter: people.get(rng.random_range(0..people.len().max(1))).map_or(1, |person| person.number),
        priority: rng.pick(&["Highest", "High", "Medium", "Medium", "Medium", "Low"]),
        summary: rng.random_range(0..super::rest::SUMMARIES.len()),
    }
}

/// The sprint with index `n` closes with release `n + 1`.
fn seen_in(rng: &mut impl Rng, kind: Kind, sprint: usize) -> Vec<usize> {
    match kind {
        Kind::Story | Kind::Unclear => Vec::new(),
        Kind::FoundBefore => vec![sprint + 1],
        Kind::FoundAfter if rng.happens(OLDER_TOO) => vec![sprint, sprint + 1],
        Kind::FoundAfter => vec![sprint],
    }
}

//! A team's pull requests over the whole time: drawn sprint by sprint, numbered per repository, reverts tied to what
//! they revert.

use std::cmp::Reverse;

use domain::EpochMs;

use super::change::{Change, Kind, draw, draw_dependency};
use super::known::{check_runs, merged_at, pull_request, reviews_so_far, timeline};
use super::rest::{Line, Repository};
use super::setting::Setting;
use super::text;
use crate::people::members;
use crate::random::{Chance, Stream, stream};
use crate::teams::{OWNER, TEAMS};
use crate::world::World;

/// Pull requests of an engineer in a sprint without holidays.
const PER_PERSON: f64 = 6.6;
const BOT_PER_SPRINT: f64 = 2.0;
const VOLUME_SD: f64 = 0.06;

/// By opening.
pub(super) fn of_team(world: &World, team: usize) -> Vec<Line> {
    let mut changes = drawn(world, team);
    changes.sort_by_key(|change| change.opened);
    let mut told: Vec<Told> = Vec::new();
    changes.iter().map(|change| tell(change, team, &mut told)).collect()
}

fn drawn(world: &World, team: usize) -> Vec<Change<'_>> {
    let mut rng = stream(world.seed, Stream::Work, team);
    let mut bots = stream(world.seed, Stream::Bots, team);
    let mut changes = Vec::new();
    for (index, sprint) in world.sprints.iter().enumerate() {
        let setting = Setting::new(world, team, &TEAMS[team], index, rng.normal());
        let people = members(&world.people, team, EpochMs::from_date(sprint.first_day)).len() as f64;
        let volume = sprint.capacity() * setting.volume() * (VOLUME_SD * rng.normal()).exp();
        let count = rng.count(people * PER_PERSON * volume);
        changes.extend((0..count).filter_map(|_| draw(&mut rng, &setting)));
        let updates = bots.count(BOT_PER_SPRINT);
        changes.extend((0..updates).map(|_| draw_dependency(&mut bots, &setting)));
    }
    changes
}

/// What a later revert needs to know of an earlier pull request.
struct Told {
    repository: usize,
    number: u64,
    title: String,
    merged: Option<EpochMs>,
}

/// The newest pull request of the repository that was merged before a revert was opened.
fn reverted<'a>(change: &Change, told: &'a [Told]) -> Option<&'a Told> {
    if change.kind != Kind::Revert {
        return None;
    }
    let earlier = told.iter().filter(|it| it.repository == change.repository);
    let merged = earlier.filter_map(|it| Some((it.merged.filter(|at| *at < change.opened)?, it)));
    merged.min_by_key(|(at, _)| Reverse(*at)).map(|(_, it)| it)
}

fn tell(change: &Change, team: usize, told: &mut Vec<Told>) -> Line {
    let full_name = format!("{OWNER}/{}", TEAMS[team].repositories[change.repository]);
    let number = 1 + told.iter().filter(|it| it.repository == change.repository).count() as u64;
    let original = reverted(change, told);
    let reference = original.map(|it| format!("{full_name}#{}", it.number));
    let title = text::title(change, original.map(|it| it.title.as_str()));
    let branch = text::branch(change, number, original.map(|it| it.number));
    let body = text::body(change, reference.as_deref());
    let pull_request = pull_request(change, number, title.clone(), branch, body);
    told.push(Told { repository: change.repository, number, title, merged: merged_at(change) });
    Line {
        repository: Repository { full_name },
        pull_request,
        reviews: reviews_so_far(change, team, number),
        check_runs: check_runs(change),
        first_head_sha: change.checks.first_sha.clone(),
        timeline: timeline(change),
    }
}

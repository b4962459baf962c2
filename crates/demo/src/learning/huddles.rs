//! Weekly huddles: who was there, one statement for many people.

use std::collections::BTreeMap;

use domain::EpochMs;
use domain::facts::LearningKind;
use jiff::ToSpan;
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;

use super::moments::{habits, tags};
use super::statement::{Actor, Member, Statement, agent, statement};
use crate::calendar::after;
use crate::cohorts::{CohortSpec, HUDDLES};
use crate::content::{ContentRow, huddle};
use crate::people::Person;
use crate::random::{Chance, Stream, stream};
use crate::teams::TEAMS;
use crate::world::World;

/// Weekly huddles, on Thursdays at 14:00 UTC: one group statement per huddle and team, so that its team tag is true.
pub(super) fn huddles(world: &World, index: usize, cohort: &CohortSpec) -> Vec<Statement> {
    let mut rng = stream(world.seed, Stream::Huddles, index);
    let thursdays = cohort.first_day().saturating_add(3.days()).series(1.week());
    let numbered = (1..=HUDDLES).zip(thursdays);
    numbered.flat_map(|(number, day)| held(world, &mut rng, cohort, number, day)).collect()
}

fn held(
    world: &World,
    rng: &mut ChaCha8Rng,
    cohort: &CohortSpec,
    number: usize,
    day: Date,
) -> Vec<Statement> {
    let content = huddle(cohort.name, cohort.skills[0], number);
    let at = after(EpochMs::from_date(day), 14.0);
    let mut present: BTreeMap<usize, Vec<&Person>> = BTreeMap::new();
    for person in cohort.members(&world.people) {
        if let Some(team) = person.team_on(day).filter(|team| rng.happens(habits(*team).attend)) {
            present.entry(team).or_default().push(person);
        }
    }
    let teams = present.into_iter();
    teams.map(|(team, people)| attendance(world, rng, cohort, &content, at, (team, &people))).collect()
}

fn attendance(
    world: &World,
    rng: &mut ChaCha8Rng,
    cohort: &CohortSpec,
    content: &ContentRow,
    at: EpochMs,
    (team, people): (usize, &[&Person]),
) -> Statement {
    let tags = tags(world, rng, None, team, content.skill, at);
    let member = people.iter().map(|person| Member::Agent(agent(person))).collect();
    let name = format!("{}, {}", cohort.name, TEAMS[team].name);
    statement(rng, Actor::Group { name, member }, LearningKind::Attended, content, at, Some(tags))
}

//! What a real store holds too: a mailbox that nobody knows, and a source that does not tag.

use domain::facts::LearningKind;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::moments::tags;
use super::statement::{Actor, Agent, Statement, agent, statement};
use crate::calendar::{LAST_DAY, moment_at_work};
use crate::content::of_skill;
use crate::people::Person;
use crate::random::{Stream, stream};
use crate::skill_map::SKILLS;
use crate::teams::TEAMS;
use crate::world::World;

/// Statements of a mailbox that belongs to nobody.
pub(crate) const STRAY_STATEMENTS: usize = 6;
/// Statements that a source sent without the five tags.
pub(crate) const UNTAGGED_STATEMENTS: usize = 12;

pub(super) fn strays(world: &World) -> Vec<Statement> {
    let mut rng = stream(world.seed, Stream::Strays, 0);
    (0..STRAY_STATEMENTS + UNTAGGED_STATEMENTS).filter_map(|index| stray(world, &mut rng, index)).collect()
}

fn stray(world: &World, rng: &mut ChaCha8Rng, index: usize) -> Option<Statement> {
    let staff: Vec<&Person> =
        world.people.iter().filter(|person| person.team_on(LAST_DAY).is_some()).collect();
    let person = staff.choose(rng)?;
    let day = *world.sprints.choose(rng)?.working_days().choose(rng)?;
    let team = person.team_on(day)?;
    let course = &of_skill(SKILLS[index % SKILLS.len()].0)[0];
    let at = moment_at_work(rng, &TEAMS[team], day);
    let (actor, tags) = if index < STRAY_STATEMENTS {
        (unknown_agent(), Some(tags(world, rng, Some(person.role), team, course.skill, at)))
    } else {
        (agent(person), None)
    };
    Some(statement(rng, Actor::Agent(actor), LearningKind::Started, course, at, tags))
}

fn unknown_agent() -> Agent {
    Agent { name: "Demo Person 999".to_owned(), mbox: "mailto:person999@demo.invalid".to_owned() }
}

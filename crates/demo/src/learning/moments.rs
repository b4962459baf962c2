//! Who did what when: a cohort's learning sprint, and what its people use on the job afterwards.

use domain::EpochMs;
use domain::content::ContentKind;
use domain::facts::LearningKind;
use jiff::civil::Date;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::huddles::huddles;
use super::statement::{Actor, Statement, Tags, agent, statement};
use super::strays::strays;
use crate::calendar::{after, moment_at_work, sprint_index};
use crate::cohorts::{COHORTS, CohortSpec};
use crate::content::{ContentRow, checklist, of_skill};
use crate::effects::Dose;
use crate::people::Person;
use crate::random::{Chance, Stream, stream};
use crate::teams::TEAMS;
use crate::world::World;

/// How likely people are to take each step.
pub(super) struct Habits {
    pub start: f64,
    pub complete: f64,
    pub attend: f64,
    pub apply: f64,
}

const WHOLE_HEARTED: Habits = Habits { start: 1.0, complete: 0.97, attend: 0.92, apply: 0.90 };
const HALF_HEARTED: Habits = Habits { start: 0.85, complete: 0.60, attend: 0.60, apply: 0.45 };

pub(super) fn habits(team: usize) -> &'static Habits {
    if TEAMS[team].dose == Dose::Full { &WHOLE_HEARTED } else { &HALF_HEARTED }
}

pub(super) fn statements(world: &World) -> Vec<Statement> {
    let mut statements = strays(world);
    for (index, cohort) in COHORTS.iter().enumerate() {
        let mut rng = stream(world.seed, Stream::Learning, index);
        for person in cohort.members(&world.people) {
            let mut learner = Learner { world, cohort, person, rng: &mut rng };
            statements.extend(learner.learning_sprint());
            statements.extend(learner.on_the_job());
        }
        statements.extend(huddles(world, index, cohort));
    }
    statements
}

/// One member of a cohort.
struct Learner<'a> {
    world: &'a World,
    cohort: &'a CohortSpec,
    person: &'a Person,
    rng: &'a mut ChaCha8Rng,
}

impl Learner<'_> {
    /// Courses first, then the labs, the pair challenge last.
    fn learning_sprint(&mut self) -> Vec<Statement> {
        let mut content: Vec<ContentRow> =
            self.cohort.skills.iter().flat_map(|skill| of_skill(skill)).collect();
        content.retain(|row| row.kind != ContentKind::JobAid);
        content.sort_by_key(|row| (row.kind == ContentKind::Challenge, row.kind));
        let days = self.cohort.working_days();
        let pace = days.len() as f64 / content.len() as f64;
        let paced = (1..).zip(&content);
        paced.flat_map(|(step, row)| self.work_through(row, due_day(&days, f64::from(step) * pace))).collect()
    }

    /// Starts a piece of content on its day and, mostly, completes it within hours.
    fn work_through(&mut self, content: &ContentRow, day: Date) -> Vec<Statement> {
        let Some(team) = self.person.team_on(day) else { return Vec::new() };
        let habits = habits(team);
        if !self.rng.happens(habits.start) {
            return Vec::new();
        }
        let at = moment_at_work(self.rng, &TEAMS[team], day);
        let mut statements = vec![self.say(LearningKind::Started, content, at, team)];
        if self.rng.happens(habits.complete) {
            let done = after(at, self.rng.random_range(0.3..3.0));
            statements.push(self.say(LearningKind::Completed, content, done, team));
        }
        statements
    }

    /// Job aids and the review checklist, once a sprint from joining on.
    fn on_the_job(&mut self) -> Vec<Statement> {
        let skills = self.cohort.skills.iter();
        let mut aids: Vec<ContentRow> = skills.flat_map(|skill| of_skill(skill)).collect();
        aids.retain(|row| row.kind == ContentKind::JobAid);
        aids.push(checklist());
        let sprints = self.cohort.sprint()..self.world.sprints.len();
        sprints.flat_map(|sprint| self.apply(&aids, sprint)).collect()
    }

    fn apply(&mut self, aids: &[ContentRow], sprint: usize) -> Vec<Statement> {
        let days = self.world.sprints[sprint].working_days();
        let mut statements = Vec::new();
        for aid in aids {
            let day = days[self.rng.random_range(0..days.len())];
            let Some(team) = self.person.team_on(day) else { continue };
            if self.rng.happens(habits(team).apply) {
                let at = moment_at_work(self.rng, &TEAMS[team], day);
                statements.push(self.say(LearningKind::Applied, aid, at, team));
            }
        }
        statements
    }

    fn say(&mut self, kind: LearningKind, content: &ContentRow, at: EpochMs, team: usize) -> Statement {
        let tags = tags(self.world, self.rng, Some(self.person.role), team, content.skill, at);
        statement(self.rng, Actor::Agent(agent(self.person)), kind, content, at, Some(tags))
    }
}

/// The five tags of something that happened at a moment in one of the team's repositories.
pub(super) fn tags(
    world: &World,
    rng: &mut impl Rng,
    role: Option<&'static str>,
    team: usize,
    skill: &'static str,
    at: EpochMs,
) -> Tags {
    let repositories: Vec<String> = TEAMS[team].repository_names().collect();
    Tags {
        skill,
        role,
        team: TEAMS[team].key,
        repository: repositories[rng.random_range(0..repositories.len())].clone(),
        sprint: world.sprints[sprint_index(&world.sprints, at)].key.clone(),
    }
}

/// The day that lies `elapsed` working days into the plan.
fn due_day(days: &[Date], elapsed: f64) -> Date {
    let index = crate::random::whole(elapsed - 1.0) as usize;
    days[index.min(days.len() - 1)]
}

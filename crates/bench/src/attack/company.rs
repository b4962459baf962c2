//! Made-up organisations: teams of 3 to 15, cohorts across teams, repositories that teams share, and what happens to
//! people over time.

use domain::{EpochMs, time::MS_PER_DAY};
use rand::{Rng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::model::Model;

pub const SPRINTS: i64 = 6;
pub const SPRINT_DAYS: i64 = 14;
/// Sprints of the baseline.
pub const BASELINE: i64 = 2;

/// 2026-01-05, a Monday.
const DAY_ZERO: i64 = 1_767_571_200_000;

/// Days after the first one; fractions of a day are milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "a company lives for a few months")]
pub fn at(days: f64) -> EpochMs {
    EpochMs(DAY_ZERO + (days * MS_PER_DAY as f64) as i64)
}

pub fn day(days: i64) -> jiff::civil::Date {
    EpochMs(DAY_ZERO + days * MS_PER_DAY).date()
}

#[derive(Debug, Clone)]
pub struct Team {
    /// How many days later than others its sprints begin.
    pub shift: i64,
}

#[derive(Debug, Clone)]
pub struct Person {
    /// (team, first day, day after the last); the open ends are far away.
    pub stays: Vec<(usize, i64, i64)>,
    /// In the people sheet, with their login.
    pub known: bool,
}

pub const FAR: i64 = 10_000;

#[derive(Debug, Clone)]
pub struct Cohort {
    pub wave: u16,
    pub first_day: i64,
    /// (person, day of joining, day of leaving).
    pub people: Vec<(usize, i64, Option<i64>)>,
}

#[derive(Debug, Clone)]
pub struct PullRequest {
    pub repository: usize,
    pub author: usize,
    /// Days.
    pub opened: f64,
    pub merged: Option<f64>,
    pub closed: Option<f64>,
    pub reviewed: Option<f64>,
    pub lines: Option<u32>,
}

#[derive(Debug, Clone)]
pub struct Company {
    pub teams: Vec<Team>,
    pub people: Vec<Person>,
    pub cohorts: Vec<Cohort>,
    /// The team that owns each.
    pub repositories: Vec<Option<usize>>,
    pub pull_requests: Vec<PullRequest>,
    /// The team that each pull request was first shown for, or moved to from one of the same dates.
    pub shown_in: Vec<Option<usize>>,
}

impl Company {
    pub fn random(random: &mut ChaCha8Rng) -> Self {
        let teams: Vec<Team> =
            (0..random.random_range(4..9)).map(|n| Team { shift: i64::from(n == 1) }).collect();
        let mut people = Vec::new();
        for team in 0..teams.len() {
            for _ in 0..random.random_range(3..16) {
                people.push(Person { stays: vec![(team, -FAR, FAR)], known: true });
            }
        }
        // Somebody who works already and whom nobody has entered yet.
        people.push(Person { stays: vec![(0, -FAR, FAR)], known: false });
        let repositories = (0..teams.len() + 3).map(|n| Some(n).filter(|n| *n < teams.len())).collect();
        let mut company =
            Self { teams, people, cohorts: vec![], repositories, pull_requests: vec![], shown_in: vec![] };
        company.cohorts = (0..random.random_range(2..5)).map(|n| company.cohort(n, random)).collect();
        for author in 0..company.people.len() {
            for sprint in 0..SPRINTS {
                company.work(author, sprint, random);
            }
        }
        company.shown_in = Model::of(&company).teams();
        company
    }

    /// What was shown stays in its sprint.
    fn settle(&mut self) {
        let now = Model::of(self).teams();
        for (shown, now) in self.shown_in.iter_mut().zip(now) {
            let same_dates =
                |team: usize| now.is_none_or(|now| self.teams[team].shift == self.teams[now].shift);
            if shown.is_none_or(same_dates) {
                *shown = now;
            }
        }
    }

    /// People of two teams, mostly: some small, some a whole team, so that they overlap in every way.
    fn cohort(&self, n: usize, random: &mut ChaCha8Rng) -> Cohort {
        let teams: Vec<usize> = (0..2).map(|_| random.random_range(0..self.teams.len())).collect();
        let mut people: Vec<usize> = (0..self.people.len())
            .filter(|person| self.people[*person].known && teams.contains(&self.people[*person].stays[0].0))
            .collect();
        people.shuffle(random);
        people.truncate(random.random_range(4..13));
        // In the middle of a sprint: no team's dates of it make a difference.
        let first_day = SPRINT_DAYS * random.random_range(1..4) + 3;
        let people = people.into_iter().map(|person| (person, first_day, None)).collect();
        Cohort { wave: u16::from(n % 2 == 1) + 1, first_day, people }
    }

    fn work(&mut self, author: usize, sprint: i64, random: &mut ChaCha8Rng) {
        let home = self.people[author].stays[0].0;
        if random.random_bool(0.06) {
            return;
        }
        for _ in 0..random.random_range(1..4) {
            let shared = self.teams.len() + random.random_range(0..3);
            let repository = if random.random_bool(0.7) { home } else { shared };
            let opened = (sprint * SPRINT_DAYS) as f64 + random.random_range(0.0..13.0);
            let settled = opened + random.random_range(0.2..4.0);
            let reviewed = random.random_bool(0.85).then(|| opened + (settled - opened) / 2.0);
            let merged = random.random_bool(0.93);
            let open = !merged && random.random_bool(0.3);
            self.pull_requests.push(PullRequest {
                repository,
                author,
                opened,
                merged: merged.then_some(settled),
                closed: (!open).then_some(settled),
                reviewed,
                lines: random.random_bool(0.9).then(|| random.random_range(1..900)),
            });
        }
    }

    /// What becomes of the organisation, one change after the other. Facts stay what they are.
    pub fn changes(&self, random: &mut ChaCha8Rng) -> Vec<Company> {
        let mut after = vec![self.clone()];
        let mut next = |change: &mut dyn FnMut(&mut Company)| {
            let mut company = after.last().cloned().unwrap_or_else(|| self.clone());
            change(&mut company);
            company.settle();
            after.push(company);
        };
        next(&mut |company| company.move_people(1, random));
        next(&mut |company| company.people.iter_mut().for_each(|person| person.known = true));
        next(&mut |company| company.enrol_late(random));
        next(&mut |company| company.leave(random));
        next(&mut |company| company.move_people(7, random));
        after.remove(0);
        after
    }

    /// It turns out that some of a team had been in another for weeks.
    fn move_people(&mut self, count: usize, random: &mut ChaCha8Rng) {
        let from = random.random_range(0..self.teams.len());
        let to = (from + random.random_range(1..self.teams.len())) % self.teams.len();
        let since = SPRINT_DAYS + random.random_range(3..20);
        let still =
            |person: &&mut Person| person.known && person.stays.len() == 1 && person.stays[0].0 == from;
        for person in self.people.iter_mut().filter(still).take(count) {
            person.stays = vec![(from, -FAR, since), (to, since, FAR)];
        }
    }

    fn enrol_late(&mut self, random: &mut ChaCha8Rng) {
        let cohort = random.random_range(0..self.cohorts.len());
        let known: Vec<usize> = (0..self.people.len())
            .filter(|person| self.people[*person].known)
            .filter(|person| !self.cohorts.iter().any(|c| c.people.iter().any(|(p, ..)| p == person)))
            .collect();
        if known.is_empty() || self.cohorts[cohort].people.len() >= 12 {
            return;
        }
        let person = known[random.random_range(0..known.len())];
        let joined = self.cohorts[cohort].first_day + 3;
        self.cohorts[cohort].people.push((person, joined, None));
    }

    fn leave(&mut self, random: &mut ChaCha8Rng) {
        let cohort = random.random_range(0..self.cohorts.len());
        let people = &mut self.cohorts[cohort].people;
        if people.is_empty() {
            return;
        }
        let at = random.random_range(0..people.len());
        people[at].2 = Some(people[at].1 + 10);
    }
}

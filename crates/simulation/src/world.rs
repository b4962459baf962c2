//! One draw of a design: every pull request of every team, and what joining really did.

use std::f64::consts::TAU;

use impact::error::Result;
use impact::panel::{Cell, Panel};
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};

use crate::design::{
    Ar1, COHORT, DEFECTS, DIP, DIP_SPRINTS, DOSES, DRIFT, DURATION_SD, Design, HOLIDAY, HOLIDAYS,
    MEDIAN_HOURS, OWN, PULL_REQUESTS, PULL_REQUESTS_SD, RELEASE, RELEASES, SEASON, SEASON_HEIGHT, SPRINT_SD,
    SPRINTS, TEAM_SD, TREND, WAVES,
};

#[derive(Debug, Clone, PartialEq)]
pub struct World {
    pub teams: Vec<Team>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// A number, so that panels keep the order.
    pub name: String,
    /// Which of the waves; `None` for never.
    pub wave: Option<usize>,
    pub dose: f64,
    /// One for each sprint, from 1.
    pub sprints: Vec<Sprint>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sprint {
    pub number: i64,
    /// In logarithms.
    pub effect: f64,
    /// Logarithms of hours, of the pull requests opened.
    pub durations: Vec<f64>,
    pub defects: f64,
}

impl Team {
    pub fn joined(&self) -> Option<i64> {
        self.wave.and_then(|wave| WAVES.get(wave).copied())
    }
}

impl World {
    pub fn draw(design: &Design, rng: &mut ChaCha8Rng) -> Self {
        let sprints: Vec<f64> = (1..=SPRINTS).map(|sprint| common(sprint, rng)).collect();
        let mut shocks = || if design.cohort_shocks { COHORT.draw(rng) } else { vec![0.0; sprints.len()] };
        let cohorts: Vec<Vec<f64>> = (0..=WAVES.len()).map(|_| shocks()).collect();
        let teams = waves(design.teams, rng).into_iter().enumerate().map(|(at, wave)| {
            let shocks = &cohorts[wave.unwrap_or(WAVES.len())];
            let together: Vec<f64> =
                sprints.iter().zip(shocks).map(|(sprint, shock)| sprint + shock).collect();
            Team::draw(at.to_string(), wave, design, &together, rng)
        });
        Self { teams: teams.collect() }
    }

    /// Logarithms of median hours, of which none is censored; holidays and releases are left out on both sides.
    pub fn durations(&self) -> Result<Panel> {
        self.panel(|sprint| median(&sprint.durations))
    }

    /// Defects in a sprint.
    pub fn defects(&self) -> Result<Panel> {
        self.panel(|sprint| Some(sprint.defects))
    }

    /// The mean of what joining did, over the joined cells of a panel of this world.
    pub fn truth(&self, panel: &Panel) -> f64 {
        let effects = self.teams.iter().enumerate().flat_map(|(unit, team)| {
            let there = move |sprint: &&Sprint| {
                let period = panel.periods().binary_search(&sprint.number).ok();
                period.is_some_and(|at| panel.is_treated(unit, at) && panel.outcome(unit, at).is_some())
            };
            team.sprints.iter().filter(there).map(|sprint| sprint.effect)
        });
        mean(&effects.collect::<Vec<_>>()).unwrap_or_default()
    }

    fn panel(&self, outcome: impl Fn(&Sprint) -> Option<f64>) -> Result<Panel> {
        let cells = self.teams.iter().flat_map(|team| team.sprints.iter().map(move |sprint| (team, sprint)));
        let cells = cells.map(|(team, sprint)| Cell {
            unit: team.name.clone(),
            period: sprint.number,
            joined: team.joined(),
            outcome: outcome(sprint),
            exposure: None,
        });
        let panel = Panel::from_cells(&cells.collect::<Vec<_>>())?;
        Ok(panel.without_periods(&[HOLIDAYS, RELEASES].concat()))
    }
}

impl Team {
    fn draw(
        name: String,
        wave: Option<usize>,
        design: &Design,
        together: &[f64],
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let level = MEDIAN_HOURS.ln() + TEAM_SD * normal(rng);
        let pull_requests = PULL_REQUESTS * (PULL_REQUESTS_SD * normal(rng)).exp();
        let dose = if wave.is_some() { dose(rng) } else { 0.0 };
        let own = OWN.draw(rng);
        let sprints = (1..=SPRINTS).zip(together).zip(own).map(|((number, together), own)| {
            let joined = wave.map(|wave| (wave, number - WAVES[wave]));
            let effect = joined.map_or(0.0, |(wave, since)| design.effect(wave, dose, since));
            let before = joined.map_or(0.0, |(_, since)| design.before(number, since));
            let centre = level + together + own + before + effect;
            Sprint {
                number,
                effect,
                durations: durations(centre, number, pull_requests, rng),
                defects: defects(number, rng),
            }
        });
        let sprints = sprints.collect();
        Self { name, wave, dose, sprints }
    }
}

impl Design {
    /// What makes joiners different without joining having done it.
    fn before(&self, number: i64, since: i64) -> f64 {
        let drift = if self.drift { DRIFT * number as f64 } else { 0.0 };
        let dip = if self.dip && (-i64::from(DIP_SPRINTS)..0).contains(&since) { DIP } else { 0.0 };
        drift + dip
    }
}

impl Ar1 {
    /// One for each sprint, in its stationary state from the first.
    fn draw(self, rng: &mut ChaCha8Rng) -> Vec<f64> {
        let innovation = self.sd * (1.0 - self.rho * self.rho).sqrt();
        let mut state = self.sd * normal(rng);
        let mut next = || {
            let now = state;
            state = self.rho * now + innovation * normal(rng);
            now
        };
        (0..SPRINTS).map(|_| next()).collect()
    }
}

/// A quarter never, the rest dealt over the waves in turn, in random order.
fn waves(teams: usize, rng: &mut ChaCha8Rng) -> Vec<Option<usize>> {
    let never = teams / 4;
    let mut waves: Vec<Option<usize>> =
        (0..teams).map(|at| at.checked_sub(never).map(|joiner| joiner % WAVES.len())).collect();
    waves.shuffle(rng);
    waves
}

fn common(sprint: i64, rng: &mut ChaCha8Rng) -> f64 {
    let t = sprint as f64;
    let season = SEASON * (TAU * (t - SEASON_HEIGHT) / SPRINTS as f64).cos();
    let holiday = if HOLIDAYS.contains(&sprint) { HOLIDAY } else { 0.0 };
    season + SPRINT_SD * normal(rng) + TREND * t + holiday
}

fn durations(centre: f64, sprint: i64, pull_requests: f64, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let rate = if HOLIDAYS.contains(&sprint) { pull_requests / 2.0 } else { pull_requests };
    (0..count(rate, rng)).map(|_| centre + DURATION_SD * normal(rng)).collect()
}

fn defects(sprint: i64, rng: &mut ChaCha8Rng) -> f64 {
    let release: f64 = if RELEASES.contains(&sprint) { RELEASE } else { 0.0 };
    count(DEFECTS * release.exp(), rng) as f64
}

fn dose(rng: &mut ChaCha8Rng) -> f64 {
    let mut drawn: f64 = rng.random();
    for (share, dose) in DOSES {
        if drawn < share {
            return dose;
        }
        drawn -= share;
    }
    DOSES[DOSES.len() - 1].1
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(rng)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the sampler gives its counts as floating-point numbers"
)]
fn count(rate: f64, rng: &mut ChaCha8Rng) -> u64 {
    Poisson::new(rate).map_or(0, |poisson| poisson.sample(rng) as u64)
}

pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// `None` for no values.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

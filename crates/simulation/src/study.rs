//! Every estimator asked about every world. The same seed makes the same worlds, whatever the number of cores.

use std::collections::BTreeMap;

use impact::error::Result;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use crate::Scenario;
use crate::estimators::{self, Answer, Headline};
use crate::newest::{self, Newest};
use crate::tally::{Figures, Tally};
use crate::world::World;

pub const SIZES: [usize; 3] = [12, 24, 40];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Naive,
    TwoWay,
    GroupTime,
    /// With the jackknife by team.
    Imputation,
    /// The same estimate, with the jackknife by cohort.
    ImputationByCohort,
    /// The same, announcing what the verdict calls likely real.
    LikelyReal,
    /// Of defects, that joining leaves as they are in every design.
    Defects,
}

impl Method {
    pub const ALL: [Self; 7] = [
        Self::Naive,
        Self::TwoWay,
        Self::GroupTime,
        Self::Imputation,
        Self::ImputationByCohort,
        Self::LikelyReal,
        Self::Defects,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Naive => "naive before/after",
            Self::TwoWay => "two-way fixed effects, cluster t",
            Self::GroupTime => "group-time, last base, z",
            Self::Imputation => "imputation, team jackknife",
            Self::ImputationByCohort => "imputation, cohort jackknife",
            Self::LikelyReal => "verdict likely real",
            Self::Defects => "defects, counts by imputation",
        }
    }
}

/// All that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Study {
    pub runs: usize,
    pub seed: u64,
    pub rows: Vec<Row>,
    pub newest: Newest,
}

/// One method in one scenario with so many teams.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Row {
    pub scenario: Scenario,
    pub teams: usize,
    pub method: Method,
    pub figures: Figures,
}

impl Study {
    pub fn figures(&self, scenario: Scenario, teams: usize, method: Method) -> Option<&Figures> {
        let found =
            self.rows.iter().find(|row| (row.scenario, row.teams, row.method) == (scenario, teams, method));
        found.map(|row| &row.figures)
    }
}

/// So many worlds of every scenario and size.
pub fn run(runs: usize, seed: u64, sizes: &[usize], scenarios: &[Scenario]) -> Result<Study> {
    let mut rows = Vec::new();
    for &scenario in scenarios {
        for &teams in sizes {
            rows.extend(cell(scenario, teams, runs, seed)?);
        }
    }
    Ok(Study { runs, seed, rows, newest: newest::run(runs, seed)? })
}

fn cell(scenario: Scenario, teams: usize, runs: usize, seed: u64) -> Result<Vec<Row>> {
    let asked: Result<Vec<Asked>> =
        (0..runs).into_par_iter().map(|run| ask(scenario, teams, rng(seed, run))).collect();
    let mut tallies = BTreeMap::<Method, Tally>::new();
    for asked in asked? {
        let headline = asked.headline.as_ref();
        let (team, cohort) = (headline.map(|found| found.team), headline.map(|found| found.cohort));
        let likely_real = headline.is_some_and(|found| found.likely_real);
        for method in Method::ALL {
            let answer = match method {
                Method::Naive => asked.naive,
                Method::TwoWay => asked.two_way,
                Method::GroupTime => asked.group_time,
                Method::Imputation | Method::LikelyReal => team,
                Method::ImputationByCohort => cohort,
                Method::Defects => asked.defects,
            };
            let truth = if method == Method::Defects { 0.0 } else { asked.truth };
            let announces =
                |answer: &Answer| if method == Method::LikelyReal { likely_real } else { answer.announces() };
            tallies.entry(method).or_default().add(answer, announces, truth);
        }
    }
    let row = |(method, tally): (Method, Tally)| Row { scenario, teams, method, figures: tally.figures() };
    Ok(tallies.into_iter().map(row).collect())
}

struct Asked {
    truth: f64,
    naive: Option<Answer>,
    two_way: Option<Answer>,
    group_time: Option<Answer>,
    headline: Option<Headline>,
    defects: Option<Answer>,
}

fn ask(scenario: Scenario, teams: usize, mut rng: ChaCha8Rng) -> Result<Asked> {
    let world = World::draw(&scenario.design(teams), &mut rng);
    let panel = scenario.prepare(world.durations()?);
    Ok(Asked {
        truth: world.truth(&panel),
        naive: estimators::naive(&panel).ok(),
        two_way: estimators::two_way(&panel).ok(),
        group_time: estimators::group_time(&panel, scenario.anticipation()).ok(),
        headline: estimators::imputation(&panel).ok(),
        defects: estimators::defects(&world.defects()?).ok(),
    })
}

/// Each run has its own stream, so that worlds do not depend on who drew first.
pub(crate) fn rng(seed: u64, run: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(run as u64);
    rng
}

//! The demo organisation: a made-up software company, the same for the same seed, with a known effect planted in it.
//!
//! Everything comes as *import files* in the formats that any customer would import, so that a demo goes through
//! the real pipeline. What was planted, and where, is in [`Truth`] and `docs/demo-truth.json`.

mod calendar;
mod cohorts;
mod content;
mod defects;
mod effects;
mod learning;
mod marks;
mod people;
mod random;
mod skill_map;
mod teams;
mod truth;
mod work;
mod world;
mod write;

use domain::ids::InvalidId;
use domain::programme::Programme;
use domain::skill_map::Role;

pub use cohorts::CohortPlan;
pub use effects::{Dose, Gaming, Scale};
pub use truth::{EffectTruth, Noise, Oddities, SprintTruth, TeamTruth, Truth};
use world::World;

/// The seed of the demo that is shown, and of `docs/demo-truth.json`: one whose chance draws lie close to what was
/// planted, so that the pages tell the planted story. Over many seeds the planted effects come out on average.
pub const DEFAULT_SEED: u64 = 1;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the demo organisation holds a name that is none: {0}")]
    Id(#[from] InvalidId),
    #[error("the demo organisation cannot be written as CSV: {0}")]
    Csv(#[from] csv::Error),
    #[error("the demo organisation cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the demo organisation cannot be written: {0}")]
    Io(#[from] std::io::Error),
}

/// A company in import files, and what the files do not carry: cohorts, skill map, programme, truth.
#[derive(Debug)]
pub struct Organisation {
    /// CSV: `email,name,role,team,from,to,github_login,github_id,jira_account_id,xapi_account`; a line per membership.
    pub people: String,
    /// CSV: `key,name,jira,time_zone,day_starts,day_ends`.
    pub teams: String,
    /// CSV: `name,team,from,to`.
    pub repositories: String,
    /// CSV: `team,key,start,end`; end inclusive, team empty.
    pub sprints: String,
    /// CSV: `kind,first_day,last_day,label,team`.
    pub calendar: String,
    /// CSV: `id,kind,name,skill`.
    pub content: String,
    pub cohorts: Vec<CohortPlan>,
    pub skill_map: Vec<Role>,
    pub programme: Programme,
    pub truth: Truth,
    world: World,
}

/// The organisation for a seed. The pull requests, issues and statements are generated as they are read.
///
/// # Errors
/// Only if a built-in name or table could not be written, which the tests rule out.
pub fn organisation(seed: u64) -> Result<Organisation, Error> {
    let world = World::new(seed);
    Ok(Organisation {
        people: people::people_csv(&world.people)?,
        teams: teams::teams_csv()?,
        repositories: teams::repositories_csv()?,
        sprints: calendar::sprints_csv(&world.sprints)?,
        calendar: marks::marks_csv()?,
        content: content::content_csv()?,
        cohorts: cohorts::cohort_plans(&world.people)?,
        skill_map: skill_map::roles()?,
        programme: cohorts::programme(),
        truth: truth::truth(&world),
        world,
    })
}

impl Organisation {
    /// Pull requests, one JSON object in GitHub's REST shape per line; by team, then by opening.
    pub fn github(&self) -> impl Iterator<Item = String> {
        work::lines(&self.world)
    }

    /// Jira REST v3 issues with changelog, one per line; by team, then by creation.
    pub fn jira(&self) -> impl Iterator<Item = String> {
        defects::lines(&self.world)
    }

    /// xAPI 1.0.3 statements, one per line, by time.
    pub fn xapi(&self) -> impl Iterator<Item = String> {
        learning::lines(&self.world)
    }
}

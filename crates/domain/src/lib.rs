//! The words of the business as types: people, teams, sprints, skills, cohorts, content, facts, figures.
//!
//! Nothing here does IO, reads a clock or knows of a database; everything else depends on it.

pub mod account;
pub mod calendar;
pub mod cohort;
pub mod content;
pub mod facts;
pub mod figure;
pub mod ids;
pub mod learning;
pub mod outcome;
pub mod period;
pub mod programme;
mod rfc3339;
pub mod skill_map;
pub mod time;
pub mod viewer;

pub use account::{Account, Provider};
pub use ids::{
    CohortKey, ContentId, OutcomeKey, PersonId, PersonKey, RepositoryName, RoleKey, SkillKey, SprintKey,
    TeamKey,
};
pub use time::{EpochMs, Span};

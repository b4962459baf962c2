//! What pages show: figures already guarded, names only where the viewer is entitled to them.

mod cohorts;
mod drill;
mod programme;
mod range;
mod scoreboard;
mod skill_map;
mod sprints;
mod teams;
mod trend;

pub use cohorts::{CohortLine, CohortPage, Funnel, Participant};
pub use drill::{Drill, PullRequestItem, WorkItem};
pub use programme::{
    Counted, OutcomeSprint, OutcomeView, ProgrammeCache, ProgrammeView, RECENT_SPRINTS, Side, WaveLine,
};
pub use range::{Range, RangeError};
pub use scoreboard::{Comparison, LearningSprint, Scoreboard};
pub use skill_map::SkillMapView;
pub use sprints::SprintLine;
pub use teams::{TeamLine, TeamList};
pub use trend::{Figures, SprintFigures, Trend};

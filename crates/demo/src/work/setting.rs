//! What all pull requests of a team and sprint share: noise, and how far the programme has changed the practice.

use jiff::civil::Date;

use crate::effects::{self, log_shift, phase, uptake};
use crate::teams::TeamPlan;
use crate::world::World;

/// Standard deviation, on log cycle time, of what a team and sprint share.
pub(crate) const TEAM_SPRINT_SD: f64 = 0.05;

/// A team in a sprint: what all its pull requests share.
pub(super) struct Setting<'a> {
    pub world: &'a World,
    pub team_index: usize,
    pub team: &'a TeamPlan,
    pub sprint: usize,
    pub days: Vec<Date>,
    /// Log of the median cycle time in hours, noise and effect included.
    pub log_median: f64,
}

impl<'a> Setting<'a> {
    pub fn new(world: &'a World, team_index: usize, team: &'a TeamPlan, sprint: usize, noise: f64) -> Self {
        let effect = log_shift(team, sprint, &effects::CYCLE_TIME, effects::GAMING_LOG_CYCLE);
        let log_median = team.median_hours.ln() + world.shocks[sprint] + TEAM_SPRINT_SD * noise + effect;
        Self { world, team_index, team, sprint, days: world.sprints[sprint].working_days(), log_median }
    }

    /// Share of the full effect.
    pub fn uptake(&self) -> f64 {
        uptake(self.team, self.sprint)
    }

    fn games(&self) -> bool {
        self.team.games && phase(self.team, self.sprint) > 0.0
    }

    /// Log of the median size in lines.
    pub fn log_lines(&self) -> f64 {
        effects::SIZE.baseline.ln()
            + log_shift(self.team, self.sprint, &effects::SIZE, effects::GAMING_LOG_SIZE)
    }

    /// Review comments expected on 100 changed lines.
    pub fn review_depth(&self) -> f64 {
        let shift = log_shift(self.team, self.sprint, &effects::REVIEW_DEPTH, effects::GAMING_LOG_DEPTH);
        effects::REVIEW_DEPTH.baseline * shift.exp()
    }

    pub fn quick_approvals(&self) -> f64 {
        if self.games() { effects::GAMING_QUICK_APPROVALS } else { effects::QUICK_APPROVALS }
    }

    /// How many times as many pull requests the same work makes.
    pub fn volume(&self) -> f64 {
        if self.games() { effects::GAMING_VOLUME } else { 1.0 }
    }
}

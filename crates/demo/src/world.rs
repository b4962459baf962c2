//! What every generator knows: the calendar, the people, and the shocks that hit all teams alike.

use crate::calendar::{SprintPlan, sprints};
use crate::marks::{DemoMark, MARKS};
use crate::people::{Person, people};
use crate::random::{Chance, Stream, stream};

/// Standard deviation of the sprint shocks on log cycle time, holidays and release apart.
pub(crate) const SPRINT_SD: f64 = 0.05;

#[derive(Debug)]
pub(crate) struct World {
    pub seed: u64,
    pub sprints: Vec<SprintPlan>,
    pub people: Vec<Person>,
    /// By sprint index: added to log cycle time of every team, holidays and release included.
    pub shocks: Vec<f64>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let sprints = sprints();
        let mut rng = stream(seed, Stream::SprintShocks, 0);
        let shocks = sprints.iter().map(|sprint| shock(SPRINT_SD * rng.normal(), sprint)).collect();
        Self { seed, sprints, people: people(), shocks }
    }
}

/// Rounded so that the truth file tells exactly what was used.
fn shock(drawn: f64, sprint: &SprintPlan) -> f64 {
    let slow_down: f64 = marks_in(sprint).map(|mark| mark.slow_down).sum();
    ((drawn + slow_down) * 1e4).round() / 1e4
}

pub(crate) fn marks_in(sprint: &SprintPlan) -> impl Iterator<Item = &'static DemoMark> {
    MARKS.iter().filter(|mark| mark.falls_in(sprint))
}

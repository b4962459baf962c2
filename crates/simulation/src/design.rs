//! What a made-up programme is like. Durations are in hours, effects in logarithms of them.

/// Two-week sprints, from 1.
pub const SPRINTS: i64 = 26;
pub const HOLIDAYS: [i64; 2] = [8, 21];
/// Big releases: defects rise.
pub const RELEASES: [i64; 2] = [13, 24];
/// The sprints in which cohorts join; a quarter of all teams never does.
pub const WAVES: [i64; 6] = [7, 9, 11, 14, 17, 20];

pub const MEDIAN_HOURS: f64 = 30.0;
pub const TEAM_SD: f64 = 0.35;
/// What the season adds at its height, and when that is; it comes round in a year. The source of the published figures
/// leaves both open: they are such that a naive before/after is as wrong as published. Estimators that compare teams
/// within a sprint do not see them.
pub const SEASON: f64 = 0.05;
pub const SEASON_HEIGHT: f64 = 23.0;
pub const SPRINT_SD: f64 = 0.06;
/// Everybody gets faster by this much a sprint.
pub const TREND: f64 = -0.010;
pub const HOLIDAY: f64 = 0.35;
pub const OWN: Ar1 = Ar1 { sd: 0.12, rho: 0.4 };
pub const DURATION_SD: f64 = 1.0;
pub const PULL_REQUESTS: f64 = 14.0;
pub const PULL_REQUESTS_SD: f64 = 0.35;
pub const DEFECTS: f64 = 1.6;
pub const RELEASE: f64 = 0.6;

/// Share of teams, and how much of the effect they get: no, partial and full adoption.
pub const DOSES: [(f64, f64); 3] = [(0.1, 0.0), (0.3, 0.5), (0.6, 1.0)];
/// The full effect on the first and on the last wave; those between lie on a line.
pub const FULL_EFFECT: [f64; 2] = [-0.40, -0.10];
/// Share of the full effect in the sprint of joining, and what it grows by in each after the second.
pub const FIRST_SPRINT: f64 = 0.5;
pub const GROWTH: f64 = 0.03;
/// The flat effect, the same on everybody from the first sprint on.
pub const FLAT_EFFECT: f64 = -0.20;

pub const DRIFT: f64 = -0.01;
pub const DIP: f64 = 0.25;
pub const DIP_SPRINTS: u32 = 2;
pub const COHORT: Ar1 = Ar1 { sd: 0.10, rho: 0.6 };

/// A stationary first-order autoregression: its standard deviation, not that of its innovations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ar1 {
    pub sd: f64,
    pub rho: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    None,
    Flat,
    /// By wave and dose, growing.
    Heterogeneous,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    pub teams: usize,
    pub effect: Effect,
    /// Teams that join get faster by a per cent a sprint anyway.
    pub drift: bool,
    /// Teams are slower in the two sprints before they join.
    pub dip: bool,
    /// The teams of a cohort share shocks.
    pub cohort_shocks: bool,
}

impl Design {
    pub const fn new(teams: usize, effect: Effect) -> Self {
        Self { teams, effect, drift: false, dip: false, cohort_shocks: false }
    }

    /// What joining does to the logarithm of durations, so many sprints after.
    pub fn effect(&self, wave: usize, dose: f64, since: i64) -> f64 {
        match self.effect {
            _ if since < 0 => 0.0,
            Effect::None => 0.0,
            Effect::Flat => FLAT_EFFECT,
            Effect::Heterogeneous => {
                let [first, last] = FULL_EFFECT;
                let full = first + (last - first) * wave as f64 / (WAVES.len() - 1) as f64;
                let share = if since == 0 { FIRST_SPRINT } else { 1.0 + GROWTH * (since - 1) as f64 };
                dose * full * share
            }
        }
    }
}

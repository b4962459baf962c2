//! The worlds that are made up: what is switched on in each.

use impact::doubts::donut;
use impact::panel::Panel;
use serde::Serialize;

use crate::design::{DIP_SPRINTS, Design, Effect};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    NoEffect,
    Flat,
    Heterogeneous,
    Drift,
    Dip,
    /// The same worlds, with the two sprints before joining left out.
    DipDonut,
    /// No effect, and cohorts whose teams share shocks.
    CohortShocks,
}

impl Scenario {
    pub const ALL: [Self; 7] = [
        Self::NoEffect,
        Self::Flat,
        Self::Heterogeneous,
        Self::Drift,
        Self::Dip,
        Self::DipDonut,
        Self::CohortShocks,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NoEffect => "no effect",
            Self::Flat => "flat effect",
            Self::Heterogeneous => "heterogeneous effects",
            Self::Drift => "drift of joiners, -1 % a sprint",
            Self::Dip => "dip before joining",
            Self::DipDonut => "dip, 2 sprints before joining left out",
            Self::CohortShocks => "no effect, shared cohort shocks",
        }
    }

    pub const fn design(self, teams: usize) -> Design {
        let design = Design::new(teams, Effect::Heterogeneous);
        match self {
            Self::NoEffect => Design::new(teams, Effect::None),
            Self::Flat => Design::new(teams, Effect::Flat),
            Self::Heterogeneous => design,
            Self::Drift => Design { drift: true, ..design },
            Self::Dip | Self::DipDonut => Design { dip: true, ..design },
            Self::CohortShocks => Design { cohort_shocks: true, ..Design::new(teams, Effect::None) },
        }
    }

    /// The panel as it is handed to the estimators.
    pub fn prepare(self, panel: Panel) -> Panel {
        if self == Self::DipDonut { donut(&panel, i64::from(DIP_SPRINTS)) } else { panel }
    }

    /// How many sprints before joining may hold some of its effect, for an estimator that wants to know.
    pub fn anticipation(self) -> u32 {
        if self == Self::DipDonut { DIP_SPRINTS } else { 0 }
    }
}

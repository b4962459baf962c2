//! Which teams to look at: a gain with a loss in what guards it, in one and the same team.

use ::impact::panel::Panel;
use domain::{TeamKey, figure::Direction, outcome::Transform};

use super::{
    super::{
        study::{Series, Study},
        view::Scale,
    },
    fit::{Compared, by_team},
    words::{scale, spoken_guard},
};

/// A guard has to move by this much in one team: a single team's figures jump about.
const MUCH: f64 = 0.25;
const MUCH_OF_A_SHARE: f64 = 0.10;
/// And in the same direction in so many of its sprints, at least.
const SPRINTS: usize = 3;
const MOST: f64 = 0.75;

/// How far a team's figure moved since it joined, and how steadily.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    pub team: String,
    pub got_worse: bool,
}

impl Moved {
    pub fn all(panel: &Panel, series: &Series, cells: &[Compared]) -> Vec<Self> {
        let lower_is_better = spoken_guard(series.metric).lower_is_better;
        let worse = |change: f64| if lower_is_better { change > 0.0 } else { change < 0.0 };
        let team = |(unit, effect, sprints): (usize, f64, usize)| {
            let own = cells.iter().filter(|cell| cell.unit == unit);
            let bad = own.filter(|cell| worse(cell.observed - cell.would_have_been)).count();
            let is_steady = sprints >= SPRINTS && bad as f64 >= MOST * sprints as f64;
            let got_worse = worse(effect) && is_much(effect, series.transform) && is_steady;
            Some(Self { team: panel.units().get(unit)?.name.clone(), got_worse })
        };
        by_team(cells, series.transform).into_iter().filter_map(team).collect()
    }
}

fn is_much(effect: f64, transform: Transform) -> bool {
    let bar = if scale(transform) == Scale::Share { MUCH_OF_A_SHARE } else { MUCH };
    effect.abs() >= bar
}

/// Teams whose outcome went the way of success while a guard of it got much worse.
pub(super) fn suspects(
    study: &Study,
    panel: &Panel,
    outcome: (&[Compared], Transform, Direction),
    guards: &[Vec<Moved>],
) -> Vec<TeamKey> {
    let (cells, transform, direction) = outcome;
    let gained =
        |effect: f64| if direction == Direction::HigherIsBetter { effect > 0.0 } else { effect < 0.0 };
    let names: Vec<&str> = by_team(cells, transform)
        .into_iter()
        .filter(|(_, effect, _)| gained(*effect))
        .filter_map(|(unit, ..)| Some(panel.units().get(unit)?.name.as_str()))
        .collect();
    let lost = |name: &str| guards.iter().flatten().any(|moved| moved.got_worse && moved.team == name);
    let teams =
        study.teams.iter().filter(|team| names.contains(&team.key.as_str()) && lost(team.key.as_str()));
    teams.map(|team| team.key.clone()).collect()
}

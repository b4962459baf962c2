//! The evidence gate: what must be there before a comparison is made at all. Cells and teams that fall short are left
//! out and listed; what is left is compared, or else it is said what is missing.

mod words;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::panel::Panel;

pub(crate) use words::counted;

/// How much evidence is asked for. The only place where these numbers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Teams in the comparison, joined and not yet joined together.
    pub teams: usize,
    /// Teams not joined in the sprint, with an outcome in it, for every joined cell that counts.
    pub controls: usize,
    /// Kept sprints with an outcome before a team joined.
    pub sprints_before: usize,
    /// Pull requests in a cell.
    pub pull_requests: usize,
    /// People on each side.
    pub people: usize,
}

impl Default for Gate {
    fn default() -> Self {
        Self { teams: 8, controls: 3, sprints_before: 4, pull_requests: 5, people: 8 }
    }
}

/// People in the teams that joined, and in those they are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub joined: usize,
    pub waiting: usize,
}

/// What goes into the comparison, what was left out, and what is missing; with nothing missing, the gate is passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Admitted {
    /// Without the teams, and with the cells blanked, of `left_out`.
    pub panel: Panel,
    pub left_out: Vec<LeftOut>,
    pub missing: Vec<Missing>,
}

impl Admitted {
    pub const fn passed(&self) -> bool {
        self.missing.is_empty()
    }
}

/// A piece of the panel that is too thin to count, with the number it falls short by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// A cell with too few pull requests.
    ThinCell { team: String, sprint: i64, pull_requests: usize },
    /// A joined team with too few kept sprints before it joined; it is left out on both sides.
    ShortHistory { team: String, sprints_before: usize },
    /// A sprint in which too few teams were still to join; what joined teams did in it is left out.
    FewControls { sprint: i64, controls: usize },
}

/// Which side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    Joined,
    Waiting,
}

/// Why teams cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// No team of the panel has joined in a sprint that it reaches.
    NobodyJoined,
    Teams {
        have: usize,
        need: usize,
    },
    /// In no sprint after joining were there enough teams still to join; `have` is the most there ever were.
    Controls {
        have: usize,
        need: usize,
    },
    /// No joined team has enough kept sprints before; `have` is the most that one has.
    SprintsBefore {
        have: usize,
        need: usize,
    },
    /// No cell has enough pull requests; `have` is the most that one has.
    PullRequests {
        have: usize,
        need: usize,
    },
    /// How many there are is not kept: it would tell the size of a group that is too small to show.
    People {
        side: Side,
        need: usize,
    },
    /// The gate was passed, but the estimate or its interval cannot be had from these cells.
    Estimate {
        why: String,
    },
}

impl Gate {
    /// `pull_requests(unit, period)`, by place in the panel, is `None` where nobody counted; such a cell is taken as it
    /// is. Excluded sprints are expected to have left the panel already.
    pub fn admit(
        &self,
        panel: &Panel,
        pull_requests: impl Fn(usize, usize) -> Option<usize>,
        people: Option<People>,
    ) -> Admitted {
        let mut admitted = Admitted { panel: panel.clone(), left_out: Vec::new(), missing: Vec::new() };
        self.leave_out_thin_cells(&mut admitted, pull_requests);
        self.leave_out_short_histories(&mut admitted);
        self.leave_out_lone_sprints(&mut admitted);
        let teams = (0..admitted.panel.units().len()).filter(|&unit| observed(&admitted.panel, unit)).count();
        if admitted.missing.is_empty() && teams < self.teams {
            admitted.missing.push(Missing::Teams { have: teams, need: self.teams });
        }
        if let Some(people) = people {
            for (side, have) in [(Side::Joined, people.joined), (Side::Waiting, people.waiting)] {
                if have < self.people {
                    admitted.missing.push(Missing::People { side, need: self.people });
                }
            }
        }
        admitted
    }

    fn leave_out_thin_cells(
        &self,
        admitted: &mut Admitted,
        pull_requests: impl Fn(usize, usize) -> Option<usize>,
    ) {
        let panel = &admitted.panel;
        let thin = |unit, period| pull_requests(unit, period).filter(|&count| count < self.pull_requests);
        let (mut most, mut kept) = (0, 0);
        for (unit, period) in cells(panel) {
            let Some(pull_requests) = thin(unit, period) else {
                kept += 1;
                continue;
            };
            most = most.max(pull_requests);
            let (team, sprint) = (panel.units()[unit].name.clone(), panel.periods()[period]);
            admitted.left_out.push(LeftOut::ThinCell { team, sprint, pull_requests });
        }
        if kept == 0 && !admitted.left_out.is_empty() {
            admitted.missing.push(Missing::PullRequests { have: most, need: self.pull_requests });
        }
        admitted.panel = panel.keeping(|unit, period| thin(unit, period).is_none());
    }

    fn leave_out_short_histories(&self, admitted: &mut Admitted) {
        let panel = &admitted.panel;
        let joined: Vec<usize> = (0..panel.units().len()).filter(|&unit| joined_cells(panel, unit)).collect();
        let before = |unit| {
            let before = (0..panel.periods().len()).filter(|&period| !panel.is_treated(unit, period));
            before.filter(|&period| panel.outcome(unit, period).is_some()).count()
        };
        let short: Vec<usize> =
            joined.iter().copied().filter(|&unit| before(unit) < self.sprints_before).collect();
        if joined.is_empty() && admitted.missing.is_empty() {
            admitted.missing.push(Missing::NobodyJoined);
        } else if short.len() == joined.len() && admitted.missing.is_empty() {
            let have = joined.iter().copied().map(before).max().unwrap_or_default();
            admitted.missing.push(Missing::SprintsBefore { have, need: self.sprints_before });
        }
        for &unit in &short {
            let team = panel.units()[unit].name.clone();
            admitted.left_out.push(LeftOut::ShortHistory { team, sprints_before: before(unit) });
        }
        admitted.panel = panel.without_units(&short);
    }

    fn leave_out_lone_sprints(&self, admitted: &mut Admitted) {
        let panel = &admitted.panel;
        let (mut controls, mut joined) =
            (vec![0_usize; panel.periods().len()], vec![false; panel.periods().len()]);
        for (unit, period) in cells(panel) {
            if panel.is_treated(unit, period) {
                joined[period] = true;
            } else {
                controls[period] += 1;
            }
        }
        let used = || (0..joined.len()).filter(|&period| joined[period]);
        if used().all(|period| controls[period] < self.controls) && admitted.missing.is_empty() {
            let have = used().map(|period| controls[period]).max().unwrap_or_default();
            admitted.missing.push(Missing::Controls { have, need: self.controls });
        }
        for period in used().filter(|&period| controls[period] < self.controls) {
            let (sprint, controls) = (panel.periods()[period], controls[period]);
            admitted.left_out.push(LeftOut::FewControls { sprint, controls });
        }
        let keeps =
            |unit, period: usize| !panel.is_treated(unit, period) || controls[period] >= self.controls;
        admitted.panel = panel.keeping(keeps);
    }
}

/// The cells with an outcome, by place.
fn cells(panel: &Panel) -> impl Iterator<Item = (usize, usize)> {
    let all = (0..panel.units().len())
        .flat_map(|unit| (0..panel.periods().len()).map(move |period| (unit, period)));
    all.filter(|&(unit, period)| panel.outcome(unit, period).is_some())
}

fn observed(panel: &Panel, unit: usize) -> bool {
    (0..panel.periods().len()).any(|period| panel.outcome(unit, period).is_some())
}

fn joined_cells(panel: &Panel, unit: usize) -> bool {
    let mut periods = 0..panel.periods().len();
    periods.any(|period| panel.is_treated(unit, period) && panel.outcome(unit, period).is_some())
}

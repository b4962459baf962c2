//! A series as a panel: who joined when, what is excluded, what the evidence gate lets in.

use std::collections::HashMap;

use ::impact::{
    error::Result,
    gate::{self, Gate, Missing, People},
    panel::{Cell, Panel},
};

use super::super::{
    study::{Series, Study, StudyCell},
    view::{LeftOut, LeftOutReason},
};

/// When each of a study's teams joins, for one question; both by place among the study's teams.
#[derive(Debug, Clone)]
pub(super) struct Joining {
    pub joined: Vec<Option<i64>>,
    /// From the first sprint until before the second, or for good, the team's cells tell of something else than the
    /// question.
    pub silent: Vec<(Option<i64>, Option<i64>)>,
}

impl Joining {
    /// As the programme went.
    pub fn of(study: &Study) -> Self {
        let joined = study.teams.iter().map(|team| team.joined).collect();
        Self { joined, silent: vec![(None, None); study.teams.len()] }
    }

    fn counts(&self, cell: &StudyCell) -> bool {
        let (from, until) = self.silent.get(cell.team).copied().unwrap_or_default();
        from.is_none_or(|from| cell.sprint < from) || until.is_some_and(|until| cell.sprint >= until)
    }
}

/// What passed, and what did not.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub panel: Panel,
    pub missing: Vec<Missing>,
    pub left_out: Vec<LeftOut>,
    cells: HashMap<(String, i64), StudyCell>,
}

impl Table {
    /// The panel of a series; with `all_sprints`, those that stand out too.
    pub fn of(study: &Study, series: &Series, joining: &Joining, all_sprints: bool) -> Result<Self> {
        let mut left_out = series.left_out.clone();
        let excluded = if all_sprints { vec![] } else { study.excluded() };
        let name = |cell: &StudyCell| study.teams.get(cell.team).map(|team| team.key.as_str().to_owned());
        let mut cells = HashMap::new();
        for cell in series.cells.iter().filter(|cell| joining.counts(cell)) {
            match (name(cell), own_exclusion(study, cell, all_sprints)) {
                (Some(_), Some(reason)) => left_out.push(entry(study, cell, reason)),
                (Some(name), None) if !excluded.contains(&cell.sprint) => {
                    cells.insert((name, cell.sprint), cell.clone());
                }
                _ => {}
            }
        }
        let thin = small_sides(joining, &cells);
        left_out.extend(thin.iter().map(|cell| entry(study, cell, LeftOutReason::SideTooSmall)));
        cells.retain(|_, cell| !thin.contains(cell));
        Self::admitted(study, joining, cells, left_out)
    }

    fn admitted(
        study: &Study,
        joining: &Joining,
        cells: HashMap<(String, i64), StudyCell>,
        mut left_out: Vec<LeftOut>,
    ) -> Result<Self> {
        let panel = panel(joining, &cells)?;
        let pull_requests = |unit: usize, period: usize| {
            let key = (panel.units().get(unit)?.name.clone(), *panel.periods().get(period)?);
            cells.get(&key).map(|cell| usize::try_from(cell.pull_requests).unwrap_or(usize::MAX))
        };
        let admitted = Gate::default().admit(&panel, pull_requests, Some(people(joining, &cells)));
        left_out.extend(admitted.left_out.iter().map(|out| of_gate(study, out)));
        Ok(Self { panel: admitted.panel, missing: admitted.missing, left_out, cells })
    }

    /// What is behind a cell of the panel, by place in it.
    pub fn cell(&self, unit: usize, period: usize) -> Option<&StudyCell> {
        let key = (self.panel.units().get(unit)?.name.clone(), *self.panel.periods().get(period)?);
        self.panel.outcome(unit, period)?;
        self.cells.get(&key)
    }

    /// The cells of the panel that count, by place in it.
    pub fn counted(&self) -> impl Iterator<Item = (usize, usize, &StudyCell)> {
        let places = (0..self.panel.units().len())
            .flat_map(|unit| (0..self.panel.periods().len()).map(move |period| (unit, period)));
        places.filter_map(|(unit, period)| Some((unit, period, self.cell(unit, period)?)))
    }
}

fn panel(joining: &Joining, cells: &HashMap<(String, i64), StudyCell>) -> Result<Panel> {
    let cell = |((unit, period), cell): (&(String, i64), &StudyCell)| Cell {
        unit: unit.clone(),
        period: *period,
        joined: joining.joined.get(cell.team).copied().flatten(),
        outcome: Some(cell.value),
        exposure: cell.exposure,
    };
    let rows: Vec<Cell> = cells.iter().map(cell).collect();
    Panel::from_cells(&rows)
}

fn is_joined(joining: &Joining, cell: &StudyCell) -> bool {
    joining.joined.get(cell.team).copied().flatten().is_some_and(|joined| cell.sprint >= joined)
}

/// People on each side: the most that any of a team's cells has, summed over its teams.
fn people(joining: &Joining, cells: &HashMap<(String, i64), StudyCell>) -> People {
    let side = |joined: bool| {
        let mut most: HashMap<usize, u64> = HashMap::new();
        for cell in cells.values().filter(|cell| is_joined(joining, cell) == joined) {
            let own = most.entry(cell.team).or_default();
            *own = (*own).max(cell.contributors);
        }
        usize::try_from(most.values().sum::<u64>()).unwrap_or(usize::MAX)
    };
    People { joined: side(true), waiting: side(false) }
}

/// The joined cells of sprints in which one of the two sides has too few people.
fn small_sides(joining: &Joining, cells: &HashMap<(String, i64), StudyCell>) -> Vec<StudyCell> {
    let mut sides: HashMap<i64, (u64, u64)> = HashMap::new();
    for cell in cells.values() {
        let (joined, waiting) = sides.entry(cell.sprint).or_default();
        let side = if is_joined(joining, cell) { joined } else { waiting };
        *side += cell.contributors;
    }
    let small = |cell: &&StudyCell| {
        let (joined, waiting) = sides.get(&cell.sprint).copied().unwrap_or_default();
        is_joined(joining, cell) && joined.min(waiting) < privacy::COMPARISON
    };
    cells.values().filter(small).cloned().collect()
}

fn own_exclusion(study: &Study, cell: &StudyCell, all_sprints: bool) -> Option<LeftOutReason> {
    let team = study.teams.get(cell.team).filter(|_| !all_sprints)?;
    let (_, exclusion) = team.excluded.iter().find(|(number, _)| *number == cell.sprint)?;
    Some(LeftOutReason::ExcludedSprint(exclusion.label.clone()))
}

fn entry(study: &Study, cell: &StudyCell, reason: LeftOutReason) -> LeftOut {
    let team = study.teams.get(cell.team).map(|team| team.key.clone());
    LeftOut { team, sprint: study.sprint_key(cell.sprint), reason }
}

fn of_gate(study: &Study, out: &gate::LeftOut) -> LeftOut {
    let team = |name: &String| study.teams.iter().find(|t| t.key.as_str() == name).map(|t| t.key.clone());
    match out {
        gate::LeftOut::ThinCell { team: name, sprint, .. } => LeftOut {
            team: team(name),
            sprint: study.sprint_key(*sprint),
            reason: LeftOutReason::TooFewItems,
        },
        gate::LeftOut::ShortHistory { team: name, .. } => {
            LeftOut { team: team(name), sprint: None, reason: LeftOutReason::ShortHistory }
        }
        gate::LeftOut::FewControls { sprint, .. } => {
            LeftOut { team: None, sprint: study.sprint_key(*sprint), reason: LeftOutReason::FewControls }
        }
    }
}

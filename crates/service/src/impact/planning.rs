//! What could the next wave show? The smallest effect that a plan of teams and sprints would find, from how these teams
//! varied by themselves before they joined.

use ::impact::{
    counts::LogRatio,
    doubts::{Detectable, PlannedWave, smallest_detectable_effect},
    error::ImpactError,
    imputation::Average,
    inference::PermutationOptions,
    panel::{Cell, Panel},
};
use domain::outcome::{OutcomeDefinition, Transform};

use super::{
    study::{Study, StudyOutcome},
    view::Scale,
};
use crate::{Fields, ProgrammeFigures, ServiceError};

/// More would say nothing that a plan needs.
const MOST: usize = 500;

/// A page is waited for, so it deals less often than a report does.
const DEALS: PermutationOptions = PermutationOptions { exact_up_to: 199, draws: 199, seed: 1, level: None };

/// As it was typed; an empty field is what suits the teams there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanForm {
    pub joining: String,
    pub waiting: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Teams that would join.
    pub joining: usize,
    /// Teams that would not, to compare with.
    pub waiting: usize,
    /// Sprints before and since joining.
    pub before: usize,
    pub after: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub plan: Plan,
    /// Primaries first, then by name.
    pub outcomes: Vec<PlannedOutcome>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlannedOutcome {
    pub definition: OutcomeDefinition,
    pub scale: Scale,
    /// On the outcome's scale, found four times in five; or why it cannot be told.
    pub smallest: Result<f64, String>,
}

impl ProgrammeFigures<'_> {
    /// What the plan could show of each outcome. `None`: there is no programme yet. `Invalid` names what was typed wrong.
    pub async fn plan(&self, form: &PlanForm) -> Result<Option<Planned>, ServiceError> {
        let Some(study) = self.service.impact_study().await? else { return Ok(None) };
        let plan = form.check(&study)?;
        let planned = tokio::task::spawn_blocking(move || planned(&study, plan)).await;
        planned.map(Some).map_err(|e| ServiceError::Rules(format!("planning broke off: {e}")))
    }
}

impl PlanForm {
    fn check(&self, study: &Study) -> Result<Plan, ServiceError> {
        let mut wrong = Fields::default();
        let teams = study.outcomes.first().and_then(|outcome| quiet(study, outcome).ok());
        let teams = teams.map_or(study.teams.len(), |panel| panel.units().len());
        let mut number = |field, typed: &str, usual: usize, least: usize| {
            let typed = typed.trim();
            let given = if typed.is_empty() { Some(usual) } else { typed.parse().ok() };
            let given = given.filter(|given| (least..=MOST).contains(given));
            if given.is_none() {
                wrong.add(field, format!("Give a whole number from {least} to {MOST}."));
            }
            given.unwrap_or(usual)
        };
        let joining = number("joining", &self.joining, (teams / 2).max(1), 1);
        let plan = Plan {
            joining,
            waiting: number("waiting", &self.waiting, teams.saturating_sub(joining).max(1), 1),
            before: number("before", &self.before, 4, 1),
            after: number("after", &self.after, 2, 1),
        };
        wrong.into_result().map(|()| plan)
    }
}

/// What a plan could show, over all outcomes that are not retired.
fn planned(study: &Study, plan: Plan) -> Planned {
    let outcome = |outcome: &StudyOutcome| PlannedOutcome {
        definition: outcome.definition.clone(),
        scale: if outcome.definition.transform == Transform::Share { Scale::Share } else { Scale::Log },
        smallest: smallest(study, outcome, plan),
    };
    Planned { plan, outcomes: study.outcomes.iter().map(outcome).collect() }
}

fn smallest(study: &Study, outcome: &StudyOutcome, plan: Plan) -> Result<f64, String> {
    let said = |error: ImpactError| error.to_string();
    let panel = quiet(study, outcome).map_err(said)?;
    let panel = window(&panel, plan)?;
    let panel = drawn(&panel, plan)?;
    let joins = panel.periods().get(plan.before).copied().unwrap_or_default();
    let waves = [PlannedWave { joins, units: plan.joining }];
    let found = match outcome.definition.transform {
        Transform::Count => smallest_detectable_effect(&panel, &waves, &LogRatio(Average::simple()), &DEALS),
        _ => smallest_detectable_effect(&panel, &waves, &Average::simple(), &DEALS),
    };
    found.map(|Detectable { effect, .. }| effect).map_err(said)
}

/// Every team before it joined, without the sprints that stand out.
fn quiet(study: &Study, outcome: &StudyOutcome) -> Result<Panel, ImpactError> {
    let excluded = study.excluded();
    let cell = |cell: &super::study::StudyCell| {
        let team = study.teams.get(cell.team)?;
        let own = team.excluded.iter().any(|(sprint, _)| *sprint == cell.sprint);
        let joined = team.joined.is_some_and(|joined| cell.sprint >= joined);
        (!joined && !own && !excluded.contains(&cell.sprint)).then(|| Cell {
            unit: team.key.as_str().to_owned(),
            period: cell.sprint,
            joined: None,
            outcome: Some(cell.value),
            exposure: cell.exposure,
        })
    };
    let cells: Vec<Cell> = outcome.series.cells.iter().filter_map(cell).collect();
    Panel::from_cells(&cells)
}

/// The run of sprints, as long as the plan, in which the most is known.
fn window(panel: &Panel, plan: Plan) -> Result<Panel, String> {
    let length = plan.before + plan.after;
    let known = |period: usize| {
        (0..panel.units().len()).filter(|unit| panel.outcome(*unit, period).is_some()).count()
    };
    let known: Vec<usize> = (0..panel.periods().len()).map(known).collect();
    let most = known.windows(length).map(|run| run.iter().sum::<usize>()).enumerate();
    // Of two that know as much, the newer.
    let Some((start, _)) = most.max_by_key(|(start, cells)| (*cells, *start)) else {
        return Err(format!(
            "only {} sprints before joining are known, the plan has {length}",
            panel.periods().len()
        ));
    };
    Ok(panel.without_periods(&outside(panel.periods(), start, length)))
}

fn outside(periods: &[i64], start: usize, length: usize) -> Vec<i64> {
    let outside = |at: &usize| !(start..start + length).contains(at);
    let periods = periods.iter().enumerate().filter(|(at, _)| outside(at));
    periods.map(|(_, period)| *period).collect()
}

/// As many teams as the plan has, those of which the most is known.
fn drawn(panel: &Panel, plan: Plan) -> Result<Panel, String> {
    let known = |unit: usize| {
        (0..panel.periods().len()).filter(|period| panel.outcome(unit, *period).is_some()).count()
    };
    let mut units: Vec<usize> = (0..panel.units().len()).filter(|unit| known(*unit) > 0).collect();
    let needed = plan.joining + plan.waiting;
    if units.len() < needed {
        return Err(format!("only {} teams are known well enough, the plan has {needed}", units.len()));
    }
    units.sort_by_key(|unit| std::cmp::Reverse(known(*unit)));
    let kept: Vec<usize> = units.into_iter().take(needed).collect();
    let dropped: Vec<usize> = (0..panel.units().len()).filter(|unit| !kept.contains(unit)).collect();
    Ok(panel.without_units(&dropped))
}

//! From the warehouse to a study.

use std::collections::BTreeSet;

use domain::{EpochMs, Span, figure::MetricId, outcome::Transform, time::MS_PER_DAY};
use store::teams::Team;

use super::{
    super::{
        outcomes::transform_of,
        view::{LeftOut, LeftOutReason, PanelSprint},
    },
    Inputs, Series, Study, StudyOutcome, StudyTeam, VERSION,
    axis::{Aligned, Axis, AxisSprint},
    cells::series,
    contents::uptakes,
    dose::dose,
    exclusions::exclusion,
    joining::first_cohort,
    lab,
};

/// The last moment known is that of the last fact: over a weekend nothing more may have happened.
const QUIET_DAYS: i64 = 3;

impl Study {
    pub(crate) fn of(inputs: &Inputs) -> Self {
        let calendars = inputs.teams.iter().map(|team| inputs.context.sprints(&team.key));
        let axis = Axis::of(calendars.clone());
        let aligned: Vec<Aligned<'_>> = calendars.map(|own| axis.align(own)).collect();
        let teams: Vec<StudyTeam> =
            inputs.teams.iter().zip(&aligned).map(|(own, at)| team(inputs, &axis, own, at)).collect();
        let (uptakes, uptakes_hidden) = uptakes(inputs, &teams);
        Self {
            version: VERSION,
            programme: inputs.context.programme.as_ref().map_or_else(String::new, |p| p.name.clone()),
            known_until: inputs.known_until,
            sprints: axis.sprints.iter().map(|sprint| panel_sprint(inputs, sprint)).collect(),
            outcomes: outcomes(inputs, &axis, &aligned),
            guards: guards(inputs, &axis, &aligned),
            lab: lab::small_pull_request_lab(inputs, &teams),
            checklist: lab::checklist(inputs, &aligned),
            left_out: left_out(inputs, &axis, &aligned),
            uptakes,
            uptakes_hidden,
            teams,
        }
    }
}

fn team(inputs: &Inputs, axis: &Axis, team: &Team, aligned: &Aligned<'_>) -> StudyTeam {
    let cohort = first_cohort(&inputs.context, &team.key);
    let joined = cohort.map(|cohort| axis.from(EpochMs::from_date(cohort.first_day)));
    let own = |sprint: &AxisSprint| Some((sprint.number, exclusion(&inputs.marks, sprint, Some(&team.key))?));
    StudyTeam {
        key: team.key.clone(),
        name: team.name.clone(),
        dose: dose(inputs, &team.key, aligned, joined),
        wave: cohort.map(|cohort| cohort.wave),
        excluded: axis.sprints.iter().filter_map(own).collect(),
        joined,
    }
}

fn panel_sprint(inputs: &Inputs, sprint: &AxisSprint) -> PanelSprint {
    let Span { start, end } = sprint.span;
    PanelSprint {
        number: sprint.number,
        key: sprint.key.clone(),
        first_day: start.date(),
        last_day: EpochMs(end.0 - 1).date(),
        excluded: exclusion(&inputs.marks, sprint, None),
        is_partial: inputs.known_until.0 < end.0 - QUIET_DAYS * MS_PER_DAY,
    }
}

fn outcomes(inputs: &Inputs, axis: &Axis, aligned: &[Aligned<'_>]) -> Vec<StudyOutcome> {
    let asked = inputs.outcomes.iter().filter(|outcome| !outcome.retired);
    asked
        .map(|definition| StudyOutcome {
            series: series(inputs, axis, aligned, definition.metric, definition.transform),
            definition: definition.clone(),
        })
        .collect()
}

/// Each guard once, on the scale that suits it.
fn guards(inputs: &Inputs, axis: &Axis, aligned: &[Aligned<'_>]) -> Vec<Series> {
    let asked = inputs.outcomes.iter().filter(|outcome| !outcome.retired);
    let metrics: BTreeSet<(MetricId, Transform)> =
        asked.flat_map(|outcome| &outcome.guards).map(|guard| (*guard, transform_of(*guard))).collect();
    metrics.into_iter().map(|(metric, transform)| series(inputs, axis, aligned, metric, transform)).collect()
}

/// Sprints of teams that lie nowhere, whatever is asked of them.
fn left_out(inputs: &Inputs, axis: &Axis, aligned: &[Aligned<'_>]) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for (team, own) in inputs.teams.iter().zip(aligned) {
        let entry = |sprint, reason| LeftOut { team: Some(team.key.clone()), sprint, reason };
        let nowhere = own.nowhere.iter().map(|sprint| sprint.key.clone());
        left_out.extend(nowhere.map(|key| entry(Some(key), LeftOutReason::NotAligned)));
        if own.by_number.is_empty() {
            left_out.push(entry(None, LeftOutReason::NoData));
        }
        let started_before = first_cohort(&inputs.context, &team.key).is_some_and(|cohort| {
            let first = axis.sprints.first().map(|sprint| sprint.span.start);
            first.is_some_and(|first| EpochMs::from_date(cohort.first_day) < first)
        });
        if started_before {
            left_out.push(entry(None, LeftOutReason::JoinedBeforeStart));
        }
    }
    left_out
}

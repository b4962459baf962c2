//! A cohort's cells: the work of its people, wherever they sit, by the sprints their teams share.

use std::collections::{BTreeMap, BTreeSet};

use domain::{EpochMs, Span, SprintKey, TeamKey, cohort::Cohort, period::GroupKind};
use metrics::{Enrolled, FactBlock, Group, Member, Part, Selection};
use store::{
    Tx,
    cells::{BASELINE, Cell, NOW, SPRINT},
};

use super::{
    Context, Participation, SprintWindow, as_of, load,
    teams::{MOMENTARY, from},
};
use crate::ServiceError;

struct Desk<'a> {
    context: &'a Context,
    cohort: &'a Cohort,
    facts: Vec<(&'a TeamKey, &'a FactBlock)>,
    people: Vec<Enrolled>,
    known_until: EpochMs,
}

/// All cells of a cohort.
pub(crate) async fn cells(
    tx: &mut Tx,
    context: &Context,
    cohort: &Cohort,
) -> Result<Vec<Cell>, ServiceError> {
    let mut facts = Vec::new();
    for team in context.teams_of(cohort) {
        facts.push((team, load(tx, team.as_str()).await?));
    }
    Ok(cells_of(context, cohort, facts.iter().map(|(team, block)| (*team, block)).collect()))
}

/// The same from facts that are in memory, those of the teams its people are or were in.
pub(super) fn cells_of(context: &Context, cohort: &Cohort, facts: Vec<(&TeamKey, &FactBlock)>) -> Vec<Cell> {
    let known_until = as_of(facts.iter().flat_map(|(_, block)| &block.pull_requests));
    let desk = Desk { context, cohort, facts, people: people(context, cohort), known_until };
    let mut cells: Vec<Cell> = desk.sprint_keys().iter().map(|key| desk.sprint_cell(key)).collect();
    cells.extend(desk.baseline_cell());
    cells.push(desk.now_cell());
    cells
}

/// From long before joining, so that before and after speak of the same people, until they left.
pub(crate) fn people(context: &Context, cohort: &Cohort) -> Vec<Enrolled> {
    let span = |left: Option<jiff::civil::Date>| Span {
        start: EpochMs(i64::MIN),
        end: left.map_or(EpochMs(i64::MAX), EpochMs::from_date),
    };
    let enrolled = context.enrolled_in(cohort);
    let mut people: Vec<Enrolled> =
        enrolled.map(|e| Enrolled { person: e.person_key, span: span(e.enrolment.left_on) }).collect();
    people.sort_by_key(|e| (e.person, e.span.end));
    people
}

impl Desk<'_> {
    fn sprint_keys(&self) -> BTreeSet<SprintKey> {
        self.facts
            .iter()
            .flat_map(|(team, _)| self.context.sprints(team))
            .map(|sprint| sprint.key.clone())
            .collect()
    }

    /// Each team's own dates of the sprint.
    fn spans(&self, key: &SprintKey) -> BTreeMap<&TeamKey, Span> {
        let find = |team: &TeamKey| self.context.sprints(team).iter().find(|s| s.key == *key).map(|s| s.span);
        self.facts.iter().filter_map(|(team, _)| Some((*team, find(team)?))).collect()
    }

    fn sprint_cell(&self, key: &SprintKey) -> Cell {
        let spans = self.spans(key);
        let whole = hull(spans.values());
        let window = SprintWindow { key: key.as_str(), span: whole };
        let people = self.context.enrolled_during(self.cohort, whole);
        let members = Participation::in_cohort(self.context, window, self.cohort).members(&people);
        self.cell(SPRINT, key.as_str(), whole, &spans, Some(&members))
    }

    fn baseline_cell(&self) -> Option<Cell> {
        let span = |team: &TeamKey| self.context.baseline(self.context.sprints(team));
        let spans: BTreeMap<&TeamKey, Span> =
            self.facts.iter().filter_map(|(team, _)| Some((*team, span(team)?))).collect();
        (!spans.is_empty()).then(|| self.cell(BASELINE, "baseline", hull(spans.values()), &spans, None))
    }

    fn now_cell(&self) -> Cell {
        let span = Span { start: self.known_until, end: EpochMs(self.known_until.0 + 1) };
        let parts: Vec<Part<'_>> = self.facts.iter().map(|(_, block)| Part::of(block, span)).collect();
        let group =
            Group { selection: Selection::People(&self.people), ..Group::new(&parts, self.known_until) };
        self.filed(NOW, "now", span, metrics::figures_of(&group, &MOMENTARY))
    }

    fn cell(
        &self,
        kind: &'static str,
        key: &str,
        whole: Span,
        spans: &BTreeMap<&TeamKey, Span>,
        members: Option<&[Member]>,
    ) -> Cell {
        let parts: Vec<Part<'_>> = self
            .facts
            .iter()
            .filter_map(|(team, block)| {
                let span = *spans.get(team)?;
                Some(Part { span, pull_requests: from(&block.pull_requests, span.start), defects: &[] })
            })
            .collect();
        let group = Group {
            selection: Selection::People(&self.people),
            tracks_defects: false,
            members,
            ..Group::new(&parts, self.known_until)
        };
        let mut figures = metrics::figures(&group);
        figures.retain(|figure| !MOMENTARY.contains(&figure.metric));
        self.filed(kind, key, whole, figures)
    }

    fn filed(
        &self,
        period_kind: &'static str,
        key: &str,
        span: Span,
        figures: Vec<domain::figure::Figure>,
    ) -> Cell {
        Cell {
            group: GroupKind::Cohort,
            group_key: self.cohort.key.as_str().to_owned(),
            period_kind,
            period_key: key.to_owned(),
            span,
            figures,
        }
    }
}

/// From the first start to the last end.
pub(crate) fn hull<'a>(spans: impl Iterator<Item = &'a Span>) -> Span {
    spans
        .copied()
        .reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) })
        .unwrap_or(Span { start: EpochMs(0), end: EpochMs(0) })
}

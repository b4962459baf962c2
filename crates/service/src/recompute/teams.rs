//! A team's cells: one a sprint that changed, its baseline, and what is waiting now.

use domain::{
    EpochMs, Span, TeamKey,
    figure::{Figure, MetricId},
    period::{GroupKind, Sprint},
};
use metrics::{FactBlock, Group, Member, Part, PullRequestItem};
use store::cells::{BASELINE, Cell, NOW, SPRINT};

use super::{Context, Participation, SprintWindow, Timeline, as_of};

/// The figures that tell of this moment and belong to no sprint.
pub(crate) const MOMENTARY: [MetricId; 2] = [MetricId::Waiting, MetricId::WaitingAge];

/// A team's facts, found by time.
struct Known<'a> {
    facts: &'a FactBlock,
    timeline: Timeline<'a>,
    until: EpochMs,
}

/// The cells that facts since `since` may have changed.
pub(crate) fn cells(context: &Context, team: &TeamKey, facts: &FactBlock, since: EpochMs) -> Vec<Cell> {
    let sprints = context.sprints(team);
    let timeline = Timeline::of(&facts.pull_requests);
    let known = Known { facts, timeline, until: as_of(&facts.pull_requests) };
    let stale = sprints.iter().filter(|sprint| is_stale(sprint, facts, since));
    let mut cells: Vec<Cell> = stale.map(|sprint| sprint_cell(context, sprint, &known)).collect();
    cells.extend(context.baseline(sprints).map(|span| baseline_cell(context, team, span, &known)));
    cells.push(now_cell(team, &known));
    cells
}

/// A sprint with an open pull request is always stale: how long it has been open is part of its figures.
fn is_stale(sprint: &Sprint, facts: &FactBlock, since: EpochMs) -> bool {
    sprint.span.end > since
        || facts.pull_requests.iter().any(|p| p.is_open() && sprint.span.contains(p.opened_at))
}

fn sprint_cell(context: &Context, sprint: &Sprint, known: &Known<'_>) -> Cell {
    let window = SprintWindow { key: sprint.key.as_str(), span: sprint.span };
    let last_moment = EpochMs(sprint.span.end.0 - 1);
    let members = Participation::new(context, window).members(&context.members(&sprint.team, last_moment));
    let tracked = context.tracks_defects(&sprint.team);
    let figures = figures_in(known, sprint.span, tracked, Some(&members));
    cell(&sprint.team, SPRINT, sprint.key.as_str(), sprint.span, figures)
}

fn baseline_cell(context: &Context, team: &TeamKey, span: Span, known: &Known<'_>) -> Cell {
    let figures = figures_in(known, span, context.tracks_defects(team), None);
    cell(team, BASELINE, "baseline", span, figures)
}

fn now_cell(team: &TeamKey, known: &Known<'_>) -> Cell {
    let span = Span { start: known.until, end: EpochMs(known.until.0 + 1) };
    let parts = [Part::of(known.facts, span)];
    cell(team, NOW, "now", span, metrics::figures_of(&Group::new(&parts, known.until), &MOMENTARY))
}

fn cell(
    team: &TeamKey,
    period_kind: &'static str,
    period_key: &str,
    span: Span,
    figures: Vec<Figure>,
) -> Cell {
    Cell {
        group: GroupKind::Team,
        group_key: team.as_str().to_owned(),
        period_kind,
        period_key: period_key.to_owned(),
        span,
        figures,
    }
}

fn figures_in(
    known: &Known<'_>,
    span: Span,
    tracks_defects: bool,
    members: Option<&[Member]>,
) -> Vec<Figure> {
    let opened_alone: Vec<PullRequestItem> = known.timeline.opened_alone(span).copied().collect();
    let part = |pull_requests| Part { span, pull_requests, defects: &[] };
    let settled = Part { defects: &known.facts.defects, ..part(known.timeline.settled(span)) };
    let parts = [settled, part(&opened_alone)];
    let group = Group { members, tracks_defects, ..Group::new(&parts, known.until) };
    let mut figures = metrics::figures(&group);
    figures.retain(|figure| !MOMENTARY.contains(&figure.metric));
    figures
}

/// Items are sorted by when they settled: those that settled earlier matter neither as settled nor as opened.
pub(crate) fn from(items: &[PullRequestItem], start: EpochMs) -> &[PullRequestItem] {
    &items[items.partition_point(|item| item.settled_at() < start)..]
}

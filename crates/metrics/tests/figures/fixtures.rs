//! Items that read like a sentence. Hours count from [`START`]; the period in view is the first 1,000 hours.

use domain::facts::{Checklist, FoundPhase};
use domain::figure::{Figure, FigureState, MetricId};
use domain::{EpochMs, PersonKey, Span};
use metrics::{DefectItem, Group, Member, Part, PullRequestItem, figures_of};

/// 2026-03-02T00:00:00Z, a Monday.
pub const START: i64 = 1_772_409_600_000;
pub const PERIOD: Span = Span { start: EpochMs(START), end: EpochMs(START + 1_000 * HOUR) };
const HOUR: i64 = 3_600_000;

pub fn hour(hours: i64) -> EpochMs {
    EpochMs(START + hours * HOUR)
}

pub fn minute(minutes: i64) -> EpochMs {
    EpochMs(START + minutes * 60_000)
}

/// Opened by person 1 at the start of the period.
pub fn pull_request(number: i64) -> PullRequestItem {
    PullRequestItem { author: Some(PersonKey(1)), ..PullRequestItem::new(1, number, hour(0)) }
}

pub trait Story: Sized {
    fn by(self, person: i64) -> Self;
    fn opened(self, hours: i64) -> Self;
    fn merged(self, hours: i64) -> Self;
    fn closed(self, hours: i64) -> Self;
    fn reviewed(self, hours: i64) -> Self;
    fn ready(self, hours: i64) -> Self;
    fn lines(self, lines: u32) -> Self;
    fn ticked(self, done: u32, total: u32) -> Self;
}

impl Story for PullRequestItem {
    fn by(self, person: i64) -> Self {
        Self { author: Some(PersonKey(person)), ..self }
    }

    fn opened(self, hours: i64) -> Self {
        Self { opened_at: hour(hours), ready_at: hour(hours), ..self }
    }

    fn merged(self, hours: i64) -> Self {
        Self { merged_at: Some(hour(hours)), closed_at: Some(hour(hours)), ..self }
    }

    fn closed(self, hours: i64) -> Self {
        Self { closed_at: Some(hour(hours)), ..self }
    }

    fn reviewed(self, hours: i64) -> Self {
        Self { first_review_at: Some(hour(hours)), review_count: 1, ..self }
    }

    fn ready(self, hours: i64) -> Self {
        Self { ready_at: hour(hours), ..self }
    }

    fn lines(self, lines: u32) -> Self {
        Self { lines: Some(lines), ..self }
    }

    fn ticked(self, done: u32, total: u32) -> Self {
        Self { checklist: Some(Checklist { done, total }), ..self }
    }
}

pub fn defect(found: FoundPhase) -> DefectItem {
    DefectItem { created_at: hour(5), found }
}

pub fn member(person: i64) -> Member {
    Member {
        person: PersonKey(person),
        joined: true,
        labs_assigned: 0,
        labs_completed: 0,
        started: false,
        used_job_aid: false,
        sessions_held: 0,
        sessions_attended: 0,
    }
}

/// The figure over these items in the period, read at its end.
pub fn figure(metric: MetricId, pull_requests: &[PullRequestItem]) -> Figure {
    figure_with(metric, pull_requests, &[], None)
}

pub fn figure_with(
    metric: MetricId,
    pull_requests: &[PullRequestItem],
    defects: &[DefectItem],
    members: Option<&[Member]>,
) -> Figure {
    let parts = [Part { span: PERIOD, pull_requests, defects }];
    only(&Group { members, ..Group::new(&parts, PERIOD.end) }, metric)
}

pub fn only(group: &Group, metric: MetricId) -> Figure {
    figures_of(group, &[metric]).remove(0)
}

/// Value and n of a shown figure, what it says of itself otherwise.
pub fn said(figure: &Figure) -> Result<(f64, u64), FigureState> {
    match (figure.state, figure.value) {
        (FigureState::Shown, Some(value)) => Ok((value, figure.n)),
        (state, None) => Err(state),
        (state, Some(value)) => panic!("{state:?} with the value {value}"),
    }
}

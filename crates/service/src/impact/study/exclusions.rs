//! Sprints that say nothing about practice: holidays and big releases. They leave on both sides, for every team, so
//! that nobody is compared with somebody on holiday.

use domain::{
    EpochMs, Span, TeamKey,
    calendar::{Mark, MarkKind},
};

use super::{super::view::Exclusion, axis::AxisSprint};

/// What stands out in a sprint for every team, or for this one alone.
pub(super) fn exclusion(marks: &[Mark], sprint: &AxisSprint, team: Option<&TeamKey>) -> Option<Exclusion> {
    let of = marks.iter().filter(|mark| mark.team.as_ref() == team && stands_out(mark.kind));
    let mut inside = of.filter(|mark| days(mark).overlaps(&sprint.span));
    inside.next().map(|mark| Exclusion { kind: mark.kind, label: mark.label.clone() })
}

/// A reorganisation changes who is in a team, not what a sprint is like.
fn stands_out(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Holiday | MarkKind::Release)
}

fn days(mark: &Mark) -> Span {
    Span {
        start: EpochMs::from_date(mark.first_day),
        end: EpochMs::from_date(mark.last_day.saturating_add(jiff::Span::new().days(1))),
    }
}

//! When things happened: the checks that the times of a pull request agree with each other, and what follows from them.

use domain::EpochMs;

use super::payload::{Line, Pull};
use crate::ReadError;
use crate::tolerant::Instant;

/// The times of the pull request itself, known to be in order.
#[expect(clippy::struct_field_names, reason = "as GitHub names them")]
pub(super) struct Times {
    pub opened_at: EpochMs,
    pub merged_at: Option<EpochMs>,
    pub closed_at: Option<EpochMs>,
}

impl Times {
    pub(super) fn read(pull: &Pull) -> Result<Self, ReadError> {
        let opened_at = pull.created_at.ok_or_else(|| ReadError::missing("pull_request.created_at"))?.0;
        let (merged_at, closed_at) = (at(pull.merged_at), at(pull.closed_at));
        not_before_opening("pull_request.merged_at", merged_at, opened_at)?;
        not_before_opening("pull_request.closed_at", closed_at, opened_at)?;
        let closed_at = closed_at.or(merged_at);
        agrees_with_state(pull, closed_at.is_some())?;
        Ok(Self { opened_at, merged_at, closed_at })
    }

    /// Whether something at `at` could still matter: not before opening, no later than merge or close.
    pub(super) fn cover(&self, at: EpochMs) -> bool {
        self.opened_at <= at && self.merged_at.or(self.closed_at).is_none_or(|end| at <= end)
    }
}

fn not_before_opening(path: &str, at: Option<EpochMs>, opened_at: EpochMs) -> Result<(), ReadError> {
    if at.is_some_and(|at| at < opened_at) {
        let problem = "is before created_at; one of the two is wrong, so export the pull request again";
        return Err(ReadError::new(path, problem));
    }
    Ok(())
}

fn agrees_with_state(pull: &Pull, is_settled: bool) -> Result<(), ReadError> {
    let state = pull.state.as_deref().unwrap_or_default();
    let problem = if state.eq_ignore_ascii_case("open") && is_settled {
        "is \"open\" although merged_at or closed_at is set; export the pull request again"
    } else if state.eq_ignore_ascii_case("closed") && !is_settled {
        "is \"closed\" although neither merged_at nor closed_at is set; export the pull request again"
    } else {
        return Ok(());
    };
    Err(ReadError::new("pull_request.state", problem))
}

/// The last "ready for review" before the first review; without one, it was ready when it was opened.
pub(super) fn ready_at(line: &Line, times: &Times, first_review_at: Option<EpochMs>) -> EpochMs {
    let ready = line.timeline.iter().filter(|event| event.event.as_deref() == Some("ready_for_review"));
    ready
        .filter_map(|event| at(event.created_at))
        .filter(|&ready| times.cover(ready) && first_review_at.is_none_or(|first| ready <= first))
        .max()
        .unwrap_or(times.opened_at)
}

/// The newest change that the line tells of.
pub(super) fn updated_at(line: &Line, pull: &Pull, times: &Times) -> EpochMs {
    if let Some(updated_at) = at(pull.updated_at) {
        return updated_at;
    }
    let reviews = line.reviews.iter().filter_map(|review| review.submitted_at);
    let comments = line.review_comments.iter().flat_map(|list| list.iter()).filter_map(|c| c.created_at);
    let checks = line.check_runs.iter().filter_map(|run| run.completed_at);
    let events = line.timeline.iter().filter_map(|event| event.created_at);
    let settled = times.merged_at.max(times.closed_at);
    reviews
        .chain(comments)
        .chain(checks)
        .chain(events)
        .map(|instant| instant.0)
        .chain(settled)
        .fold(times.opened_at, EpochMs::max)
}

fn at(instant: Option<Instant>) -> Option<EpochMs> {
    instant.map(|instant| instant.0)
}

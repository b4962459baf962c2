//! What others said while the pull request was open: reviews, approvals, review comments.

use domain::EpochMs;

use super::payload::Line;
use super::people::People;
use super::timeline::Times;

pub(super) struct Reviews {
    pub first_at: Option<EpochMs>,
    pub first_approval_at: Option<EpochMs>,
    pub count: u32,
    pub approvals: u32,
    pub comments: Option<u32>,
}

impl Reviews {
    pub(super) fn read(line: &Line, people: &People, times: &Times) -> Self {
        let mut found =
            Self { first_at: None, first_approval_at: None, count: 0, approvals: 0, comments: None };
        found.add_reviews(line, people, times);
        found.add_comments(line, people, times);
        found
    }

    /// A pending review was never sent: it has no time, or says so.
    fn add_reviews(&mut self, line: &Line, people: &People, times: &Times) {
        for review in line.reviews.iter() {
            let state = review.state.as_deref().unwrap_or_default();
            let Some(at) = review.submitted_at.map(|instant| instant.0).filter(|&at| times.cover(at)) else {
                continue;
            };
            if state.eq_ignore_ascii_case("PENDING") || !people.counts(review.user.as_ref()) {
                continue;
            }
            self.count += 1;
            keep_earlier(&mut self.first_at, at);
            if state.eq_ignore_ascii_case("APPROVED") {
                self.approvals += 1;
                keep_earlier(&mut self.first_approval_at, at);
            }
        }
    }

    /// Counted one by one where the line lists them; else GitHub's own count has to do.
    fn add_comments(&mut self, line: &Line, people: &People, times: &Times) {
        let Some(comments) = &line.review_comments else {
            self.comments = line.pull_request.as_ref().and_then(|pull| pull.review_comments);
            return;
        };
        let by_others = comments.iter().filter(|comment| people.counts(comment.user.as_ref()));
        let mut count = 0;
        for at in by_others.filter_map(|comment| comment.created_at).map(|instant| instant.0) {
            if times.cover(at) {
                count += 1;
                keep_earlier(&mut self.first_at, at);
            }
        }
        self.comments = Some(count);
    }
}

fn keep_earlier(known: &mut Option<EpochMs>, at: EpochMs) {
    *known = Some(known.map_or(at, |known| known.min(at)));
}

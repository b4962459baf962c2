//! Who looked at a pull request, when, and what they said.

use domain::EpochMs;
use rand::Rng;
use rand::seq::IndexedRandom;

use super::setting::Setting;
use crate::calendar::after;
use crate::people::Person;
use crate::random::Chance;

const UNREVIEWED: f64 = 0.05;
const SELF_COMMENTS: f64 = 0.12;
const BOT_COMMENTS: f64 = 0.10;
const PENDING: f64 = 0.005;
const DELETED_REVIEWERS: f64 = 0.005;

#[derive(Debug, Clone, Copy)]
pub(super) enum Reviewer<'a> {
    Person(&'a Person),
    Bot,
    /// The account is gone.
    Deleted,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Review<'a> {
    pub by: Reviewer<'a>,
    pub state: &'static str,
    /// `None`: begun and never submitted.
    pub at: Option<EpochMs>,
}

impl<'a> Review<'a> {
    fn new(by: Reviewer<'a>, state: &'static str, at: EpochMs) -> Self {
        Self { by, state, at: Some(at) }
    }
}

/// The reviews of a pull request that takes `hours` and meets its first reader after `share` of them.
pub(super) fn draw_reviews<'a>(
    rng: &mut impl Rng,
    setting: &Setting<'a>,
    author: &'a Person,
    others: &[&'a Person],
    opened: EpochMs,
    (hours, share): (f64, f64),
) -> Vec<Review<'a>> {
    let mut reviews = noise(rng, author, opened, hours * share);
    if rng.happens(UNREVIEWED) {
        return reviews;
    }
    let Some(first) = others.choose(rng) else { return reviews };
    if rng.happens(setting.quick_approvals()) {
        let minutes = rng.random_range(1.0..4.5);
        reviews.push(Review::new(Reviewer::Person(first), "APPROVED", after(opened, minutes / 60.0)));
        return reviews;
    }
    let reader = if rng.happens(DELETED_REVIEWERS) { Reviewer::Deleted } else { Reviewer::Person(first) };
    let verdict = rng.pick(&["COMMENTED", "COMMENTED", "CHANGES_REQUESTED", "APPROVED", "APPROVED"]);
    reviews.push(Review::new(reader, verdict, after(opened, hours * share)));
    if verdict != "APPROVED" {
        let approver = others.choose(rng).unwrap_or(first);
        let at = share + (1.0 - share) * rng.random_range(0.3..0.95);
        reviews.push(Review::new(Reviewer::Person(approver), "APPROVED", after(opened, hours * at)));
    }
    if rng.happens(PENDING) {
        reviews.push(Review { by: Reviewer::Person(first), state: "PENDING", at: None });
    }
    reviews
}

/// Words that are no review: the author's own and the lint bot's, before anybody else has looked.
fn noise<'a>(rng: &mut impl Rng, author: &'a Person, opened: EpochMs, hours: f64) -> Vec<Review<'a>> {
    let mut reviews = Vec::new();
    if rng.happens(BOT_COMMENTS) {
        reviews.push(Review::new(Reviewer::Bot, "COMMENTED", after(opened, 0.03)));
    }
    if rng.happens(SELF_COMMENTS) {
        let at = after(opened, hours * rng.random_range(0.1..0.9));
        reviews.push(Review::new(Reviewer::Person(author), "COMMENTED", at));
    }
    reviews
}

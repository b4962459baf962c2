//! One pull request as it is drawn: its size, its time, its fate. No text and no JSON yet.
//!
//! Durations are drawn first and never bent, so that they stay log-normal; it is the opening moment that is chosen
//! among a few so that review and merge fall within working hours.

use domain::EpochMs;
use rand::Rng;
use rand::seq::IndexedRandom;

use super::checks::{Checks, draw_checks};
use super::reviews::{Review, draw_reviews};
use super::setting::Setting;
use crate::calendar::{after, is_at_work, moment_at_work};
use crate::effects;
use crate::people::{Person, members};
use crate::random::{Chance, whole};

/// Standard deviation of log cycle time between pull requests of a team and sprint.
pub(crate) const PULL_REQUEST_SD: f64 = 0.65;
const SIZE_SD: f64 = 0.95;
/// Larger changes take longer.
const SIZE_TIME_CORRELATION: f64 = 0.35;
const OPENING_CANDIDATES: usize = 8;

const DRAFTS: f64 = 0.08;
const ABANDONED: f64 = 0.05;
const FORGOTTEN: f64 = 0.003;
const DELETED_AUTHORS: f64 = 0.002;
const DESCRIPTION_MISSING: f64 = 0.01;

#[derive(Debug, Clone, Copy)]
pub(super) enum Author<'a> {
    Person(&'a Person),
    Bot,
    /// The account is gone.
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ordinary,
    Hotfix,
    /// Takes back an earlier pull request of the repository.
    Revert,
    Dependency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Merged,
    /// Closed without a merge.
    Abandoned,
    /// Left open.
    Forgotten,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Description {
    Missing,
    NoChecklist,
    /// Ticked items, of [`super::text::CHECKLIST_ITEMS`].
    Checklist(usize),
}

#[derive(Debug)]
pub(super) struct Change<'a> {
    pub repository: usize,
    pub author: Author<'a>,
    pub kind: Kind,
    pub fate: Fate,
    pub opened: EpochMs,
    /// Merged or closed, where its fate is to be.
    pub settled: EpochMs,
    /// Opened as a draft until then.
    pub ready: Option<EpochMs>,
    pub lines: u32,
    pub description: Description,
    pub reviews: Vec<Review<'a>>,
    pub review_comments: u32,
    pub checks: Checks,
    /// Which of the stock titles.
    pub title: usize,
}

/// A pull request by somebody of the team; `None` if nobody is left in it.
pub(super) fn draw<'a>(rng: &mut impl Rng, setting: &Setting<'a>) -> Option<Change<'a>> {
    let (hours, lines) = draw_extent(rng, setting);
    let review_share = logistic(-0.85 + 0.8 * rng.normal());
    let opened = opening(rng, setting, hours, hours * review_share);
    let crew = members(&setting.world.people, setting.team_index, opened);
    let author = *crew.choose_weighted(rng, |person| person.output()).ok()?;
    let reviewers: Vec<&Person> = crew.into_iter().filter(|p| p.number != author.number).collect();
    let settled = after(opened, hours);
    let reviews = draw_reviews(rng, setting, author, &reviewers, opened, (hours, review_share));
    let comments = f64::from(lines) / 100.0 * setting.review_depth();
    let ready = opened_as_draft(rng, opened, hours * review_share);
    let checks = draw_checks(rng, setting.uptake(), opened, settled);
    Some(Change {
        repository: rng.random_range(0..setting.team.repositories.len()),
        author: if rng.happens(DELETED_AUTHORS) { Author::Deleted } else { Author::Person(author) },
        kind: draw_kind(rng, setting.uptake()),
        fate: draw_fate(rng),
        opened,
        settled,
        ready,
        lines,
        description: draw_description(rng, setting.uptake()),
        review_comments: if reviews.is_empty() { 0 } else { rng.count(comments.min(40.0)) },
        reviews,
        checks,
        title: rng.random_range(0..super::text::TITLES),
    })
}

/// Hours to the merge and changed lines, both log-normal and correlated.
fn draw_extent(rng: &mut impl Rng, setting: &Setting) -> (f64, u32) {
    let size = rng.normal();
    let own = (1.0 - SIZE_TIME_CORRELATION * SIZE_TIME_CORRELATION).sqrt() * rng.normal();
    let hours = (setting.log_median + PULL_REQUEST_SD * (SIZE_TIME_CORRELATION * size + own)).exp();
    let lines = whole((setting.log_lines() + SIZE_SD * size).exp());
    (hours, lines.max(1))
}

/// The first of a few moments at work for which most of what follows falls within working hours too.
fn opening(rng: &mut impl Rng, setting: &Setting, hours: f64, review_hours: f64) -> EpochMs {
    let fit = |at: EpochMs| {
        u8::from(is_at_work(setting.team, after(at, hours)))
            + u8::from(is_at_work(setting.team, after(at, review_hours)))
    };
    let mut best = moment(rng, setting);
    for _ in 1..OPENING_CANDIDATES {
        let other = moment(rng, setting);
        if fit(other) > fit(best) {
            best = other;
        }
    }
    best
}

fn moment(rng: &mut impl Rng, setting: &Setting) -> EpochMs {
    let day = setting.days[rng.random_range(0..setting.days.len())];
    moment_at_work(rng, setting.team, day)
}

/// When a draft became ready, always before its first review.
fn opened_as_draft(rng: &mut impl Rng, opened: EpochMs, review_hours: f64) -> Option<EpochMs> {
    let share = rng.random_range(0.2..0.8);
    rng.happens(DRAFTS).then(|| after(opened, review_hours * share))
}

fn draw_kind(rng: &mut impl Rng, uptake: f64) -> Kind {
    let hotfixes = effects::HOTFIXES.expected(uptake);
    match rng.random::<f64>() {
        roll if roll < hotfixes => Kind::Hotfix,
        roll if roll < hotfixes + effects::BACKOUTS.expected(uptake) => Kind::Revert,
        _ => Kind::Ordinary,
    }
}

fn draw_fate(rng: &mut impl Rng) -> Fate {
    match rng.random::<f64>() {
        roll if roll < FORGOTTEN => Fate::Forgotten,
        roll if roll < FORGOTTEN + ABANDONED => Fate::Abandoned,
        _ => Fate::Merged,
    }
}

fn draw_description(rng: &mut impl Rng, uptake: f64) -> Description {
    let ticked = rng.happens(effects::CHECKLIST.expected(uptake));
    let items = super::text::CHECKLIST_ITEMS.len();
    match rng.random::<f64>() {
        roll if roll < DESCRIPTION_MISSING => Description::Missing,
        _ if ticked => Description::Checklist(items),
        roll if roll < 0.4 => Description::NoChecklist,
        _ => Description::Checklist(rng.random_range(0..items)),
    }
}

/// Maps any number to a share between 0 and 1.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// An update by the dependency bot: small, quick, and no part of any figure.
pub(super) fn draw_dependency<'a>(rng: &mut impl Rng, setting: &Setting<'a>) -> Change<'a> {
    let opened = moment(rng, setting);
    let settled = after(opened, rng.random_range(0.2..12.0));
    Change {
        repository: rng.random_range(0..setting.team.repositories.len()),
        author: Author::Bot,
        kind: Kind::Dependency,
        fate: Fate::Merged,
        opened,
        settled,
        ready: None,
        lines: rng.random_range(2..40),
        description: Description::NoChecklist,
        reviews: Vec::new(),
        review_comments: 0,
        checks: draw_checks(rng, 1.0, opened, settled),
        title: rng.random_range(0..super::text::TITLES),
    }
}

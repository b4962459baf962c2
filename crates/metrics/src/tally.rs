//! One pass over a group's items: everything that any figure needs of them.

use domain::facts::FoundPhase;
use domain::time::MS_PER_HOUR;
use domain::{EpochMs, PersonKey, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::adoption::ChecklistUse;
use crate::group::{Group, Part};
use crate::items::{DefectItem, PullRequestItem};
use crate::survival::Duration;

pub(crate) mod sets;

use sets::ms_between;
pub(crate) use sets::{Set, Sets};

/// For so many items lists have room from the start; longer ones grow.
const LONG: usize = 1024;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Items in each set.
    pub items: [u64; Set::COUNT],
    /// People with items in each set.
    pub contributors: [u64; Set::COUNT],
    pub series: Series,
    /// Sums over [`Set::Discussed`].
    pub comments: u64,
    pub lines: u64,
    pub defects: Defects,
    people: FxHashMap<PersonKey, Person>,
    open_seen: FxHashSet<(u32, i64)>,
}

/// The values that medians are taken of; hours, but for `sizes`. The order within each does not matter.
#[derive(Debug, Default)]
pub(crate) struct Series {
    pub cycle: Vec<f64>,
    pub cycle_business: Vec<f64>,
    pub cycle_ready: Vec<f64>,
    pub draft: Vec<f64>,
    pub first_review: Vec<f64>,
    pub first_review_business: Vec<f64>,
    pub waiting: Vec<f64>,
    pub lifetimes: Vec<Duration>,
    /// Changed lines.
    pub sizes: Vec<f64>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Defects {
    pub before_release: u64,
    pub after_release: u64,
    pub unknown: u64,
}

impl Defects {
    pub fn known(self) -> u64 {
        self.before_release + self.after_release
    }

    pub fn all(self) -> u64 {
        self.known() + self.unknown
    }

    fn add(&mut self, defect: &DefectItem) {
        match defect.found {
            FoundPhase::BeforeRelease => self.before_release += 1,
            FoundPhase::AfterRelease => self.after_release += 1,
            FoundPhase::Unknown => self.unknown += 1,
        }
    }
}

/// What one author has to do with the group.
#[derive(Debug, Clone, Copy, Default)]
struct Person {
    sets: Sets,
    checklists: ChecklistUse,
}

impl Tally {
    pub fn of(group: &Group) -> Self {
        let items: usize = group.parts.iter().map(|part| part.pull_requests.len()).sum();
        let mut tally = Self { series: Series::with_room(items.min(LONG)), ..Self::default() };
        for part in group.parts {
            tally.add_part(group, part);
        }
        for person in tally.people.values() {
            person.sets.count_into(&mut tally.contributors);
        }
        tally
    }

    pub fn checklists_of(&self, person: PersonKey) -> ChecklistUse {
        self.people.get(&person).map(|known| known.checklists).unwrap_or_default()
    }

    fn add_part(&mut self, group: &Group, part: &Part) {
        for item in part.pull_requests {
            let is_of_interest = item.is_open() || overlaps(item, &part.span);
            if is_of_interest && group.selection.keeps(item) {
                self.add_pull_request(group, &part.span, item);
            }
        }
        for defect in part.defects.iter().filter(|defect| part.span.contains(defect.created_at)) {
            self.defects.add(defect);
        }
    }

    fn add_pull_request(&mut self, group: &Group, span: &Span, item: &PullRequestItem) {
        let mut sets = sets::in_period(item, span, group.as_of, &group.limits);
        if item.is_open() && self.is_first_sight(group, item) {
            sets = sets.and(sets::open_now(item));
        }
        if sets.is_empty() {
            return;
        }
        sets.count_into(&mut self.items);
        self.series.add(sets, item, group.as_of);
        if sets.has(Set::Discussed) {
            self.comments += u64::from(item.review_comments.unwrap_or(0));
            self.lines += u64::from(item.lines.unwrap_or(0));
        }
        if let Some(author) = item.author {
            self.people.entry(author).or_default().add(sets);
        }
    }

    /// What is open now is in every part of its team, and still one.
    fn is_first_sight(&mut self, group: &Group, item: &PullRequestItem) -> bool {
        group.parts.len() == 1 || self.open_seen.insert((item.repository, item.number))
    }
}

/// The cheap test that passes over what is of no interest.
fn overlaps(item: &PullRequestItem, span: &Span) -> bool {
    span.contains(item.opened_at) || span.contains(item.settled_at())
}

impl Person {
    fn add(&mut self, sets: Sets) {
        self.sets = self.sets.and(sets);
        self.checklists.described += u32::from(sets.has(Set::Described));
        self.checklists.ticked += u32::from(sets.has(Set::Ticked));
    }
}

impl Series {
    /// Room for what most items have.
    fn with_room(items: usize) -> Self {
        let room = || Vec::with_capacity(items);
        Self {
            cycle: room(),
            cycle_business: room(),
            cycle_ready: room(),
            first_review: room(),
            first_review_business: room(),
            lifetimes: Vec::with_capacity(items),
            sizes: room(),
            ..Self::default()
        }
    }

    fn add(&mut self, sets: Sets, item: &PullRequestItem, as_of: EpochMs) {
        if sets.has(Set::Opened) {
            self.lifetimes.push(lifetime(item, as_of));
        }
        if let Some(reviewed_at) = item.first_review_at.filter(|_| sets.has(Set::Settled)) {
            self.first_review.push(hours(item.opened_at, reviewed_at));
            self.first_review_business.extend(item.business_first_review_ms.map(in_hours));
        }
        if let Some(merged_at) = item.merged_at.filter(|_| sets.has(Set::Merged)) {
            self.add_merged(sets, item, merged_at);
        }
        if sets.has(Set::Waiting) {
            self.waiting.push(hours(item.ready_at, as_of).max(0.0));
        }
    }

    fn add_merged(&mut self, sets: Sets, item: &PullRequestItem, merged_at: EpochMs) {
        self.cycle.push(hours(item.opened_at, merged_at));
        self.cycle_ready.push(hours(item.ready_at, merged_at));
        self.cycle_business.extend(item.business_cycle_ms.map(in_hours));
        self.sizes.extend(item.lines.map(f64::from));
        if sets.has(Set::WasDraft) {
            self.draft.push(hours(item.opened_at, item.ready_at));
        }
    }
}

fn lifetime(item: &PullRequestItem, as_of: EpochMs) -> Duration {
    let last_seen = if item.is_open() { as_of } else { item.settled_at() };
    Duration { time: hours(item.opened_at, last_seen).max(0.0), ended: item.merged_at.is_some() }
}

fn hours(start: EpochMs, end: EpochMs) -> f64 {
    in_hours(ms_between(start, end))
}

fn in_hours(ms: i64) -> f64 {
    ms as f64 / MS_PER_HOUR
}

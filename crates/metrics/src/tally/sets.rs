//! The sets of pull requests that figures speak of. A share is one set over another; `n`, contributors and
//! coverage are sizes of sets. So one look at an item, giving the sets it is in, serves every figure.

use domain::{EpochMs, Span, time::MS_PER_DAY};

use crate::group::Limits;
use crate::items::PullRequestItem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    Opened,
    /// Settled in the period: merged, closed, or opened and still open.
    Settled,
    Reviewed,
    ReviewedBusiness,
    /// Known to have been reviewed within 24 hours, or not.
    DayDecided,
    ReviewedInDay,
    Merged,
    MergedBusiness,
    WasDraft,
    Sized,
    Small,
    Described,
    HasChecklist,
    Ticked,
    Tested,
    TestsPassed,
    FirstTried,
    FirstTryPassed,
    SecurityRan,
    SecurityPassed,
    /// Size and comments are both known.
    Discussed,
    Unreviewed,
    QuickApproved,
    Backout,
    Hotfix,
    /// Settled in the period or open now.
    InView,
    Waiting,
}

impl Set {
    pub const COUNT: usize = Set::Waiting as usize + 1;
}

/// Sets as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sets(u32);

impl Sets {
    #[must_use]
    pub fn with(self, set: Set, belongs: bool) -> Self {
        Self(self.0 | u32::from(belongs) << set as u32)
    }

    #[must_use]
    pub fn and(self, others: Sets) -> Self {
        Self(self.0 | others.0)
    }

    pub fn has(self, set: Set) -> bool {
        self.0 >> set as u32 & 1 == 1
    }

    pub fn meets(self, others: Sets) -> bool {
        self.0 & others.0 != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Adds 1 to the count of every set that this holds.
    pub fn count_into(self, counts: &mut [u64; Set::COUNT]) {
        let mut rest = self.0;
        while rest != 0 {
            counts[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }
}

/// The sets that depend on the period.
pub(crate) fn in_period(item: &PullRequestItem, span: &Span, as_of: EpochMs, limits: &Limits) -> Sets {
    let mut sets = Sets::default().with(Set::Opened, span.contains(item.opened_at));
    if span.contains(item.settled_at()) {
        sets = sets.and(settled(item, as_of)).with(Set::InView, !item.is_open());
        if item.merged_at.is_some() {
            sets = sets.and(merged(item)).and(merged_within(item, limits));
        }
    }
    sets
}

/// The sets of an open pull request, whatever the period.
pub(crate) fn open_now(item: &PullRequestItem) -> Sets {
    let waits = !item.is_draft && item.first_review_at.is_none();
    Sets::default().with(Set::InView, true).with(Set::Waiting, waits)
}

fn settled(item: &PullRequestItem, as_of: EpochMs) -> Sets {
    let reviewed_after = item.first_review_at.map(|at| ms_between(item.opened_at, at));
    let seen_until = if item.is_open() { as_of } else { item.settled_at() };
    // Nobody is asked for a review of a draft, so an open one has missed nothing yet.
    let missed = !(item.is_open() && item.is_draft) && ms_between(item.opened_at, seen_until) > MS_PER_DAY;
    Sets::default()
        .with(Set::Settled, true)
        .with(Set::Reviewed, reviewed_after.is_some())
        .with(Set::ReviewedBusiness, reviewed_after.is_some() && item.business_first_review_ms.is_some())
        .with(Set::DayDecided, reviewed_after.is_some() || missed)
        .with(Set::ReviewedInDay, reviewed_after.is_some_and(|ms| ms <= MS_PER_DAY))
}

fn merged(item: &PullRequestItem) -> Sets {
    Sets::default()
        .with(Set::Merged, true)
        .with(Set::MergedBusiness, item.business_cycle_ms.is_some())
        .with(Set::WasDraft, item.ready_at > item.opened_at)
        .with(Set::Sized, item.lines.is_some())
        .with(Set::Described, item.checklist.is_some())
        .with(Set::HasChecklist, item.checklist.is_some_and(|checklist| checklist.total > 0))
        .with(Set::Ticked, item.checklist.is_some_and(domain::facts::Checklist::is_complete))
        .with(Set::Tested, item.tests_passed.is_some())
        .with(Set::TestsPassed, item.tests_passed == Some(true))
        .with(Set::FirstTried, item.first_try_passed.is_some())
        .with(Set::FirstTryPassed, item.first_try_passed == Some(true))
        .with(Set::SecurityRan, item.security_passed.is_some())
        .with(Set::SecurityPassed, item.security_passed == Some(true))
        .with(Set::Discussed, item.lines.is_some() && item.review_comments.is_some())
        .with(Set::Unreviewed, item.first_review_at.is_none())
        .with(Set::Backout, item.is_revert)
        .with(Set::Hotfix, item.is_hotfix)
}

fn merged_within(item: &PullRequestItem, limits: &Limits) -> Sets {
    let quick_ms = i64::from(limits.quick_approval_minutes) * 60_000;
    let is_quick = item.first_approval_at.is_some_and(|at| ms_between(item.opened_at, at) < quick_ms);
    let is_worth_a_look = item.lines.is_some_and(|lines| lines > limits.quick_approval_lines);
    Sets::default()
        .with(Set::Small, item.lines.is_some_and(|lines| lines <= limits.small_pr_lines))
        .with(Set::QuickApproved, is_quick && is_worth_a_look)
}

/// Saturates instead of overflowing: instants come from outside.
pub(super) fn ms_between(start: EpochMs, end: EpochMs) -> i64 {
    end.0.saturating_sub(start.0)
}

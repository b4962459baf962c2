//! Who is behind a figure: for each metric the sets of people that its numbers tell of, and the sets that one item or
//! member is in. `privacy` decides by them what may be shown.

use domain::figure::MetricId;
use domain::{EpochMs, Span};

use crate::tally::{Set, Sets, sets};
use crate::{Limits, Member, PullRequestItem};

/// People who have something in common that a figure counts: items of a kind, or being a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContributorSet {
    Opened,
    Settled,
    Reviewed,
    ReviewedBusiness,
    DayDecided,
    Merged,
    MergedBusiness,
    WasDraft,
    Sized,
    Described,
    Tested,
    FirstTried,
    SecurityRan,
    Discussed,
    /// Those of [`ContributorSet::Merged`], with the defects that are set against their work.
    Defects,
    /// Settled in the period, or open now.
    InView,
    Waiting,
    Members,
    /// Members that have joined.
    Joined,
    /// Joined, with labs to complete.
    Assigned,
    /// Joined, with sessions that were held for them.
    Invited,
}

use ContributorSet::{
    Assigned, DayDecided, Defects, Described, Discussed, FirstTried, InView, Invited, Joined, Members,
    Merged, MergedBusiness, Opened, Reviewed, ReviewedBusiness, SecurityRan, Settled, Sized, Tested, Waiting,
    WasDraft,
};

impl ContributorSet {
    /// Authors of items that lie in a period.
    pub const OF_PERIOD: [Self; 15] = [
        Opened,
        Settled,
        Reviewed,
        ReviewedBusiness,
        DayDecided,
        Merged,
        MergedBusiness,
        WasDraft,
        Sized,
        Described,
        Tested,
        FirstTried,
        SecurityRan,
        Discussed,
        Defects,
    ];
    /// Authors of what is open at this moment.
    pub const OF_THIS_MOMENT: [Self; 2] = [InView, Waiting];
    /// Members, whether they wrote anything or not.
    pub const OF_MEMBERS: [Self; 4] = [Members, Joined, Assigned, Invited];

    /// The sets that a metric's numbers tell of. First the one whose size is the figure's `contributors`, then those
    /// that its `n` and coverage are told against: a figure is shown only where the group may be shown for each.
    pub fn behind(metric: MetricId) -> &'static [Self] {
        match metric {
            MetricId::PullRequests | MetricId::CycleTimeKm => &[Opened],
            MetricId::Merged
            | MetricId::CycleTime
            | MetricId::CycleTimeP75
            | MetricId::CycleTimeP90
            | MetricId::CycleTimeReady
            | MetricId::Backouts
            | MetricId::Hotfixes
            | MetricId::MergedUnreviewed => &[Merged],
            MetricId::CycleTimeBusiness => &[MergedBusiness, Merged],
            MetricId::DraftTime => &[WasDraft, Merged],
            MetricId::FirstReviewTime => &[Reviewed, Settled],
            MetricId::FirstReviewTimeBusiness => &[ReviewedBusiness, Settled],
            MetricId::ReviewedIn24h => &[DayDecided, Settled],
            MetricId::Waiting => &[InView],
            MetricId::WaitingAge => &[Waiting, InView],
            MetricId::DefectsBeforeRelease
            | MetricId::DefectsAfterRelease
            | MetricId::DefectsUnknown
            | MetricId::DefectsBeforeReleaseRate
            | MetricId::DefectsAfterReleaseRate
            | MetricId::EscapeShare => &[Defects, Merged],
            MetricId::PrSize | MetricId::SmallPrShare | MetricId::QuickApprovalShare => &[Sized, Merged],
            MetricId::ChecklistUse => &[Described, Merged],
            MetricId::TestPassRate => &[Tested, Merged],
            MetricId::FirstTryPassRate => &[FirstTried, Merged],
            MetricId::SecurityChecked => &[SecurityRan, Merged],
            MetricId::ReviewDepth => &[Discussed, Merged],
            MetricId::Joined | MetricId::Dose => &[Members],
            MetricId::JobAidsUsed => &[Joined, Members],
            MetricId::LabsCompleted => &[Assigned, Members],
            MetricId::SessionsAttended => &[Invited, Members],
        }
    }

    fn items(self) -> Option<Set> {
        Some(match self {
            Opened => Set::Opened,
            Settled => Set::Settled,
            Reviewed => Set::Reviewed,
            ReviewedBusiness => Set::ReviewedBusiness,
            DayDecided => Set::DayDecided,
            Merged | Defects => Set::Merged,
            MergedBusiness => Set::MergedBusiness,
            WasDraft => Set::WasDraft,
            Sized => Set::Sized,
            Described => Set::Described,
            Tested => Set::Tested,
            FirstTried => Set::FirstTried,
            SecurityRan => Set::SecurityRan,
            Discussed => Set::Discussed,
            InView => Set::InView,
            Waiting => Set::Waiting,
            Members | Joined | Assigned | Invited => return None,
        })
    }
}

/// The sets that one item, or one member, is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ContributorSets {
    items: Sets,
    others: u8,
}

impl ContributorSets {
    /// What an item is to a period, as of the moment up to which facts are known.
    pub fn of_item(item: &PullRequestItem, span: &Span, as_of: EpochMs, limits: &Limits) -> Self {
        let in_period = sets::in_period(item, span, as_of, limits);
        let items = if item.is_open() { in_period.and(sets::open_now(item)) } else { in_period };
        Self { items, others: 0 }
    }

    /// What a member of a group is to its adoption.
    pub fn of_member(member: &Member) -> Self {
        let belongs = [
            (Members, true),
            (Joined, member.joined),
            (Assigned, member.joined && member.labs_assigned > 0),
            (Invited, member.joined && member.sessions_held > 0),
        ];
        let bits = belongs.into_iter().filter(|(_, belongs)| *belongs).map(|(set, _)| bit(set));
        Self { items: Sets::default(), others: bits.fold(0, |bits, bit| bits | bit) }
    }

    /// A defect: nobody's work, and set against everybody's.
    pub fn of_defect() -> Self {
        Self { items: Sets::default(), others: bit(Defects) }
    }

    pub fn is_empty(self) -> bool {
        self.items.is_empty() && self.others == 0
    }

    /// Everything that belongs to one of these: for [`ContributorSets::meets`].
    #[must_use]
    pub fn of_any(sets: &[ContributorSet]) -> Self {
        let with = |own: Sets, set: Set| own.with(set, true);
        Self {
            items: sets.iter().filter_map(|set| set.items()).fold(Sets::default(), with),
            others: sets.iter().fold(0, |bits, set| bits | bit(*set)),
        }
    }

    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self { items: self.items.and(more.items), others: self.others | more.others }
    }

    /// Have these and those a set in common?
    pub fn meets(self, asked: Self) -> bool {
        self.items.meets(asked.items) || self.others & asked.others != 0
    }

    pub fn has(self, set: ContributorSet) -> bool {
        self.others & bit(set) != 0 || set.items().is_some_and(|items| self.items.has(items))
    }
}

fn bit(set: ContributorSet) -> u8 {
    match set {
        Members => 1,
        Joined => 2,
        Assigned => 4,
        Invited => 8,
        Defects => 16,
        _ => 0,
    }
}

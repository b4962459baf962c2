//! The periods whose figures are released: a sprint by its key, each team with its own dates, and this moment.

use std::collections::BTreeMap;

use domain::{EpochMs, Span, TeamKey, period::GroupKind};
use metrics::{ContributorSet, ContributorSets, Limits, PullRequestItem};
use store::cells::{Cell, NOW, SPRINT};

use crate::recompute::{Context, hull};

pub(super) struct Period<'a> {
    pub kind: &'static str,
    pub key: String,
    /// The teams that have it.
    pub spans: BTreeMap<&'a TeamKey, Span>,
    /// The moment up to which each team's facts are known.
    known_until: &'a BTreeMap<TeamKey, EpochMs>,
}

impl<'a> Period<'a> {
    /// `None`: no team has such a sprint, or it has not begun.
    pub fn sprint(
        context: &'a Context,
        known_until: &'a BTreeMap<TeamKey, EpochMs>,
        key: &str,
    ) -> Option<Self> {
        let horizon = horizon(known_until);
        let sprints = context.sprints.values().flatten();
        let begun = sprints.filter(|s| s.key.as_str() == key && s.span.start <= horizon);
        let spans: BTreeMap<&TeamKey, Span> = begun.map(|sprint| (&sprint.team, sprint.span)).collect();
        (!spans.is_empty()).then(|| Self { kind: SPRINT, key: key.to_owned(), spans, known_until })
    }

    pub fn now(context: &'a Context, known_until: &'a BTreeMap<TeamKey, EpochMs>) -> Self {
        let moment = |at: EpochMs| Span { start: at, end: EpochMs(at.0 + 1) };
        let at = |team: &TeamKey| known_until.get(team).copied().unwrap_or(EpochMs(0));
        let spans = context.sprints.keys().map(|team| (team, moment(at(team)))).collect();
        Self { kind: NOW, key: NOW.to_owned(), spans, known_until }
    }

    pub fn hull(&self) -> Span {
        hull(self.spans.values())
    }

    pub fn is_sprint(&self) -> bool {
        self.kind == SPRINT
    }

    /// The sets of authors that the period's figures tell of.
    pub fn sets(&self) -> &'static [ContributorSet] {
        if self.is_sprint() { &ContributorSet::OF_PERIOD } else { &ContributorSet::OF_THIS_MOMENT }
    }

    /// Do two teams have the period at the same time? Work that moves between teams of other dates would move between
    /// sprints.
    pub fn has_same_dates(&self, one: &TeamKey, other: &TeamKey) -> bool {
        !self.is_sprint() || self.spans.get(one) == self.spans.get(other)
    }

    /// The sets that an item is in where it counts for a team; none where the period does not hold it.
    pub fn sets_of(&self, item: &PullRequestItem, team: &TeamKey) -> Option<ContributorSets> {
        self.view(team)?.sets_of(item)
    }

    /// The period as a team has it, for who looks at many items.
    pub fn view(&self, team: &TeamKey) -> Option<View> {
        Some(View {
            span: *self.spans.get(team)?,
            as_of: self.known_until.get(team).copied().unwrap_or(EpochMs(0)),
            limits: Limits::default(),
            asked: ContributorSets::of_any(self.sets()),
        })
    }
}

/// A period with a team's own dates.
pub(super) struct View {
    pub span: Span,
    as_of: EpochMs,
    limits: Limits,
    asked: ContributorSets,
}

impl View {
    /// The sets that an item of the team is in; none where the period does not hold it.
    pub fn sets_of(&self, item: &PullRequestItem) -> Option<ContributorSets> {
        let sets = ContributorSets::of_item(item, &self.span, self.as_of, &self.limits);
        sets.meets(self.asked).then_some(sets)
    }
}

/// The newest instant that the facts of any team tell of.
pub(super) fn horizon(known_until: &BTreeMap<TeamKey, EpochMs>) -> EpochMs {
    known_until.values().copied().max().unwrap_or(EpochMs(0))
}

/// What the cells of this moment say.
pub(super) fn known_until(context: &Context, now: &[Cell]) -> BTreeMap<TeamKey, EpochMs> {
    let of = |cell: &Cell| Some((context.team(&cell.group_key)?.clone(), cell.span.start));
    now.iter().filter(|cell| cell.group == GroupKind::Team).filter_map(of).collect()
}

//! The figures of a group as it was in a generation, from the facts as they are now.

use std::collections::{BTreeMap, HashMap};

use domain::{
    EpochMs, TeamKey,
    figure::{Figure, MetricId},
};
use metrics::{Member, Part, PullRequestItem};

use super::{
    facts::{Facts, ItemId},
    groups::Group,
    period::Period,
    seating::Seating,
    seats::{MemberSeat, Seat},
    universe::{Circle, Roll},
};
use crate::recompute::{Context, MOMENTARY};

pub(super) struct Scene<'a> {
    pub context: &'a Context,
    pub circles: &'a [Circle<'a>],
    pub facts: &'a Facts,
    pub whereabouts: &'a HashMap<ItemId, (&'a PullRequestItem, &'a str)>,
    pub period: &'a Period<'a>,
    pub seating: &'a Seating,
    pub as_of: EpochMs,
}

impl Scene<'_> {
    /// Every figure that the period has.
    pub fn figures(&self, group: &Group, generation: u16) -> Vec<Figure> {
        let items = self.items(group, generation);
        let parts: Vec<Part<'_>> = self
            .period
            .spans
            .iter()
            .map(|(team, span)| Part {
                span: *span,
                pull_requests: items.get(*team).map_or(&[], Vec::as_slice),
                defects: if counts_defects_of(group, team) { &self.facts.team(team).defects } else { &[] },
            })
            .collect();
        let members = self.members(group, generation);
        let asked = metrics::Group {
            tracks_defects: self.tracks_defects(group),
            members: members.as_deref(),
            ..metrics::Group::new(&parts, self.as_of)
        };
        metrics::figures_of(&asked, &self.metrics())
    }

    pub fn metrics(&self) -> Vec<MetricId> {
        let of_period = |metric: &&MetricId| MOMENTARY.contains(metric) != self.period.is_sprint();
        MetricId::ALL.iter().filter(of_period).copied().collect()
    }

    pub fn tracks_defects(&self, group: &Group) -> bool {
        match group {
            Group::Team(team) => self.context.tracks_defects(team),
            Group::Organisation => self.period.spans.keys().any(|team| self.context.tracks_defects(team)),
            Group::Cohort(_) | Group::Repository { .. } => false,
        }
    }

    /// The group's pull requests by the team whose dates apply to them.
    fn items(&self, group: &Group, generation: u16) -> BTreeMap<&TeamKey, Vec<PullRequestItem>> {
        let mut items: BTreeMap<&TeamKey, Vec<PullRequestItem>> = BTreeMap::new();
        for (id, track) in &self.seating.items.tracks {
            let Some(seat) = track.at(generation).map(|seat| self.seating.items.seats.get(seat)) else {
                continue;
            };
            if let Some((item, _)) = self.whereabouts.get(id).filter(|_| holds(group, *id, seat)) {
                items.entry(&seat.team).or_default().push(**item);
            }
        }
        items
    }

    fn members(&self, group: &Group, generation: u16) -> Option<Vec<Member>> {
        let roll = Roll { context: self.context, circles: self.circles, period: self.period };
        let seated = self.seating.members.tracks.iter().filter_map(|(person, track)| {
            Some((*person, self.seating.members.seats.get(track.at(generation)?)))
        });
        let member = |(person, seat): (_, &MemberSeat)| match group {
            Group::Team(team) if seat.teams.contains(team) => roll.in_team(person, seat, team),
            Group::Cohort(cohort) if seat.cohorts.contains(cohort) => roll.in_cohort(person, cohort),
            _ => None,
        };
        match group {
            Group::Team(_) | Group::Cohort(_) if self.period.is_sprint() => {
                Some(seated.filter_map(member).collect())
            }
            _ => None,
        }
    }
}

fn counts_defects_of(group: &Group, team: &TeamKey) -> bool {
    match group {
        Group::Organisation => true,
        Group::Team(own) => own == team,
        Group::Cohort(_) | Group::Repository { .. } => false,
    }
}

fn holds(group: &Group, (repository, _): ItemId, seat: &Seat) -> bool {
    match group {
        Group::Organisation => true,
        Group::Team(team) => seat.team == *team,
        Group::Cohort(cohort) => seat.cohorts.contains(cohort),
        Group::Repository { number, .. } => repository == *number,
    }
}

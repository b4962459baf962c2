//! The figures of a group as it was in a generation, from the facts as they are now.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::{
    EpochMs, TeamKey,
    figure::{Figure, MetricId},
};
use metrics::{Member, Part, PullRequestItem};
use rustc_hash::FxHashMap;

use super::{
    facts::Facts,
    groups::Group,
    period::Period,
    seating::Seating,
    seats::{MemberSeat, Seat, SeatNumber},
    universe::{Circle, Roll, Seen},
};
use crate::recompute::{Context, MOMENTARY};

pub(super) struct Scene<'a> {
    pub context: &'a Context,
    pub circles: &'a [Circle<'a>],
    pub facts: &'a Facts,
    pub seen: &'a [Seen<'a>],
    pub period: &'a Period<'a>,
    pub seating: &'a Seating,
    pub as_of: EpochMs,
    /// By generation; to begin with, none.
    pub piles: RefCell<BTreeMap<u16, Rc<Piles>>>,
}

/// Pull requests by seat and repository: groups are made of whole piles.
pub(super) type Piles = FxHashMap<(SeatNumber, u32), Vec<PullRequestItem>>;

impl Scene<'_> {
    /// Every figure that the period has.
    pub fn figures(&self, group: &Group, generation: u16) -> Vec<Figure> {
        let piles = self.piles(generation);
        let mut parts = self.parts(group, &piles);
        parts.extend(self.defects(group));
        let members = self.members(group, generation);
        let asked = metrics::Group {
            tracks_defects: self.tracks_defects(group),
            members: members.as_deref(),
            ..metrics::Group::new(&parts, self.as_of)
        };
        metrics::figures_of(&asked, &self.metrics())
    }

    /// The group's pull requests, with the dates of the team that they count for.
    fn parts<'p>(&self, group: &Group, piles: &'p Piles) -> Vec<Part<'p>> {
        let part = |((seat, repository), pile): (&(SeatNumber, u32), &'p Vec<PullRequestItem>)| {
            let seat = self.seating.items.seats.get(*seat);
            let span = *self.period.spans.get(&seat.team)?;
            holds(group, *repository, seat).then_some(Part { span, pull_requests: pile, defects: &[] })
        };
        piles.iter().filter_map(part).collect()
    }

    /// The group's defects: those of its teams.
    fn defects(&self, group: &Group) -> impl Iterator<Item = Part<'_>> {
        let teams = self.period.spans.iter().filter(|(team, _)| counts_defects_of(group, team));
        teams.map(|(team, span)| Part {
            span: *span,
            pull_requests: &[],
            defects: &self.facts.team(team).defects,
        })
    }

    /// The pull requests as they lay in a generation, kept for the next group that asks.
    fn piles(&self, generation: u16) -> Rc<Piles> {
        let mut known = self.piles.borrow_mut();
        Rc::clone(known.entry(generation).or_insert_with(|| Rc::new(self.pile(generation))))
    }

    fn pile(&self, generation: u16) -> Piles {
        let tracks = self.seating.items.tracks.list();
        let seats: Vec<Option<SeatNumber>> = tracks.iter().map(|track| track.at(generation)).collect();
        let mut piles = Piles::default();
        for (item, track) in self.seen {
            if let Some(seat) = seats[*track] {
                piles.entry((seat, item.repository)).or_default().push(**item);
            }
        }
        piles
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

    fn members(&self, group: &Group, generation: u16) -> Option<Vec<Member>> {
        let roll = Roll { context: self.context, circles: self.circles, period: self.period };
        let of = &self.seating.members;
        let seated = of.of.iter().filter_map(|(person, track)| {
            Some((*person, of.seats.get(of.tracks.get(*track).at(generation)?)))
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

fn holds(group: &Group, repository: u32, seat: &Seat) -> bool {
    match group {
        Group::Organisation => true,
        Group::Team(team) => seat.team == *team,
        Group::Cohort(cohort) => seat.cohorts.contains(cohort),
        Group::Repository { number, .. } => repository == *number,
    }
}

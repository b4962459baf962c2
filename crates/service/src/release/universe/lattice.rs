//! The groups of a period, and in which of them a fact counts.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{CohortKey, TeamKey};

use crate::release::{
    groups::{Group, GroupNumber},
    period::Period,
    seating::Seating,
    seats::Seat,
};

/// The groups of a period by number, and the numbers by key.
pub(in crate::release) struct Lattice {
    pub groups: Vec<Group>,
    teams: HashMap<TeamKey, GroupNumber>,
    pub(super) cohorts: HashMap<CohortKey, GroupNumber>,
    repositories: HashMap<u32, GroupNumber>,
}

impl Lattice {
    /// The organisation, the period's teams and everything that a seat of any generation names.
    pub fn of(seating: &Seating, period: &Period<'_>, repositories: &HashMap<u32, String>) -> Self {
        let seats = seating.items.seats.list();
        let member_seats = seating.members.seats.list();
        let teams = period.spans.keys().map(|team| (*team).clone());
        let teams: BTreeSet<TeamKey> = teams
            .chain(seats.iter().map(|seat| seat.team.clone()))
            .chain(member_seats.iter().flat_map(|seat| seat.teams.iter().cloned()))
            .collect();
        let cohorts: BTreeSet<_> = seats
            .iter()
            .flat_map(|seat| &seat.cohorts)
            .chain(member_seats.iter().flat_map(|seat| &seat.cohorts))
            .cloned()
            .collect();
        let mut mentioned: Vec<u32> =
            seating.items.of.iter().map(|((repository, _), _)| *repository).collect();
        mentioned.dedup();
        let mut lattice = Self {
            groups: vec![Group::Organisation],
            teams: HashMap::new(),
            cohorts: HashMap::new(),
            repositories: HashMap::new(),
        };
        for team in teams {
            lattice.teams.insert(team.clone(), lattice.groups.len());
            lattice.groups.push(Group::Team(team));
        }
        for cohort in cohorts {
            lattice.cohorts.insert(cohort.clone(), lattice.groups.len());
            lattice.groups.push(Group::Cohort(cohort));
        }
        for number in mentioned {
            let name = repositories.get(&number).cloned().unwrap_or_default();
            lattice.repositories.insert(number, lattice.groups.len());
            lattice.groups.push(Group::Repository { name, number });
        }
        lattice
    }

    /// The groups whose figures leave out that a fact counts elsewhere now.
    pub fn stuck(&self, seating: &Seating) -> HashSet<GroupNumber> {
        seating.stuck.iter().flat_map(|((repository, _), seat)| self.of_item(*repository, seat)).collect()
    }

    pub(super) fn team(&self, key: &TeamKey) -> Option<GroupNumber> {
        self.teams.get(key).copied()
    }

    /// The groups that a repository's item in this seat counts in.
    pub(super) fn of_item(&self, repository: u32, seat: &Seat) -> Vec<GroupNumber> {
        let cohorts = seat.cohorts.iter().filter_map(|cohort| self.cohorts.get(cohort).copied());
        let repository = self.repositories.get(&repository).copied();
        let mut groups: Vec<GroupNumber> =
            [0].into_iter().chain(self.team(&seat.team)).chain(cohorts).chain(repository).collect();
        groups.sort_unstable();
        groups
    }
}

//! Which groups of a period may be shown, for each set of contributors: `privacy::closure` asked with every group as
//! it was in every generation, in one fixed order.

use std::collections::{BTreeMap, HashSet};

use domain::{
    PersonKey,
    figure::{MetricId, Remark},
};
use metrics::{ContributorSet, ContributorSets};
use privacy::{THRESHOLD, closure};
use rustc_hash::{FxHashMap, FxHashSet};

use super::groups::{Group, GroupNumber};

/// Facts of one person that were always together.
pub(super) struct Mover {
    pub person: Option<PersonKey>,
    pub stays: Vec<Stay>,
}

/// From a generation on, the groups that somebody's facts counted in, and as what.
#[derive(PartialEq, Eq)]
pub(super) struct Stay {
    pub from: u16,
    /// Sorted by group, each once.
    pub places: Vec<(GroupNumber, ContributorSets)>,
}

/// How a metric of a group is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As the organisation is now.
    Current,
    /// As it was in this generation.
    Held(u16),
    Hidden(Remark),
}

/// A group as it was from a generation on.
type Candidate = (u16, GroupNumber);

pub(super) struct Standings {
    candidates: Vec<Candidate>,
    /// Of each group, its candidates by generation.
    of_group: Vec<Vec<usize>>,
    verdicts: FxHashMap<ContributorSet, Verdict>,
}

struct Verdict {
    admitted: Vec<bool>,
    /// How many people each candidate has.
    people: Vec<u64>,
}

/// Whose facts, by the candidates that hold them: sorted by candidate, which may come once for each stay.
struct Seen {
    person: Option<PersonKey>,
    places: Vec<(usize, ContributorSets)>,
}

impl Standings {
    pub fn new(groups: &[Group], generations: u16, movers: &[Mover], sets: &[ContributorSet]) -> Self {
        let candidates = candidates(groups, generations, movers);
        let mut of_group = vec![Vec::new(); groups.len()];
        for (at, (_, group)) in candidates.iter().enumerate() {
            of_group[*group].push(at);
        }
        let mut standings = Self { candidates, of_group, verdicts: FxHashMap::default() };
        let seen: Vec<Seen> = movers.iter().map(|mover| standings.seen(generations, mover)).collect();
        for set in sets {
            let verdict = standings.judge(groups, &seen, *set);
            standings.verdicts.insert(*set, verdict);
        }
        standings
    }

    pub fn of(&self, group: GroupNumber, metric: MetricId) -> Standing {
        let gates: Vec<&Verdict> =
            ContributorSet::behind(metric).iter().filter_map(|set| self.verdicts.get(set)).collect();
        let admitted = |candidate: &usize| gates.iter().all(|verdict| verdict.admitted[*candidate]);
        let people = |candidate: usize| gates.iter().map(|v| v.people[candidate]).min().unwrap_or(0);
        let Some(latest) = self.of_group[group].last().copied() else { return Standing::Current };
        match self.of_group[group].iter().rev().copied().find(admitted) {
            Some(candidate) if candidate == latest => Standing::Current,
            Some(candidate) if people(candidate) >= THRESHOLD => Standing::Held(self.candidates[candidate].0),
            _ if people(latest) >= THRESHOLD => Standing::Hidden(Remark::WouldReveal),
            _ => Standing::Hidden(Remark::TooFewPeople),
        }
    }

    fn judge(&self, groups: &[Group], seen: &[Seen], set: ContributorSet) -> Verdict {
        let mut units = Vec::with_capacity(seen.len());
        let mut people: Vec<FxHashSet<PersonKey>> = vec![FxHashSet::default(); self.candidates.len()];
        for Seen { person, places } in seen {
            let counts = self.counts_in(groups, places, set);
            if let Some(person) = person {
                for candidate in &counts {
                    people[*candidate].insert(*person);
                }
            }
            if !counts.is_empty() {
                units.push(closure::Unit { person: *person, groups: counts });
            }
        }
        Verdict {
            admitted: closure::closed(&units, self.candidates.len()),
            people: people.iter().map(|people| people.len() as u64).collect(),
        }
    }

    /// The candidates that hold a mover's facts, and as what.
    fn seen(&self, generations: u16, mover: &Mover) -> Seen {
        let mut places = Vec::new();
        for (at, stay) in mover.stays.iter().enumerate() {
            let until = mover.stays.get(at + 1).map_or(generations, |next| next.from);
            for (group, sets) in &stay.places {
                places.extend(self.between(*group, stay.from, until).map(|candidate| (candidate, *sets)));
            }
        }
        places.sort_unstable_by_key(|(candidate, _)| *candidate);
        Seen { person: mover.person, places }
    }

    /// The candidates among these places that count them in a set.
    fn counts_in(
        &self,
        groups: &[Group],
        places: &[(usize, ContributorSets)],
        set: ContributorSet,
    ) -> Vec<usize> {
        // Defects are a team's, whoever's work they are set against.
        let applies = |candidate: usize| {
            set != ContributorSet::Defects || groups[self.candidates[candidate].1].has_defects()
        };
        let counting = places.iter().filter(|(candidate, sets)| sets.has(set) && applies(*candidate));
        let mut counts: Vec<usize> = counting.map(|(candidate, _)| *candidate).collect();
        counts.dedup();
        counts
    }

    /// The candidates of a group that hold for some generation of `from..until`.
    fn between(&self, group: GroupNumber, from: u16, until: u16) -> impl Iterator<Item = usize> {
        let own = &self.of_group[group];
        let begins = |at: usize| own.get(at).map_or(u16::MAX, |candidate| self.candidates[*candidate].0);
        (0..own.len()).filter(move |at| begins(*at) < until && begins(at + 1) > from).map(|at| own[at])
    }
}

/// Every group in the first generation, then those that changed with each: what was decided of an earlier one never
/// depends on a later one. Within a generation: teams from the largest, the organisation, cohorts, repositories.
fn candidates(groups: &[Group], generations: u16, movers: &[Mover]) -> Vec<Candidate> {
    let mut changed: BTreeMap<u16, HashSet<GroupNumber>> = BTreeMap::new();
    changed.insert(0, (0..groups.len()).collect());
    for mover in movers {
        for pair in mover.stays.windows(2) {
            if let [before, after] = pair {
                let differing = differing(&before.places, &after.places);
                changed.entry(after.from).or_default().extend(differing);
            }
        }
    }
    let mut candidates = Vec::new();
    for (generation, changed) in changed.into_iter().filter(|(generation, _)| *generation < generations) {
        let sizes = sizes(groups.len(), generation, movers);
        let mut ordered: Vec<GroupNumber> = changed.into_iter().collect();
        ordered.sort_by_cached_key(|group| groups[*group].rank(sizes[*group]));
        candidates.extend(ordered.into_iter().map(|group| (generation, group)));
    }
    candidates
}

fn differing(
    before: &[(GroupNumber, ContributorSets)],
    after: &[(GroupNumber, ContributorSets)],
) -> Vec<GroupNumber> {
    let only = |one: &[(GroupNumber, ContributorSets)], other: &[(GroupNumber, ContributorSets)]| {
        let missing = one.iter().filter(|place| !other.contains(place));
        missing.map(|(group, _)| *group).collect::<Vec<_>>()
    };
    [only(before, after), only(after, before)].concat()
}

/// How many people each group has in a generation.
fn sizes(groups: usize, generation: u16, movers: &[Mover]) -> Vec<usize> {
    let mut people: Vec<FxHashSet<PersonKey>> = vec![FxHashSet::default(); groups];
    for mover in movers {
        let stay = mover.stays.iter().rev().find(|stay| stay.from <= generation);
        for (group, _) in stay.iter().flat_map(|stay| &stay.places) {
            people[*group].extend(mover.person);
        }
    }
    people.iter().map(FxHashSet::len).collect()
}

#[cfg(test)]
mod tests;

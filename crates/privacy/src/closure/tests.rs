//! What the partition promises, held against every atom of what is shown.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, prelude::*};

use super::*;

fn unit(person: i64, groups: &[usize]) -> Unit {
    Unit { person: Some(PersonKey(person)), groups: groups.to_vec() }
}

/// Units of people `from..to` in these groups.
fn people(from: i64, to: i64, groups: &[usize]) -> Vec<Unit> {
    (from..to).map(|person| unit(person, groups)).collect()
}

#[test]
fn a_team_that_would_leave_four_people_of_the_organisation_is_not_shown() {
    let nine = [people(0, 5, &[0, 1]), people(5, 9, &[0, 2])].concat();
    assert_eq!(closed(&nine, 3), [true, false, false]);
    let ten = [people(0, 5, &[0, 1]), people(5, 10, &[0, 2])].concat();
    assert_eq!(closed(&ten, 3), [true, true, true]);
}

#[test]
fn two_groups_that_differ_by_one_person_are_not_both_shown() {
    let units = [people(0, 6, &[0, 1, 2]), people(6, 7, &[0, 2]), people(7, 20, &[0])].concat();
    assert_eq!(closed(&units, 3), [true, true, false]);
}

#[test]
fn what_lies_outside_every_shown_group_may_be_small_and_what_enters_may_not() {
    let beside = [people(0, 6, &[0]), people(6, 8, &[])].concat();
    assert_eq!(closed(&beside, 1), [true]);
    // The same group before and after two people joined it.
    let grown = [people(0, 6, &[0, 1]), people(6, 8, &[1])].concat();
    assert_eq!(closed(&grown, 2), [true, false]);
    let grown_by_five = [people(0, 6, &[0, 1]), people(6, 11, &[1])].concat();
    assert_eq!(closed(&grown_by_five, 2), [true, true]);
}

#[test]
fn a_person_who_works_in_two_groups_counts_in_both_parts() {
    // Five people in each repository, one of them in both.
    let units = [people(0, 5, &[0, 1]), people(4, 9, &[0, 2])].concat();
    assert_eq!(closed(&units, 3), [true, true, true]);
}

#[test]
fn facts_of_nobody_known_are_a_part_that_is_too_small() {
    let nobody = Unit { person: None, groups: vec![0] };
    let units = [people(0, 6, &[0, 1]), vec![nobody]].concat();
    assert_eq!(closed(&units, 2), [true, false]);
}

#[test]
fn a_group_without_facts_hides_nothing() {
    assert_eq!(closed(&people(0, 6, &[0]), 2), [true, true]);
    assert_eq!(closed(&[], 1), [true]);
}

const GROUPS: usize = 8;

fn any_unit() -> impl Strategy<Value = Unit> {
    let person = prop_oneof![20 => (0..30i64).prop_map(|n| Some(PersonKey(n))), 1 => Just(None)];
    let groups = vec(any::<bool>(), GROUPS);
    (person, groups).prop_map(|(person, belongs)| {
        let groups = (0..GROUPS).filter(|group| belongs[*group]).collect();
        Unit { person, groups }
    })
}

/// The people of every atom of the shown groups: of the facts that lie in exactly the same ones.
fn atoms(units: &[Unit], shown: &[bool]) -> BTreeMap<Vec<usize>, BTreeSet<Option<PersonKey>>> {
    let mut atoms: BTreeMap<Vec<usize>, BTreeSet<Option<PersonKey>>> = BTreeMap::new();
    for unit in units {
        let signature: Vec<usize> = unit.groups.iter().copied().filter(|group| shown[*group]).collect();
        atoms.entry(signature).or_default().insert(unit.person);
    }
    atoms.remove(&Vec::new());
    atoms
}

proptest! {
    #[test]
    fn every_atom_of_what_is_shown_has_five_people(units in vec(any_unit(), 0..120)) {
        let shown = closed(&units, GROUPS);
        for (signature, people) in atoms(&units, &shown) {
            prop_assert!(people.iter().flatten().count() >= 5, "{signature:?}: {people:?}");
        }
    }

    #[test]
    fn the_answer_does_not_depend_on_the_order_of_the_facts(
        (units, shuffled) in vec(any_unit(), 0..120).prop_flat_map(|u| (Just(u.clone()), Just(u).prop_shuffle()))
    ) {
        prop_assert_eq!(closed(&units, GROUPS), closed(&shuffled, GROUPS));
    }

    #[test]
    fn what_comes_later_never_changes_what_was_decided_before(
        units in vec(any_unit(), 0..120), first in 0..GROUPS
    ) {
        prop_assert_eq!(&closed(&units, GROUPS)[..first], &closed(&units, first)[..]);
    }

    #[test]
    fn no_group_is_hidden_without_need(units in vec(any_unit(), 0..120)) {
        let shown = closed(&units, GROUPS);
        for hidden in (0..GROUPS).filter(|group| !shown[*group]) {
            let with: Vec<bool> = (0..GROUPS).map(|group| group <= hidden && (shown[group] || group == hidden)).collect();
            let smallest = atoms(&units, &with).values().map(|people| people.iter().flatten().count()).min();
            prop_assert!(smallest.is_some_and(|people| people < 5), "{hidden} could be shown");
        }
    }

    #[test]
    fn teams_of_eight_and_more_beside_their_organisation_stay_visible(sizes in vec(8..20i64, 1..12)) {
        let mut units = Vec::new();
        let mut first = 0;
        for (team, size) in (1..).zip(&sizes) {
            units.extend(people(first, first + size, &[0, team]));
            first += size;
        }
        prop_assert!(closed(&units, sizes.len() + 1).into_iter().all(|shown| shown));
    }
}

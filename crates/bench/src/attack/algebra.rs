//! What follows from answers. Each is a sum over known facts; whatever can be derived from them by adding, subtracting
//! and scaling is in the space that they span. The attacker succeeds with a vector of that space in which one to four
//! people remain.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Fact;

/// 2⁶¹ − 1: what holds modulo a large prime holds of whole numbers, but for a coincidence in 10¹⁸.
const PRIME: u64 = (1 << 61) - 1;

const FEW: usize = 4;

/// Facts that every answer either holds all or none of.
struct Atom {
    facts: BTreeSet<Fact>,
    people: BTreeSet<usize>,
}

/// What an attack found: the sets of people, one to four, about whom it knows a number.
#[derive(Debug, Default)]
pub struct Findings {
    pub recovered: BTreeSet<BTreeSet<Fact>>,
    /// The people of the smallest atom of the answers; none without answers.
    pub smallest_atom: Option<usize>,
}

/// `answers`: for each the facts that it is the sum of.
pub fn solve(answers: &BTreeSet<BTreeSet<Fact>>, person_of: impl Fn(Fact) -> usize) -> Findings {
    let atoms = atoms(answers, person_of);
    let smallest_atom = atoms.iter().map(|atom| atom.people.len()).min();
    // A vector of the span has the same coefficient on all facts of an atom, so it holds whole atoms or nothing.
    if smallest_atom.is_none_or(|people| people > FEW) {
        return Findings { recovered: BTreeSet::new(), smallest_atom };
    }
    let basis = Basis::of(answers, &atoms);
    let few = |people: &BTreeSet<usize>| (1..=FEW).contains(&people.len());
    let mut recovered = BTreeSet::new();
    for row in &basis.rows {
        let held: Vec<&Atom> =
            atoms.iter().zip(row).filter(|(_, at)| **at != 0).map(|(atom, _)| atom).collect();
        let people: BTreeSet<usize> = held.iter().flat_map(|atom| &atom.people).copied().collect();
        if few(&people) {
            recovered.insert(held.iter().flat_map(|atom| &atom.facts).copied().collect());
        }
    }
    for (at, atom) in atoms.iter().enumerate().filter(|(_, atom)| few(&atom.people)) {
        let mut unit = vec![0; atoms.len()];
        unit[at] = 1;
        if basis.holds(unit) {
            recovered.insert(atom.facts.clone());
        }
    }
    Findings { recovered, smallest_atom }
}

fn atoms(answers: &BTreeSet<BTreeSet<Fact>>, person_of: impl Fn(Fact) -> usize) -> Vec<Atom> {
    let mut signatures: BTreeMap<Fact, Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        for fact in answer {
            signatures.entry(*fact).or_default().push(at);
        }
    }
    let mut atoms: BTreeMap<Vec<usize>, Atom> = BTreeMap::new();
    for (fact, signature) in signatures {
        let nobody = || Atom { facts: BTreeSet::new(), people: BTreeSet::new() };
        let atom = atoms.entry(signature).or_insert_with(nobody);
        atom.facts.insert(fact);
        atom.people.insert(person_of(fact));
    }
    atoms.into_values().collect()
}

/// Answers over atoms in reduced row echelon form.
struct Basis {
    rows: Vec<Vec<u64>>,
    pivots: Vec<usize>,
}

impl Basis {
    fn of(answers: &BTreeSet<BTreeSet<Fact>>, atoms: &[Atom]) -> Self {
        let mut basis = Self { rows: vec![], pivots: vec![] };
        for answer in answers {
            let holds = |atom: &Atom| atom.facts.first().is_some_and(|fact| answer.contains(fact));
            basis.add(atoms.iter().map(|atom| u64::from(holds(atom))).collect());
        }
        basis
    }

    /// What is left of a vector that the basis does not explain.
    fn reduce(&self, mut vector: Vec<u64>) -> Vec<u64> {
        for (row, pivot) in self.rows.iter().zip(&self.pivots) {
            let factor = vector[*pivot];
            if factor != 0 {
                subtract(&mut vector, row, factor);
            }
        }
        vector
    }

    fn holds(&self, vector: Vec<u64>) -> bool {
        self.reduce(vector).iter().all(|at| *at == 0)
    }

    fn add(&mut self, vector: Vec<u64>) {
        let mut fresh = self.reduce(vector);
        let Some(pivot) = fresh.iter().position(|at| *at != 0) else { return };
        let scale = inverse(fresh[pivot]);
        for at in &mut fresh {
            *at = product(*at, scale);
        }
        for row in &mut self.rows {
            let factor = row[pivot];
            if factor != 0 {
                subtract(row, &fresh, factor);
            }
        }
        self.rows.push(fresh);
        self.pivots.push(pivot);
    }
}

fn subtract(from: &mut [u64], row: &[u64], factor: u64) {
    for (at, value) in from.iter_mut().zip(row) {
        if *value != 0 {
            *at = (*at + PRIME - product(*value, factor)) % PRIME;
        }
    }
}

fn product(a: u64, b: u64) -> u64 {
    let rest = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(rest).unwrap_or(u64::MAX)
}

/// By Fermat's little theorem.
fn inverse(value: u64) -> u64 {
    let (mut base, mut exponent, mut power) = (value, PRIME - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = product(power, base);
        }
        base = product(base, base);
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(sets: &[std::ops::Range<u32>]) -> BTreeSet<BTreeSet<Fact>> {
        sets.iter().cloned().map(Iterator::collect).collect()
    }

    /// Everybody has one fact.
    fn people(fact: Fact) -> usize {
        fact as usize
    }

    #[test]
    fn two_groups_that_differ_by_one_give_that_one_away() {
        let found = solve(&answers(&[0..6, 0..7]), people);
        assert_eq!(found.recovered, BTreeSet::from([BTreeSet::from([6])]));
    }

    #[test]
    fn a_total_less_its_parts_gives_the_hidden_part_away() {
        let found = solve(&answers(&[0..20, 0..9, 9..17]), people);
        assert_eq!(found.recovered, BTreeSet::from([(17..20).collect()]));
    }

    #[test]
    fn a_chain_of_overlaps_gives_away_what_no_two_of_them_do() {
        // The three halves of a triangle of five, five and one: each pair overlaps in many.
        let triangle =
            [(0..5).chain(5..10).collect(), (5..10).chain(10..11).collect(), (0..5).chain(10..11).collect()];
        let found = solve(&BTreeSet::from(triangle), people);
        assert!(found.recovered.contains(&BTreeSet::from([10])), "half of one and two less three");
    }

    #[test]
    fn groups_of_whole_blocks_give_nothing_away() {
        let found = solve(&answers(&[0..20, 0..5, 5..10]), people);
        assert!(found.recovered.is_empty() && found.smallest_atom == Some(5));
    }
}

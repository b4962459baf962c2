//! What an attacker writes down: each shown number with the facts that it is the sum of; and beside it, what an engine
//! would have shown that only hides groups of fewer than five.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::figure::{Figure, FigureState, MetricId, Remark};
use service::export::{By, Told};

use super::{
    algebra::{self, Findings},
    company::Company,
    model::{Fact, Model, Quantity, person_of, sprints, weight},
};

/// A sprint of a group.
pub type Cell = (By, String, i64);

const THRESHOLD: usize = 5;

#[derive(Default)]
pub struct Notebook {
    /// The shown answers to each quantity.
    shown: BTreeMap<Quantity, BTreeSet<BTreeSet<Fact>>>,
    plain: BTreeMap<Quantity, BTreeSet<BTreeSet<Fact>>>,
    /// Answers that are no sum of what the attacker thinks they are: a flaw of the attack, not of what it attacks.
    pub unexplained: usize,
    seen: BTreeSet<(usize, Vec<Cell>, Quantity)>,
}

/// The sprints that are shown at a moment: what anybody sees at a glance.
#[derive(Default)]
pub struct Board(HashMap<(Cell, MetricId), (Figure, Option<Remark>)>);

impl Board {
    pub fn new(told: Vec<Told>) -> Self {
        let number: HashMap<String, i64> = sprints().into_iter().map(|(at, key)| (key, at)).collect();
        let keyed = |told: Told| {
            let cell = (told.by, told.group, *number.get(&told.period)?);
            Some(((cell, told.figure.metric), (told.figure, told.remark)))
        };
        Self(told.into_iter().filter_map(keyed).collect())
    }

    pub fn is_shown(&self, cell: &Cell, metric: MetricId) -> bool {
        self.0.get(&(cell.clone(), metric)).is_some_and(|(figure, _)| figure.state != FigureState::Suppressed)
    }

    /// Does a longer period count this sprint?
    fn counts(&self, cell: &Cell, metric: MetricId) -> bool {
        let held =
            self.0.get(&(cell.clone(), metric)).is_some_and(|(_, remark)| *remark == Some(Remark::Held));
        self.is_shown(cell, metric) && !held
    }
}

impl Notebook {
    /// Writes down a figure over these sprints of groups, asked for in the last of these states of the organisation.
    pub fn write(
        &mut self,
        states: &[Company],
        board: &Board,
        cells: &[Cell],
        figure: &Figure,
        remark: Option<Remark>,
    ) {
        for quantity in Quantity::ALL.into_iter().filter(|quantity| quantity.metric() == figure.metric) {
            if self.seen.insert((states.len(), cells.to_vec(), quantity)) {
                self.write_plain(states, cells, quantity);
                self.write_shown(states, board, cells, quantity, (figure, remark));
            }
        }
    }

    fn write_plain(&mut self, states: &[Company], cells: &[Cell], quantity: Quantity) {
        let Some(company) = states.last() else { return };
        let facts = facts(Model::of(company), cells, quantity);
        let people: BTreeSet<usize> = facts.iter().map(|fact| person_of(company, quantity, *fact)).collect();
        if people.len() >= THRESHOLD {
            self.plain.entry(quantity).or_default().insert(facts);
        }
    }

    fn write_shown(
        &mut self,
        states: &[Company],
        board: &Board,
        cells: &[Cell],
        quantity: Quantity,
        (figure, remark): (&Figure, Option<Remark>),
    ) {
        let is_told = matches!(figure.state, FigureState::Shown | FigureState::TooFew);
        let Some(value) = quantity.read(figure).filter(|_| is_told) else { return };
        let counted: Vec<Cell> = match cells {
            [_] => cells.to_vec(),
            _ => cells.iter().filter(|cell| board.counts(cell, figure.metric)).cloned().collect(),
        };
        // What is held is what was true in an earlier state, or what stayed in its sprint.
        let models: Vec<Model<'_>> = match remark {
            Some(Remark::Held) => states.iter().rev().map(held).collect(),
            _ => states.last().map(Model::of).into_iter().collect(),
        };
        // The attacker believes what explains the number and how many it is of; of two such states the one that was
        // told of before.
        let known = self.shown.entry(quantity).or_default();
        let mut explained: Vec<BTreeSet<Fact>> = models
            .into_iter()
            .map(|model| (model, facts(model, &counted, quantity)))
            .filter(|(model, facts)| {
                let sum: u64 = facts.iter().map(|fact| weight(model, quantity, *fact)).sum();
                sum == value && (!quantity.counts_all() || facts.len() as u64 == figure.n)
            })
            .map(|(_, facts)| facts)
            .collect();
        explained.sort_by_key(|facts| !known.contains(facts));
        match explained.into_iter().next() {
            Some(facts) => drop(known.insert(facts)),
            None => self.unexplained += 1,
        }
    }

    /// How many different numbers were shown.
    pub fn answers(&self) -> usize {
        self.shown.values().map(BTreeSet::len).sum()
    }

    /// What follows from what was shown, by quantity.
    pub fn findings(&self, company: &Company) -> Vec<Findings> {
        findings(&self.shown, company, &Quantity::ALL)
    }

    /// What would follow had only groups of fewer than five been hidden.
    pub fn plain_findings(&self, company: &Company, quantities: &[Quantity]) -> Vec<Findings> {
        findings(&self.plain, company, quantities)
    }
}

fn findings(
    answers: &BTreeMap<Quantity, BTreeSet<BTreeSet<Fact>>>,
    company: &Company,
    quantities: &[Quantity],
) -> Vec<Findings> {
    let of = |quantity: &Quantity| {
        let solved = |own| algebra::solve(own, |fact| person_of(company, *quantity, fact));
        answers.get(quantity).map(solved)
    };
    quantities.iter().filter_map(of).collect()
}

fn held(company: &Company) -> Model<'_> {
    Model { company, stays: true }
}

fn facts(model: Model<'_>, cells: &[Cell], quantity: Quantity) -> BTreeSet<Fact> {
    cells.iter().flat_map(|(by, group, sprint)| model.facts(*by, group, *sprint, quantity)).collect()
}

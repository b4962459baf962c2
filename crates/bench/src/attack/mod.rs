//! The attack: made-up organisations in a real database, every role asking whatever its rights let it ask, before and
//! after people join, leave and move; then exact algebra over all that was shown. See
//! `docs/decisions/one-partition-for-what-is-shown.md`.

mod algebra;
mod company;
mod load;
mod model;
mod notebook;
mod questions;

use std::collections::BTreeMap;

use domain::{
    EpochMs,
    figure::MetricId,
    viewer::{AccessRole, Reach},
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use service::{
    Rules, Service,
    export::{Asked, By, FigureLattice, Window},
};
use store::Store;

use company::Company;
use model::{Model, Quantity, sprints, team_key};
use notebook::{Board, Notebook};
use questions::Asker;

/// Teams of this size and more should hardly notice.
const LARGE: usize = 8;

/// Quantities that the plain engine is solved for; it falls to the first already.
const PLAIN: [Quantity; 3] = [Quantity::Merged, Quantity::Opened, Quantity::Members];

#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub organisations: usize,
    pub questions: usize,
    pub questions_by_role: BTreeMap<String, usize>,
    /// Questions that were answered with "not found".
    pub refused: usize,
    /// Different numbers that were shown.
    pub answers: usize,
    /// Shown numbers that the attacker could not explain.
    pub unexplained: usize,
    /// Groups of one to four people of whom a number was derived.
    pub recovered: usize,
    /// The fewest people of whom anything could be derived.
    pub smallest_atom: Option<usize>,
    /// The same attack on an engine that hides groups of fewer than five and nothing else.
    pub recovered_from_plain_threshold: usize,
    /// Sprints of teams of eight and more people.
    pub large_team_cells: usize,
    pub large_team_cells_visible: usize,
}

impl Report {
    pub fn visible_share(&self) -> f64 {
        self.large_team_cells_visible as f64 / self.large_team_cells.max(1) as f64
    }

    fn add(&mut self, other: Report) {
        self.organisations += other.organisations;
        self.questions += other.questions;
        for (role, questions) in other.questions_by_role {
            *self.questions_by_role.entry(role).or_default() += questions;
        }
        self.refused += other.refused;
        self.answers += other.answers;
        self.unexplained += other.unexplained;
        self.recovered += other.recovered;
        self.smallest_atom = self.smallest_atom.into_iter().chain(other.smallest_atom).min();
        self.recovered_from_plain_threshold += other.recovered_from_plain_threshold;
        self.large_team_cells += other.large_team_cells;
        self.large_team_cells_visible += other.large_team_cells_visible;
    }
}

/// Attacks so many organisations with about so many questions each. `open` gives an empty database.
///
/// # Errors
/// When an organisation cannot be made or asked; that something was recovered is in the report.
pub async fn run<F>(organisations: u64, questions: usize, mut open: F) -> anyhow::Result<Report>
where
    F: AsyncFnMut(u64) -> anyhow::Result<Store>,
{
    let mut report = Report::default();
    for seed in 0..organisations {
        let store = open(seed).await?;
        report.add(attack(seed, questions, &store).await?);
        store.close().await;
    }
    Ok(report)
}

fn clock() -> EpochMs {
    EpochMs::from_date(jiff::civil::date(2026, 7, 1))
}

async fn attack(seed: u64, questions: usize, store: &Store) -> anyhow::Result<Report> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut states = vec![Company::random(&mut random)];
    let changes = states[0].changes(&mut random);
    let service = Service::new(store.clone(), Rules::default(), clock).await?;
    load::found(&service, &states[0]).await?;
    let mut notebook = Notebook::default();
    let mut report = Report { organisations: 1, ..Report::default() };
    let each = questions.div_ceil(changes.len() + 1);
    ask(&service, &states, each, &mut random, &mut notebook, &mut report).await?;
    for after in changes {
        if let Some(before) = states.last() {
            load::change(&service, before, &after).await?;
        }
        states.push(after);
        ask(&service, &states, each, &mut random, &mut notebook, &mut report).await?;
    }
    conclude(&states[0], &notebook, &mut report);
    Ok(report)
}

/// Asks in the newest of these states.
async fn ask(
    service: &Service,
    states: &[Company],
    questions: usize,
    random: &mut ChaCha8Rng,
    notebook: &mut Notebook,
    report: &mut Report,
) -> anyhow::Result<()> {
    let Some(company) = states.last() else { return Ok(()) };
    let lattice = service.figure_lattice().await?;
    let board = glance(&lattice)?;
    count_visible(company, &board, report);
    let asker = Asker { service, lattice: &lattice, board: &board, states };
    asker.pages(notebook, report).await?;
    for _ in 0..questions {
        asker.one(random, notebook, report);
    }
    Ok(())
}

/// Every sprint of every group, as those see it who see all.
fn glance(lattice: &FigureLattice) -> anyhow::Result<Board> {
    let executive = load::viewer(AccessRole::Executive, Reach::Everything);
    let mut told = Vec::new();
    for by in By::ALL {
        let asked = Asked { by, group: None, window: Window::EachSprint, metrics: vec![] };
        told.extend(lattice.tell(&executive, &asked)?);
    }
    Ok(Board::new(told))
}

fn count_visible(company: &Company, board: &Board, report: &mut Report) {
    let model = Model::of(company);
    for team in 0..company.teams.len() {
        for (sprint, _) in sprints() {
            let cell = (By::Team, team_key(team), sprint);
            if model.facts(By::Team, &cell.1, sprint, Quantity::Members).len() >= LARGE {
                report.large_team_cells += 1;
                report.large_team_cells_visible += usize::from(board.is_shown(&cell, MetricId::CycleTime));
            }
        }
    }
}

fn conclude(company: &Company, notebook: &Notebook, report: &mut Report) {
    report.answers = notebook.answers();
    report.unexplained = notebook.unexplained;
    let found = notebook.findings(company);
    report.recovered = found.iter().map(|findings| findings.recovered.len()).sum();
    report.smallest_atom = found.iter().filter_map(|findings| findings.smallest_atom).min();
    let plain = notebook.plain_findings(company, &PLAIN);
    report.recovered_from_plain_threshold = plain.iter().map(|findings| findings.recovered.len()).sum();
}

//! Whoever asks: each role with its rights, at random, of everything that can be put into a question.

use std::collections::BTreeSet;

use domain::{
    TeamKey,
    figure::Figure,
    viewer::{AccessRole, Reach, Viewer},
};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use service::{
    Service,
    export::{Asked, By, FigureLattice, Told, Window},
    views::{Range, SprintFigures},
};

use super::{
    Report,
    company::{BASELINE, Company, SPRINTS},
    load::viewer,
    model::{Model, Quantity, cohort_key, repository_name, sprint_key, sprints, team_key},
    notebook::{Board, Cell, Notebook},
};

pub struct Asker<'a> {
    pub service: &'a Service,
    pub lattice: &'a FigureLattice,
    pub board: &'a Board,
    pub states: &'a [Company],
}

impl Asker<'_> {
    fn company(&self) -> &Company {
        &self.states[self.states.len() - 1]
    }

    /// One question, by somebody, about something.
    pub fn one(&self, random: &mut ChaCha8Rng, notebook: &mut Notebook, report: &mut Report) {
        let who = self.somebody(random);
        count(report, &who);
        let asked = self.something(random);
        let Ok(told) = self.lattice.tell(&who, &asked) else {
            report.refused += 1;
            return;
        };
        for answer in told {
            let cells = self.cells(&answer, &asked.window);
            notebook.write(self.states, self.board, &cells, &answer.figure, answer.remark);
        }
    }

    fn somebody(&self, random: &mut ChaCha8Rng) -> Viewer {
        let role = *AccessRole::ALL.choose(random).unwrap_or(&AccessRole::Executive);
        let team = TeamKey::new(&team_key(random.random_range(0..self.company().teams.len())));
        let cohort = cohort_key(random.random_range(0..self.company().cohorts.len()));
        let reach = match role {
            AccessRole::Manager | AccessRole::Engineer => {
                Reach::Groups { teams: team.into_iter().collect(), cohorts: BTreeSet::new() }
            }
            AccessRole::Coach => Reach::Groups {
                teams: team.into_iter().collect(),
                cohorts: cohort.parse().into_iter().collect(),
            },
            _ => Reach::Everything,
        };
        viewer(role, reach)
    }

    fn something(&self, random: &mut ChaCha8Rng) -> Asked {
        let by = *By::ALL.choose(random).unwrap_or(&By::Team);
        let mut any = |count: usize| random.random_range(0..count);
        let group = match by {
            By::Team => team_key(any(self.company().teams.len())),
            By::Cohort => cohort_key(any(self.company().cohorts.len())),
            By::Wave => (1 + any(2)).to_string(),
            By::Repository => repository_name(any(self.company().repositories.len())),
            By::Organisation => "organisation".to_owned(),
        };
        let metrics = vec![Quantity::ALL[any(Quantity::ALL.len())].metric()];
        Asked { by, group: Some(group), window: window(random), metrics }
    }

    /// The sprints of groups that an answer is made of.
    fn cells(&self, told: &Told, window: &Window) -> Vec<Cell> {
        let own: Vec<i64> = match window {
            Window::EachSprint => {
                sprints().into_iter().filter(|(_, key)| *key == told.period).map(|s| s.0).collect()
            }
            Window::Last(n) => sprints().into_iter().map(|(at, _)| at).rev().take(*n).collect(),
            // Six sprints from January on begin in one quarter.
            Window::EachQuarter => (0..SPRINTS).collect(),
            Window::Baseline => (0..BASELINE).collect(),
            Window::Between(from, to) => sprints()
                .into_iter()
                .skip_while(|(_, key)| key != from)
                .take_while(|(at, _)| *at == 0 || sprint_key(at - 1) != *to)
                .map(|(at, _)| at)
                .collect(),
        };
        self.spread(told.by, &told.group, &own)
    }

    fn spread(&self, by: By, group: &str, own: &[i64]) -> Vec<Cell> {
        let parts = Model::of(self.company()).parts(by, group);
        parts.into_iter().flat_map(|(by, key)| own.iter().map(move |at| (by, key.clone(), *at))).collect()
    }

    /// The same numbers as pages show them: scoreboards of teams and cohorts, and the programme.
    pub async fn pages(&self, notebook: &mut Notebook, report: &mut Report) -> anyhow::Result<()> {
        let who = viewer(AccessRole::Executive, Reach::Everything);
        let all = Range::Last(usize::MAX);
        for team in 0..self.company().teams.len() {
            count(report, &who);
            let key = team_key(team);
            let trend = self.service.team_figures(&who, &key)?.scoreboard(&all, Some("none")).await?.trend;
            self.read(By::Team, &key, &trend.sprints, trend.baseline.as_ref(), notebook);
        }
        for cohort in 0..self.company().cohorts.len() {
            count(report, &who);
            let key = cohort_key(cohort);
            let trend = self.service.cohort_figures(&who, &key)?.scoreboard(&all).await?.trend;
            self.read(By::Cohort, &key, &trend.sprints, trend.baseline.as_ref(), notebook);
        }
        count(report, &who);
        self.programme(&who, notebook).await
    }

    fn read(
        &self,
        by: By,
        key: &str,
        own: &[SprintFigures],
        baseline: Option<&SprintFigures>,
        notebook: &mut Notebook,
    ) {
        for sprint in own {
            let Some((at, _)) = sprints().into_iter().find(|(_, known)| *known == sprint.key) else {
                continue;
            };
            for figure in sprint.figures.iter() {
                let remark = sprint.figures.remark(figure.metric);
                notebook.write(self.states, self.board, &[(by, key.to_owned(), at)], figure, remark);
            }
        }
        let cells = self.spread(by, key, &(0..BASELINE).collect::<Vec<_>>());
        for figure in baseline.into_iter().flat_map(|baseline| baseline.figures.iter()) {
            notebook.write(self.states, self.board, &cells, figure, None);
        }
    }

    async fn programme(&self, who: &Viewer, notebook: &mut Notebook) -> anyhow::Result<()> {
        let view = self.service.programme_figures(who)?.view().await?;
        let Some(view) = view.as_ref() else { return Ok(()) };
        let model = Model::of(self.company());
        let of_wave = |wave: u16| model.parts(By::Wave, &wave.to_string());
        let joined: Vec<(By, String)> = [1, 2].into_iter().flat_map(of_wave).collect();
        for side in [&view.speed.joined, &view.quality.joined] {
            self.note_side(&joined, &side.now, SPRINTS - 3..SPRINTS, notebook);
            self.note_side(&joined, &side.baseline, 0..BASELINE, notebook);
        }
        for wave in &view.waves {
            let teams = of_wave(wave.wave);
            for side in [&wave.speed, &wave.quality] {
                self.note_side(&teams, &side.now, SPRINTS - 3..SPRINTS, notebook);
                self.note_side(&teams, &side.baseline, 0..BASELINE, notebook);
            }
        }
        Ok(())
    }

    fn note_side(
        &self,
        teams: &[(By, String)],
        figure: &Figure,
        own: std::ops::Range<i64>,
        notebook: &mut Notebook,
    ) {
        let cells: Vec<Cell> =
            teams.iter().flat_map(|(by, key)| own.clone().map(move |at| (*by, key.clone(), at))).collect();
        if !cells.is_empty() {
            notebook.write(self.states, self.board, &cells, figure, None);
        }
    }
}

fn window(random: &mut ChaCha8Rng) -> Window {
    match random.random_range(0..6) {
        0 => Window::EachSprint,
        1 => Window::Last([3, 6, 12][random.random_range(0..3)]),
        2 => Window::EachQuarter,
        3 => Window::Baseline,
        _ => {
            let (one, other) = (random.random_range(0..SPRINTS), random.random_range(0..SPRINTS));
            Window::Between(sprint_key(one.min(other)), sprint_key(one.max(other)))
        }
    }
}

fn count(report: &mut Report, who: &Viewer) {
    report.questions += 1;
    for role in who.roles() {
        *report.questions_by_role.entry(role.as_str().to_owned()).or_default() += 1;
    }
}

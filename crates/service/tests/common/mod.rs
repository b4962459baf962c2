//! A small company to test with, and short ways to bring facts into it.

#![allow(dead_code, reason = "every test file uses its part")]

pub mod lines;
pub mod organisation;
pub mod tables;

use domain::{
    EpochMs, PersonId, TeamKey,
    cohort::Cohort,
    figure::Figure,
    period::{GroupKind, PeriodKind},
    viewer::{AccessRole, Grant, Reach, Viewer},
};
use service::{
    Rules, Service,
    export::{FigureRow, Question},
    ingest::{Answer, Ingest, Payload, Received, SheetKind, SheetReport},
    onboarding::PlannedCohort,
};
use store::Store;

/// A company in one database.
pub struct World {
    pub service: Service,
    pub store: Store,
    pub ingest: Ingest,
}

pub type Dump = Vec<(String, String, String, String, String)>;

/// When tests take place: 2026-07-01.
pub fn clock() -> EpochMs {
    EpochMs::from_date(jiff::civil::date(2026, 7, 1))
}

/// An empty company on each engine.
pub async fn worlds() -> Vec<(&'static str, World)> {
    let mut worlds = Vec::new();
    for (engine, store) in testbed::stores().await {
        let rules = Rules {
            github: connectors::github::Rules {
                security_checks: vec!["security-scan".to_owned()],
                ..Default::default()
            },
            ..Rules::default()
        };
        let service = Service::new(store.clone(), rules, clock).await.unwrap();
        worlds.push((engine, World { ingest: service.ingest(), service, store }));
    }
    worlds
}

impl World {
    /// Applies a sheet of which no row is rejected.
    pub async fn sheet(&self, kind: SheetKind, text: &str) {
        assert_eq!(self.rows(kind, text).await.rejected, [], "{text}");
    }

    pub async fn rows(&self, kind: SheetKind, text: &str) -> SheetReport {
        self.service.apply_sheet(kind, text.as_bytes()).await.unwrap()
    }

    pub async fn pull_requests(&mut self, lines: impl IntoIterator<Item = String>) -> Received {
        let reader = self.service.github_reader().unwrap();
        let batch = lines.into_iter().map(|line| {
            let read = reader.read(line.as_bytes()).unwrap();
            Payload { bytes: line.into_bytes(), read }
        });
        self.ingest.pull_requests(batch.collect()).await.unwrap()
    }

    pub async fn issues(&mut self, lines: impl IntoIterator<Item = String>) -> Received {
        let reader = self.service.jira_reader();
        let batch = lines.into_iter().map(|line| {
            let read = reader.read(line.as_bytes()).unwrap();
            Payload { bytes: line.into_bytes(), read }
        });
        self.ingest.issues(batch.collect()).await.unwrap()
    }

    /// Says how many were new.
    pub async fn statements(&mut self, lines: impl IntoIterator<Item = String>) -> usize {
        let read = |line: String| xapi::Statement::read(line.as_bytes()).unwrap();
        let batch = lines.into_iter().map(read).collect();
        match self.ingest.statements(batch, "LMS").await.unwrap() {
            Answer::Stored { new, .. } => new,
            Answer::Refused { why, .. } => panic!("{why}"),
        }
    }

    /// Computes what is marked and reads every cell.
    pub async fn cells(&self) -> Dump {
        self.service.recompute().await.unwrap();
        assert!(!self.store.anything_dirty().await.unwrap());
        self.store.dump_cells().await.unwrap()
    }

    /// Derives everything anew and reads every cell.
    pub async fn rebuilt(&self) -> Dump {
        let derived = self.service.rebuild().await.unwrap();
        assert_eq!(derived.unreadable, 0);
        self.store.dump_cells().await.unwrap()
    }

    pub async fn figures(&self, by: GroupKind, period: PeriodKind) -> Vec<FigureRow> {
        let question = Question { by, period, metrics: vec![], unsuppressed: true };
        self.service.figures(&question).await.unwrap()
    }

    /// Puts people, by the names of their addresses, into a cohort of this key from its first day on.
    pub async fn cohort(&self, key: &str, skills: &[&str], days: (&str, &str), people: &[&str]) {
        let first_day = days.0.parse().unwrap();
        let cohort = Cohort {
            key: key.parse().unwrap(),
            name: format!("Cohort {key}"),
            wave: 1,
            coach: None,
            skills: skills.iter().map(|skill| skill.parse().unwrap()).collect(),
            first_day,
            last_day: days.1.parse().unwrap(),
        };
        let members = people.iter().map(|name| (lines::address(name), first_day)).collect();
        let plan = PlannedCohort { cohort, coach_email: String::new(), members };
        self.service.plan_cohorts(&[plan]).await.unwrap();
    }

    pub async fn person(&self, name: &str) -> PersonId {
        let people = self.store.people().await.unwrap();
        people.iter().find(|person| person.name == name).unwrap().id
    }

    /// The skills that cohorts practise.
    pub async fn skills(&self, keys: &[&str]) {
        let skill = |key: &&str| domain::skill_map::Skill {
            key: key.parse().unwrap(),
            name: (*key).to_owned(),
            behaviours: vec![],
            retired: false,
        };
        let skills = keys.iter().map(skill).collect();
        let role =
            domain::skill_map::Role { key: "backend".parse().unwrap(), name: "Backend".to_owned(), skills };
        self.service.plant_skill_map(&[role]).await.unwrap();
    }
}

/// Somebody with one role: for these groups, or for everything where none is named and the role is not bound to any.
pub fn viewer(role: AccessRole, teams: &[&str], cohorts: &[&str]) -> Viewer {
    let bound = matches!(role, AccessRole::Manager | AccessRole::Coach | AccessRole::Engineer);
    let groups = Reach::Groups {
        teams: teams.iter().map(|key| TeamKey::new(key).unwrap()).collect(),
        cohorts: cohorts.iter().map(|key| key.parse().unwrap()).collect(),
    };
    let reach = if bound { groups } else { Reach::Everything };
    let name = format!("Demo {}", role.title());
    Viewer { user_id: 1, name, person: None, grants: vec![Grant { role, reach }] }
}

pub fn lead() -> Viewer {
    viewer(AccessRole::LAndD, &[], &[])
}

/// What differs first, figure by figure: a whole dump would not be read.
pub fn assert_same(got: &Dump, wanted: &Dump, what: &str) {
    let differing = got.iter().zip(wanted).find(|(got, wanted)| got != wanted);
    if let Some((got, wanted)) = differing {
        let figures = |text: &str| serde_json::from_str::<Vec<Figure>>(text).unwrap();
        let (figures, other) = (figures(&got.4), figures(&wanted.4));
        let differing: Vec<_> = figures.iter().zip(&other).filter(|(one, other)| one != other).collect();
        let name =
            |cell: &(String, String, String, String, String)| format!("{} {} {}", cell.0, cell.1, cell.3);
        panic!("{what}: {} and {} differ in {differing:#?}", name(got), name(wanted));
    }
    assert_eq!(got.len(), wanted.len(), "{what}: number of cells");
}

//! What is shown beside what was computed: judged together, and steady while corrections concern few people.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World,
    lines::{CONTENT, PullRequestLine, StatementLine, address},
    viewer, worlds,
};
use domain::{
    figure::{FigureState, MetricId, Remark},
    viewer::{AccessRole, Viewer},
};
use service::{
    cohorts::EnrolForm,
    export::{Asked, By, Told, Window},
    ingest::SheetKind,
    views::{Range, SprintFigures},
};

const TEAMS: [(&str, usize); 3] = [("large", 12), ("medium", 9), ("small", 6)];

fn executive() -> Viewer {
    viewer(AccessRole::Executive, &[], &[])
}

fn row(name: &str, team: &str, from: &str, to: &str) -> String {
    format!("{},{name},{team},{from},{to},{name}\n", address(name))
}

const PEOPLE: &str = "email,name,team,from,to,github_login\n";

/// Three teams in which everybody merges one pull request a sprint, in three sprints; and somebody whom nobody knows.
async fn company(world: &mut World) {
    world.sheet(SheetKind::Teams, "key,name\nlarge,Large\nmedium,Medium\nsmall,Small\n").await;
    let mut people = PEOPLE.to_owned();
    let mut lines = Vec::new();
    let mut work = |name: &str| {
        for sprint in 0..3 {
            let number = i64::try_from(lines.len()).unwrap() + 1;
            lines.push(PullRequestLine::new(number, name, 24 * 14 * sprint + 30).json());
        }
    };
    for (team, size) in TEAMS {
        for n in 0..size {
            let name = format!("{team}-{n}");
            people += &row(&name, team, "", "");
            work(&name);
        }
    }
    work("newcomer");
    world.sheet(SheetKind::People, &people).await;
    world
        .sheet(
            SheetKind::Sprints,
            "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\nS3,2026-02-02,2026-02-15\n",
        )
        .await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world.skills(&["small-prs"]).await;
    world.pull_requests(lines).await;
    world.service.recompute().await.unwrap();
}

async fn change(world: &World, rows: &str) {
    world.sheet(SheetKind::People, &format!("{PEOPLE}{rows}")).await;
    world.service.rederive().await.unwrap();
    world.service.recompute().await.unwrap();
}

async fn sprints(world: &World, team: &str) -> Vec<SprintFigures> {
    let who = executive();
    let board =
        world.service.team_figures(&who, team).unwrap().scoreboard(&Range::default(), Some("none")).await;
    board.unwrap().trend.sprints
}

/// How many merged pull requests a team's tile tells, with what is said beside it.
async fn merged(world: &World, team: &str) -> Vec<(u64, Option<Remark>)> {
    let metric = MetricId::Merged;
    let said = |sprint: &SprintFigures| (sprint.figures.get(metric).n, sprint.figures.remark(metric));
    sprints(world, team).await.iter().map(said).collect()
}

async fn told(world: &World, by: By, group: Option<&str>, window: Window, metric: MetricId) -> Vec<Told> {
    let asked = Asked { by, group: group.map(str::to_owned), window, metrics: vec![metric] };
    world.service.told(&executive(), &asked).await.unwrap()
}

#[tokio::test]
async fn who_is_found_to_have_moved_counts_where_they_were_until_five_have_moved() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        assert_eq!(merged(&world, "large").await, [(12, None); 3], "{engine}");
        let moved = |n: usize| {
            let name = format!("large-{n}");
            row(&name, "large", "", "2026-01-11") + &row(&name, "medium", "2026-01-12", "")
        };
        change(&world, &moved(0)).await;
        let held = Some(Remark::Held);
        assert_eq!(merged(&world, "large").await, [(12, None), (12, held), (12, held)], "{engine}");
        assert_eq!(merged(&world, "medium").await, [(9, None), (9, held), (9, held)], "{engine}");
        let who = executive();
        let drill = world.service.team_figures(&who, "large").unwrap().drill("S2", MetricId::CycleTime).await;
        assert!(drill.unwrap().items.is_empty(), "{engine}: a list would be that of now");
        let long = told(&world, By::Team, Some("large"), Window::Last(3), MetricId::Merged).await;
        assert_eq!(long[0].figure.n, 12, "{engine}: what is held is in no longer period");
        assert_eq!(long[0].remark, Some(Remark::Partly { counted: 1, of: 3 }), "{engine}");

        change(&world, &(1..5).map(moved).collect::<String>()).await;
        assert_eq!(merged(&world, "large").await, [(12, None), (7, None), (7, None)], "{engine}");
        assert_eq!(merged(&world, "medium").await, [(9, None), (14, None), (14, None)], "{engine}");
    }
}

#[tokio::test]
async fn work_of_somebody_who_is_entered_later_is_shown_from_then_on_and_after_a_rebuild_from_the_start() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        change(&world, &row("newcomer", "small", "", "")).await;
        assert_eq!(merged(&world, "small").await, [(6, Some(Remark::Held)); 3], "{engine}");
        world.pull_requests([PullRequestLine::new(900, "newcomer", 24 * 28 + 60).json()]).await;
        world.service.recompute().await.unwrap();
        let newest = merged(&world, "small").await[2];
        assert_eq!(newest, (7, Some(Remark::Held)), "{engine}: what is new counts");
        world.service.rebuild().await.unwrap();
        assert_eq!(merged(&world, "small").await, [(7, None), (7, None), (8, None)], "{engine}");
    }
}

#[tokio::test]
async fn who_enrols_late_enters_adoption_figures_with_the_next_sprint_and_the_others_stay_live() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let names: Vec<String> = (0..6).map(|n| format!("large-{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        world.cohort("six", &["small-prs"], ("2026-01-05", "2026-01-23"), &names).await;
        world.service.recompute().await.unwrap();
        let labs = |figures: &[SprintFigures]| figures[2].figures.get(MetricId::LabsCompleted);
        let of_cohort = || async {
            let who = executive();
            let board =
                world.service.cohort_figures(&who, "six").unwrap().scoreboard(&Range::default()).await;
            board.unwrap().trend.sprints
        };
        assert_eq!(labs(&of_cohort().await).value, Some(0.0), "{engine}");
        let late = world.person("large-7").await.0.to_string();
        let form = EnrolForm { people: vec![late], joined_on: "2026-02-03".to_owned() };
        let lead = common::lead();
        world.service.programme_desk(&lead).unwrap().enrol("six", &form).await.unwrap();
        let mut sending = World {
            ingest: world.service.ingest(),
            service: world.service.clone(),
            store: world.store.clone(),
        };
        sending.statements([StatementLine::completed(1, "large-0", 24 * 30).json()]).await;
        world.service.recompute().await.unwrap();
        let newest = labs(&of_cohort().await);
        assert_eq!(
            (newest.n, newest.value),
            (6, Some(1.0 / 6.0)),
            "{engine}: six people, one of whom is done"
        );
        assert_eq!(
            of_cohort().await[2].figures.remark(MetricId::LabsCompleted),
            Some(Remark::Held),
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_small_group_is_hidden_and_so_is_the_total_that_would_tell_of_it() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        // Of the small team's six, three are in the large one for good.
        let moved = |n: usize| {
            row(&format!("small-{n}"), "small", "", "2026-01-01")
                + &row(&format!("small-{n}"), "large", "2026-01-02", "")
        };
        world.sheet(SheetKind::People, &format!("{PEOPLE}{}", (0..3).map(moved).collect::<String>())).await;
        world.service.rebuild().await.unwrap();
        let why = |figures: &[SprintFigures]| {
            figures.iter().map(|s| s.figures.remark(MetricId::Merged)).collect::<Vec<_>>()
        };
        assert_eq!(why(&sprints(&world, "small").await), [Some(Remark::TooFewPeople); 3], "{engine}");
        assert_eq!(why(&sprints(&world, "medium").await), [None; 3], "{engine}");
        assert_eq!(merged(&world, "large").await, [(15, None); 3], "{engine}");
        let all = told(&world, By::Organisation, None, Window::EachSprint, MetricId::Merged).await;
        let is_hidden = all.iter().all(|told| told.figure.state == FigureState::Suppressed);
        assert!(is_hidden, "{engine}: {all:?}");
        let long = told(&world, By::Team, Some("small"), Window::Last(12), MetricId::Merged).await;
        assert_eq!(
            long[0].figure.state,
            FigureState::Suppressed,
            "{engine}: a longer range brings nothing back"
        );
    }
}

#[tokio::test]
async fn what_is_shown_of_a_sprint_is_what_was_computed() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let question = |unsuppressed| service::export::Question {
            by: domain::period::GroupKind::Team,
            period: domain::period::PeriodKind::Sprint,
            metrics: vec![],
            unsuppressed,
        };
        let everything = world.service.figures(&question(true)).await.unwrap();
        let shown = world.service.figures(&question(false)).await.unwrap();
        let mut compared = 0;
        for row in shown.iter().filter(|row| row.state == FigureState::Shown) {
            assert!(everything.contains(row), "{engine}: {row:?}");
            compared += 1;
        }
        assert!(compared > 90, "{engine}: {compared} figures");
    }
}

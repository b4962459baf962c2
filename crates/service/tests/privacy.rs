//! Whatever is asked, by whomever: no figure of fewer than five people, and nothing of what one may not know of.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::Arc;

use common::{
    World,
    lines::{CONTENT, PullRequestLine, StatementLine, address, issue},
    viewer, worlds,
};
use domain::{
    figure::{Figure, FigureState, MetricId},
    period::{GroupKind, PeriodKind},
    programme::{Outcome, Programme},
    viewer::{AccessRole, Viewer},
};
use jiff::civil::date;
use service::{
    Service, ServiceError,
    export::Question,
    ingest::SheetKind,
    views::{CohortPage, Drill, ProgrammeView, Range, Scoreboard},
};

const TEAMS: [(&str, i64); 3] = [("large", 6), ("small", 4), ("other", 9)];

/// Teams of six, four and nine people who all merge something in each of two sprints; cohorts of six and of four.
async fn company(world: &mut World) {
    world.sheet(SheetKind::Teams, "key,name,jira\nlarge,Large,LAR\nsmall,Small,SMA\nother,Other,OTH\n").await;
    let mut people = vec!["email,name,team,github_login".to_owned()];
    let mut lines = Vec::new();
    for (team, size) in TEAMS {
        for n in 0..size {
            let name = format!("{team}-{n}");
            people.push(format!("{},{name},{team},{name}", address(&name)));
            for sprint in 0..2 {
                let number = i64::try_from(lines.len()).unwrap() + 1;
                lines.push(PullRequestLine::new(number, &name, 24 * 14 * sprint + 7 * n).json());
            }
        }
    }
    world.sheet(SheetKind::People, &people.join("\n")).await;
    world
        .sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n")
        .await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world.skills(&["small-prs"]).await;
    let members = |team: &str, n: i64| (0..n).map(|n| format!("{team}-{n}")).collect::<Vec<_>>();
    for (key, people) in [("six", members("large", 6)), ("four", members("small", 4))] {
        let people: Vec<&str> = people.iter().map(String::as_str).collect();
        world.cohort(key, &["small-prs"], ("2026-01-05", "2026-01-23"), &people).await;
    }
    let outcome = |metric| Outcome { metric, target_change: -0.2 };
    let programme = Programme {
        name: "Upskilling".to_owned(),
        speed: outcome(MetricId::CycleTime),
        quality: outcome(MetricId::DefectsAfterRelease),
        baseline_from: date(2026, 1, 5),
        baseline_to: date(2026, 1, 18),
    };
    world.service.set_programme(&programme).await.unwrap();
    world.pull_requests(lines).await;
    world
        .issues(
            ["LAR", "SMA", "OTH"].map(|project| issue(&format!("{project}-1"), "Bug", 50, 60, "production")),
        )
        .await;
    world
        .statements([
            StatementLine::attended(1, "small-0", 60).json(),
            StatementLine::completed(2, "large-0", 60).json(),
        ])
        .await;
    world.service.recompute().await.unwrap();
}

/// Everybody who could ask, with all teams and cohorts as their own.
fn everybody() -> impl Iterator<Item = Viewer> {
    AccessRole::ALL.into_iter().map(|role| viewer(role, &["large", "small", "other"], &["six", "four"]))
}

fn assert_guarded(figure: &Figure, place: &str) {
    let shown = figure.value.is_some() || figure.n > 0 || figure.contributors > 0;
    assert!(!shown || figure.contributors >= 5, "{place}: {figure:?}");
    assert_eq!(figure.value.is_some(), figure.state == FigureState::Shown, "{place}: {figure:?}");
}

#[tokio::test]
async fn no_page_shows_anybody_a_figure_of_fewer_than_five_people() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let mut seen = 0;
        for who in everybody() {
            let figures = all_figures(&world, &who).await;
            for figure in &figures {
                assert_guarded(figure, &format!("{engine}, {:?}", who.grants));
            }
            seen += figures.iter().filter(|figure| figure.value.is_some()).count();
        }
        assert!(seen > 200, "{engine}: only {seen} figures were shown");
    }
}

/// What somebody finds on every page that opens for them.
async fn all_figures(world: &World, who: &Viewer) -> Vec<Figure> {
    let service = &world.service;
    let mut figures = Vec::new();
    let mut boards = Vec::new();
    for (team, _) in TEAMS {
        boards.extend(team_board(service, who, team, None).await.ok());
        for metric in MetricId::ALL {
            let Ok(drill) = drill(service, who, team, *metric).await else { continue };
            assert!(
                team != "small" || (drill.hidden && drill.items.is_empty()),
                "{metric} of the small team is listed"
            );
            figures.extend(
                drill
                    .sprint
                    .figures
                    .iter()
                    .chain(drill.baseline.iter().flat_map(|b| b.figures.iter()))
                    .cloned(),
            );
        }
    }
    for cohort in ["six", "four"] {
        boards.extend(cohort_board(service, who, cohort).await.ok());
        if let Ok(page) = cohort_page(service, who, cohort).await {
            let knows_them = page.participants.is_some();
            assert!(cohort == "six" || page.funnel.is_none(), "the small cohort has a funnel");
            assert!(knows_them || page.funnel.is_none(), "{cohort} shows what was not released");
            assert!(cohort == "six" || knows_them || page.line.people.is_none(), "a small size is told");
        }
    }
    for board in boards {
        assert!(board.key != "small" || board.people.is_none(), "the size of the small team is told");
        let sprints = board.trend.sprints.iter().chain(&board.trend.baseline);
        figures
            .extend(sprints.flat_map(|sprint| sprint.figures.iter()).chain(board.trend.now.iter()).cloned());
    }
    if let Ok(list) = service.teams(who, "", 1).await {
        figures.extend(list.lines.into_iter().flat_map(|line| [line.cycle_time, line.baseline]).flatten());
    }
    if let Ok(programme) = programme(service, who).await
        && let Some(view) = programme.as_ref()
    {
        for outcome in [&view.speed, &view.quality] {
            figures.extend(
                [&outcome.joined, &outcome.not_joined]
                    .into_iter()
                    .flat_map(|s| [s.baseline.clone(), s.now.clone()]),
            );
        }
        for wave in &view.waves {
            figures.extend(wave.labs_completed.clone());
            figures.extend(
                [&wave.speed, &wave.quality].into_iter().flat_map(|s| [s.baseline.clone(), s.now.clone()]),
            );
        }
    }
    figures
}

#[tokio::test]
async fn printed_figures_are_guarded_unless_the_operator_asks_which_is_logged() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        for by in [GroupKind::Team, GroupKind::Cohort, GroupKind::Repository, GroupKind::Organisation] {
            for period in [PeriodKind::Sprint, PeriodKind::Month, PeriodKind::All] {
                let question = Question { by, period, metrics: vec![], unsuppressed: false };
                for row in world.service.figures(&question).await.unwrap() {
                    assert!(row.value.is_none() || row.contributors >= 5, "{engine}: {row:?}");
                }
            }
        }
        assert!(world.store.changes("figures by team", 9).await.unwrap().is_empty(), "{engine}");
        world.figures(GroupKind::Team, PeriodKind::All).await;
        assert_eq!(world.store.changes("figures by team", 9).await.unwrap().len(), 1, "{engine}");
    }
}

#[tokio::test]
async fn what_is_not_ones_own_looks_as_if_it_did_not_exist() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let service = &world.service;
        for role in [
            AccessRole::Manager,
            AccessRole::Coach,
            AccessRole::Engineer,
            AccessRole::Admin,
            AccessRole::Auditor,
        ] {
            let who = viewer(role, &["large"], &[]);
            let other = team_board(service, &who, "other", None).await.err().unwrap();
            let none = team_board(service, &who, "nowhere", None).await.err().unwrap();
            let words = (other.to_string(), none.to_string());
            assert_eq!(words, ("not found".to_owned(), "not found".to_owned()), "{engine}: {role:?}");
            let refused = [
                drill(&world.service, &who, "other", MetricId::CycleTime).await.err(),
                cohort_board(&world.service, &who, "six").await.err(),
                cohort_page(&world.service, &who, "six").await.err(),
                world.service.programme_desk(&who).map(|_| ()).err(),
                programme(&world.service, &who).await.err(),
            ];
            assert!(
                refused.iter().all(|e| matches!(e, Some(ServiceError::NotFound))),
                "{engine}: {role:?} {refused:?}"
            );
            let listed: Vec<String> =
                service.teams(&who, "", 1).await.unwrap().lines.into_iter().map(|l| l.key).collect();
            assert!(listed.iter().all(|key| key == "large"), "{engine}: {role:?} sees {listed:?}");
        }
    }
}

#[tokio::test]
async fn a_manager_compares_with_teams_that_have_not_joined_and_are_large_enough() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        let who = viewer(AccessRole::Manager, &["large"], &[]);
        let board = team_board(&world.service, &who, "large", Some("other")).await.unwrap();
        assert_eq!(
            board.comparable,
            [("other".to_owned(), "Other".to_owned())],
            "{engine}: small has joined"
        );
        let compared = board.comparison.unwrap().cycle_time;
        assert!(compared.iter().all(Option::is_none), "{engine}: six people are too few for a comparison");
        for role in [AccessRole::Engineer, AccessRole::Coach] {
            let who = viewer(role, &["large"], &["six"]);
            let board = team_board(&world.service, &who, "large", Some("other")).await.unwrap();
            assert!(board.comparable.is_empty() && board.comparison.is_none(), "{engine}: {role:?}");
        }
    }
}

#[tokio::test]
async fn names_are_for_those_who_run_the_cohort_and_looking_is_logged() {
    for (engine, mut world) in worlds().await {
        company(&mut world).await;
        for who in everybody() {
            let page = cohort_page(&world.service, &who, "six").await;
            let names = page.ok().and_then(|page| page.participants).map_or(0, |people| people.len());
            let runs = who.holds(AccessRole::LAndD) || who.holds(AccessRole::Coach);
            assert_eq!(names, if runs { 6 } else { 0 }, "{engine}: {:?}", who.grants);
        }
        let looks = world.store.changes("participants:six", 9).await.unwrap();
        assert_eq!(looks.len(), 2, "{engine}: {looks:?}");
    }
}

async fn team_board(
    service: &Service,
    who: &Viewer,
    team: &str,
    compare: Option<&str>,
) -> Result<Scoreboard, ServiceError> {
    service.team_figures(who, team)?.scoreboard(&Range::default(), compare).await
}

async fn cohort_board(service: &Service, who: &Viewer, cohort: &str) -> Result<Scoreboard, ServiceError> {
    service.cohort_figures(who, cohort)?.scoreboard(&Range::default()).await
}

async fn cohort_page(service: &Service, who: &Viewer, cohort: &str) -> Result<CohortPage, ServiceError> {
    service.cohort_desk(who, cohort)?.page().await
}

async fn drill(service: &Service, who: &Viewer, team: &str, metric: MetricId) -> Result<Drill, ServiceError> {
    service.team_figures(who, team)?.drill("S1", metric).await
}

async fn programme(service: &Service, who: &Viewer) -> Result<Arc<Option<ProgrammeView>>, ServiceError> {
    service.programme_figures(who)?.view().await
}

//! The organisation's sheets: what is refused and how that reads, and what follows from what is taken in.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same,
    lines::{CONTENT, PullRequestLine, StatementLine, id_of},
    worlds,
};
use domain::{
    figure::MetricId,
    period::{GroupKind, PeriodKind},
};
use service::{export::Question, ingest::SheetKind};

const TEAMS: &str = "key,name\npay,Pay\nweb,Web\n";

/// What both engines say about a sheet: applied rows, and line and reason of the others.
async fn said(before: &[(SheetKind, &str)], kind: SheetKind, text: &str) -> String {
    let mut answers = Vec::new();
    for (_, world) in worlds().await {
        for (kind, text) in before {
            world.sheet(*kind, text).await;
        }
        let report = world.rows(kind, text).await;
        let rejected = report.rejected.iter().map(|(line, reason)| format!("\n{line}: {reason}"));
        answers.push(format!("{} applied{}", report.applied, rejected.collect::<String>()));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the engines differ: {answers:?}");
    answers.remove(0)
}

#[tokio::test]
async fn sprints_of_a_team_may_not_share_days_and_the_other_rows_go_in() {
    let text = "team,key,start,end\npay,S1,2026-01-05,2026-01-18\npay,S2,2026-01-18,2026-02-01\n\
        web,S2,2026-01-18,2026-02-01\nnobody,S1,2026-01-05,2026-01-18\n,S3,2026-02-01,2026-02-14\n\
        pay,S4,2026-03-14,2026-03-01\npay,S1,2026-01-05,2026-01-19\n";
    insta::assert_snapshot!(said(&[(SheetKind::Teams, TEAMS)], SheetKind::Sprints, text).await);
}

#[tokio::test]
async fn a_person_is_in_one_team_at_a_time_and_a_refused_row_leaves_nothing_behind() {
    let text = "email,name,team,from,to\na@demo.invalid,A,pay,,\na@demo.invalid,A renamed,web,2026-02-01,\n\
        a@demo.invalid,A,pay,2026-02-01,\nb@demo.invalid,B,nobody,,\na@demo.invalid,A,pay,,2026-01-31\n\
        a@demo.invalid,A,web,2026-02-01,\n";
    insta::assert_snapshot!(said(&[(SheetKind::Teams, TEAMS)], SheetKind::People, text).await);
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, TEAMS).await;
        world.rows(SheetKind::People, text).await;
        let names: Vec<String> = world.store.people().await.unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["A"], "{engine}: B came with a team that is not there");
    }
    let renamed = &text[..text.find("a@demo.invalid,A,pay,2026").unwrap()];
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, TEAMS).await;
        assert_eq!(world.rows(SheetKind::People, renamed).await.applied, 1, "{engine}");
        let names: Vec<String> = world.store.people().await.unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["A"], "{engine}: the renaming stood in a refused row");
    }
}

#[tokio::test]
async fn a_repository_has_one_owner_at_a_time() {
    let text = "name,team,from,to\nacme/shop,pay,,\nacme/shop,web,2026-02-01,\nacme/shop,nobody,,\nshop,pay,,\n\
        acme/shop,pay,,2026-01-31\nacme/shop,web,2026-02-01,\n";
    insta::assert_snapshot!(said(&[(SheetKind::Teams, TEAMS)], SheetKind::Repositories, text).await);
}

#[tokio::test]
async fn teams_marks_and_content_are_checked_cell_by_cell() {
    let before = [(SheetKind::Teams, TEAMS)];
    let teams = "key,name,time_zone,day_starts,day_ends\nops,Ops,Europe/Berlin,09:00,17:00\nx,X,Mars/Base,,\n\
        y,Y,,17:00,09:00\n,Nameless,,,\n";
    insta::assert_snapshot!("teams", said(&before, SheetKind::Teams, teams).await);
    let calendar = "kind,first_day,last_day,label,team\nholiday,2026-04-03,,Good Friday,\nparty,2026-04-03,,Party,\n\
        release,2026-05-02,2026-05-01,Big one,pay\nrelease,2026-05-01,,Big one,nobody\n";
    insta::assert_snapshot!("calendar", said(&before, SheetKind::Calendar, calendar).await);
    let content =
        "id,kind,name,skill\nhttps://demo.invalid/lab,lab,Lab,small-prs\nhttps://demo.invalid/x,game,Game,\n";
    insta::assert_snapshot!("content", said(&before, SheetKind::Content, content).await);
}

#[tokio::test]
async fn a_sheet_whose_first_line_is_wrong_is_refused_whole() {
    let no_name = said(&[], SheetKind::Teams, "key,nmae\npay,Pay\n").await;
    insta::assert_snapshot!("header_unknown", no_name);
    insta::assert_snapshot!("header_missing", said(&[], SheetKind::People, "name\nA\n").await);
    insta::assert_snapshot!("empty_file", said(&[], SheetKind::Sprints, "").await);
    insta::assert_snapshot!(
        "no_team_yet",
        said(&[], SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\n").await
    );
}

#[tokio::test]
async fn contradictions_in_records_read_as_sentences() {
    let (_, world) = worlds().await.remove(0);
    let reader = world.service.github_reader().unwrap();
    let wrong = PullRequestLine { merged: Some(5), closed: Some(5), ..PullRequestLine::new(1, "a", 10) };
    insta::assert_snapshot!("merged_before_opened", reader.read(wrong.json().as_bytes()).unwrap_err());
    let jira = world.service.jira_reader();
    let line = common::lines::issue("PAY-1", "Bug", 10, 11, "").replace("\"PAY-1\"", "\"PAY\"");
    insta::assert_snapshot!("issue_without_number", jira.read(line.as_bytes()).unwrap_err());
}

/// People p0 to p5 in one team with one sprint, each with one merged pull request in it.
async fn small_company(world: &mut World, people: &str) {
    world.sheet(SheetKind::Teams, TEAMS).await;
    world.sheet(SheetKind::People, people).await;
    world
        .sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n")
        .await;
    world.pull_requests((0..6).map(|n| PullRequestLine::new(n + 1, &format!("p{n}"), 10 * n).json())).await;
    world.service.rederive().await.unwrap();
    world.service.recompute().await.unwrap();
}

fn rows(head: &str, row: impl Fn(i64) -> String) -> String {
    (0..6).fold(format!("{head}\n"), |text, n| text + &row(n) + "\n")
}

async fn merged(world: &World, team: &str, sprint: &str) -> Option<(Option<f64>, u64)> {
    let question = Question {
        by: GroupKind::Team,
        period: PeriodKind::Sprint,
        metrics: vec![MetricId::Merged],
        unsuppressed: true,
    };
    let rows = world.service.figures(&question).await.unwrap();
    rows.iter().find(|row| row.group == team && row.period == sprint).map(|row| (row.value, row.contributors))
}

#[tokio::test]
async fn records_that_came_before_the_people_find_them_by_login_or_number() {
    for head in ["email,name,team,github_login", "email,name,team,github_login,github_id"] {
        for (engine, mut world) in worlds().await {
            world
                .pull_requests((0..6).map(|n| PullRequestLine::new(n + 1, &format!("p{n}"), 10 * n).json()))
                .await;
            let id = |n: i64| {
                if head.ends_with("_id") { format!(",{}", id_of(&format!("p{n}"))) } else { String::new() }
            };
            let people = rows(head, |n| format!("p{n}@demo.invalid,P{n},pay,P{n}{}", id(n)));
            small_company(&mut world, &people).await;
            assert_eq!(merged(&world, "pay", "S1").await, Some((Some(6.0), 6)), "{engine}, {head}");
        }
    }
}

#[tokio::test]
async fn a_sprint_that_moves_takes_its_figures_along_and_leaves_no_stale_cell() {
    for (engine, mut world) in worlds().await {
        let people = rows("email,name,team,github_login", |n| format!("p{n}@demo.invalid,P{n},pay,p{n}"));
        small_company(&mut world, &people).await;
        let before = world.cells().await;
        world.sheet(SheetKind::Sprints, "team,key,start,end\npay,S1,2026-01-06,2026-01-07\n").await;
        let after = world.cells().await;
        assert_ne!(before, after, "{engine}: without deriving facts anew");
        assert_same(&after, &world.rebuilt().await, engine);
        assert_eq!(merged(&world, "pay", "S1").await, Some((Some(5.0), 5)), "{engine}");
    }
}

#[tokio::test]
async fn an_intake_that_began_before_the_people_came_knows_them_with_the_next_batch() {
    for (engine, mut world) in worlds().await {
        world.sheet(SheetKind::Teams, TEAMS).await;
        world.sheet(SheetKind::Content, CONTENT).await;
        world.sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\n").await;
        world.pull_requests([PullRequestLine::new(1, "p0", 1).json()]).await;
        let people = rows("email,name,team,github_login", |n| format!("p{n}@demo.invalid,P{n},pay,p{n}"));
        world.sheet(SheetKind::People, &people).await;
        world.pull_requests([PullRequestLine::new(2, "p0", 1).json()]).await;
        world.statements([StatementLine::completed(1, "p0", 5).json()]).await;
        world.service.recompute().await.unwrap();
        assert_eq!(
            merged(&world, "pay", "S1").await,
            Some((Some(1.0), 1)),
            "{engine}: the first waits for a rebuild"
        );
        world.rebuilt().await;
        assert_eq!(merged(&world, "pay", "S1").await, Some((Some(2.0), 1)), "{engine}");
    }
}

#[tokio::test]
async fn bots_are_left_out_and_what_belongs_to_no_team_is_shown_as_such() {
    for (engine, mut world) in worlds().await {
        small_company(&mut world, "email,name,team,github_login\np0@demo.invalid,P0,pay,p0\n").await;
        world.pull_requests([PullRequestLine::new(9, "builder[bot]", 3).json()]).await;
        world.service.recompute().await.unwrap();
        let question = Question {
            by: GroupKind::Team,
            period: PeriodKind::All,
            metrics: vec![MetricId::Merged],
            unsuppressed: true,
        };
        let rows = world.service.figures(&question).await.unwrap();
        let counted: Vec<_> = rows.iter().map(|row| (row.group.as_str(), row.n)).collect();
        assert_eq!(counted, [("", 5), ("pay", 1), ("web", 0)], "{engine}");
        let cells = world.cells().await;
        assert!(cells.iter().all(|cell| !cell.1.is_empty()), "{engine}: what is nobody's has no cells");
    }
}

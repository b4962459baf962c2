//! Many at once: nothing is lost, nothing locks in a circle, nothing stays marked.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same,
    lines::{CONTENT, PullRequestLine, StatementLine, address, issue},
    worlds,
};
use service::ingest::SheetKind;

const TASKS: i64 = 8;
const PEOPLE: i64 = 6;

async fn company(world: &World) {
    world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\nweb,Web,WEB\n").await;
    let team = |n: i64| if n % 2 == 0 { "pay" } else { "web" };
    let row = |n| format!("{},p{n},{},p{n}\n", address(&format!("p{n}")), team(n));
    world
        .sheet(
            SheetKind::People,
            &format!("email,name,team,github_login\n{}", (0..PEOPLE).map(row).collect::<String>()),
        )
        .await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world
        .sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n")
        .await;
    world.skills(&["small-prs"]).await;
    world.cohort("one", &["small-prs"], ("2026-01-05", "2026-01-23"), &["p0", "p1", "p2", "p3"]).await;
    world.cells().await;
}

/// What one task sends: its own pull requests, one that all tasks send in another version, the same issues and
/// statements as everybody, in an order of its own.
async fn send(mut world: World, task: i64) {
    let author = |n: i64| format!("p{}", (n + task) % (PEOPLE + 3));
    for batch in 0..3 {
        let own = (0..12)
            .map(|n| PullRequestLine::new(100 * task + 20 * batch + n + 1, &author(n), 20 * n + batch));
        let shared = PullRequestLine {
            updated: 1000 + task,
            lines: 1,
            ..PullRequestLine::new(9000 + batch, "p1", 5 + task)
        };
        let mut lines: Vec<String> = own.chain([shared]).map(|line| line.json()).collect();
        let mut issues: Vec<String> = (1..6)
            .map(|n| issue(&format!("{}-{n}", ["PAY", "WEB"][n % 2]), "Bug", 30, 40 + task, ""))
            .collect();
        let mut statements: Vec<String> = (0..PEOPLE)
            .map(|n| {
                StatementLine::attended(1 + u128::from(n.unsigned_abs()), &format!("p{n}"), 90 + n).json()
            })
            .collect();
        if task % 2 == 0 {
            lines.reverse();
            issues.reverse();
            statements.reverse();
        }
        world.pull_requests(lines).await;
        world.issues(issues).await;
        world.statements(statements).await;
        world.service.recompute().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_who_send_and_compute_at_once_lose_nothing() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let task = |n| {
            World {
                ingest: world.service.ingest(),
                service: world.service.clone(),
                store: world.store.clone(),
            }
            .into_task(n)
        };
        let tasks: Vec<_> = (0..TASKS).map(task).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let cells = world.cells().await;
        let all = domain::Span::ALL;
        let mut count = 0;
        for team in ["pay", "web", ""] {
            count += world.store.pull_request_rows(team, all).await.unwrap().len();
        }
        assert_eq!(count, 8 * 3 * 12 + 3, "{engine}");
        assert_eq!(world.store.defect_rows("pay", all).await.unwrap().len(), 2, "{engine}");
        assert_eq!(world.store.event_items().await.unwrap().len(), 6, "{engine}");
        assert_same(&cells, &world.rebuilt().await, engine);
    }
}

impl World {
    fn into_task(self, n: i64) -> tokio::task::JoinHandle<()> {
        tokio::spawn(send(self, n))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_computes_derives_and_sends_at_once_ends_with_the_cells_of_a_rebuild() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let (one, two, three) = (world.service.clone(), world.service.clone(), world.service.clone());
        let sending = World { ingest: one.ingest(), service: one, store: world.store.clone() }.into_task(0);
        let deriving = tokio::spawn(async move {
            for _ in 0..3 {
                two.rebuild().await.unwrap();
            }
        });
        let computing = tokio::spawn(async move {
            for _ in 0..10 {
                three.recompute().await.unwrap();
            }
        });
        for task in [sending, deriving, computing] {
            task.await.unwrap();
        }
        assert_same(&world.cells().await, &world.rebuilt().await, engine);
    }
}

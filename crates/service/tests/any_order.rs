//! The same facts, in any order and any batches, on either engine, give the same cells, and what was computed step
//! by step is what a rebuild computes.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    Dump, World, assert_same,
    lines::{AID, CONTENT, HUDDLE, LAB, PullRequestLine, StatementLine, address, issue},
    worlds,
};
use domain::{
    figure::MetricId,
    learning::{VERB_APPLIED, VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED},
    programme::{Outcome, Programme},
};
use jiff::civil::date;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use service::ingest::SheetKind;

/// People p0 to p7; everybody else is a stranger.
const PEOPLE: usize = 8;
const HOURS: i64 = 24 * 70;

/// Something that arrives. Versions of one thing differ in when they were updated: that decides, not the order.
#[derive(Debug, Clone)]
enum Fact {
    PullRequest(PullRequestLine),
    Issue(String),
    Statement(StatementLine),
    /// Somebody changes the team on a day; everything is derived anew.
    Move {
        person: usize,
        day: i64,
    },
}

fn login() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        8 => (0..PEOPLE).prop_map(|n| Some(format!("p{n}"))),
        1 => Just(Some("stranger".to_owned())),
        1 => Just(Some("builder[bot]".to_owned())),
        1 => Just(None),
    ]
}

fn pull_request() -> impl Strategy<Value = Fact> {
    let times = (0..HOURS, 0..400i64, 0..300i64, any::<bool>());
    let what = (select(vec!["acme/shop", "acme/lab"]), 1..7i64, 1..900u32, 0..4u8);
    (login(), times, what).prop_map(
        |(author, (opened, wait, took, draft), (repository, number, lines, state))| {
            let end = opened + wait + took;
            Fact::PullRequest(PullRequestLine {
                repository,
                author,
                merged: (state < 2).then_some(end),
                closed: (state < 3).then_some(end),
                reviewed: (lines % 3 > 0).then_some(opened + wait),
                lines,
                draft,
                ..PullRequestLine::new(number, "", opened)
            })
        },
    )
}

fn defect() -> impl Strategy<Value = Fact> {
    let kind = select(vec!["Bug", "Bug", "Bug", "Story"]);
    let environment = select(vec!["production", "staging", ""]);
    let key = (select(vec!["PAY", "WEB", "NONE"]), 1..4);
    (key, kind, 0..HOURS, environment).prop_map(|((project, n), kind, created, environment)| {
        Fact::Issue(issue(&format!("{project}-{n}"), kind, created, 0, environment))
    })
}

fn statement() -> impl Strategy<Value = Fact> {
    let what = vec![
        (VERB_INITIALIZED, LAB),
        (VERB_COMPLETED, LAB),
        (VERB_ATTENDED, HUDDLE),
        (VERB_APPLIED, AID),
        (VERB_APPLIED, LAB),
    ];
    let tags = (
        select(vec![None, Some("pay"), Some("web"), Some("nowhere")]),
        select(vec![None, Some("S1"), Some("S2"), Some("S9")]),
    );
    let people = proptest::collection::btree_set(0..=PEOPLE, 1..4);
    (people, select(what), 0..HOURS, tags).prop_map(|(people, (verb, content), at, (team, sprint))| {
        let people = people.into_iter().map(|n| format!("p{n}")).collect();
        Fact::Statement(StatementLine {
            people,
            team,
            sprint,
            ..StatementLine::new(0, "", verb, content, at)
        })
    })
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = prop_oneof![
        8 => pull_request(),
        3 => defect(),
        4 => statement(),
        1 => (0..PEOPLE, 7..60i64).prop_map(|(person, day)| Fact::Move { person, day }),
    ];
    proptest::collection::vec(one, 1..24).prop_map(numbered)
}

/// Versions and ids are told from each other by their number; of the moves of one person the first counts.
fn numbered(mut facts: Vec<Fact>) -> Vec<Fact> {
    let mut moved = std::collections::HashSet::new();
    facts.retain(|fact| !matches!(fact, Fact::Move { person, .. } if !moved.insert(*person)));
    for (n, fact) in (0..).zip(&mut facts) {
        match fact {
            Fact::PullRequest(line) => line.updated = HOURS + n,
            Fact::Issue(line) => *line = line.replace(UPDATED, &format!("2026-06-01T00:00:{n:02}Z")),
            Fact::Statement(line) => line.id = u128::from(n.unsigned_abs()) + 1,
            Fact::Move { .. } => {}
        }
    }
    facts
}

/// How hour 0 is written.
const UPDATED: &str = "2026-01-05T00:00:00Z";

async fn set_up(world: &World) {
    world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\nweb,Web,WEB\nops,Ops,\n").await;
    let people: String = (0..PEOPLE).map(|n| person_row(n, home(n), "", "")).collect();
    world.sheet(SheetKind::People, &format!("{PERSON}{people}")).await;
    world.sheet(SheetKind::Repositories, "name,team\nacme/shop,ops\n").await;
    world.sheet(SheetKind::Content, CONTENT).await;
    let shared = (0..5).map(|n| {
        format!(
            "pay,S{n},{},{}\nweb,S{n},{},{}\n",
            day(14 * n),
            day(14 * n + 13),
            day(14 * n + 3),
            day(14 * n + 16)
        )
    });
    world.sheet(SheetKind::Sprints, &format!("team,key,start,end\n{}", shared.collect::<String>())).await;
    world.skills(&["small-prs", "reviews"]).await;
    world.cohort("one", &["small-prs"], ("2026-01-19", "2026-02-06"), &["p0", "p1", "p2"]).await;
    world.cohort("two", &["small-prs", "reviews"], ("2026-02-02", "2026-02-20"), &["p3", "p4", "p0"]).await;
    let outcome = |metric| Outcome { metric, target_change: -0.2 };
    let programme = Programme {
        name: "Upskilling".to_owned(),
        speed: outcome(MetricId::CycleTime),
        quality: outcome(MetricId::DefectsAfterRelease),
        baseline_from: date(2026, 1, 5),
        baseline_to: date(2026, 2, 1),
    };
    world.service.set_programme(&programme).await.unwrap();
}

const PERSON: &str = "email,name,team,from,to,github_login,github_id\n";

fn home(person: usize) -> &'static str {
    ["pay", "web", "ops"][person % 3]
}

fn person_row(n: usize, team: &str, from: &str, to: &str) -> String {
    // Some are known by login alone, some by number as well.
    let id =
        if n.is_multiple_of(2) { String::new() } else { common::lines::id_of(&format!("p{n}")).to_string() };
    format!("{},p{n},{team},{from},{to},p{n},{id}\n", address(&format!("p{n}")))
}

fn day(n: i64) -> jiff::civil::Date {
    date(2026, 1, 5).saturating_add(jiff::Span::new().days(n))
}

async fn arrive(world: &mut World, batch: &[Fact]) {
    let mut pull_requests = Vec::new();
    let mut issues = Vec::new();
    let mut statements = Vec::new();
    let mut moves = String::new();
    for fact in batch {
        match fact {
            Fact::PullRequest(line) => pull_requests.push(line.json()),
            Fact::Issue(line) => issues.push(line.clone()),
            Fact::Statement(line) => statements.push(line.json()),
            Fact::Move { person, day: at } => {
                moves += &person_row(*person, home(*person), "", &day(*at).to_string());
                moves += &person_row(*person, home(person + 1), &day(at + 1).to_string(), "");
            }
        }
    }
    world.pull_requests(pull_requests).await;
    world.issues(issues).await;
    world.statements(statements).await;
    if !moves.is_empty() {
        world.sheet(SheetKind::People, &format!("{PERSON}{moves}")).await;
        world.service.rederive().await.unwrap();
    }
}

/// Brings facts in batch by batch; after each batch the cells are those of a rebuild.
async fn told(world: &mut World, facts: &[Fact], batch: usize, what: &str) -> Dump {
    set_up(world).await;
    let mut cells = world.cells().await;
    for batch in facts.chunks(batch) {
        arrive(world, batch).await;
        cells = world.cells().await;
        assert_same(&cells, &world.rebuilt().await, &format!("{what}: step by step and at once"));
    }
    world.store.close().await;
    cells
}

async fn check(facts: Vec<Fact>, other_order: Vec<Fact>, batches: (usize, usize)) {
    let orders = [(&facts, batches.0), (&other_order, batches.1)];
    let mut dumps = Vec::new();
    for ((engine, mut world), (facts, batch)) in worlds().await.into_iter().zip(orders) {
        dumps.push(told(&mut world, facts, batch, engine).await);
    }
    for dump in &dumps[1..] {
        assert_same(dump, &dumps[0], "another engine, order and batches");
    }
}

#[test]
fn any_order_in_any_batches_on_any_engine_gives_the_cells_of_a_rebuild() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let facts = facts().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()));
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    });
    let batches = (1..12usize, 1..12usize);
    let checked = runner.run(&(facts, batches), |((facts, other), batches)| {
        runtime.block_on(check(facts, other, batches));
        Ok(())
    });
    if let Err(failure) = checked {
        panic!("{failure}");
    }
}

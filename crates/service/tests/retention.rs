//! What was kept long enough goes; figures of the past and the chain of the log stay.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same,
    lines::{CONTENT, PullRequestLine, StatementLine, issue},
    worlds,
};
use domain::{EpochMs, time::MS_PER_DAY};
use serde_json::json;
use service::{
    Rules, Service,
    audit::Format,
    ingest::SheetKind,
    record_store::KeyHolder,
    retention::{Retention, Taken},
};
use store::audit::AuditFilter;
use uuid::Uuid;
use xapi::{Statement, StatementQuery};

const NOTHING: Retention = Retention { statements: 0, raw_payloads: 0, people_who_left: 0, audit_log: 0 };
const TEXTS: Retention = Retention { statements: 1000, raw_payloads: 1000, ..NOTHING };

/// Long after everything arrived.
fn later() -> EpochMs {
    EpochMs(common::clock().0 + 2000 * MS_PER_DAY)
}

async fn long_after(world: &World, retention: Retention) -> Service {
    let service = Service::new(world.store.clone(), Rules::default(), later).await.unwrap();
    service.with_retention(retention)
}

/// Two teams of six who worked, learned and found a defect; `p0` left in March.
async fn work(world: &mut World) {
    world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\nweb,Web,WEB\n").await;
    let row = |n: usize| {
        let (team, left) = (["pay", "web"][n % 2], if n == 0 { "2026-03-31" } else { "" });
        format!(
            "p{n}@demo.invalid,p{n},{team},2026-01-01,{left},p{n},{}\n",
            common::lines::id_of(&format!("p{n}"))
        )
    };
    let people: String = (0..12).map(row).collect();
    world
        .sheet(SheetKind::People, &format!("email,name,team,from,to,github_login,github_id\n{people}"))
        .await;
    world.sheet(SheetKind::Content, CONTENT).await;
    let sprints = "team,key,start,end\npay,S1,2026-01-05,2026-01-18\npay,S2,2026-01-19,2026-02-01\nweb,S1,2026-01-05,2026-01-18\n";
    world.sheet(SheetKind::Sprints, sprints).await;
    let pull_request = |n: i64| PullRequestLine::new(n, &format!("p{}", n % 12), 9 * n).json();
    world.pull_requests((1..49).map(pull_request)).await;
    world.issues([issue("PAY-1", "Bug", 30, 40, "Production")]).await;
    let statement = |n: u128| StatementLine::completed(n + 1, &format!("p{n}"), 50).json();
    world.statements((0..12).map(statement)).await;
}

#[tokio::test]
async fn who_refers_to_a_statement_whose_text_went_is_still_found_by_what_they_say_themselves() {
    for (engine, world) in worlds().await {
        let said = |number: u128, who: &str, object: serde_json::Value| {
            let statement = json!({
                "id": Uuid::from_u128(number), "object": object,
                "actor": { "mbox": format!("mailto:{who}@demo.invalid") },
                "verb": { "id": "https://example.com/did" },
            });
            vec![Statement::from_value(statement).unwrap()]
        };
        let holder = KeyHolder { name: "LMS".to_owned(), scopes: ["all".to_owned()].into() };
        let lab = said(1, "ada", json!({ "id": "https://example.com/lab" }));
        world.service.record_store(&holder).append(lab, vec![]).await.unwrap();
        let service = long_after(&world, Retention { statements: 1000, ..NOTHING }).await;
        let records = service.record_store(&holder);
        let refers = json!({ "objectType": "StatementRef", "id": Uuid::from_u128(1) });
        for (number, who) in [(2, "ada"), (3, "bob")] {
            records.append(said(number, who, refers.clone()), vec![]).await.unwrap();
        }
        let found = async |query: StatementQuery| {
            let page = records.query(&query).await.unwrap();
            page.statements.iter().map(|one| one.id.as_u128()).collect::<Vec<_>>()
        };
        let by_ada = || StatementQuery {
            agent: Some("mbox:ada@demo.invalid".to_owned()),
            ..StatementQuery::default()
        };
        assert_eq!(found(by_ada()).await, [3, 2, 1], "{engine}");
        assert_eq!(service.enforce_retention().await.unwrap().statements, 1, "{engine}");
        assert_eq!(found(by_ada()).await, [2], "{engine}: what was inherited went, what is its own stays");
    }
}

async fn log_three(world: &World) {
    for name in ["lms", "lab", "quiz"] {
        world.service.create_access_key(name).await.unwrap();
    }
}

async fn detail_of(world: &World, action: &str, subject: &str) -> Vec<String> {
    let filter =
        AuditFilter { action: action.to_owned(), subject: subject.to_owned(), ..AuditFilter::default() };
    world.store.audit_page(&filter, 99, 0).await.unwrap().into_iter().map(|row| row.entry.detail).collect()
}

#[tokio::test]
async fn texts_go_and_figures_are_the_same_even_when_everything_is_derived_anew() {
    for (engine, mut world) in worlds().await {
        work(&mut world).await;
        let before = world.rebuilt().await;
        let service = long_after(&world, TEXTS).await;
        let taken = service.enforce_retention().await.unwrap();
        assert_eq!(taken, Taken { statements: 12, raw_payloads: 49, ..Taken::default() }, "{engine}");
        assert!(service.enforce_retention().await.unwrap().is_nothing(), "{engine}: nothing is left to take");
        let derived = service.rebuild().await.unwrap();
        assert_eq!((derived.payloads, derived.unreadable), (0, 0), "{engine}");
        assert_same(&world.store.dump_cells().await.unwrap(), &before, engine);
        assert_eq!(detail_of(&world, "deleted", "statements").await, ["12 that arrived before 2029-03-27"]);
    }
}

#[tokio::test]
async fn a_statement_whose_text_is_gone_is_still_known_when_it_is_sent_again() {
    for (engine, mut world) in worlds().await {
        work(&mut world).await;
        long_after(&world, TEXTS).await.enforce_retention().await.unwrap();
        let again = StatementLine::completed(1, "p0", 50).json();
        assert_eq!(world.statements([again]).await, 0, "{engine}");
        let kept = world.store.snapshot().await.unwrap().log_page(0, 99).await.unwrap();
        assert!(kept.is_empty(), "{engine}");
    }
}

#[tokio::test]
async fn those_who_left_are_erased_and_count_as_before() {
    for (engine, mut world) in worlds().await {
        work(&mut world).await;
        let before = world.cells().await;
        let p0 = world.person("p0").await;
        let service = long_after(&world, Retention { people_who_left: 365, ..NOTHING }).await;
        assert_eq!(
            service.enforce_retention().await.unwrap(),
            Taken { people: 1, ..Taken::default() },
            "{engine}"
        );
        let names: Vec<String> =
            world.store.people().await.unwrap().into_iter().map(|person| person.name).collect();
        assert!(names.len() == 12 && !names.contains(&"p0".to_owned()), "{engine}: {names:?}");
        assert_eq!(detail_of(&world, "erased", &format!("person:{}", p0.0)).await.len(), 1, "{engine}");
        assert_same(&world.cells().await, &before, engine);
    }
}

#[tokio::test]
async fn old_rows_of_the_log_go_and_the_log_says_where_it_starts_now() {
    for (engine, world) in worlds().await {
        log_three(&world).await;
        let rows = world.service.audit_ends().await.unwrap().rows();
        let head = world.service.audit_ends().await.unwrap().head;
        // Every export adds a row, long after the others.
        let service = long_after(&world, Retention { audit_log: 1000, ..NOTHING }).await;
        service.export_audit(AuditFilter::default(), Format::Csv).await.unwrap();
        let taken = service.enforce_retention().await.unwrap();
        assert_eq!(taken.audit_rows, u64::try_from(rows).unwrap(), "{engine}");
        let verdict = service.verify_audit(Some(head)).await.unwrap();
        assert_eq!(verdict.result, Ok(verdict.ends.head), "{engine}");
        assert_eq!(
            (verdict.ends.anchor.seq, verdict.ends.rows()),
            (rows, 2),
            "{engine}: the export, and the word of it"
        );
        assert!(service.enforce_retention().await.unwrap().is_nothing(), "{engine}");
    }
}

#[tokio::test]
async fn rows_that_are_gone_without_a_word_in_the_log_are_found_out() {
    for (engine, world) in worlds().await {
        log_three(&world).await;
        let mut tx = world.store.begin().await.unwrap();
        let anchor = tx.prune_audit(i64::MAX, 1).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let broken = world.service.verify_audit(None).await.unwrap().result.unwrap_err();
        assert_eq!((anchor.seq, broken.to_string()), (1, "row 1 is missing".to_owned()), "{engine}");
    }
}

#[tokio::test]
async fn what_is_kept_for_ever_stays() {
    for (engine, mut world) in worlds().await {
        work(&mut world).await;
        assert!(
            long_after(&world, NOTHING).await.enforce_retention().await.unwrap().is_nothing(),
            "{engine}"
        );
        let early = world.service.clone().with_retention(Retention::default());
        assert!(early.enforce_retention().await.unwrap().is_nothing(), "{engine}: nothing is old enough");
    }
}

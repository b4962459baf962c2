//! The record store: who is refused, what is found, what follows; on both engines.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{collections::BTreeSet, time::Duration};

use common::{World, worlds};
use serde_json::{Value, json};
use service::{
    ingest::SheetKind,
    record_store::{
        Attachment, Cursor, DocumentKey, ETags, KeyHolder, Page, Preconditions, RecordError, RecordStore,
    },
};
use uuid::Uuid;
use xapi::{Statement, StatementQuery, Version};

const COMPLETED: &str = "http://adlnet.gov/expapi/verbs/completed";
const VOIDED: &str = "http://adlnet.gov/expapi/verbs/voided";

fn holder(name: &str, scopes: &[&str]) -> KeyHolder {
    KeyHolder {
        name: name.to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect::<BTreeSet<_>>(),
    }
}

fn records(world: &World) -> RecordStore {
    world.service.record_store(&holder("LMS", &["all"]))
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn said(number: u128, who: &str, object: &Value) -> Statement {
    verb(number, who, "https://example.com/did", object)
}

fn verb(number: u128, who: &str, verb: &str, object: &Value) -> Statement {
    let statement = json!({
        "id": id(number), "actor": { "mbox": format!("mailto:{who}@example.com") }, "verb": { "id": verb },
        "object": object,
    });
    Statement::of_version(statement, Version::V1).unwrap()
}

fn about(name: &str) -> Value {
    json!({ "id": format!("https://example.com/{name}") })
}

fn referring(number: u128) -> Value {
    json!({ "objectType": "StatementRef", "id": id(number) })
}

fn by(who: &str) -> StatementQuery {
    StatementQuery { agent: Some(format!("mbox:{who}@example.com")), ..StatementQuery::default() }
}

fn numbers(page: &Page) -> Vec<u128> {
    page.statements.iter().map(|statement| statement.id.as_u128()).collect()
}

#[tokio::test]
async fn a_batch_is_stored_whole_or_not_at_all_and_once() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let first = [said(1, "ada", &about("a")), said(2, "ada", &about("b"))];
        assert_eq!(store.append(first.to_vec(), vec![]).await.unwrap().new, 2, "{engine}");
        assert_eq!(store.append(first.to_vec(), vec![]).await.unwrap().new, 0, "{engine}");
        let other = vec![said(3, "ada", &about("c")), said(1, "ada", &about("other"))];
        let refused = store.append(other, vec![]).await;
        assert!(matches!(refused, Err(RecordError::Conflict(at)) if at == id(1)), "{engine}");
        assert_eq!(numbers(&store.query(&by("ada")).await.unwrap()), [2, 1], "{engine}");
    }
}

#[tokio::test]
async fn a_statement_that_is_too_long_refuses_its_batch_and_is_named() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let long = said(2, "ada", &about(&"x".repeat(1024 * 1024)));
        let refused = store.append(vec![said(1, "ada", &about("a")), long], vec![]).await;
        let Err(refused @ RecordError::TooLong { .. }) = refused else { panic!("{engine}: {refused:?}") };
        assert!(refused.to_string().contains(&id(2).to_string()), "{engine}: {refused}");
        assert!(numbers(&store.query(&by("ada")).await.unwrap()).is_empty(), "{engine}: nothing was stored");
    }
}

#[tokio::test]
async fn of_many_who_send_at_once_only_those_in_conflict_are_refused() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        store.append(vec![said(1, "ada", &about("a"))], vec![]).await.unwrap();
        let sending = (0..40u128).map(|number| {
            let store = store.clone();
            let batch = vec![
                said(100 + number, "ada", &about("a")),
                said(if number % 4 == 0 { 1 } else { 200 + number }, "ada", &about("x")),
            ];
            tokio::spawn(async move { store.append(batch, vec![]).await })
        });
        let mut refused = 0;
        for sent in sending.collect::<Vec<_>>() {
            refused += usize::from(matches!(sent.await.unwrap(), Err(RecordError::Conflict(_))));
        }
        assert_eq!(refused, 10, "{engine}");
        let query = StatementQuery { limit: 500, ..by("ada") };
        assert_eq!(store.query(&query).await.unwrap().statements.len(), 1 + 30 * 2, "{engine}");
    }
}

#[tokio::test]
async fn pages_go_on_where_they_ended_whatever_is_stored_meanwhile() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        store.append((1..=7).map(|n| said(n, "ada", &about("a"))).collect(), vec![]).await.unwrap();
        let page = store.query(&StatementQuery { limit: 3, ..by("ada") }).await.unwrap();
        assert_eq!(numbers(&page), [7, 6, 5], "{engine}");
        store.append(vec![said(8, "ada", &about("a"))], vec![]).await.unwrap();
        let (query, page) = store.more(&Cursor(page.more.unwrap().0)).await.unwrap();
        assert_eq!((numbers(&page), query.limit), (vec![4, 3, 2], 3), "{engine}");
        let (_, page) = store.more(&page.more.unwrap()).await.unwrap();
        assert_eq!((numbers(&page), page.more.is_none()), (vec![1], true), "{engine}");
        let ascending = StatementQuery { ascending: true, limit: 6, ..by("ada") };
        let page = store.query(&ascending).await.unwrap();
        let (_, rest) = store.more(&page.more.unwrap()).await.unwrap();
        assert_eq!(numbers(&rest), [7, 8], "{engine}");
    }
}

#[tokio::test]
async fn times_bound_what_is_found_since_exclusive_until_inclusive() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let first = store.append(vec![said(1, "ada", &about("a"))], vec![]).await.unwrap().stored_at;
        let until = StatementQuery { until: Some(first), ..StatementQuery::default() };
        assert_eq!(numbers(&store.query(&until).await.unwrap()), [1], "{engine}");
        let since = StatementQuery { since: Some(first), ..StatementQuery::default() };
        assert!(store.query(&since).await.unwrap().statements.is_empty(), "{engine}");
        let stored = store.statement(id(1), false).await.unwrap().unwrap();
        let json: Value = serde_json::from_str(&stored.json).unwrap();
        assert_eq!(json["stored"], xapi::rfc3339(first), "{engine}");
    }
}

#[tokio::test]
async fn who_refers_to_a_statement_is_found_by_what_that_one_is_found_by_in_either_order() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        for one in [
            said(1, "ada", &about("a")),
            said(2, "bob", &referring(1)),
            said(3, "eve", &referring(2)),
            // The other way round.
            said(13, "eve", &referring(12)),
            said(12, "bob", &referring(11)),
            said(11, "ada", &about("a")),
        ] {
            store.append(vec![one], vec![]).await.unwrap();
        }
        assert_eq!(numbers(&store.query(&by("ada")).await.unwrap()), [11, 12, 13, 3, 2, 1], "{engine}");
        assert_eq!(numbers(&store.query(&by("bob")).await.unwrap()), [12, 13, 3, 2], "{engine}");
        assert_eq!(numbers(&store.query(&by("eve")).await.unwrap()), [13, 3], "{engine}");
    }
}

#[tokio::test]
async fn a_voided_statement_is_found_only_as_such_and_what_voids_it_stays() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        store.append(vec![said(1, "ada", &about("a"))], vec![]).await.unwrap();
        store.append(vec![verb(2, "ada", VOIDED, &referring(1))], vec![]).await.unwrap();
        // Voiding what voids does nothing, and what is void may come later.
        store.append(vec![verb(3, "ada", VOIDED, &referring(2))], vec![]).await.unwrap();
        store.append(vec![verb(4, "ada", VOIDED, &referring(5))], vec![]).await.unwrap();
        store.append(vec![said(5, "ada", &about("b"))], vec![]).await.unwrap();
        assert_eq!(numbers(&store.query(&by("ada")).await.unwrap()), [4, 3, 2], "{engine}");
        for number in [1, 5] {
            assert!(store.statement(id(number), false).await.unwrap().is_none(), "{engine}");
            assert!(store.statement(id(number), true).await.unwrap().is_some(), "{engine}");
        }
        assert!(store.statement(id(2), true).await.unwrap().is_none(), "{engine}");
    }
}

#[tokio::test]
async fn only_the_source_of_a_statement_or_a_key_for_everything_voids_it() {
    for (engine, world) in worlds().await {
        let source = |name: &str| world.service.record_store(&holder(name, &["statements/write"]));
        let (ci, lms) = (source("CI"), source("LMS"));
        ci.append(vec![said(1, "ada", &about("a"))], vec![]).await.unwrap();
        let batch = vec![said(2, "ada", &about("b")), verb(3, "ada", VOIDED, &referring(1))];
        let refused = lms.append(batch, vec![]).await;
        assert!(matches!(refused, Err(RecordError::NotYours(at)) if at == id(1)), "{engine}: {refused:?}");
        ci.append(vec![verb(4, "ada", VOIDED, &referring(1))], vec![]).await.unwrap();
        // What is to be void may come later.
        lms.append(vec![verb(5, "ada", VOIDED, &referring(6))], vec![]).await.unwrap();
        ci.append(vec![said(6, "ada", &about("c"))], vec![]).await.unwrap();
        world.service.create_access_key("Operator").await.unwrap();
        let operator = world.service.record_store(&holder("Operator", &["all"]));
        operator.append(vec![verb(7, "ada", VOIDED, &referring(8))], vec![]).await.unwrap();
        ci.append(vec![said(8, "ada", &about("d")), said(9, "ada", &about("e"))], vec![]).await.unwrap();
        operator.append(vec![verb(10, "ada", VOIDED, &referring(9))], vec![]).await.unwrap();
        let found = numbers(&operator.query(&by("ada")).await.unwrap());
        assert_eq!(found, [10, 7, 6, 5, 4], "{engine}: 1, 8 and 9 are void, 2 and 3 were refused");
    }
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_and_no_more() {
    for (engine, world) in worlds().await {
        records(&world).append(vec![said(1, "ada", &about("a"))], vec![]).await.unwrap();
        let writes = world.service.record_store(&holder("CI", &["statements/write", "statements/read/mine"]));
        writes.append(vec![said(2, "ada", &about("a"))], vec![]).await.unwrap();
        assert_eq!(numbers(&writes.query(&by("ada")).await.unwrap()), [2], "{engine}: its own");
        assert!(writes.statement(id(1), false).await.unwrap().is_none(), "{engine}");
        let key = DocumentKey::AgentProfile { agent: "mbox:ada@example.com".to_owned(), id: "p".to_owned() };
        assert!(matches!(writes.document(&key).await, Err(RecordError::Forbidden(s)) if s == "profile"));
        let reads = world.service.record_store(&holder("BI", &["statements/read"]));
        let refused = reads.append(vec![said(3, "ada", &about("a"))], vec![]).await;
        assert!(matches!(refused, Err(RecordError::Forbidden(s)) if s == "statements/write"), "{engine}");
    }
}

#[tokio::test]
async fn documents_change_only_under_the_conditions_that_are_sent() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let key =
            DocumentKey::ActivityProfile { activity: "https://example.com/a".to_owned(), id: "p".to_owned() };
        let put = async |body: &str, only: Preconditions| {
            store.put_document(&key, "application/json", body.as_bytes().to_vec(), &only).await
        };
        let only_new = Preconditions { if_none_match: Some(ETags::Any), ..Preconditions::default() };
        let first = put("{\"a\":1}", only_new.clone()).await.unwrap();
        assert!(matches!(put("{}", only_new).await, Err(RecordError::Precondition)), "{engine}");
        let careless = Preconditions { required: true, ..Preconditions::default() };
        assert!(matches!(put("{}", careless).await, Err(RecordError::Unconditional)), "{engine}");
        let known =
            Preconditions { if_match: Some(ETags::These(vec![first.etag])), ..Preconditions::default() };
        store.merge_document(&key, "application/json", b"{\"b\":2}".to_vec(), &known).await.unwrap();
        assert!(
            matches!(put("{}", known).await, Err(RecordError::Precondition)),
            "{engine}: it is another by now"
        );
        let merged = store.document(&key).await.unwrap().unwrap();
        assert_eq!(
            serde_json::from_slice::<Value>(&merged.bytes).unwrap(),
            json!({ "a": 1, "b": 2 }),
            "{engine}"
        );
        let text = store.merge_document(&key, "text/plain", b"x".to_vec(), &Preconditions::default()).await;
        assert!(matches!(text, Err(RecordError::Bad(_))), "{engine}");
        assert_eq!(store.documents(&key, None).await.unwrap(), ["p"], "{engine}");
        store.delete_document(&key, &Preconditions::default()).await.unwrap();
        assert!(store.document(&key).await.unwrap().is_none(), "{engine}");
    }
}

#[tokio::test]
async fn what_statements_say_of_an_activity_is_put_together() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let named = |tag: &str, name: &str| json!({ "id": "https://example.com/a", "definition": { "name": { tag: name } } });
        for (number, object) in [(1, named("en", "Lab")), (2, named("de", "Labor")), (3, named("en", "Lab"))]
        {
            store.append(vec![said(number, "ada", &object)], vec![]).await.unwrap();
        }
        let activity = store.activity("https://example.com/a").await.unwrap();
        assert_eq!(activity["definition"]["name"], json!({ "en": "Lab", "de": "Labor" }), "{engine}");
        let unknown = store.activity("https://example.com/unknown").await.unwrap();
        assert_eq!(
            unknown,
            json!({ "objectType": "Activity", "id": "https://example.com/unknown" }),
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_file_comes_back_by_its_hash() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let sha2 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
        let mut statement = said(1, "ada", &about("a")).into_json();
        statement["attachments"] = json!([{
            "usageType": "https://example.com/certificate", "display": { "en": "Certificate" },
            "contentType": "text/plain", "length": 3, "sha2": sha2,
        }]);
        let file =
            Attachment { sha2: sha2.clone(), content_type: "text/plain".to_owned(), bytes: b"abc".to_vec() };
        let statement = Statement::of_version(statement, Version::V1).unwrap();
        store.append(vec![statement], vec![file.clone()]).await.unwrap();
        assert_eq!(store.attachments(&[sha2.clone(), sha2]).await.unwrap(), [file], "{engine}");
    }
}

#[tokio::test]
async fn a_page_with_files_ends_where_the_files_are_many_bytes() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        for (number, length) in [(1, 9_000_000), (2, 9_000_000), (3, u64::MAX)] {
            let mut statement = said(number, "ada", &about("a")).into_json();
            statement["attachments"] = json!([{
                "usageType": "https://example.com/video", "display": { "en": "Video" }, "length": length,
                "contentType": "video/mp4", "sha2": format!("{number:064x}"), "fileUrl": "https://example.com/v",
            }]);
            let statement = Statement::of_version(statement, Version::V1).unwrap();
            store.append(vec![statement], vec![]).await.unwrap();
        }
        let whole = store.query(&by("ada")).await.unwrap();
        assert_eq!(
            (numbers(&whole), whole.more.is_none()),
            (vec![3, 2, 1], true),
            "{engine}: no files are asked for"
        );
        let mut page = store.query(&StatementQuery { attachments: true, ..by("ada") }).await.unwrap();
        for number in [3, 2] {
            assert_eq!(numbers(&page), [number], "{engine}");
            page = store.more(&page.more.unwrap()).await.unwrap().1;
        }
        assert_eq!((numbers(&page), page.more.is_none()), (vec![1], true), "{engine}: nothing is left");
    }
}

#[tokio::test]
async fn what_waits_when_the_server_goes_is_stored() {
    for (engine, world) in worlds().await {
        let store = records(&world);
        let sending = (1..=50).map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.append(vec![said(number, "ada", &about("a"))], vec![]).await })
        });
        let sending: Vec<_> = sending.collect();
        tokio::task::yield_now().await;
        world.service.drain_record_store().await;
        let mut acknowledged = 0;
        for sent in sending {
            acknowledged += usize::from(sent.await.unwrap().is_ok());
        }
        let stored = store.query(&StatementQuery { limit: 500, ..by("ada") }).await.unwrap();
        assert_eq!(stored.statements.len(), acknowledged, "{engine}");
    }
}

#[tokio::test]
async fn what_no_database_keeps_as_a_tag_does_not_hold_up_what_comes_after() {
    for (engine, world) in worlds().await {
        let mut statement = verb(1, "ada", COMPLETED, &about("a")).into_json();
        statement["context"] = json!({ "extensions": {
            "https://w3id.org/xapi/sightline/extensions/skill": "a\u{0}b",
            "https://w3id.org/xapi/sightline/extensions/team": "x".repeat(9000),
        }});
        let store = records(&world);
        store.append(vec![Statement::of_version(statement, Version::V1).unwrap()], vec![]).await.unwrap();
        store.append(vec![verb(2, "ada", COMPLETED, &about("b"))], vec![]).await.unwrap();
        world.service.ingest().project().await.unwrap();
        let events = world.store.stream_events(&[id(1), id(2)]).await.unwrap();
        assert_eq!(events.len(), 2, "{engine}");
    }
}

#[tokio::test]
async fn figures_follow_while_statements_keep_coming() {
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, "key,name\npay,Payments\n").await;
        world.sheet(SheetKind::People, "email,name,team,from\nada@example.com,Ada,pay,2026-01-01\n").await;
        let store = records(&world);
        let sending = tokio::spawn(async move {
            for number in 1.. {
                let statement = verb(number, "ada", COMPLETED, &about("a"));
                store.append(vec![statement], vec![]).await.unwrap();
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let followed = async {
            while world.store.stream_events(&[id(1)]).await.unwrap().is_empty()
                || world.store.anything_dirty().await.unwrap()
            {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let followed = tokio::time::timeout(Duration::from_secs(30), followed).await;
        sending.abort();
        assert!(followed.is_ok(), "{engine}: figures wait for a pause that does not come");
    }
}

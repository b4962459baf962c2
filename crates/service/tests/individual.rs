//! One person's records: who may open them, for how long a stated purpose holds, and what the person learns of it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::cell::Cell;

use common::{
    World,
    lines::{CONTENT, PullRequestLine, StatementLine, address},
    viewer,
};
use domain::{
    EpochMs, PersonId,
    viewer::{AccessRole, Scope, Viewer},
};
use serde_json::json;
use service::{
    Rules, Service, ServiceError,
    cohorts::LeaveForm,
    individual::{ERASE_WORDS, Format, LearningRecord, PolicyForm, Purpose, PurposeForm, RecordsKind},
    ingest::SheetKind,
    onboarding::PlannedPersona,
    record_store::{Attachment, DocumentKey, KeyHolder, Preconditions},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use xapi::Statement;

thread_local! {
    /// Minutes after the tests' own day; a test runs in one thread.
    static MINUTES: Cell<i64> = const { Cell::new(0) };
}

fn clock() -> EpochMs {
    EpochMs(common::clock().0 + MINUTES.get() * 60_000)
}

/// Six people in a team and a cohort; `one` works, learns, and may sign in.
async fn worlds() -> Vec<(&'static str, World)> {
    let mut worlds = Vec::new();
    for (engine, store) in testbed::stores().await {
        MINUTES.set(0);
        let service = Service::new(store.clone(), Rules::default(), clock).await.unwrap();
        let mut world = World { ingest: service.ingest(), service, store };
        company(&mut world).await;
        worlds.push((engine, world));
    }
    worlds
}

const NAMES: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

async fn company(world: &mut World) {
    world.sheet(SheetKind::Teams, "key,name,jira\nshop,Shop,SHO\nother,Other,OTH\n").await;
    let people = NAMES.map(|name| format!("{},{name},shop,{name}-login\n", address(name))).concat();
    world.sheet(SheetKind::People, &format!("email,name,team,github_login\n{people}")).await;
    world
        .sheet(SheetKind::Sprints, "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n")
        .await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world.skills(&["small-prs"]).await;
    world.cohort("c1", &["small-prs"], ("2026-01-05", "2026-01-23"), &NAMES).await;
    let merged = |number, author: &str, hours: i64| PullRequestLine {
        merged: Some(10 + hours),
        closed: Some(10 + hours),
        ..PullRequestLine::new(number, author, 10)
    };
    let lines = [merged(1, "one-login", 10), merged(2, "one-login", 30), merged(3, "two-login", 99)];
    world.pull_requests(lines.map(|line| line.json())).await;
    let learned = [
        StatementLine::completed(1, "one", 30),
        StatementLine::attended(2, "one", 40),
        StatementLine::applied(3, "one", 50),
        StatementLine::completed(4, "two", 60),
    ];
    world.statements(learned.map(|line| line.json())).await;
    world.service.recompute().await.unwrap();
    let persona = |persona, role, email: Option<String>| PlannedPersona {
        persona,
        name: format!("Demo {}", role as u8),
        role,
        person_email: email,
        scopes: vec![Scope::Everything],
    };
    let personas = [
        persona("engineer", AccessRole::Engineer, Some(address("one"))),
        persona("l_and_d", AccessRole::LAndD, None),
    ];
    world.service.plant_personas(&personas).await.unwrap();
}

async fn engineer(world: &World) -> Viewer {
    Viewer { person: Some(world.person("one").await), ..viewer(AccessRole::Engineer, &["shop"], &[]) }
}

fn lead() -> Viewer {
    Viewer { user_id: 2, ..viewer(AccessRole::LAndD, &[], &[]) }
}

fn coach() -> Viewer {
    Viewer { user_id: 2, ..viewer(AccessRole::Coach, &["shop"], &["c1"]) }
}

fn stated() -> PurposeForm {
    PurposeForm {
        purpose: Purpose::Support.as_str().to_owned(),
        note: "To plan our talk on Monday".to_owned(),
    }
}

fn is_hidden<T>(result: &Result<T, ServiceError>) -> bool {
    matches!(result, Err(ServiceError::NotFound))
}

#[tokio::test]
async fn a_person_reads_everything_about_themself_with_its_source() {
    for (engine, world) in worlds().await {
        let viewer = engineer(&world).await;
        let own = world.service.own_records(&viewer).unwrap();
        let overview = own.overview().await.unwrap();
        assert_eq!(
            (overview.name.as_str(), overview.pull_requests, overview.learning_events),
            ("one", 2, 3),
            "{engine}"
        );
        let page = own.records(RecordsKind::All, 1).await.unwrap();
        assert_eq!((page.total, page.records.len()), (5, 5), "{engine}");
        assert!(page.records.iter().all(|record| record.arrived_at.is_some()), "{engine}: {page:?}");
        assert!(page.records.is_sorted_by_key(|record| std::cmp::Reverse(record.at)), "{engine}: {page:?}");
        let statements = own.records(RecordsKind::Statements, 9).await.unwrap();
        assert_eq!((statements.total, statements.page), (3, 1), "{engine}");
        assert!(statements.records.iter().all(|record| record.source == "LMS"), "{engine}");
    }
}

#[tokio::test]
async fn own_pull_requests_stand_beside_ones_own_median_alone() {
    for (engine, world) in worlds().await {
        let viewer = engineer(&world).await;
        let work = world.service.own_records(&viewer).unwrap().work().await.unwrap();
        assert_eq!(work.median_hours, Some(20.0), "{engine}: the 99 hours are somebody else's");
        let sprints: Vec<_> =
            work.sprints.iter().map(|s| (s.key.as_str(), s.merged, s.median_hours)).collect();
        assert_eq!(sprints, [("S1", 2, Some(20.0))], "{engine}");
    }
}

#[tokio::test]
async fn who_is_no_person_of_the_directory_has_no_records() {
    for (engine, world) in worlds().await {
        for role in AccessRole::ALL {
            assert!(is_hidden(&world.service.own_records(&viewer(role, &[], &[]))), "{engine}: {role:?}");
        }
    }
}

#[tokio::test]
async fn a_learning_record_opens_for_a_stated_purpose_which_the_person_can_read() {
    for (engine, world) in worlds().await {
        let (lead, one) = (lead(), world.person("one").await);
        let records = world.service.learning_records(&lead, "c1").unwrap();
        let id = one.0.to_string();
        assert_eq!(records.record(&id, None).await.unwrap(), None, "{engine}");
        for form in [PurposeForm::default(), PurposeForm { note: "short".to_owned(), ..stated() }] {
            let refused = records.state_purpose(&id, &form).await;
            assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{engine}: {refused:?}");
        }
        let view = records.state_purpose(&id, &stated()).await.unwrap().to_string();
        let record = records.record(&id, Some(&view)).await.unwrap().unwrap();
        assert!(record.labs[0].completed.is_some() && record.sessions.len() == 1, "{engine}: {record:?}");
        assert_eq!(record.uses.map(|uses| uses.len()), Some(1), "{engine}");

        let viewer = engineer(&world).await;
        let looks = world.service.own_records(&viewer).unwrap().looks().await.unwrap();
        assert_eq!(looks.len(), 1, "{engine}: {looks:?}");
        assert_eq!(looks[0].purpose, Some(Purpose::Support), "{engine}");
        assert_eq!(looks[0].note, "To plan our talk on Monday", "{engine}");
        assert!(looks[0].who.starts_with("L&D, "), "{engine}: {looks:?}");
        let entry = &world.store.changes(&format!("person:{id}"), 9).await.unwrap()[0];
        assert!(!entry.detail.contains("Monday") && entry.detail.contains(&view), "{engine}: {entry:?}");
    }
}

#[tokio::test]
async fn a_purpose_holds_for_one_view_of_one_record_by_one_viewer_for_a_quarter_of_an_hour() {
    for (engine, world) in worlds().await {
        let (lead, one, two) = (lead(), world.person("one").await, world.person("two").await);
        let records = world.service.learning_records(&lead, "c1").unwrap();
        let view = records.state_purpose(&one.0.to_string(), &stated()).await.unwrap().to_string();
        let open = async |viewer: &Viewer, person: PersonId| -> Option<LearningRecord> {
            let records = world.service.learning_records(viewer, "c1").unwrap();
            records.record(&person.0.to_string(), Some(&view)).await.unwrap()
        };
        assert!(open(&lead, one).await.is_some(), "{engine}");
        assert!(open(&lead, two).await.is_none(), "{engine}: another person");
        assert!(
            open(&Viewer { user_id: 1, ..lead.clone() }, one).await.is_none(),
            "{engine}: another viewer"
        );
        MINUTES.set(14);
        assert!(open(&lead, one).await.is_some(), "{engine}: still the same view");
        MINUTES.set(15);
        assert!(open(&lead, one).await.is_none(), "{engine}: the view has ended");
        MINUTES.set(0);
    }
}

#[tokio::test]
async fn a_coach_reads_labs_and_sessions_of_their_own_cohorts_participants() {
    for (engine, world) in worlds().await {
        let (coach, id) = (coach(), world.person("one").await.0.to_string());
        let records = world.service.learning_records(&coach, "c1").unwrap();
        let view = records.state_purpose(&id, &stated()).await.unwrap().to_string();
        let record = records.record(&id, Some(&view)).await.unwrap().unwrap();
        assert_eq!((record.labs.len(), record.sessions.len(), record.uses), (1, 1, None), "{engine}");
        let other = viewer(AccessRole::Coach, &[], &["c2"]);
        assert!(is_hidden(&world.service.learning_records(&other, "c1")), "{engine}");
        for role in [
            AccessRole::Executive,
            AccessRole::Manager,
            AccessRole::Engineer,
            AccessRole::Admin,
            AccessRole::Auditor,
        ] {
            let who = viewer(role, &["shop"], &["c1"]);
            assert!(is_hidden(&world.service.learning_records(&who, "c1")), "{engine}: {role:?}");
        }
        let stranger = records.state_purpose(&PersonId(uuid::Uuid::nil()).0.to_string(), &stated()).await;
        assert!(is_hidden(&stranger), "{engine}");
    }
}

#[tokio::test]
async fn a_learning_record_holds_what_belongs_to_the_cohort_and_ends_with_leaving() {
    for (engine, mut world) in worlds().await {
        let (lead, id) = (lead(), world.person("one").await.0.to_string());
        world
            .sheet(
                SheetKind::Content,
                "id,kind,name,skill\nhttps://demo.invalid/other,job_aid,Other,reviews\n",
            )
            .await;
        let late = 24 * 30;
        let others = [
            StatementLine { content: "https://demo.invalid/other", ..StatementLine::applied(11, "one", 52) },
            StatementLine::applied(12, "one", -48),
            StatementLine::attended(13, "one", late),
            StatementLine::applied(14, "one", late),
        ];
        world.statements(others.map(|line| line.json())).await;
        let read = async |at: &str| {
            let records = world.service.learning_records(&lead, "c1").unwrap();
            let view = records.state_purpose(&id, &stated()).await.unwrap().to_string();
            let record = records.record(&id, Some(&view)).await.unwrap().unwrap();
            let uses: Vec<_> = record.uses.unwrap().into_iter().map(|one| (one.name, one.times)).collect();
            (record.sessions.len(), uses, format!("{engine}: {at}"))
        };
        let (sessions, uses, at) = read("enrolled").await;
        assert_eq!((sessions, uses), (1, vec![("Checklist".to_owned(), 2)]), "{at}");
        let leave = async |left_on: &str| {
            let (person, joined_on) = (id.clone(), "2026-01-05".to_owned());
            let form = LeaveForm { person, joined_on, left_on: left_on.to_owned() };
            world.service.programme_desk(&lead).unwrap().leave("c1", &form).await.unwrap();
        };
        leave("2026-01-20").await;
        let (sessions, uses, at) = read("left").await;
        assert_eq!((sessions, uses), (1, vec![("Checklist".to_owned(), 1)]), "{at}");
        leave("2026-01-05").await;
        let records = world.service.learning_records(&lead, "c1").unwrap();
        assert!(is_hidden(&records.participant(&id).await), "{engine}: left before it began");
    }
}

fn form(role: &str, scope: &str) -> PolicyForm {
    PolicyForm { role: role.to_owned(), scope: scope.to_owned(), understood: "yes".to_owned() }
}

#[tokio::test]
async fn work_records_are_closed_to_every_role_until_the_policy_opens_them() {
    for (engine, world) in worlds().await {
        let (service, id) = (&world.service, world.person("one").await.0.to_string());
        for role in AccessRole::ALL {
            let who = viewer(role, &["shop"], &["c1"]);
            assert!(is_hidden(&service.work_records(&who).await), "{engine}: {role:?}");
        }
        let admin = viewer(AccessRole::Admin, &[], &[]);
        let desk = service.work_record_policy(&admin).unwrap();
        for wrong in [
            form("admin", "everything"),
            form("engineer", "everything"),
            form("manager", "team:nowhere"),
            PolicyForm { understood: String::new(), ..form("manager", "team:shop") },
        ] {
            let refused = desk.grant(&wrong).await;
            assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{engine}: {wrong:?}");
        }
        desk.grant(&form("manager", "team:shop")).await.unwrap();

        let manager = viewer(AccessRole::Manager, &["shop"], &[]);
        let records = service.work_records(&manager).await.unwrap();
        assert_eq!(records.people().await.unwrap().len(), 6, "{engine}");
        assert_eq!(records.record(&id, None).await.unwrap(), None, "{engine}: a purpose comes first");
        let view = records.state_purpose(&id, &stated()).await.unwrap().to_string();
        let record = records.record(&id, Some(&view)).await.unwrap().unwrap();
        assert_eq!((record.name.as_str(), record.median_hours), ("one", Some(20.0)), "{engine}");
        let elsewhere = viewer(AccessRole::Manager, &["other"], &[]);
        let others = service.work_records(&elsewhere).await.unwrap();
        assert!(is_hidden(&others.state_purpose(&id, &stated()).await), "{engine}: not within their reach");
        assert!(is_hidden(&service.work_records(&coach()).await), "{engine}: not their role");

        let own = engineer(&world).await;
        let overview = service.own_records(&own).unwrap().overview().await.unwrap();
        assert_eq!(overview.rules[0].of_whom, "the team Shop", "{engine}: shown to everybody");
        desk.revoke(overview.rules[0].id).await.unwrap();
        assert!(is_hidden(&service.work_records(&manager).await), "{engine}: taken back");
        let logged = world.store.changes("policy:individual_work_records", 9).await.unwrap();
        assert_eq!(logged.len(), 2, "{engine}: {logged:?}");
    }
}

#[tokio::test]
async fn only_an_administrator_changes_the_policy() {
    for (engine, world) in worlds().await {
        for role in AccessRole::ALL.into_iter().filter(|role| *role != AccessRole::Admin) {
            let who = viewer(role, &["shop"], &["c1"]);
            assert!(is_hidden(&world.service.work_record_policy(&who)), "{engine}: {role:?}");
        }
    }
}

#[tokio::test]
async fn an_account_that_is_disowned_counts_for_nobody_and_no_sheet_brings_it_back() {
    for (engine, world) in worlds().await {
        let viewer = engineer(&world).await;
        let own = world.service.own_records(&viewer).unwrap();
        let accounts = own.overview().await.unwrap().accounts;
        let by_id =
            accounts.iter().find(|a| a.natural_key.starts_with("id:") && a.provider == "github").unwrap();
        assert_eq!(by_id.pull_requests, 2, "{engine}");
        own.disown(by_id.id).await.unwrap();
        assert_eq!(own.overview().await.unwrap().pull_requests, 0, "{engine}");
        let cells = world.cells().await;
        common::assert_same(&world.rebuilt().await, &cells, engine);
        let sheet = format!(
            "email,name,team,github_login,github_id\n{},one,shop,one-login,{}\n",
            address("one"),
            by_id.natural_key.trim_start_matches("id:")
        );
        world.sheet(SheetKind::People, &sheet).await;
        world.service.rebuild().await.unwrap();
        assert_eq!(own.overview().await.unwrap().pull_requests, 0, "{engine}");
        assert!(is_hidden(&own.disown(by_id.id).await), "{engine}: it is not theirs any more");
        let logged = world.store.changes(&format!("person:{}", viewer.person.unwrap().0), 9).await.unwrap();
        assert_eq!(logged[0].detail, "one github account", "{engine}");
    }
}

/// A state of `one` and of `two`, and a certificate of each.
async fn keep_beside_statements(world: &World) {
    let holder = KeyHolder { name: "LMS".to_owned(), scopes: ["all".to_owned()].into() };
    let records = world.service.record_store(&holder);
    let sha2 = |name: &str| privacy::hex::encode(&Sha256::digest(name));
    for (name, page, file) in [("one", "page 7", "abc"), ("two", "page of two-login", "two-login")] {
        let key = DocumentKey::State {
            activity: "https://demo.invalid/labs/lab".to_owned(),
            agent: format!("mbox:{}", address(name)),
            registration: None,
            id: "resume".to_owned(),
        };
        let body = json!({ "at": page }).to_string().into_bytes();
        records.put_document(&key, "application/json", body, &Preconditions::default()).await.unwrap();
        let statement = json!({
            "id": Uuid::new_v4(), "actor": { "mbox": format!("mailto:{}", address(name)) },
            "verb": { "id": "https://demo.invalid/passed" }, "object": { "id": "https://demo.invalid/labs/lab" },
            "attachments": [{ "usageType": "https://demo.invalid/certificate", "display": { "en": "Certificate" },
                "contentType": "text/plain", "length": file.len(), "sha2": sha2(file) }],
        });
        let statement = Statement::from_value(statement).unwrap();
        let (content_type, bytes) = ("text/plain".to_owned(), file.as_bytes().to_vec());
        let file = Attachment { sha2: sha2(file), content_type, bytes };
        records.append(vec![statement], vec![file]).await.unwrap();
    }
}

#[tokio::test]
async fn a_person_exports_all_of_theirs_and_nothing_of_anybody_else() {
    for (engine, world) in worlds().await {
        let viewer = engineer(&world).await;
        keep_beside_statements(&world).await;
        let own = world.service.own_records(&viewer).unwrap();
        for format in [Format::Json, Format::Csv] {
            let mut export = own.export(format).await.unwrap();
            let mut text = Vec::new();
            while let Some(piece) = export.pieces.recv().await {
                text.extend(piece.unwrap());
            }
            let text = String::from_utf8(text).unwrap();
            for expected in [
                "one@demo.invalid",
                "one-login",
                "acme/shop#1",
                "completed",
                "exported records",
                "page 7",
                "YWJj",
            ] {
                assert!(text.contains(expected), "{engine}: {expected} in {text}");
            }
            assert!(!text.contains("two@demo.invalid") && !text.contains("two-login"), "{engine}: {text}");
            if format == Format::Json {
                let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
                let kinds: std::collections::BTreeSet<&str> = whole["records"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|r| r["kind"].as_str().unwrap())
                    .collect();
                for kind in [
                    "person",
                    "account",
                    "membership",
                    "enrolment",
                    "pull_request",
                    "learning",
                    "statement",
                    "document",
                    "state",
                    "attachment",
                    "access",
                    "role",
                ] {
                    assert!(kinds.contains(kind), "{engine}: {kind} in {kinds:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn who_erases_themself_types_it_and_is_nobody_afterwards() {
    for (engine, world) in worlds().await {
        let viewer = engineer(&world).await;
        let own = world.service.own_records(&viewer).unwrap();
        let refused = own.erase("erase").await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{engine}");
        // Whoever asked has gone: the request was dropped.
        let dropped = tokio::time::timeout(std::time::Duration::ZERO, own.erase(ERASE_WORDS)).await;
        assert!(dropped.is_err(), "{engine}");
        while world.store.people().await.unwrap().iter().any(|person| person.name == "one") {
            tokio::task::yield_now().await;
        }
        assert_eq!(world.service.viewer(viewer.user_id).await.unwrap(), None, "{engine}: no way to sign in");
        assert!(world.store.people().await.unwrap().iter().all(|person| person.name != "one"), "{engine}");
        let lead = lead();
        let records = world.service.learning_records(&lead, "c1").unwrap();
        let gone = records.participant(&viewer.person.unwrap().0.to_string()).await;
        assert!(is_hidden(&gone), "{engine}");
        let page = world.service.cohort_desk(&lead, "c1").unwrap().page().await.unwrap();
        let names: Vec<String> = page.participants.unwrap().into_iter().map(|p| p.name).collect();
        assert!(
            names.contains(&service::individual::ERASED_NAME.to_owned()),
            "{engine}: still counted, {names:?}"
        );
        let choices = world.service.programme_desk(&lead).unwrap().people_to_choose().await.unwrap();
        assert_eq!(choices.len(), 5, "{engine}: nobody enrols somebody without a name");
    }
}

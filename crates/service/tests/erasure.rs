//! Erasing a person leaves no trace of them anywhere, and every figure as it was.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same,
    organisation::{demo_worlds, participant},
    tables::Tables,
};
use domain::{
    PersonId,
    period::{GroupKind, PeriodKind},
};
use privacy::audit::Verifier;
use serde_json::json;
use service::{
    ServiceError,
    individual::{ErasedStatements, Format, Lookup},
    record_store::{DocumentKey, KeyHolder, Preconditions},
};
use store::DatabaseUrl;

const EVERY: usize = 8;

/// All that names the person.
struct Named {
    id: PersonId,
    number: String,
    texts: Vec<String>,
}

async fn named(world: &World) -> Named {
    let email = participant();
    let id = world.service.find_person(&Lookup::Email(email.clone())).await.unwrap().unwrap();
    let number = email.trim_start_matches("person").split('@').next().unwrap().to_owned();
    let texts = vec![
        email,
        format!("Demo Person {number}"),
        format!("demo-person-{number}"),
        format!("demo-acc-{number}"),
        // As the number of an account; others begin alike.
        format!("\"id\":9{number:0>5},\"type\""),
    ];
    Named { id, number, texts }
}

/// Documents in which the person hides: titles, branches, mentions, reviews of others, changelogs, escaped letters.
async fn hide(world: &mut World, number: &str) {
    let (name, login) = (format!("Demo Person {number}"), format!("demo-person-{number}"));
    let other = json!({ "login": "neighbour", "id": 123_456, "type": "User" });
    let reviewer = json!({ "login": login.to_uppercase(), "id": 900_000 + number.parse::<u64>().unwrap(),
        "node_id": "U_x", "avatar_url": format!("https://pictures.invalid/{login}"), "type": "User" });
    let line = json!({
        "repository": { "full_name": format!("{login}/playground") },
        "pull_request": {
            "number": 1, "title": format!("Fix what @{login} found"), "state": "closed", "user": other,
            "created_at": "2026-03-02T09:00:00Z", "merged_at": "2026-03-03T09:00:00Z",
            "closed_at": "2026-03-03T09:00:00Z", "updated_at": "2026-03-03T09:00:00Z",
            "additions": 10, "deletions": 2, "body": format!("Thanks, {name} <person{number}@demo.invalid>!"),
            "head": { "ref": format!("{login}-fix"), "sha": "a1" }, "base": { "ref": format!("users/{login}") },
            "assignees": [reviewer],
        },
        "reviews": [{ "user": reviewer, "state": "APPROVED", "submitted_at": "2026-03-02T12:00:00Z" }],
    });
    world.pull_requests([line.to_string().replace("Thanks", "Th\\u0061nks")]).await;
    let issue = json!({
        "key": "PAY-99999", "fields": {
            "summary": format!("{name} cannot sign in"), "issuetype": { "name": "Bug" },
            "project": { "key": "PAY", "name": "Payments" }, "status": { "name": "To Do" },
            "reporter": { "accountId": "someone-else", "displayName": "Demo Person 000" },
            "assignee": { "accountId": format!("demo-acc-{number}"), "displayName": name,
                          "emailAddress": format!("person{number}@demo.invalid") },
            "created": "2026-03-02T09:00:00.000+0000", "updated": "2026-03-02T09:00:00.000+0000",
        },
        "changelog": { "histories": [{ "created": "2026-03-02T09:00:00.000+0000", "items": [
            { "field": "assignee", "to": format!("demo-acc-{number}"), "toString": name }] }] },
    });
    world.issues([issue.to_string()]).await;
    let statement = json!({
        "id": "7b0e6c1e-0000-4000-8000-000000000001",
        "actor": { "mbox": "mailto:somebody@demo.invalid" },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/commented" },
        "object": { "id": "https://demo.invalid/lab/1", "definition": { "name": { "en": format!("Lab of {name}") } } },
        "context": { "instructor": { "name": name, "mbox": format!("mailto:Person{number}@demo.invalid") } },
        "result": { "response": format!("{login} helped") },
        "timestamp": "2026-03-02T09:00:00Z",
    });
    assert_eq!(world.statements([statement.to_string()]).await, 1);
    world.service.recompute().await.unwrap();
}

async fn sign_in_data(tables: &Tables, number: &str) {
    let user = "(SELECT id FROM user_account WHERE persona = 'engineer')";
    for sql in [
        format!(
            "INSERT INTO user_identity (issuer, subject, user_id, first_seen_at, last_seen_at)
                 VALUES ('https://id.invalid', 'demo-person-{number}', {user}, 1, 1)"
        ),
        format!(
            "INSERT INTO local_account (user_id, login, password_hash, must_change, changed_at)
                 VALUES ({user}, 'person{number}@demo.invalid', 'x', FALSE, 1)"
        ),
        format!("UPDATE user_account SET name = 'Demo Person {number}' WHERE persona = 'engineer'"),
    ] {
        tables.run(sql.leak()).await;
    }
}

/// Every figure that anybody could ask for, unguarded.
async fn figures(world: &World) -> Vec<String> {
    let mut printed = Vec::new();
    for by in [GroupKind::Team, GroupKind::Cohort, GroupKind::Organisation] {
        for period in [PeriodKind::Sprint, PeriodKind::All] {
            printed.extend(world.figures(by, period).await.iter().map(|row| format!("{row:?}")));
        }
    }
    printed
}

async fn export(world: &World, person: PersonId, format: Format) -> String {
    let mut export = world.service.export_person(person, format).await.unwrap();
    let mut text = Vec::new();
    while let Some(piece) = export.pieces.recv().await {
        text.extend(piece.unwrap());
    }
    String::from_utf8(text).unwrap()
}

async fn assert_no_trace(engine: &str, tables: &Tables, texts: &[String]) {
    for table in tables.names().await {
        for value in tables.values(&table).await {
            if let Some(found) = value.holds(texts) {
                let text = String::from_utf8_lossy(&value.bytes);
                panic!("{engine}: {found} in {table}.{}: {text}", value.column);
            }
        }
    }
}

/// What anybody is shown, in any order.
async fn released(tables: &Tables) -> Vec<Vec<u8>> {
    let mut values: Vec<Vec<u8>> =
        tables.values("release").await.into_iter().map(|value| value.bytes).collect();
    values.sort();
    values
}

/// The file of a SQLite database and its log hold nothing of what was deleted.
fn assert_no_remnants(url: &DatabaseUrl, texts: &[String]) {
    let Some(file) = url.0.strip_prefix("sqlite://") else { return };
    for file in [file.to_owned(), format!("{file}-wal")] {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let found = texts.iter().find(|found| text.contains(&found.to_lowercase()));
        assert_eq!(found, None, "in the bytes of the file");
    }
}

async fn assert_chain_holds(engine: &str, world: &World) {
    let mut tx = world.store.snapshot().await.unwrap();
    let ends = tx.audit_ends().await.unwrap();
    let mut verifier = Verifier::new(ends.anchor);
    for row in tx.audit_rows(0, i64::MAX).await.unwrap() {
        verifier.push(&row);
    }
    assert_eq!(verifier.finish(ends.head), Ok(ends.head), "{engine}");
}

#[tokio::test]
async fn an_erased_person_is_nowhere_and_every_figure_stays_as_it_was() {
    for (engine, url, mut world) in demo_worlds(EVERY).await {
        let tables = Tables::open(&url).await;
        let who = named(&world).await;
        hide(&mut world, &who.number).await;
        sign_in_data(&tables, &who.number).await;
        let (cells, before) = (world.cells().await, figures(&world).await);
        let shown = released(&tables).await;
        let exported = export(&world, who.id, Format::Json).await;
        assert!(who.texts[..4].iter().all(|text| exported.contains(text)), "{engine}: the export has it all");

        let erased = world.service.erase_person(who.id).await.unwrap();
        assert!(erased.documents > 10 && erased.accounts >= 4, "{engine}: {erased:?}");

        assert_no_trace(engine, &tables, &who.texts).await;
        assert_no_trace(engine, &tables, &[who.id.0.simple().to_string()]).await;
        assert_no_remnants(&url, &who.texts[..4]);
        assert_same(&world.cells().await, &cells, &format!("{engine}, erased"));
        assert_eq!(figures(&world).await, before, "{engine}, erased");
        assert_eq!(released(&tables).await, shown, "{engine}, erased: what is shown");
        assert_same(&world.rebuilt().await, &cells, &format!("{engine}, erased and rebuilt"));
        assert_eq!(figures(&world).await, before, "{engine}, erased and rebuilt");
        assert_eq!(released(&tables).await, shown, "{engine}, erased and rebuilt: what is shown");
        assert_no_trace(engine, &tables, &who.texts).await;
        assert_chain_holds(engine, &world).await;
        let again = world.service.erase_person(who.id).await;
        assert!(matches!(again, Err(ServiceError::NotFound)), "{engine}: {again:?}");
        let gone = world.service.export_person(who.id, Format::Csv).await;
        assert!(matches!(gone, Err(ServiceError::NotFound)), "{engine}");
    }
}

#[tokio::test]
async fn the_same_files_imported_again_do_not_bring_an_erased_person_back() {
    for (engine, url, mut world) in demo_worlds(EVERY * 5).await {
        let who = named(&world).await;
        world.service.erase_person(who.id).await.unwrap();
        let cells = world.cells().await;
        let demo = demo::organisation(demo::DEFAULT_SEED).unwrap();
        let new = common::organisation::import(&mut world, &demo, EVERY * 5).await;
        assert_eq!(new, 0, "{engine}: nothing is new");
        assert_same(&world.cells().await, &cells, engine);
        assert_no_trace(engine, &Tables::open(&url).await, &who.texts).await;
    }
}

#[tokio::test]
async fn statements_can_be_removed_instead_and_others_of_a_group_keep_theirs() {
    for (engine, url, world) in demo_worlds(EVERY * 5).await {
        let who = named(&world).await;
        let statements =
            |tables: Vec<common::tables::Stored>| tables.iter().filter(|v| v.column == "payload").count();
        let tables = Tables::open(&url).await;
        let before = statements(tables.values("statement").await);
        let service = world.service.clone().with_erased_statements(ErasedStatements::Remove);
        let erased = service.erase_person(who.id).await.unwrap();
        assert!(erased.removed_statements > 0, "{engine}: {erased:?}");
        assert_eq!(
            statements(tables.values("statement").await),
            before - erased.removed_statements,
            "{engine}"
        );
        assert_no_trace(engine, &tables, &who.texts).await;
        let cells = world.cells().await;
        assert_same(&world.rebuilt().await, &cells, &format!("{engine}, rebuilt"));
    }
}

#[tokio::test]
async fn every_table_that_refers_to_people_or_users_is_known_to_the_erasure() {
    let of_people = [
        ("account", "person_id"),
        ("cohort", "coach"),
        ("disowned_account", "person_id"),
        ("enrolment", "person_id"),
        ("membership", "person_id"),
        ("stated_purpose", "person_id"),
        ("user_account", "person_id"),
    ];
    let of_users = [
        ("api_token", "user_id"),
        ("local_account", "user_id"),
        ("recovery_code", "user_id"),
        ("role_grant", "user_id"),
        ("scim_user", "user_id"),
        ("session", "user_id"),
        ("stated_purpose", "user_id"),
        ("two_step", "user_id"),
        ("user_identity", "user_id"),
    ];
    for url in testbed::urls().await {
        testbed::open(&url).await.unwrap();
        let tables = Tables::open(&url).await;
        for (target, known) in [("person", &of_people[..]), ("user_account", &of_users[..])] {
            let found = tables.referring_to(target).await;
            let known: Vec<(String, String)> =
                known.iter().map(|(table, column)| ((*table).to_owned(), (*column).to_owned())).collect();
            assert_eq!(found, known, "{url:?}: what becomes of these rows? See store::erasure");
        }
    }
}

/// A statement of somebody known by an account alone: no name, no address.
fn of_account(id: u128, name: &str, lab: &str) -> String {
    json!({
        "id": uuid::Uuid::from_u128(id),
        "actor": { "account": { "homePage": "https://lms.invalid", "name": name } },
        "verb": { "id": domain::learning::VERB_COMPLETED },
        "object": { "id": format!("https://demo.invalid/labs/{lab}") },
        "timestamp": "2026-03-02T09:00:00Z",
    })
    .to_string()
}

async fn statements(world: &World) -> Vec<String> {
    let rows = world.store.statements_after(uuid::Uuid::nil(), 100).await.unwrap();
    rows.into_iter().map(|row| row.payload).collect()
}

/// One person linked to an account at a learning system by the sheet, with two statements; another person with one.
async fn linked(account: &str, lab: &str) -> Vec<(&'static str, World)> {
    let mut worlds = common::worlds().await;
    for (_, world) in &mut worlds {
        let people = format!(
            "email,name,xapi_account\nada@demo.invalid,Ada Demo,https://lms.invalid|{account}\n\
             bob@demo.invalid,Bob Demo,https://lms.invalid|bob-{account}\n"
        );
        world.sheet(service::ingest::SheetKind::People, &people).await;
        let lines = [of_account(1, account, lab), of_account(2, &format!("bob-{account}"), lab)];
        assert_eq!(world.statements(lines).await, 2);
    }
    worlds
}

#[tokio::test]
async fn statements_that_know_a_person_by_a_short_account_alone_are_exported_and_erased() {
    for (engine, world) in linked("a7", "lab").await {
        let ada = world.person("Ada Demo").await;
        let exported = export(&world, ada, Format::Csv).await;
        let lines = exported.lines().filter(|line| line.starts_with("statement,")).count();
        assert_eq!(lines, 1, "{engine}: {exported}");
        world.service.erase_person(ada).await.unwrap();
        let left = statements(&world).await;
        assert!(!left.iter().any(|text| text.contains(r#""a7""#)), "{engine}: {left:?}");
        assert!(left.iter().any(|text| text.contains("bob-a7")), "{engine}: {left:?}");
    }
}

#[tokio::test]
async fn somebody_known_by_the_digest_of_their_address_is_erased_as_well() {
    for (engine, mut world) in linked("ada", "lab").await {
        // Of mailto:ada@demo.invalid.
        let digest = "e96459f639e14b8dc52f178bbc5703995e55a4d1";
        let line = of_account(3, "ada", "lab");
        let mut line: serde_json::Value = serde_json::from_str(&line).unwrap();
        line["actor"] = json!({ "mbox_sha1sum": digest });
        world.statements([line.to_string()]).await;
        world.service.erase_person(world.person("Ada Demo").await).await.unwrap();
        let left = statements(&world).await;
        assert!(!left.iter().any(|text| text.contains(digest)), "{engine}: {left:?}");
    }
}

#[tokio::test]
async fn what_others_learned_is_called_as_before_when_somebody_with_such_a_login_is_erased() {
    for (engine, world) in linked("security", "security").await {
        world.service.erase_person(world.person("Ada Demo").await).await.unwrap();
        let left = statements(&world).await;
        let kept = left.iter().filter(|text| text.contains("https://demo.invalid/labs/security")).count();
        assert_eq!(kept, 2, "{engine}: {left:?}");
        assert!(!left.iter().any(|text| text.contains(r#""security""#)), "{engine}: {left:?}");
    }
}

#[tokio::test]
async fn a_person_leaves_no_trace_in_names_notes_and_counts_of_tries() {
    for url in testbed::urls().await {
        let store = testbed::open(&url).await.unwrap();
        let engine = store.engine_name();
        let service =
            service::Service::new(store.clone(), service::Rules::default(), common::clock).await.unwrap();
        let mut world = World { ingest: service.ingest(), service, store };
        let tables = Tables::open(&url).await;
        world.sheet(service::ingest::SheetKind::People, "email,name\nada@demo.invalid,Ada Demo\n").await;
        world.service.create_access_key("Laptop of Ada Demo").await.unwrap();
        let mut line: serde_json::Value = serde_json::from_str(&of_account(1, "bob", "lab")).unwrap();
        line["context"] = json!({ "extensions": {
            format!("{}repository", domain::learning::TAG_EXTENSIONS): "playground of ada@demo.invalid" } });
        world.statements([line.to_string()]).await;
        // As retention leaves it: the fact outlives the text.
        tables.run("UPDATE statement SET payload = ''").await;
        let form = service::administration::NewUserForm {
            name: "Ada Demo".to_owned(),
            login: "ada@demo.invalid".to_owned(),
        };
        let user = world.service.operator().create_user(&form).await.unwrap().id;
        let ada = world.person("Ada Demo").await;
        world.service.operator().set_person(user, Some(&ada.0.to_string())).await.unwrap();
        world.service.sign_in_with_password("ada@demo.invalid", "wrong").await.unwrap();
        world.service.erase_person(ada).await.unwrap();
        assert_no_trace(engine, &tables, &["ada demo".to_owned(), "ada@demo.invalid".to_owned()]).await;
        assert!(
            tables.values("sign_in_attempt").await.is_empty(),
            "{engine}: the digest of a login is a trace"
        );
    }
}

/// A key that may do everything.
fn holder() -> KeyHolder {
    KeyHolder { name: "LMS".to_owned(), scopes: ["all".to_owned()].into() }
}

/// States and profiles of Ada, of Bob who writes of her, and of an activity; all of them name her.
async fn keep_documents(world: &World) {
    let records = world.service.record_store(&holder());
    let (ada, bob) = ("mbox:ada@demo.invalid".to_owned(), "mbox:bob@demo.invalid".to_owned());
    let (activity, id) = ("https://demo.invalid/labs/lab".to_owned(), "notes".to_owned());
    let state = |agent: &String| DocumentKey::State {
        activity: activity.clone(),
        agent: agent.clone(),
        registration: None,
        id: id.clone(),
    };
    let keys = [
        state(&ada),
        state(&bob),
        DocumentKey::AgentProfile { agent: ada, id: id.clone() },
        DocumentKey::ActivityProfile { activity: activity.clone(), id: id.clone() },
    ];
    for key in keys {
        let body = json!({ "best": "Ada Demo <ada@demo.invalid>", "score": 7 }).to_string().into_bytes();
        let only = Preconditions::default();
        records.put_document(&key, "application/json", body, &only).await.unwrap();
    }
    let query = xapi::StatementQuery {
        agent: Some("mbox:ada@demo.invalid".to_owned()),
        ..xapi::StatementQuery::default()
    };
    assert_eq!(records.query(&query).await.unwrap().statements.len(), 1);
    world.service.log_readings().await.unwrap();
}

#[tokio::test]
async fn an_erased_person_is_in_no_document_and_found_by_no_query() {
    for url in testbed::urls().await {
        let store = testbed::open(&url).await.unwrap();
        let engine = store.engine_name();
        let service =
            service::Service::new(store.clone(), service::Rules::default(), common::clock).await.unwrap();
        let mut world = World { ingest: service.ingest(), service, store };
        let tables = Tables::open(&url).await;
        let people = "email,name\nada@demo.invalid,Ada Demo\nbob@demo.invalid,Bob Demo\n";
        world.sheet(service::ingest::SheetKind::People, people).await;
        let mut line: serde_json::Value = serde_json::from_str(&of_account(1, "x", "lab")).unwrap();
        line["actor"] = json!({ "mbox": "mailto:ada@demo.invalid", "name": "Ada Demo" });
        line["object"]["definition"] = json!({ "name": { "en": "Lab of Ada Demo" } });
        let mut named_after: serde_json::Value = serde_json::from_str(&of_account(2, "bob", "lab")).unwrap();
        named_after["object"] = json!({
            "id": "https://demo.invalid/plans/ada@demo.invalid", "definition": { "name": { "en": "Plan" } },
        });
        world.statements([line.to_string(), named_after.to_string()]).await;
        keep_documents(&world).await;
        world.service.check_quality().await.unwrap();
        world.service.erase_person(world.person("Ada Demo").await).await.unwrap();
        assert_no_trace(engine, &tables, &["ada demo".to_owned(), "ada@demo.invalid".to_owned()]).await;
        assert!(
            tables.values("statement_reader").await.is_empty(),
            "{engine}: leads from the log to an account"
        );
        let records = world.service.record_store(&holder());
        let query = |agent: &str| xapi::StatementQuery {
            agent: Some(agent.to_owned()),
            ..xapi::StatementQuery::default()
        };
        let found = records.query(&query("mbox:ada@demo.invalid")).await.unwrap();
        assert!(found.statements.is_empty(), "{engine}");
        let left = statements(&world).await;
        let actor: serde_json::Value = serde_json::from_str(&left[0]).unwrap();
        let account = &actor["actor"]["account"];
        let agent = format!(
            "account:{}|{}",
            account["homePage"].as_str().unwrap(),
            account["name"].as_str().unwrap()
        );
        assert_eq!(
            records.query(&query(&agent)).await.unwrap().statements.len(),
            1,
            "{engine}: by the pseudonym"
        );
        let verdict = world.service.verify_audit(None).await.unwrap();
        assert!(verdict.result.is_ok(), "{engine}");
    }
}

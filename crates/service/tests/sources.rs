//! Sources of statements and where they are sent on to: what is stored, what is refused, what never doubles; on both engines.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use common::{
    World, lead,
    lines::{CONTENT, HUDDLE},
    viewer, worlds,
};
use domain::viewer::{AccessRole, Viewer};
use serde_json::{Value, json};
use service::{
    Service, ServiceError,
    ingest::SheetKind,
    record_store::{DocumentKey, KeyHolder, Preconditions, RecordError, StoredStatement},
    sources::{
        InternalHosts,
        attendance::{AttendanceForm, Outcome},
        history::{Mapping, read},
        launchables::LaunchableForm,
        launches::Fetched,
        links::LinkForm,
        pulls::PullForm,
        webhooks::WebhookForm,
    },
};
use store::users::Persona;
use uuid::Uuid;
use xapi::{Statement, StatementQuery};

const UNIT: &str = "https://content.invalid/unit";

async fn company(world: &World) {
    world.skills(&["small-prs"]).await;
    world.sheet(SheetKind::Teams, "key,name\npay,Payments\n").await;
    let people =
        "email,name,team,from\nada@demo.invalid,Ada,pay,2026-01-01\nbob@demo.invalid,Bob,pay,2026-01-01\n";
    world.sheet(SheetKind::People, people).await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world.cohort("c1", &["small-prs"], ("2026-03-02", "2026-03-20"), &["ada", "bob"]).await;
}

async fn ada(world: &World) -> Viewer {
    Viewer { person: Some(world.person("Ada").await), ..viewer(AccessRole::Engineer, &["pay"], &[]) }
}

fn everything() -> KeyHolder {
    KeyHolder { name: "test".to_owned(), scopes: ["all".to_owned()].into() }
}

async fn stored(world: &World, query: StatementQuery) -> Vec<StoredStatement> {
    let store = world.service.record_store(&everything());
    store.query(&StatementQuery { ascending: true, ..query }).await.unwrap().statements
}

async fn all(world: &World) -> Vec<StoredStatement> {
    stored(world, StatementQuery::default()).await
}

#[tokio::test]
async fn attendance_is_one_statement_of_a_group_and_is_changed_by_another() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let coach = viewer(AccessRole::Coach, &[], &["c1"]);
        let desk = world.service.cohort_desk(&coach, "c1").unwrap();
        let (ada, bob) = (world.person("Ada").await.0.to_string(), world.person("Bob").await.0.to_string());
        let form = |people: &[&String]| AttendanceForm {
            content: HUDDLE.to_owned(),
            held_on: "2026-03-05".to_owned(),
            people: people.iter().map(|id| (*id).clone()).collect(),
        };
        let both = form(&[&ada, &bob]);
        assert_eq!(desk.record_attendance(&both).await.unwrap(), Outcome::Recorded(2), "{engine}");
        assert_eq!(desk.record_attendance(&form(&[&bob, &ada])).await.unwrap(), Outcome::Same, "{engine}");
        let found = all(&world).await;
        assert_eq!(found.len(), 1, "{engine}");
        let group: Value = serde_json::from_str(&found[0].json).unwrap();
        assert_eq!(group["actor"]["member"].as_array().unwrap().len(), 2, "{engine}");
        assert!(group["actor"]["member"][0].get("name").is_none(), "{engine}: no names in statements");

        assert_eq!(desk.record_attendance(&form(&[&ada])).await.unwrap(), Outcome::Recorded(1), "{engine}");
        let now = desk.attendance().await.unwrap();
        assert_eq!((now.recorded.len(), now.recorded[0].people), (1, 1), "{engine}");
        assert_eq!(desk.attendance_form(HUDDLE, "2026-03-05").await.unwrap(), form(&[&ada]), "{engine}");
        let holds = all(&world).await.iter().filter(|s| s.json.contains("\"Group\"")).count();
        assert_eq!(holds, 1, "{engine}: the first one is void");
        // Back to what was void: that is another statement.
        assert_eq!(desk.record_attendance(&both).await.unwrap(), Outcome::Recorded(2), "{engine}");
        assert_eq!(desk.record_attendance(&form(&[])).await.unwrap(), Outcome::TakenBack, "{engine}");
        let holds = all(&world).await.iter().filter(|s| s.json.contains("\"Group\"")).count();
        assert_eq!(holds, 0, "{engine}");
        let stranger = viewer(AccessRole::Manager, &["pay"], &[]);
        assert!(world.service.cohort_desk(&stranger, "c1").is_err(), "{engine}");
    }
}

async fn register(world: &World, kind: &str) -> i64 {
    let lead = lead();
    let form = LaunchableForm {
        title: "Slicing".to_owned(),
        url: "https://content.invalid/story.html".to_owned(),
        kind: kind.to_owned(),
        activity: UNIT.to_owned(),
        skill: "small-prs".to_owned(),
    };
    world.service.source_desk(&lead).unwrap().add_launchable(&form).await.unwrap()
}

fn parameters(address: &str) -> Vec<(String, String)> {
    let (_, query) = address.split_once('?').unwrap();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

async fn holder(world: &World, token: &str) -> KeyHolder {
    let pair =
        String::from_utf8(BASE64_STANDARD.decode(token.trim_start_matches("Basic ")).unwrap()).unwrap();
    let (key, secret) = pair.split_once(':').unwrap();
    assert_eq!(world.service.launch_key_holder(key, "other").await.unwrap(), None);
    world.service.launch_key_holder(key, secret).await.unwrap().unwrap()
}

fn by(actor: &str, verb: &str, registration: &str) -> Statement {
    statement(&json!({ "mbox": format!("mailto:{actor}@demo.invalid") }), verb, registration, &[])
}

fn statement(actor: &Value, verb: &str, registration: &str, categories: &[&str]) -> Statement {
    let categories: Vec<Value> = categories.iter().map(|id| json!({ "id": id })).collect();
    Statement::from_value(json!({
        "id": Uuid::new_v4(), "actor": actor, "verb": { "id": format!("http://adlnet.gov/expapi/verbs/{verb}") },
        "object": { "id": UNIT },
        "context": { "registration": registration, "contextActivities": { "category": categories } },
    }))
    .unwrap()
}

#[tokio::test]
async fn storyline_gets_exactly_its_parameters_and_a_key_that_reaches_its_learner_alone() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "tin_can").await;
        let learner = ada(&world).await;
        let address = world.service.launch(&learner, id).await.unwrap();
        let sent = parameters(&address);
        let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["endpoint", "auth", "actor", "registration", "activity_id"], "{engine}");
        let registration = sent[3].1.clone();
        let store = world.service.record_store(&holder(&world, &sent[1].1).await);
        store.append(vec![by("ada", "experienced", &registration)], vec![]).await.unwrap();
        for refused in [
            by("bob", "experienced", &registration),
            by("ada", "experienced", &Uuid::new_v4().to_string()),
            Statement::from_value(json!({
                "actor": { "mbox": "mailto:ada@demo.invalid" }, "verb": { "id": "http://adlnet.gov/expapi/verbs/voided" },
                "object": { "objectType": "StatementRef", "id": Uuid::new_v4() },
            }))
            .unwrap(),
        ] {
            let answer = store.append(vec![refused], vec![]).await;
            assert!(matches!(answer, Err(RecordError::Forbidden(_))), "{engine}: {answer:?}");
        }
        let state = |agent: &str| DocumentKey::State {
            activity: UNIT.to_owned(),
            agent: format!("mbox:{agent}@demo.invalid"),
            registration: Some(registration.parse().unwrap()),
            id: "resume".to_owned(),
        };
        let only = Preconditions::default();
        store.put_document(&state("ada"), "application/octet-stream", vec![1], &only).await.unwrap();
        let other = store.document(&state("bob")).await;
        assert!(matches!(other, Err(RecordError::Forbidden(_))), "{engine}");
        assert!(store.query(&StatementQuery::default()).await.is_err(), "{engine}: it reads no statements");

        let again = parameters(&world.service.launch(&learner, id).await.unwrap());
        assert_eq!(again[3].1, registration, "{engine}: the way goes on");
        let pair = BASE64_STANDARD.decode(sent[1].1.trim_start_matches("Basic ")).unwrap();
        let (key, secret) = std::str::from_utf8(&pair).unwrap().split_once(':').unwrap();
        assert_eq!(
            world.service.launch_key_holder(key, secret).await.unwrap(),
            None,
            "{engine}: the old key is over"
        );
    }
}

#[tokio::test]
async fn launched_content_describes_its_own_activity_sends_so_often_and_ends_with_the_account() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "tin_can").await;
        let learner = ada(&world).await;
        let sent = parameters(&world.service.launch(&learner, id).await.unwrap());
        let store = world.service.record_store(&holder(&world, &sent[1].1).await);
        let mut statement = by("ada", "experienced", &sent[3].1).into_json();
        statement["object"]["definition"] = json!({ "name": { "en": "Its own" } });
        let other = "https://content.invalid/other";
        statement["context"]["contextActivities"]["parent"] =
            json!([{ "id": other, "definition": { "name": { "en": "Not its own" } } }]);
        store.append(vec![Statement::from_value(statement).unwrap()], vec![]).await.unwrap();
        let known = world.service.record_store(&everything());
        assert!(known.definition(UNIT).await.unwrap().unwrap().to_string().contains("Its own"), "{engine}");
        assert_eq!(known.definition(other).await.unwrap(), None, "{engine}");

        let pair = BASE64_STANDARD.decode(sent[1].1.trim_start_matches("Basic ")).unwrap();
        let (key, secret) = std::str::from_utf8(&pair).unwrap().split_once(':').unwrap();
        let mut often = Ok(None);
        for _ in 0..700 {
            often = world.service.key_holder(key, secret).await;
            if often.is_err() {
                break;
            }
        }
        assert!(matches!(often, Err(RecordError::TooOften(_))), "{engine}: {often:?}");

        let mut tx = world.store.begin().await.unwrap();
        let persona = Persona {
            persona: "ada".to_owned(),
            name: "Demo Ada".to_owned(),
            role: AccessRole::Engineer,
            person: learner.person,
            scopes: vec![],
        };
        let user = tx.save_persona(&persona).await.unwrap();
        tx.set_disabled(user, Some(common::clock())).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.service.launch_key_holder(key, secret).await.unwrap(), None, "{engine}: disabled");
    }
}

#[tokio::test]
async fn cmi5_content_fetches_its_key_once_finds_its_launch_data_and_keeps_the_order() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "cmi5").await;
        let sent = parameters(&world.service.launch(&ada(&world).await, id).await.unwrap());
        let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["endpoint", "fetch", "actor", "registration", "activityId"], "{engine}");
        let token = sent[1].1.rsplit('/').next().unwrap();
        let Fetched::Token(auth) = world.service.fetch_launch_token(token).await.unwrap() else {
            panic!("{engine}")
        };
        assert_eq!(world.service.fetch_launch_token(token).await.unwrap(), Fetched::Used, "{engine}");
        let store = world.service.record_store(&holder(&world, &auth).await);
        let data = DocumentKey::State {
            activity: UNIT.to_owned(),
            agent: "mbox:ada@demo.invalid".to_owned(),
            registration: Some(sent[3].1.parse().unwrap()),
            id: "LMS.LaunchData".to_owned(),
        };
        let data = store.document(&data).await.unwrap().unwrap();
        let data: Value = serde_json::from_slice(&data.bytes).unwrap();
        assert_eq!(data["launchMode"], "Normal", "{engine}");
        let actor: Value = serde_json::from_str(&sent[2].1).unwrap();
        let category = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
        let say = |verb: &str| statement(&actor, verb, &sent[3].1, &[category]);
        let early = store.append(vec![say("completed")], vec![]).await;
        assert!(matches!(early, Err(RecordError::Bad(_))), "{engine}: {early:?}");
        for verb in ["initialized", "completed", "passed", "terminated"] {
            store.append(vec![say(verb)], vec![]).await.unwrap();
        }
        assert!(store.append(vec![say("failed")], vec![]).await.is_err(), "{engine}");
        let verbs: Vec<String> = all(&world)
            .await
            .iter()
            .map(|s| {
                serde_json::from_str::<Value>(&s.json).unwrap()["verb"]["id"].as_str().unwrap().to_owned()
            })
            .map(|verb| verb.rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(
            verbs,
            ["launched", "initialized", "completed", "satisfied", "passed", "terminated"],
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_short_link_leads_on_for_everybody_and_is_noted_for_people() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let lead = lead();
        let desk = world.service.source_desk(&lead).unwrap();
        let form = LinkForm {
            code: "slice".to_owned(),
            title: "How to slice".to_owned(),
            url: "https://wiki.invalid/slice".to_owned(),
            skill: "small-prs".to_owned(),
        };
        desk.add_link(&form).await.unwrap();
        assert!(matches!(desk.add_link(&form).await, Err(ServiceError::Invalid(_))), "{engine}");
        assert_eq!(world.service.follow_link("slice", None).await.unwrap(), form.url, "{engine}");
        world.service.follow_link("slice", Some(ada(&world).await)).await.unwrap();
        for _ in 0..100 {
            if desk.links().await.unwrap()[0].followed == 2 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let link = desk.links().await.unwrap().remove(0);
        assert_eq!((link.followed, link.recorded), (2, 1), "{engine}");
        assert!(all(&world).await[0].json.contains("experienced"), "{engine}");
        desk.retire_link("slice", true).await.unwrap();
        assert!(
            matches!(world.service.follow_link("slice", None).await, Err(ServiceError::NotFound)),
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_history_that_is_imported_twice_changes_nothing() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let mapping = Mapping {
            source: "moodle".to_owned(),
            person: "Mail".to_owned(),
            at: "On".to_owned(),
            activity: "Course".to_owned(),
            activity_prefix: "https://lms.invalid/".to_owned(),
            ..Mapping::default()
        };
        let file = "Mail,Course,On\nada@demo.invalid,a,2026-02-01\nbob@demo.invalid,a,2026-02-02\n";
        let lead = lead();
        let desk = world.service.source_desk(&lead).unwrap();
        for new in [2, 0] {
            let history = read(file.as_bytes(), &mapping).unwrap();
            let imported = desk.import_history("moodle", history).await.unwrap();
            assert_eq!((imported.new, imported.repeated), (new, 2 - new), "{engine}");
        }
        let corrected = Mapping { score: "Score".to_owned(), ..mapping };
        let file = "Mail,Course,On,Score\nada@demo.invalid,a,2026-02-01,\nbob@demo.invalid,a,2026-02-02,0.5\n\
                    bob@demo.invalid,b,2026-02-02,0.5\nbob@demo.invalid,b,2026-02-02,0.6\n";
        let history = read(file.as_bytes(), &corrected).unwrap();
        let imported = desk.import_history("moodle", history).await.unwrap();
        assert_eq!((imported.new, imported.repeated, imported.differing), (1, 1, 2), "{engine}");
        assert_eq!(all(&world).await.len(), 3, "{engine}: nothing doubled");
        world.service.create_access_key("Moodle").await.unwrap();
        for taken in ["moodle", "launch", "", "two\nlines"] {
            assert!(desk.history_source_problem(taken).await.unwrap().is_some(), "{engine}: {taken}");
        }
        let refused = desk.import_history("moodle", read(file.as_bytes(), &corrected).unwrap()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{engine}");
    }
}

/// Another record store: three statements, two a page.
async fn other_store() -> String {
    async fn page(
        headers: HeaderMap,
        Query(query): Query<Vec<(String, String)>>,
    ) -> (StatusCode, Json<Value>) {
        if headers["authorization"] != format!("Basic {}", BASE64_STANDARD.encode("k:s")) {
            return (StatusCode::UNAUTHORIZED, Json(json!({})));
        }
        let one = |number: u128| {
            json!({
                "id": Uuid::from_u128(number), "actor": { "mbox": "mailto:ada@demo.invalid" },
                "verb": { "id": "http://adlnet.gov/expapi/verbs/completed" }, "object": { "id": UNIT },
                "timestamp": "2026-02-01T00:00:00Z", "stored": format!("2026-02-0{number}T00:00:00Z"),
                "authority": { "mbox": "mailto:other@lrs.invalid" },
            })
        };
        let get = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let answer = match (get("page"), get("since")) {
            (None, None) => json!({ "statements": [one(1), one(2)], "more": "/xapi/statements?page=2" }),
            // The second page; and later the last minute again, which is here already.
            (Some(_), _) | (None, Some("2026-02-02T23:59:00Z")) => {
                json!({ "statements": [one(3)], "more": "" })
            }
            (None, Some(other)) => panic!("asked since {other}"),
        };
        (StatusCode::OK, Json(answer))
    }
    serve(Router::new().route("/xapi/statements", get(page))).await
}

fn admin() -> Viewer {
    viewer(AccessRole::Admin, &[], &[])
}

/// Forwarding may talk to receivers on this machine.
fn at_home(world: &World) -> Service {
    world.service.clone().with_internal_hosts(InternalHosts(vec!["127.0.0.1".to_owned()]))
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn another_record_store_is_taken_over_page_by_page_and_asked_on_from_there() {
    let address = other_store().await;
    for (engine, world) in worlds().await {
        let (service, admin) = (at_home(&world), admin());
        let desk = service.forwarding_desk(&admin).unwrap();
        let form = |secret: &str, name: &str| PullForm {
            name: name.to_owned(),
            url: format!("{address}/xapi"),
            key: "k".to_owned(),
            secret: secret.to_owned(),
        };
        desk.add_pull(&form("s", "Old store")).await.unwrap();
        desk.add_pull(&form("wrong", "Locked store")).await.unwrap();
        assert_eq!(service.pull_statements().await.unwrap(), 3, "{engine}");
        let pulls = desk.pulls().await.unwrap();
        assert!(pulls[0].problem.contains("401"), "{engine}: {}", pulls[0].problem);
        assert_eq!((pulls[1].taken, pulls[1].problem.as_str()), (3, ""), "{engine}");
        assert_eq!(service.pull_statements().await.unwrap(), 0, "{engine}: its time has not come");
        desk.pause_pull(pulls[1].id, false).await.unwrap();
        assert_eq!(service.pull_statements().await.unwrap(), 0, "{engine}: nothing is new");
        assert_eq!(all(&world).await.len(), 3, "{engine}");
        assert!(
            !all(&world).await[0].json.contains("other@lrs.invalid"),
            "{engine}: the authority is ours to set"
        );
        desk.pause_pull(pulls[1].id, true).await.unwrap();
        desk.remove_pull(pulls[0].id).await.unwrap();
        assert_eq!(desk.pulls().await.unwrap().len(), 1, "{engine}");
    }
}

#[tokio::test]
async fn forwarding_is_the_administrators_and_leaves_the_house_only() {
    for (engine, world) in worlds().await {
        let (lead, admin) = (lead(), admin());
        assert!(matches!(world.service.forwarding_desk(&lead), Err(ServiceError::NotFound)), "{engine}");
        assert!(!world.service.source_desk(&lead).unwrap().reaches_forwarding(), "{engine}");
        let desk = world.service.forwarding_desk(&admin).unwrap();
        for url in
            ["https://127.0.0.1/x", "http://127.0.0.1/x", "https://[::1]/x", "https://169.254.169.254/x"]
        {
            let (url, name) = (url.to_owned(), "Inside".to_owned());
            let hook = WebhookForm { url: url.clone(), name: name.clone(), ..WebhookForm::default() };
            assert!(
                matches!(desk.add_webhook(&hook).await, Err(ServiceError::Invalid(_))),
                "{engine}: {url}"
            );
            let pull = PullForm { url: url.clone(), name, key: "k".to_owned(), secret: "s".to_owned() };
            assert!(matches!(desk.add_pull(&pull).await, Err(ServiceError::Invalid(_))), "{engine}: {url}");
        }
        // Named once, and taken off the list since: nothing is sent.
        let (url, received) = receiver().await;
        let named = at_home(&world);
        let form = WebhookForm { name: "Chat".to_owned(), url, ..WebhookForm::default() };
        named.forwarding_desk(&admin).unwrap().add_webhook(&form).await.unwrap();
        let store = world.service.record_store(&everything());
        store.append(vec![by("ada", "completed", &Uuid::new_v4().to_string())], vec![]).await.unwrap();
        assert_eq!(world.service.send_on().await.unwrap(), 0, "{engine}");
        assert!(received.lock().unwrap().0.is_empty(), "{engine}");
        assert!(!desk.webhooks().await.unwrap()[0].problem.is_empty(), "{engine}");
    }
}

/// What a receiver was sent: (delivery, signature, body); and what it answers.
type Received = Arc<Mutex<(Vec<(String, String, String)>, u16)>>;

async fn receiver() -> (String, Received) {
    async fn take(State(received): State<Received>, headers: HeaderMap, body: String) -> StatusCode {
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let mut received = received.lock().unwrap();
        let status = StatusCode::from_u16(received.1).unwrap();
        if status.is_success() {
            received.0.push((header("sightline-delivery"), header("sightline-signature"), body));
        }
        status
    }
    let received: Received = Arc::new(Mutex::new((vec![], 200)));
    let router = Router::new().route("/hook", post(take)).with_state(received.clone());
    (format!("{}/hook", serve(router).await), received)
}

#[tokio::test]
async fn a_webhook_gets_what_its_filter_wants_once_signed_and_what_it_refused_again() {
    for (engine, world) in worlds().await {
        let (url, received) = receiver().await;
        let (service, admin) = (at_home(&world), admin());
        let desk = service.forwarding_desk(&admin).unwrap();
        let form = WebhookForm {
            name: "Chat".to_owned(),
            url,
            verb: "http://adlnet.gov/expapi/verbs/completed".to_owned(),
            activity_prefix: String::new(),
            from: "now".to_owned(),
        };
        let secret = desk.add_webhook(&form).await.unwrap();
        let store = world.service.record_store(&everything());
        let registration = Uuid::new_v4().to_string();
        let send =
            async |verb: &str| store.append(vec![by("ada", verb, &registration)], vec![]).await.unwrap();
        send("completed").await;
        send("failed").await;
        send("completed").await;
        assert_eq!(service.send_on().await.unwrap(), 2, "{engine}");
        assert_eq!(service.send_on().await.unwrap(), 0, "{engine}: each once");
        let (_, signature, body) = received.lock().unwrap().0[0].clone();
        let (time, mac) = signature.trim_start_matches("t=").split_once(",v1=").unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        let wanted = ring::hmac::sign(&key, format!("{time}.{body}").as_bytes());
        assert_eq!(mac, privacy::hex::encode(wanted.as_ref()), "{engine}");

        received.lock().unwrap().1 = 503;
        send("completed").await;
        let id = desk.webhooks().await.unwrap()[0].id;
        for _ in 0..12 {
            assert_eq!(service.send_on().await.unwrap(), 0, "{engine}");
            make_due(&world).await;
        }
        assert_eq!(desk.webhooks().await.unwrap()[0].dead, 0, "{engine}: who is away refuses nothing");
        received.lock().unwrap().1 = 422;
        for _ in 0..8 {
            service.send_on().await.unwrap();
            make_due(&world).await;
        }
        let hook = desk.webhooks().await.unwrap().remove(0);
        assert_eq!((hook.dead, hook.letters.len()), (1, 1), "{engine}: {}", hook.problem);
        received.lock().unwrap().1 = 200;
        send("completed").await;
        assert_eq!(desk.resend_dead_letters(id).await.unwrap(), 1, "{engine}");
        assert_eq!(service.send_on().await.unwrap(), 2, "{engine}");
        assert_eq!(desk.webhooks().await.unwrap()[0].dead, 0, "{engine}");
        let mut deliveries: Vec<String> =
            received.lock().unwrap().0.iter().map(|(id, ..)| id.clone()).collect();
        deliveries.sort();
        deliveries.dedup();
        assert_eq!((deliveries.len(), received.lock().unwrap().0.len()), (4, 4), "{engine}");
    }
}

#[tokio::test]
async fn what_voids_a_statement_goes_where_that_went_and_a_lost_claim_moves_nothing() {
    for (engine, world) in worlds().await {
        let (url, received) = receiver().await;
        let (service, admin) = (at_home(&world), admin());
        let verb = "http://adlnet.gov/expapi/verbs/completed".to_owned();
        let form = WebhookForm { name: "Chat".to_owned(), url, verb, ..WebhookForm::default() };
        service.forwarding_desk(&admin).unwrap().add_webhook(&form).await.unwrap();
        let store = world.service.record_store(&everything());
        let registration = Uuid::new_v4().to_string();
        let (wanted, other) = (by("ada", "completed", &registration), by("ada", "failed", &registration));
        let targets = [wanted.id().unwrap(), other.id().unwrap()];
        store.append(vec![wanted, other], vec![]).await.unwrap();
        assert_eq!(service.send_on().await.unwrap(), 1, "{engine}");
        for id in targets {
            let voiding = json!({
                "actor": { "mbox": "mailto:ada@demo.invalid" }, "verb": { "id": "http://adlnet.gov/expapi/verbs/voided" },
                "object": { "objectType": "StatementRef", "id": id },
            });
            store.append(vec![Statement::from_value(voiding).unwrap()], vec![]).await.unwrap();
        }
        assert_eq!(service.send_on().await.unwrap(), 1, "{engine}");
        assert!(received.lock().unwrap().0[1].2.contains(&targets[0].to_string()), "{engine}");

        let before = world.store.webhooks().await.unwrap().remove(0);
        let stale = store::sources::webhooks::WebhookRow { position: 0, ..before.clone() };
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(tx.save_webhook(&stale, before.next_at - 1).await.unwrap(), None, "{engine}");
        tx.commit().await.unwrap();
        assert_eq!(world.store.webhooks().await.unwrap()[0], before, "{engine}");
    }
}

/// Ends the waiting after a failure.
async fn make_due(world: &World) {
    for mut hook in world.store.webhooks().await.unwrap() {
        let claim = std::mem::take(&mut hook.next_at);
        let mut tx = world.store.begin().await.unwrap();
        tx.save_webhook(&hook, claim).await.unwrap();
        tx.commit().await.unwrap();
    }
}

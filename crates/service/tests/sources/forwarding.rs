//! Statements from other record stores, and to receivers.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::viewer::{AccessRole, Viewer};
use serde_json::{Value, json};
use service::{
    Service, ServiceError,
    sources::{InternalHosts, pulls::PullForm, webhooks::WebhookForm},
};
use uuid::Uuid;
use xapi::Statement;

use crate::common::{World, lead, viewer, worlds};
use crate::world::{UNIT, all, by, everything};

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

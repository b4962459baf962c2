//! From the spool to a server on this machine: nothing lost, nothing doubled, nothing in the way of anybody.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use domain::facts::Tags;
use emit::{Courier, Credentials, Delivery, Event, Spool, Verb};
use serde_json::Value;

/// A record store that knows ids, and refuses what is called "bad".
#[derive(Clone, Default)]
struct Store(Arc<Mutex<Held>>);

/// What came under each id, and the status that everything is answered with if one is set.
type Held = (BTreeMap<String, usize>, Option<u16>);

impl Store {
    async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/xapi/statements", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    fn answers(&self, status: Option<u16>) {
        self.0.lock().unwrap().1 = status;
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().0.len()
    }
}

async fn take(State(store): State<Store>, Json(batch): Json<Vec<Value>>) -> (StatusCode, Json<Vec<String>>) {
    let mut store = store.0.lock().unwrap();
    if let Some(status) = store.1 {
        return (StatusCode::from_u16(status).unwrap(), Json(vec![]));
    }
    if batch.iter().any(|statement| statement["object"]["id"] == "https://demo.invalid/bad") {
        return (StatusCode::BAD_REQUEST, Json(vec![]));
    }
    let ids: Vec<String> =
        batch.iter().map(|statement| statement["id"].as_str().unwrap().to_owned()).collect();
    for id in &ids {
        *store.0.entry(id.clone()).or_default() += 1;
    }
    (StatusCode::OK, Json(ids))
}

fn courier(url: &str) -> Courier {
    let variable = |name: &str| Some(if name.ends_with("URL") { url } else { "demo" }.to_owned());
    Courier::new(&Credentials::read(None, variable).unwrap()).unwrap()
}

fn event(activity: &str) -> Event {
    Event {
        person: "ada@demo.invalid".parse().unwrap(),
        verb: Verb::Completed,
        activity: format!("https://demo.invalid/{activity}"),
        kind: None,
        name: None,
        tags: Tags::default(),
        platform: None,
        once: None,
    }
}

fn add(spool: &Spool, activity: &str) {
    spool.add(&event(activity).statement(jiff::Timestamp::now()).unwrap()).unwrap();
}

#[tokio::test]
async fn what_waited_while_the_server_was_away_arrives_once_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(&folder.path().join("spool")).unwrap();
    let store = Store::default();
    let courier = courier(&store.serve().await);
    store.answers(Some(503));
    for _ in 0..120 {
        add(&spool, "lab");
    }
    let away = courier.deliver(&spool, 1000).await.unwrap();
    assert_eq!((away.sent, away.waiting), (0, 120));
    assert!(away.why.unwrap().contains("503") && spool.was_away_within(Duration::from_mins(1)));
    store.answers(None);
    let back = courier.deliver(&spool, 1000).await.unwrap();
    assert_eq!(back, Delivery { sent: 120, ..Delivery::default() });
    assert_eq!(store.count(), 120);
    assert!(!spool.was_away_within(Duration::from_mins(1)));
}

#[tokio::test]
async fn nobody_at_the_address_is_a_reason_and_no_loss() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    add(&spool, "lab");
    // A port that was just free.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let away = courier(&format!("http://127.0.0.1:{port}")).deliver(&spool, 10).await.unwrap();
    assert_eq!((away.sent, away.waiting), (0, 1));
    assert!(away.why.unwrap().contains("does not answer"));
}

#[tokio::test]
async fn one_that_is_refused_is_set_aside_and_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let store = Store::default();
    let courier = courier(&store.serve().await);
    for activity in ["a", "bad", "b"] {
        add(&spool, activity);
    }
    std::fs::write(folder.path().join("0-broken.json"), "{").unwrap();
    let delivery = courier.deliver(&spool, 10).await.unwrap();
    assert_eq!((delivery.sent, delivery.refused, delivery.waiting), (2, 1, 0));
    assert_eq!((store.count(), spool.refused()), (2, 2));
}

#[tokio::test]
async fn a_key_that_is_not_taken_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let store = Store::default();
    store.answers(Some(401));
    add(&spool, "lab");
    let delivery = courier(&store.serve().await).deliver(&spool, 10).await.unwrap();
    assert!(delivery.waiting == 1 && delivery.why.unwrap().contains("key"));
}

#[tokio::test]
async fn an_answer_that_names_no_statements_empties_no_spool() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap();
    let store = Store::default();
    store.answers(Some(200));
    add(&spool, "lab");
    let delivery = courier(&store.serve().await).deliver(&spool, 10).await.unwrap();
    assert_eq!((delivery.sent, delivery.waiting), (0, 1));
    assert!(delivery.why.unwrap().contains("no record store"));
}

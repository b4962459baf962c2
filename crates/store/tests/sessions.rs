//! Sessions: how long they live, whose they are, and how they end.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::cell::Cell;

use common::begin;
use domain::{
    EpochMs,
    viewer::{AccessRole, Scope},
};
use serde_json::json;
use store::{
    Store,
    sessions::{EndedSession, SESSION_USER, SessionKey, SessionLimits, Sessions},
    users::Persona,
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

const START: i64 = 1_780_000_000_000;
const MINUTE: i64 = 60_000;

thread_local! {
    /// A test and what it spawns run on one thread.
    static NOW: Cell<i64> = const { Cell::new(START) };
}

fn clock() -> EpochMs {
    EpochMs(NOW.get())
}

fn sessions(store: &Store) -> Sessions {
    NOW.set(START);
    Sessions::new(store.clone(), SessionLimits::default(), clock)
}

fn record() -> Record {
    let data = [("colour".to_owned(), json!("blue"))].into();
    Record { id: Id::default(), data, expiry_date: time::OffsetDateTime::UNIX_EPOCH }
}

async fn user(store: &Store) -> i64 {
    let mut tx = begin(store).await;
    let persona = Persona {
        persona: "auditor".to_owned(),
        name: "Demo Auditor".to_owned(),
        role: AccessRole::Auditor,
        person: None,
        scopes: vec![Scope::Everything],
    };
    let user = tx.save_persona(&persona).await.unwrap();
    tx.commit().await.unwrap();
    user
}

async fn claim(store: &Store, id: &Id, user: i64) -> bool {
    let mut tx = begin(store).await;
    let claimed = tx.claim_session(&SessionKey::of(id), user, "password", "Firefox on Linux").await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn user_of(sessions: &Sessions, id: &Id) -> Option<i64> {
    let record = sessions.load(id).await.unwrap();
    record?.data.get(SESSION_USER)?.as_i64()
}

#[tokio::test]
async fn a_session_is_somebodys_once_it_is_claimed_and_never_by_what_is_put_into_it() {
    for (engine, store) in testbed::stores().await {
        let (sessions, user) = (sessions(&store), user(&store).await);
        let mut forged = record();
        forged.data.insert(SESSION_USER.to_owned(), json!(user));
        sessions.create(&mut forged).await.unwrap();
        assert_eq!(user_of(&sessions, &forged.id).await, None, "{engine}");
        assert!(claim(&store, &forged.id, user).await, "{engine}");
        assert_eq!(user_of(&sessions, &forged.id).await, Some(user), "{engine}");
        assert!(!claim(&store, &forged.id, user).await, "{engine}: it is somebody's already");
        assert!(!claim(&store, &Id::default(), user).await, "{engine}: there is no such session");
        sessions.save(&record_with(&forged.id, "red")).await.unwrap();
        assert_eq!(
            user_of(&sessions, &forged.id).await,
            Some(user),
            "{engine}: saving changes the data alone"
        );
    }
}

fn record_with(id: &Id, colour: &str) -> Record {
    Record { id: *id, data: [("colour".to_owned(), json!(colour))].into(), ..record() }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_in_any_case_after_its_longest_time() {
    for (engine, store) in testbed::stores().await {
        let sessions = sessions(&store);
        let (mut idle, mut used) = (record(), record());
        sessions.create(&mut idle).await.unwrap();
        sessions.create(&mut used).await.unwrap();
        for minute in (20..12 * 60).step_by(20) {
            NOW.set(START + minute * MINUTE);
            assert!(sessions.load(&used.id).await.unwrap().is_some(), "{engine}: {minute} minutes in");
            until_noted(&store, &sessions, &used.id).await;
        }
        assert_eq!(sessions.load(&idle.id).await.unwrap(), None, "{engine}: nobody used it");
        NOW.set(START + 12 * 60 * MINUTE);
        assert_eq!(sessions.load(&used.id).await.unwrap(), None, "{engine}: twelve hours are over");
        assert_eq!(sessions.sweep(NOW.get()).await.unwrap(), 2, "{engine}");
    }
}

/// The use of a session is noted beside the request; uses it until it is: while one noting is about to end, the next
/// use is not noted.
async fn until_noted(store: &Store, sessions: &Sessions, id: &Id) {
    let only_now = SessionLimits { idle_ms: 1, ..SessionLimits::default() };
    let user = user(store).await;
    claim(store, id, user).await;
    while store.session_user(&SessionKey::of(id), only_now, NOW.get()).await.unwrap().is_none() {
        sessions.load(id).await.unwrap();
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn reading_a_session_within_a_minute_writes_nothing() {
    for (engine, store) in testbed::stores().await {
        let (sessions, user) = (sessions(&store), user(&store).await);
        let mut live = record();
        sessions.create(&mut live).await.unwrap();
        claim(&store, &live.id, user).await;
        NOW.set(START + MINUTE - 1);
        for _ in 0..10 {
            sessions.load(&live.id).await.unwrap().unwrap();
            tokio::task::yield_now().await;
        }
        let listed = store.sessions_of(user, SessionLimits::default(), NOW.get()).await.unwrap();
        assert_eq!(listed.first().map(|line| line.last_seen_at.0), Some(START), "{engine}");
    }
}

#[tokio::test]
async fn an_ended_session_stays_ended_though_a_request_was_under_way() {
    for (engine, store) in testbed::stores().await {
        let (sessions, user) = (sessions(&store), user(&store).await);
        let mut live = record();
        sessions.create(&mut live).await.unwrap();
        claim(&store, &live.id, user).await;
        let mut tx = begin(&store).await;
        let ended = tx.end_session(&SessionKey::of(&live.id)).await.unwrap();
        assert_eq!(ended, Some(EndedSession { user, how: "password".to_owned() }), "{engine}");
        tx.commit().await.unwrap();
        sessions.save(&live).await.unwrap();
        assert_eq!(sessions.load(&live.id).await.unwrap(), None, "{engine}");
    }
}

#[tokio::test]
async fn a_user_ends_others_of_their_sessions_and_nobody_elses() {
    for (engine, store) in testbed::stores().await {
        let (sessions, user) = (sessions(&store), user(&store).await);
        let mut all = [record(), record(), record()];
        for record in &mut all {
            sessions.create(record).await.unwrap();
            claim(&store, &record.id, user).await;
        }
        let [kept, second, third] = all.map(|record| SessionKey::of(&record.id));
        let mut tx = begin(&store).await;
        assert!(!tx.end_session_of(user + 1, &second).await.unwrap(), "{engine}");
        assert!(tx.end_session_of(user, &second).await.unwrap(), "{engine}");
        assert_eq!(tx.end_sessions(user, Some(&kept)).await.unwrap(), 1, "{engine}: {third:?}");
        tx.commit().await.unwrap();
        let left = store.sessions_of(user, SessionLimits::default(), NOW.get()).await.unwrap();
        assert_eq!(left.into_iter().map(|line| line.key).collect::<Vec<_>>(), [kept], "{engine}");
    }
}

#[tokio::test]
async fn two_new_sessions_of_one_id_do_not_share_it() {
    for (engine, store) in testbed::stores().await {
        let sessions = sessions(&store);
        let mut first = record();
        sessions.create(&mut first).await.unwrap();
        let mut second = Record { id: first.id, ..record() };
        sessions.create(&mut second).await.unwrap();
        assert_ne!(first.id, second.id, "{engine}");
    }
}

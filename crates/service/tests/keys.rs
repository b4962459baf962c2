//! Access keys of the record store, on both engines.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use common::{viewer, worlds};
use domain::viewer::AccessRole;
use service::{
    ServiceError,
    keys::{KeyForm, KeyScope},
    record_store::RecordError,
};

fn form(scopes: &[&str]) -> KeyForm {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    KeyForm { scopes, ..KeyForm::for_sending("Course library") }
}

#[tokio::test]
async fn a_key_opens_what_its_scopes_say_and_nothing_once_it_is_revoked() {
    for (engine, world) in worlds().await {
        let admin = viewer(AccessRole::Admin, &[], &[]);
        let desk = world.service.key_desk(&admin).unwrap();
        let made = desk.create(&form(&["statements/write", "state"])).await.unwrap();
        let holder = world.service.key_holder(&made.key, &made.secret).await.unwrap().unwrap();
        assert_eq!(holder.name, "Course library", "{engine}");
        assert!(holder.may("state") && !holder.may("statements/read"), "{engine}");
        assert_eq!(world.service.key_holder(&made.key, "guessed").await.unwrap(), None, "{engine}");
        let listed = desk.list(1).await.unwrap();
        assert_eq!(listed.keys[0].scopes, [KeyScope::StatementsWrite, KeyScope::State], "{engine}");
        assert!(listed.keys[0].last_used_at.is_some(), "{engine}");
        desk.revoke(&made.key).await.unwrap();
        assert_eq!(world.service.key_holder(&made.key, &made.secret).await.unwrap(), None, "{engine}");
        assert!(matches!(desk.revoke(&made.key).await, Err(ServiceError::NotFound)), "{engine}");
        assert_eq!(desk.list(1).await.unwrap().total, 0, "{engine}");
    }
}

#[tokio::test]
async fn a_key_that_another_process_revoked_is_refused_within_seconds() {
    for (engine, world) in worlds().await {
        let made = world.service.create_key(&form(&["all"])).await.unwrap();
        assert!(world.service.key_holder(&made.key, &made.secret).await.unwrap().is_some(), "{engine}");
        let mut tx = world.store.begin().await.unwrap();
        tx.revoke_access_keys("Course library", world.service.now()).await.unwrap();
        tx.commit().await.unwrap();
        let refused = async {
            while world.service.key_holder(&made.key, &made.secret).await.unwrap().is_some() {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(5);
        assert!(tokio::time::timeout(patience, refused).await.is_ok(), "{engine}");
    }
}

#[tokio::test]
async fn who_sends_more_often_than_the_key_may_is_told_to_wait() {
    for (engine, world) in worlds().await {
        let limited = KeyForm { per_minute: "2".to_owned(), ..form(&["all"]) };
        let made = world.service.create_key(&limited).await.unwrap();
        for _ in 0..2 {
            assert!(world.service.key_holder(&made.key, &made.secret).await.unwrap().is_some(), "{engine}");
        }
        let third = world.service.key_holder(&made.key, &made.secret).await;
        assert!(matches!(third, Err(RecordError::TooOften(wait)) if !wait.is_zero()), "{engine}: {third:?}");
        let guessed = world.service.key_holder(&made.key, "guessed").await;
        assert_eq!(guessed.unwrap(), None, "{engine}: a wrong secret uses nothing up");
    }
}

#[tokio::test]
async fn only_administrators_reach_keys() {
    for (engine, world) in worlds().await {
        for role in [AccessRole::Executive, AccessRole::LAndD, AccessRole::Auditor] {
            let desk = viewer(role, &[], &[]);
            assert!(world.service.key_desk(&desk).is_err(), "{engine} {role:?}");
        }
    }
}

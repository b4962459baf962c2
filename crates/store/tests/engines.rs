//! Opening, migrating, locking: what must hold before anything is stored.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use store::{DatabaseUrl, Revision, Store};

fn stamps(folder: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(folder);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_migration_has_a_twin_of_the_same_name_for_the_other_engine() {
    assert_eq!(stamps("sqlite"), stamps("postgres"));
}

#[tokio::test]
async fn an_empty_database_is_migrated_and_migrating_again_changes_nothing() {
    for (engine, store) in testbed::stores().await {
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        assert!(store.teams().await.unwrap().is_empty(), "{engine}");
        assert!(!store.anything_dirty().await.unwrap(), "{engine}");
        store.close().await;
    }
}

#[tokio::test]
async fn several_who_open_a_new_database_at_once_all_find_it_ready() {
    for url in testbed::urls().await {
        let opening: Vec<_> = (0..4)
            .map(|_| {
                tokio::spawn({
                    let url = url.clone();
                    async move { testbed::open(&url).await }
                })
            })
            .collect();
        for opened in opening {
            let store = opened.await.unwrap().unwrap();
            assert!(store.teams().await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn what_was_not_committed_never_happened() {
    for (engine, store) in testbed::stores().await {
        let mut tx = store.begin().await.unwrap();
        tx.bump(Revision::Figures).await.unwrap();
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.revision(Revision::Figures).await.unwrap(), 0, "{engine}");
        tx.bump(Revision::Figures).await.unwrap();
        tx.bump(Revision::Figures).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.revision(Revision::Figures).await.unwrap(), 2, "{engine}");
        assert_eq!(store.revision(Revision::Directory).await.unwrap(), 0, "{engine}");
    }
}

#[tokio::test]
async fn a_snapshot_keeps_seeing_the_moment_it_began_at_and_holds_nobody_up() {
    for (engine, store) in testbed::stores().await {
        let mut reading = store.snapshot().await.unwrap();
        assert_eq!(reading.revision(Revision::Figures).await.unwrap(), 0, "{engine}");
        let mut tx = store.begin().await.unwrap();
        tx.bump(Revision::Figures).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(reading.revision(Revision::Figures).await.unwrap(), 0, "{engine}");
    }
}

#[tokio::test]
async fn writers_at_once_wait_for_each_other_instead_of_failing() {
    for (engine, store) in testbed::stores().await {
        let writers: Vec<_> = (0..12).map(|_| tokio::spawn(count(store.clone()))).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(store.revision(Revision::Learning).await.unwrap(), 12, "{engine}");
    }
}

async fn count(store: Store) {
    let mut tx = store.begin().await.unwrap();
    tx.share_facts().await.unwrap();
    tx.bump(Revision::Learning).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn two_who_ask_for_the_pseudonym_key_first_agree_on_one() {
    for (_, store) in testbed::stores().await {
        let account =
            domain::Account { provider: domain::Provider::GitHub, external_id: None, login: "a".to_owned() };
        let (one, other) = tokio::join!(store.pseudonym_key(), store.pseudonym_key());
        assert_eq!(one.unwrap().account(&account), other.unwrap().account(&account));
    }
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused_without_its_password() {
    let url = DatabaseUrl("mysql://root:secret@host/db".to_owned());
    let refused = Store::open(&url).await.err().unwrap().to_string();
    assert_eq!(refused, "database URL \"mysql://…@host/db\" is neither sqlite://FILE nor postgres://…");
}

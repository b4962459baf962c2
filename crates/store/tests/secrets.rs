//! Secrets are sealed, keys lie where they should, and exchanging them loses nothing.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use domain::{Account, PersonKey, Provider};
use store::{
    DatabaseUrl, Store, StoreError,
    secrets::{
        KeyError, KeyPlace, KeySource,
        sealed::{KeyRing, key_of},
    },
};

fn sqlite(folder: &Path) -> DatabaseUrl {
    DatabaseUrl(format!("sqlite://{}", folder.join("a.db").display()))
}

async fn pseudonym(store: &Store) -> PersonKey {
    let account = Account { provider: Provider::GitHub, external_id: None, login: "a".to_owned() };
    store.pseudonym_key().await.unwrap().account(&account)
}

fn ring(digit: char) -> KeyRing {
    KeyRing::parse(&digit.to_string().repeat(64)).unwrap()
}

fn key_file(store: &Store) -> PathBuf {
    match store.key_place() {
        KeyPlace::File(path) => path.clone(),
        KeyPlace::Environment => panic!("keys from the environment"),
    }
}

async fn rotate(store: &Store) -> usize {
    let mut tx = store.begin().await.unwrap();
    let resealed = store.rotate_key(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    resealed
}

async fn retire(store: &Store) -> Result<usize, StoreError> {
    let mut tx = store.begin().await.unwrap();
    Ok(store.retire_keys(&mut tx).await?.len())
}

#[tokio::test]
async fn without_configuration_keys_lie_beside_the_database_and_only_its_owner_reads_them() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite(folder.path());
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    let (one, other) = (one.unwrap(), other.unwrap());
    let file = key_file(&one);
    assert_eq!(file, folder.path().join("a.db.key"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(one.newest_key(), other.newest_key());
    assert_eq!(pseudonym(&one).await, pseudonym(&other).await);
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    assert!(files.filter(|name| name.to_string_lossy().contains(".key")).count() == 1);
}

#[tokio::test]
async fn a_lost_key_file_is_told_and_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite(folder.path());
    let store = Store::open(&url).await.unwrap();
    let file = key_file(&store);
    pseudonym(&store).await;
    store.close().await;
    std::fs::remove_file(&file).unwrap();
    let refused = Store::open(&url).await.err().unwrap();
    assert!(matches!(refused, StoreError::Keys(KeyError::Lost(ref path)) if *path == file), "{refused}");
    assert!(!file.exists());
}

#[tokio::test]
async fn postgresql_has_no_place_for_a_key_file_and_a_configured_file_has_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    for url in testbed::urls().await {
        let missing = KeySource::File(folder.path().join("missing"));
        let refused = Store::open_with(&url, &missing).await.err().unwrap();
        assert!(matches!(refused, StoreError::Keys(KeyError::NoFile(_))), "{refused}");
        if url.0.starts_with("postgres") {
            let refused = Store::open(&url).await.err().unwrap();
            assert!(matches!(refused, StoreError::Keys(KeyError::NotConfigured)), "{refused}");
        }
    }
}

#[tokio::test]
async fn another_key_does_not_open_what_was_sealed_and_the_error_names_the_one_that_would() {
    for url in testbed::urls().await {
        let store = Store::open_with(&url, &KeySource::Given(ring('1'))).await.unwrap();
        pseudonym(&store).await;
        store.close().await;
        let other = Store::open_with(&url, &KeySource::Given(ring('2'))).await.unwrap();
        let refused = other.pseudonym_key().await.err().unwrap().to_string();
        assert!(refused.contains(&ring('1').newest().to_string()), "{refused}");
    }
}

#[tokio::test]
async fn a_key_that_lay_in_the_open_is_sealed_and_stays_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite(folder.path());
    let store = Store::open(&url).await.unwrap();
    store.close().await;
    let plain = privacy::PseudonymKey::new([0xab; 32]);
    let options: sqlx::sqlite::SqliteConnectOptions = url.0.parse().unwrap();
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let insert = "INSERT INTO setting (name, value) VALUES ('pseudonym_key', $1)";
    sqlx::query(insert).bind("ab".repeat(32)).execute(&pool).await.unwrap();
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    let (store, _) = (one.unwrap(), other.unwrap());
    let account = Account { provider: Provider::GitHub, external_id: None, login: "a".to_owned() };
    assert_eq!(pseudonym(&store).await, plain.account(&account));
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM setting WHERE name = 'pseudonym_key'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn exchanging_the_key_seals_everything_anew_and_servers_that_run_keep_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite(folder.path());
    let (store, running) = (Store::open(&url).await.unwrap(), Store::open(&url).await.unwrap());
    let before = pseudonym(&store).await;
    let user = {
        let mut tx = store.begin().await.unwrap();
        let user = tx.create_user("Demo Person 07").await.unwrap();
        let sealed = store.seal(&format!("two_step:{user}"), b"twenty bytes of code").unwrap();
        assert!(tx.begin_two_step(user, &sealed).await.unwrap());
        tx.commit().await.unwrap();
        user
    };
    let old = store.newest_key();
    assert_eq!(rotate(&store).await, 2);
    assert_eq!(store.older_keys(), [old]);
    assert_eq!(retire(&store).await.unwrap(), 1);
    assert!(matches!(retire(&store).await, Ok(0)));
    for store in [&store, &running] {
        assert_eq!(pseudonym(store).await, before);
        let secret = store.two_step(user).await.unwrap().unwrap().secret;
        let opened = store.open_sealed(&format!("two_step:{user}"), &secret).unwrap();
        assert_eq!(opened.as_slice(), b"twenty bytes of code");
    }
    let sealed = running.seal("purpose", b"value").unwrap();
    assert_eq!(key_of(&sealed), Some(store.newest_key()), "a running server seals with the new key");
    assert_eq!(key_file(&store).metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_key_that_still_seals_something_is_not_forgotten_and_one_from_the_environment_is_exchanged_there() {
    for url in testbed::urls().await {
        let store = Store::open_with(&url, &KeySource::Given(ring('1'))).await.unwrap();
        let before = pseudonym(&store).await;
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(store.rotate_key(&mut tx).await, Err(StoreError::Keys(KeyError::Given))));
        drop(tx);
        store.close().await;
        let both = KeyRing::parse(&format!("{} {}", "2".repeat(64), "1".repeat(64))).unwrap();
        let store = Store::open_with(&url, &KeySource::Given(both)).await.unwrap();
        assert!(matches!(retire(&store).await, Err(StoreError::Keys(KeyError::InUse(1)))));
        assert_eq!(rotate(&store).await, 1);
        store.close().await;
        let store = Store::open_with(&url, &KeySource::Given(ring('2'))).await.unwrap();
        assert_eq!(pseudonym(&store).await, before);
    }
}

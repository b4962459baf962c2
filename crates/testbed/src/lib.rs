//! Databases for tests: a fresh one of each engine, whenever a test asks.
//!
//! Each test process has a scratch folder with its SQLite files and, from the first use on, a PostgreSQL server of its
//! own (a quarter of a second; nothing is shared, so tests cannot meet and nothing is left to agree on). A guard outside the
//! process, waiting at a pipe that ends with it, stops the server and removes the folder however the test ended.

mod guard;
mod postgres;

use store::{
    DatabaseUrl, Store, StoreError,
    secrets::{KeySource, sealed::KeyRing},
};
use tokio::sync::OnceCell;

use guard::Scratch;
use postgres::Cluster;

static SCRATCH: OnceCell<Scratch> = OnceCell::const_new();
static CLUSTER: OnceCell<Option<Cluster>> = OnceCell::const_new();

/// An empty, migrated database of each engine, with the engine's name for messages.
///
/// Where PostgreSQL is not installed it is left out, with a word; a build server (`CI=true`) must have it.
///
/// # Panics
/// When a database cannot be made: a test cannot go on without.
pub async fn stores() -> Vec<(&'static str, Store)> {
    let mut stores = Vec::new();
    for url in urls().await {
        let store = open(&url).await.expect("the new database opens");
        stores.push((store.engine_name(), store));
    }
    stores
}

/// Opens a database with the tests' own key for secrets: PostgreSQL has no place for a key file.
///
/// # Errors
/// As `Store::open_with`.
///
/// # Panics
/// Never: the key is one.
pub async fn open(url: &DatabaseUrl) -> Result<Store, StoreError> {
    let keys = KeyRing::parse(&"0123456789abcdef".repeat(4)).expect("a key");
    Store::open_with(url, &KeySource::Given(keys)).await
}

/// The addresses of a new database of each engine, without tables.
///
/// # Panics
/// As [`stores`].
pub async fn urls() -> Vec<DatabaseUrl> {
    let mut urls = vec![sqlite_url().await];
    urls.extend(postgres_url().await);
    urls
}

async fn scratch() -> &'static Scratch {
    SCRATCH.get_or_init(|| async { Scratch::new().expect("a scratch folder") }).await
}

async fn sqlite_url() -> DatabaseUrl {
    let file = scratch().await.folder().join(format!("{}.db", fresh_name()));
    DatabaseUrl(format!("sqlite://{}", file.display()))
}

async fn postgres_url() -> Option<DatabaseUrl> {
    let folder = scratch().await.folder();
    let start = || async { Cluster::start(folder).expect("PostgreSQL starts") };
    let Some(cluster) = CLUSTER.get_or_init(start).await else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "PostgreSQL is not installed; a build server needs it"
        );
        eprintln!("PostgreSQL: skipped, not found");
        return None;
    };
    Some(DatabaseUrl(cluster.create_database(&fresh_name()).expect("a new database")))
}

fn fresh_name() -> String {
    format!("t{}", uuid::Uuid::new_v4().simple())
}

//! A company that learns, and what its record store holds.

use domain::viewer::{AccessRole, Viewer};
use serde_json::{Value, json};
use service::{
    ingest::SheetKind,
    record_store::{KeyHolder, StoredStatement},
};
use uuid::Uuid;
use xapi::{Statement, StatementQuery};

use crate::common::{World, lines::CONTENT, viewer};

pub const UNIT: &str = "https://content.invalid/unit";

pub async fn company(world: &World) {
    world.skills(&["small-prs"]).await;
    world.sheet(SheetKind::Teams, "key,name\npay,Payments\n").await;
    let people =
        "email,name,team,from\nada@demo.invalid,Ada,pay,2026-01-01\nbob@demo.invalid,Bob,pay,2026-01-01\n";
    world.sheet(SheetKind::People, people).await;
    world.sheet(SheetKind::Content, CONTENT).await;
    world.cohort("c1", &["small-prs"], ("2026-03-02", "2026-03-20"), &["ada", "bob"]).await;
}

pub async fn ada(world: &World) -> Viewer {
    Viewer { person: Some(world.person("Ada").await), ..viewer(AccessRole::Engineer, &["pay"], &[]) }
}

pub fn everything() -> KeyHolder {
    KeyHolder { name: "test".to_owned(), scopes: ["all".to_owned()].into() }
}

pub async fn stored(world: &World, query: StatementQuery) -> Vec<StoredStatement> {
    let store = world.service.record_store(&everything());
    store.query(&StatementQuery { ascending: true, ..query }).await.unwrap().statements
}

pub async fn all(world: &World) -> Vec<StoredStatement> {
    stored(world, StatementQuery::default()).await
}

pub fn by(actor: &str, verb: &str, registration: &str) -> Statement {
    statement(&json!({ "mbox": format!("mailto:{actor}@demo.invalid") }), verb, registration, &[])
}

pub fn statement(actor: &Value, verb: &str, registration: &str, categories: &[&str]) -> Statement {
    let categories: Vec<Value> = categories.iter().map(|id| json!({ "id": id })).collect();
    Statement::from_value(json!({
        "id": Uuid::new_v4(), "actor": actor, "verb": { "id": format!("http://adlnet.gov/expapi/verbs/{verb}") },
        "object": { "id": UNIT },
        "context": { "registration": registration, "contextActivities": { "category": categories } },
    }))
    .unwrap()
}

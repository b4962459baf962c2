//! What arrives, told to programs: exactly once, nobody named, to those who look after sources.

use domain::viewer::AccessRole;
use serde_json::json;

use super::{ALL_SCOPES, rows};
use crate::http::testing::{App, on_each};

const PATH: &str = "/api/v1/statements";

async fn learned(app: &App, from: u128, to: u128) {
    let line = |n: u128| {
        json!({
            "id": uuid::Uuid::from_u128(n),
            "actor": { "mbox": "mailto:ada@demo.invalid", "name": "Ada Demo" },
            "verb": { "id": domain::learning::VERB_COMPLETED },
            "object": { "id": "https://lms.invalid/lab" },
            "timestamp": "2026-03-02T09:00:00Z",
        })
    };
    let read = |line: serde_json::Value| xapi::Statement::from_value(line).unwrap();
    let batch = (from..to).map(|n| read(line(n))).collect();
    app.service.ingest().statements(batch, "=LMS").await.unwrap();
}

#[tokio::test]
async fn a_cursor_goes_on_where_the_answer_before_ended_and_tells_what_arrived_meanwhile() {
    on_each(async |app| {
        let token = app.token(AccessRole::LAndD, &ALL_SCOPES).await;
        learned(app, 1, 6).await;
        let first = app.get(&format!("{PATH}?limit=3"), &token).await;
        assert_eq!((rows(&first).len(), first.json()["complete"].as_bool()), (3, Some(false)));
        let cursor =
            |told: &crate::http::testing::Told| told.json()["next_cursor"].as_str().unwrap().to_owned();
        let second = app.get(&format!("{PATH}?limit=3&cursor={}", cursor(&first)), &token).await;
        assert_eq!(rows(&second).len(), 2);
        learned(app, 6, 8).await;
        let third = app.get(&format!("{PATH}?cursor={}", cursor(&second)), &token).await;
        assert_eq!((rows(&third).len(), third.json()["complete"].as_bool()), (2, Some(true)));
        assert!(!first.text.contains("demo"), "{}", first.text);
        json!(null)
    })
    .await;
}

#[tokio::test]
async fn files_hold_all_there_is_with_formulas_disarmed_and_the_cursor_in_a_header() {
    on_each(async |app| {
        let token = app.token(AccessRole::LAndD, &ALL_SCOPES).await;
        learned(app, 1, 6).await;
        for (accept, lines) in [("text/csv", 6), ("application/jsonl", 5)] {
            let file = app.get_with(PATH, &token, &[("accept", accept)]).await;
            assert_eq!((file.status.as_u16(), file.text.lines().count()), (200, lines), "{}", file.text);
            assert!(file.header("content-type").starts_with(accept), "{accept}");
            let next = app.get(&format!("{PATH}?cursor={}", file.header("x-next-cursor")), &token).await;
            assert!(rows(&next).is_empty(), "{}", next.text);
        }
        let csv = app.get_with(PATH, &token, &[("accept", "text/csv")]).await.text;
        assert!(csv.contains(",'=LMS,") && !csv.contains("ada"), "{csv}");
        json!(null)
    })
    .await;
}

#[tokio::test]
async fn statements_are_for_those_who_look_after_sources_and_raw_ones_for_a_stated_purpose() {
    on_each(async |app| {
        for role in AccessRole::ALL {
            let token = app.token(role, &ALL_SCOPES).await;
            let allowed = matches!(role, AccessRole::Admin | AccessRole::LAndD);
            let status = app.get(PATH, &token).await.status.as_u16();
            assert_eq!(status, if allowed { 200 } else { 404 }, "{role:?}");
            let raw = app.get(&format!("{PATH}/raw?cohort=c1&person=x&view=y"), &token).await;
            assert_eq!(raw.status.as_u16(), 404, "{role:?}");
        }
        let figures_only = app.token(AccessRole::LAndD, &["figures:read"]).await;
        assert_eq!(app.get(PATH, &figures_only).await.status.as_u16(), 403);
        assert_eq!(app.get(&format!("{PATH}/raw"), &figures_only).await.status.as_u16(), 403);
        let token = app.token(AccessRole::Admin, &ALL_SCOPES).await;
        for query in ["cursor=made-up", "tags=some", "limit=0", "person=ada"] {
            let told = app.get(&format!("{PATH}?{query}"), &token).await;
            assert_eq!(told.status.as_u16(), 400, "{query}: {}", told.text);
        }
        json!(null)
    })
    .await;
}

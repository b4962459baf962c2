//! What each role reaches, and what one reads about oneself.

use axum::http::StatusCode;
use domain::viewer::{AccessRole, Scope};
use insta::assert_json_snapshot;
use serde_json::json;

use super::{ALL_SCOPES, large};
use crate::http::testing::on_each;

#[tokio::test]
async fn each_role_reaches_through_the_api_what_it_reaches_on_pages() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        for role in AccessRole::ALL {
            let bound = matches!(role, AccessRole::Manager | AccessRole::Coach | AccessRole::Engineer);
            let scope = if bound { large() } else { Scope::Everything };
            let token = app.token_of(app.user(role, scope, None).await, &ALL_SCOPES).await;
            let mut statuses = Vec::new();
            for path in
                ["figures?by=team&group=large", "figures?by=team&group=small", "teams", "cohorts", "me"]
            {
                let told = app.get(&format!("/api/v1/{path}"), &token).await;
                let count = told.json()["rows"].as_array().map_or(0, Vec::len);
                statuses.push(format!("{path}: {} {count}", told.status.as_u16()));
            }
            found.push(json!({ "role": role.as_str(), "found": statuses }));
        }
        seen.push(json!(found));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      [
        {
          "found": [
            "figures?by=team&group=large: 200 68",
            "figures?by=team&group=small: 200 68",
            "teams: 200 2",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "executive"
        },
        {
          "found": [
            "figures?by=team&group=large: 200 68",
            "figures?by=team&group=small: 200 68",
            "teams: 200 2",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "l_and_d"
        },
        {
          "found": [
            "figures?by=team&group=large: 200 68",
            "figures?by=team&group=small: 404 0",
            "teams: 200 1",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "manager"
        },
        {
          "found": [
            "figures?by=team&group=large: 200 68",
            "figures?by=team&group=small: 404 0",
            "teams: 200 1",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "coach"
        },
        {
          "found": [
            "figures?by=team&group=large: 200 68",
            "figures?by=team&group=small: 404 0",
            "teams: 200 1",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "engineer"
        },
        {
          "found": [
            "figures?by=team&group=large: 404 0",
            "figures?by=team&group=small: 404 0",
            "teams: 200 0",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "admin"
        },
        {
          "found": [
            "figures?by=team&group=large: 404 0",
            "figures?by=team&group=small: 404 0",
            "teams: 200 0",
            "cohorts: 200 0",
            "me: 200 0"
          ],
          "role": "auditor"
        }
      ]
    ]
    "#);
}

#[tokio::test]
async fn a_person_reads_what_is_held_about_them_and_about_nobody_else() {
    let seen = on_each(async |app| {
        let engineer = app.user(AccessRole::Engineer, Scope::Own, Some("large-0@demo.invalid")).await;
        let token = app.token_of(engineer, &["own-records:read"]).await;
        let told = app.get("/api/v1/me/records?kind=pull_request", &token).await;
        let stranger = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let nobody = app.get("/api/v1/me/records", &stranger).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND, "who is nobody of the directory has no records");
        json!([told.json()["total"], told.json()["rows"][0]["key"], told.json()["rows"][0]["kind"]])
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      2,
      "acme/shop#2",
      "pull_request"
    ]
    "#);
}

#[test]
fn every_operation_is_described_and_listed() {
    let listed: Vec<String> =
        crate::http::api::listed().iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_json_snapshot!(listed, @r#"
    [
      "GET /api/v1/cohorts",
      "GET /api/v1/definitions",
      "GET /api/v1/figures",
      "GET /api/v1/me",
      "GET /api/v1/me/records",
      "GET /api/v1/sprints",
      "GET /api/v1/statements",
      "GET /api/v1/statements/raw",
      "GET /api/v1/teams",
      "GET /api/v1/openapi.json"
    ]
    "#);
}

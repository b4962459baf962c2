//! Accounts: created, found, changed, taken away.

use axum::http::{Method, StatusCode};
use insta::assert_json_snapshot;
use serde_json::json;

use super::{entra_user, okta_user, provider};
use crate::http::testing::{apps, on_each};

#[tokio::test]
async fn okta_looks_creates_and_deactivates_without_a_path() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let okta = provider(app).await;
        let filter = "Users?filter=userName%20eq%20%22ann%40demo.invalid%22&startIndex=1&count=100";
        seen.push(json!(okta.get(filter).await.snapshot()));
        let id = okta.create("Users", &okta_user("ann")).await;
        seen.push(json!(okta.get(filter).await.snapshot()));
        let told = okta
            .patch(&format!("Users/{id}"), json!([{ "op": "replace", "value": { "active": false } }]))
            .await;
        assert_eq!((told.status, &told.json()["active"]), (StatusCode::OK, &json!(false)), "{}", told.text);
        assert!(app.service.viewer(okta.account(&id).await).await.unwrap().is_none());
        // Taken back in: a profile that is sent as a whole.
        let told = okta.send(Method::PUT, &format!("Users/{id}"), &okta_user("ann")).await;
        assert_eq!((told.status, &told.json()["active"]), (StatusCode::OK, &json!(true)), "{}", told.text);
        assert!(app.service.viewer(okta.account(&id).await).await.unwrap().is_some());
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "Resources": [],
          "itemsPerPage": 0,
          "schemas": [
            "urn:ietf:params:scim:api:messages:2.0:ListResponse"
          ],
          "startIndex": 1,
          "totalResults": 0
        },
        "status": 200
      },
      {
        "body": {
          "Resources": [
            {
              "active": true,
              "displayName": "Demo ann",
              "emails": [
                {
                  "primary": true,
                  "type": "work",
                  "value": "ann@demo.invalid"
                }
              ],
              "externalId": "00u-ann",
              "groups": [],
              "id": "[id]",
              "meta": {
                "created": "[time]",
                "lastModified": "[time]",
                "location": "/scim/v2/Users/[id]",
                "resourceType": "User"
              },
              "name": {
                "familyName": "ann",
                "givenName": "Demo"
              },
              "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:User"
              ],
              "userName": "ann@demo.invalid"
            }
          ],
          "itemsPerPage": 1,
          "schemas": [
            "urn:ietf:params:scim:api:messages:2.0:ListResponse"
          ],
          "startIndex": 1,
          "totalResults": 1
        },
        "status": 200
      }
    ]
    "#);
}

#[tokio::test]
async fn entra_changes_by_path_in_its_own_spelling() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let entra = provider(app).await;
        let id = entra.create("Users", &entra_user("ben")).await;
        let told = entra
            .patch(
                &format!("Users/{id}"),
                json!([
                    { "op": "Replace", "path": "displayName", "value": "Demo Benjamin" },
                    { "op": "Add", "path": "name.givenName", "value": "Benjamin" },
                    { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "benjamin@demo.invalid" },
                    { "op": "Add", "path": "title", "value": "Engineer" },
                    { "op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                      "value": "Research" },
                ]),
            )
            .await;
        seen.push(json!(told.snapshot()));
        let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
        let told = entra.patch(&format!("Users/{id}"), off).await;
        assert_eq!(told.json()["active"], false, "{}", told.text);
        assert!(app.service.viewer(entra.account(&id).await).await.unwrap().is_none());
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "active": true,
          "displayName": "Demo Benjamin",
          "emails": [
            {
              "primary": true,
              "type": "work",
              "value": "benjamin@demo.invalid"
            }
          ],
          "externalId": "ben",
          "groups": [],
          "id": "[id]",
          "meta": {
            "created": "[time]",
            "lastModified": "[time]",
            "location": "/scim/v2/Users/[id]",
            "resourceType": "User"
          },
          "name": {
            "familyName": "ben",
            "formatted": "Demo ben",
            "givenName": "Benjamin"
          },
          "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:User"
          ],
          "userName": "ben@demo.invalid"
        },
        "status": 200
      }
    ]
    "#);
}

#[tokio::test]
async fn a_user_who_is_deactivated_has_no_session_and_no_token_left() {
    for app in apps().await {
        let okta = provider(&app).await;
        let id = okta.create("Users", &okta_user("cleo")).await;
        let account = okta.account(&id).await;
        let token = app.token_of(account, &["figures:read"]).await;
        assert_eq!(app.get("/api/v1/me", &token).await.status, 200);
        let off = json!([{ "op": "replace", "path": "active", "value": false }]);
        okta.patch(&format!("Users/{id}"), off).await;
        assert_eq!(app.get("/api/v1/me", &token).await.status, 401);
        let on = json!([{ "op": "replace", "path": "active", "value": true }]);
        okta.patch(&format!("Users/{id}"), on).await;
        assert!(app.service.viewer(account).await.unwrap().is_some());
        assert_eq!(app.get("/api/v1/me", &token).await.status, 401, "what was ended stays ended");
    }
}

#[tokio::test]
async fn a_user_who_is_deleted_is_forgotten_and_the_account_is_disabled() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let okta = provider(app).await;
        let id = okta.create("Users", &okta_user("dan")).await;
        let account = okta.account(&id).await;
        let told = okta.send(Method::DELETE, &format!("Users/{id}"), &json!({})).await;
        assert_eq!(told.status, StatusCode::NO_CONTENT);
        seen.push(json!(okta.get(&format!("Users/{id}")).await.snapshot()));
        assert!(app.service.viewer(account).await.unwrap().is_none());
        okta.create("Users", &okta_user("dan")).await;
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "detail": "There is no such resource.",
          "schemas": [
            "urn:ietf:params:scim:api:messages:2.0:Error"
          ],
          "status": "404"
        },
        "status": 404
      }
    ]
    "#);
}

#[tokio::test]
async fn somebody_whom_the_directory_knows_is_that_person() {
    for app in apps().await {
        let okta = provider(&app).await;
        let id = okta.create("Users", &okta_user("Large-0")).await;
        let account = app.store.user(okta.account(&id).await).await.unwrap().unwrap();
        assert!(account.person.is_some(), "{}: addresses differ in case only", app.engine);
    }
}

#[tokio::test]
async fn lists_come_in_parts_and_the_total_can_be_asked_alone() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let okta = provider(app).await;
        for name in ["ida", "jon", "kim"] {
            okta.create("Users", &okta_user(name)).await;
        }
        let told = okta.get("Users?startIndex=2&count=1&attributes=userName").await;
        seen.push(json!(told.snapshot()["body"]["Resources"][0]["userName"]));
        let told = okta.get("Users?count=0").await.json();
        assert_eq!((&told["totalResults"], &told["Resources"]), (&json!(3), &json!([])));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      "jon@demo.invalid"
    ]
    "#);
}

#[tokio::test]
async fn the_audit_log_says_what_was_provisioned_and_names_nobody() {
    for app in apps().await {
        let okta = provider(&app).await;
        let id = okta.create("Users", &okta_user("lee")).await;
        let account = okta.account(&id).await;
        okta.send(Method::DELETE, &format!("Users/{id}"), &json!({})).await;
        let told = app.store.changes(&format!("user:{account}"), 9).await.unwrap();
        let acts: Vec<_> = told.iter().rev().map(|change| change.action.as_str()).collect();
        assert_eq!(acts, ["created", "disabled"], "{}", app.engine);
        let said = format!("{told:?}");
        assert!(!said.contains("lee") && !said.contains("demo.invalid"), "{said}");
        assert!(told.iter().all(|change| change.who.starts_with("scim-key:")), "{said}");
    }
}

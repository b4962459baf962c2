//! What is wrong, who may not, and what is supported.

use axum::http::{Method, StatusCode};
use domain::viewer::AccessRole;
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use super::{okta_user, provider};
use crate::http::testing::{Told, apps, on_each};

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "most of it is what is answered")]
async fn what_is_wrong_is_said_in_scims_own_shape() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let okta = provider(app).await;
        let id = okta.create("Users", &okta_user("gil")).await;
        let path = format!("Users/{id}");
        let found = [
            okta.send(Method::POST, "Users", &okta_user("GIL")).await,
            okta.send(Method::POST, "Users", &json!({ "displayName": "Nobody" })).await,
            okta.get("Users?filter=userName%20co%20%22a%22").await,
            okta.get("Users?filter=nickName%20eq%20%22a%22").await,
            okta.patch(&path, json!([{ "op": "replace", "path": "shoeSize", "value": 43 }])).await,
            okta.patch(&path, json!([{ "op": "replace", "path": "id", "value": "x" }])).await,
            okta.patch(&path, json!([{ "op": "remove" }])).await,
            okta.patch(&path, json!([{ "op": "replace", "path": "active", "value": "perhaps" }])).await,
            okta.patch(&path, json!([])).await,
            okta.get("Users/not-an-id").await,
            okta.get("Nowhere").await,
            okta.send(Method::PUT, "Users", &json!({})).await,
            app.get("/scim/v2/Users", "").await,
            app.send(Method::POST, "/scim/v2/Users", &okta.key, &[("content-type", "text/xml")], vec![])
                .await,
        ];
        let found: Vec<Value> = found.iter().map(Told::snapshot).collect();
        seen.push(json!(found));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      [
        {
          "body": {
            "detail": "There is a user of this userName already.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "uniqueness",
            "status": "409"
          },
          "status": 409
        },
        {
          "body": {
            "detail": "userName is needed and must not be empty.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidValue",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "The filter cannot be read at \"userName co \"a\"\". Use attribute eq \"value\", joined with and.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidFilter",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "Users can be found by id, userName and externalId, not by nickname.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidFilter",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "A user has no attribute shoesize.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidPath",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "id is set here and cannot be changed.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "mutability",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "To remove something, say with \"path\" what it is.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "noTarget",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "active and primary must be true or false.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidValue",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "Operations must hold at least one operation, and at most 1000.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "scimType": "invalidSyntax",
            "status": "400"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "There is no such resource.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "status": "404"
          },
          "status": 404
        },
        {
          "body": {
            "detail": "There is no such resource.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "status": "404"
          },
          "status": 404
        },
        {
          "body": {
            "detail": "This address does not take that method; the Allow header names those it takes.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "status": "405"
          },
          "status": 405
        },
        {
          "body": {
            "detail": "Send \"Authorization: Bearer …\" with a provisioning key that was not revoked. Make one with sightline keys create --kind scim --name PROVIDER. A person's token opens nothing here.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "status": "401"
          },
          "status": 401
        },
        {
          "body": {
            "detail": "Send application/scim+json or application/json.",
            "schemas": [
              "urn:ietf:params:scim:api:messages:2.0:Error"
            ],
            "status": "415"
          },
          "status": 415
        }
      ]
    ]
    "#);
}

#[tokio::test]
async fn a_persons_token_opens_nothing_here_and_a_provisioning_key_nothing_else() {
    for app in apps().await {
        let okta = provider(&app).await;
        let token = app.token(AccessRole::Admin, &["directory:read"]).await;
        assert_eq!(app.get("/scim/v2/Users", &token).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(app.get("/api/v1/me", &okta.key).await.status, StatusCode::UNAUTHORIZED);
        app.service.revoke_scim_keys("corporate").await.unwrap();
        assert_eq!(okta.get("Users").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn all_operations_are_done_or_none() {
    for app in apps().await {
        let okta = provider(&app).await;
        let id = okta.create("Users", &okta_user("hal")).await;
        let operations = json!([
            { "op": "replace", "path": "displayName", "value": "Changed" },
            { "op": "replace", "path": "active", "value": 7 },
        ]);
        assert_eq!(okta.patch(&format!("Users/{id}"), operations).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(okta.get(&format!("Users/{id}")).await.json()["displayName"], "Demo hal");
        let stranger = json!({ "displayName": "staff", "members": [{ "value": uuid::Uuid::nil() }] });
        assert_eq!(okta.send(Method::POST, "Groups", &stranger).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(okta.get("Groups").await.json()["totalResults"], 0);
    }
}

#[tokio::test]
async fn what_is_supported_can_be_read() {
    for app in apps().await {
        let okta = provider(&app).await;
        for place in ["ServiceProviderConfig", "ResourceTypes", "ResourceTypes/User", "Schemas"] {
            assert_eq!(okta.get(place).await.status, StatusCode::OK, "{place}");
        }
        let schema = "Schemas/urn:ietf:params:scim:schemas:core:2.0:User";
        assert_eq!(okta.get(schema).await.json()["name"], "User");
        assert_eq!(okta.get("ResourceTypes/Printer").await.status, StatusCode::NOT_FOUND);
    }
}

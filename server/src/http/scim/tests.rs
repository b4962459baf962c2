//! Provisioning as Okta and Entra ID do it, message by message.

use axum::http::{Method, StatusCode};
use domain::viewer::AccessRole;
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::http::testing::{App, Told, apps, on_each};

/// An identity provider with its key.
struct Provider<'a> {
    app: &'a App,
    key: String,
}

impl Provider<'_> {
    async fn send(&self, method: Method, path: &str, body: &Value) -> Told {
        self.app.send_json(method, &format!("/scim/v2/{path}"), &self.key, body).await
    }

    async fn get(&self, path: &str) -> Told {
        self.app.get(&format!("/scim/v2/{path}"), &self.key).await
    }

    /// Creates what is sent; says its id.
    async fn create(&self, place: &str, body: &Value) -> String {
        let told = self.send(Method::POST, place, body).await;
        assert_eq!(told.status, StatusCode::CREATED, "{}", told.text);
        assert_eq!(told.header("content-type"), "application/scim+json");
        told.json()["id"].as_str().unwrap().to_owned()
    }

    async fn patch(&self, path: &str, operations: Value) -> Told {
        let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
        let body = json!({ "schemas": schemas, "Operations": operations });
        self.send(Method::PATCH, path, &body).await
    }

    /// The account of a provisioned user.
    async fn account(&self, id: &str) -> i64 {
        let mut tx = self.app.store.begin().await.unwrap();
        tx.scim_user(id.parse().unwrap()).await.unwrap().unwrap().user
    }

    async fn roles(&self, id: &str) -> Vec<AccessRole> {
        let viewer = self.app.service.viewer(self.account(id).await).await.unwrap();
        viewer.map(|viewer| viewer.roles().collect()).unwrap_or_default()
    }
}

async fn provider(app: &App) -> Provider<'_> {
    Provider { app, key: app.service.create_scim_key("corporate").await.unwrap() }
}

/// As Okta sends a new user.
fn okta_user(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": format!("{name}@demo.invalid"),
        "name": { "givenName": "Demo", "familyName": name },
        "emails": [{ "primary": true, "value": format!("{name}@demo.invalid"), "type": "work" }],
        "displayName": format!("Demo {name}"),
        "locale": "en-US",
        "externalId": format!("00u-{name}"),
        "groups": [],
        "password": "not kept",
        "active": true,
    })
}

/// As Entra ID sends a new user.
fn entra_user(name: &str) -> Value {
    json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ],
        "externalId": name,
        "userName": format!("{name}@demo.invalid"),
        "active": true,
        "displayName": format!("Demo {name}"),
        "emails": [{ "primary": true, "type": "work", "value": format!("{name}@demo.invalid") }],
        "meta": { "resourceType": "User" },
        "name": { "formatted": format!("Demo {name}"), "familyName": name, "givenName": "Demo" },
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Sales" },
    })
}

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
async fn roles_follow_groups_in_the_ways_in_which_members_are_sent() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let provider = provider(app).await;
        let eve = provider.create("Users", &okta_user("eve")).await;
        let finn = provider.create("Users", &entra_user("finn")).await;
        let group = json!({ "displayName": "sightline-executives", "members": [{ "value": eve }] });
        let id = provider.create("Groups", &group).await;
        let path = format!("Groups/{id}");
        assert_eq!(provider.roles(&eve).await, [AccessRole::Executive]);
        assert_eq!(provider.roles(&finn).await, []);

        // Entra adds and removes by value; Okta removes by path and replaces the whole list.
        provider.patch(&path, json!([{ "op": "Add", "path": "members", "value": [{ "value": finn }] }])).await;
        assert_eq!(provider.roles(&finn).await, [AccessRole::Executive]);
        provider.patch(&path, json!([{ "op": "Remove", "path": "members", "value": [{ "value": finn }] }])).await;
        assert_eq!(provider.roles(&finn).await, []);
        let by_path = format!("members[value eq \"{eve}\"]");
        provider.patch(&path, json!([{ "op": "remove", "path": by_path }])).await;
        assert_eq!(provider.roles(&eve).await, []);
        let told = provider
            .patch(&path, json!([{ "op": "replace", "path": "members", "value": [{ "value": eve }, { "value": finn }] }]))
            .await;
        assert_eq!(told.json()["members"].as_array().unwrap().len(), 2, "{}", told.text);
        assert_eq!(provider.roles(&finn).await, [AccessRole::Executive]);

        // A group that is called otherwise gives other roles, and one that is gone none.
        provider.patch(&path, json!([{ "op": "replace", "value": { "id": id, "displayName": "sightline-engineers" } }])).await;
        assert_eq!(provider.roles(&eve).await, [AccessRole::Engineer]);
        let told = provider.get("Groups?filter=displayName%20eq%20%22SIGHTLINE-engineers%22&excludedAttributes=members").await;
        seen.push(json!(told.snapshot()));
        assert_eq!(provider.send(Method::DELETE, &path, &json!({})).await.status, StatusCode::NO_CONTENT);
        assert_eq!(provider.roles(&eve).await, []);
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "Resources": [
            {
              "displayName": "sightline-engineers",
              "id": "[id]",
              "meta": {
                "created": "[time]",
                "lastModified": "[time]",
                "location": "/scim/v2/Groups/[id]",
                "resourceType": "Group"
              },
              "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:Group"
              ]
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
async fn somebody_whom_the_directory_knows_is_that_person() {
    for app in apps().await {
        let okta = provider(&app).await;
        let id = okta.create("Users", &okta_user("Large-0")).await;
        let account = app.store.user(okta.account(&id).await).await.unwrap().unwrap();
        assert!(account.person.is_some(), "{}: addresses differ in case only", app.engine);
    }
}

#[tokio::test]
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

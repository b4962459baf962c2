//! Groups and the roles that follow from them.

use axum::http::{Method, StatusCode};
use domain::viewer::AccessRole;
use insta::assert_json_snapshot;
use serde_json::json;

use super::{entra_user, okta_user, provider};
use crate::http::testing::on_each;

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

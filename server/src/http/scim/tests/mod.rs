//! Provisioning as Okta and Entra ID do it, message by message.

mod described;
mod groups;
mod refused;
mod users;

use axum::http::{Method, StatusCode};
use domain::viewer::AccessRole;
use serde_json::{Value, json};

use crate::http::testing::{App, Told};

/// An identity provider with its key.
pub struct Provider<'a> {
    app: &'a App,
    pub key: String,
}

impl Provider<'_> {
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Told {
        self.app.send_json(method, &format!("/scim/v2/{path}"), &self.key, body).await
    }

    pub async fn get(&self, path: &str) -> Told {
        self.app.get(&format!("/scim/v2/{path}"), &self.key).await
    }

    /// Creates what is sent; says its id.
    pub async fn create(&self, place: &str, body: &Value) -> String {
        let told = self.send(Method::POST, place, body).await;
        assert_eq!(told.status, StatusCode::CREATED, "{}", told.text);
        assert_eq!(told.header("content-type"), "application/scim+json");
        told.json()["id"].as_str().unwrap().to_owned()
    }

    pub async fn patch(&self, path: &str, operations: Value) -> Told {
        let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
        let body = json!({ "schemas": schemas, "Operations": operations });
        self.send(Method::PATCH, path, &body).await
    }

    /// The account of a provisioned user.
    pub async fn account(&self, id: &str) -> i64 {
        let mut tx = self.app.store.begin().await.unwrap();
        tx.scim_user(id.parse().unwrap()).await.unwrap().unwrap().user
    }

    pub async fn roles(&self, id: &str) -> Vec<AccessRole> {
        let viewer = self.app.service.viewer(self.account(id).await).await.unwrap();
        viewer.map(|viewer| viewer.roles().collect()).unwrap_or_default()
    }
}

pub async fn provider(app: &App) -> Provider<'_> {
    Provider { app, key: app.service.create_scim_key("corporate").await.unwrap() }
}

/// As Okta sends a new user.
pub fn okta_user(name: &str) -> Value {
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
pub fn entra_user(name: &str) -> Value {
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

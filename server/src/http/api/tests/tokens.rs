//! Tokens: never wider than their owner, dead when revoked, expired or disabled, and audited.

use domain::viewer::{AccessRole, Scope};
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use super::{ALL_SCOPES, CYCLE_TIME, rows};
use crate::http::testing::{apps, days_pass, now, on_each};

#[tokio::test]
async fn a_token_is_narrower_than_its_owner() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let narrow = app.token_of(user, &["directory:read"]).await;
        assert_eq!(rows(&app.get("/api/v1/teams", &narrow).await).len(), 2);
        let told = app.get(CYCLE_TIME, &narrow).await;
        assert!(told.header("www-authenticate").contains("insufficient_scope"));
        seen.push(json!(told.snapshot()));
        let told = app.get("/api/v1/me", &narrow).await;
        seen.push(json!(told.snapshot()));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "detail": "This token does not have the scope figures:read. Make one that has it at /account/tokens.",
          "status": 403,
          "title": "This token does not reach so far",
          "type": "about:blank"
        },
        "status": 403
      },
      {
        "body": {
          "name": "Demo Executive",
          "roles": [
            {
              "cohorts": [],
              "everything": true,
              "role": "executive",
              "teams": []
            }
          ],
          "scopes": [
            "directory:read"
          ],
          "token_expires_at": "[time]"
        },
        "status": 200
      }
    ]
    "#);
}

#[tokio::test]
async fn a_role_that_is_taken_back_is_gone_from_the_token_at_once() {
    for app in apps().await {
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let token = app.token_of(user, &ALL_SCOPES).await;
        assert_eq!(app.get(&format!("{CYCLE_TIME}&group=large"), &token).await.status, 200);
        let grants = app.store.grants_of(&[user]).await.unwrap();
        let mut tx = app.store.begin().await.unwrap();
        tx.end_grant(user, grants[0].id, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(app.get(&format!("{CYCLE_TIME}&group=large"), &token).await.status, 404);
        assert_eq!(rows(&app.get(CYCLE_TIME, &token).await), Vec::<Value>::new());
    }
}

#[tokio::test]
async fn revoked_expired_and_disabled_are_all_refused_alike() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let viewer = app.service.viewer(user).await.unwrap().unwrap();
        let tokens = app.service.own_tokens(&viewer);
        let refused = async |token: &str| {
            let told = app.get("/api/v1/me", token).await;
            assert!(told.header("www-authenticate").contains("invalid_token"));
            assert_eq!(told.header("content-type"), "application/problem+json");
            told.snapshot()
        };
        seen.push(json!(refused("").await));
        assert_eq!(refused("sl_made-up").await, refused("").await);

        let revoked = app.token_of(user, &ALL_SCOPES).await;
        tokens.revoke(tokens.list().await.unwrap()[0].id).await.unwrap();
        assert_eq!(refused(&revoked).await, refused("").await);

        let token = app.token_of(user, &ALL_SCOPES).await;
        assert_eq!(app.get("/api/v1/me", &token).await.status, 200);
        days_pass(31);
        assert_eq!(refused(&token).await, refused("").await);

        let token = app.token_of(user, &ALL_SCOPES).await;
        let mut tx = app.store.begin().await.unwrap();
        tx.set_disabled(user, Some(now())).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(refused(&token).await, refused("").await);
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "detail": "Send \"Authorization: Bearer sl_…\" with a token that is neither revoked nor expired. Make one at /account/tokens.",
          "status": 401,
          "title": "A token is needed",
          "type": "about:blank"
        },
        "status": 401
      }
    ]
    "#);
}

#[tokio::test]
async fn making_using_and_revoking_a_token_are_audited_and_use_once_a_day() {
    for app in apps().await {
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let token = app.token_of(user, &ALL_SCOPES).await;
        for _ in 0..3 {
            assert_eq!(app.get("/api/v1/me", &token).await.status, 200);
        }
        days_pass(1);
        assert_eq!(app.get("/api/v1/me", &token).await.status, 200);
        let viewer = app.service.viewer(user).await.unwrap().unwrap();
        let tokens = app.service.own_tokens(&viewer);
        let id = tokens.list().await.unwrap()[0].id;
        tokens.revoke(id).await.unwrap();
        let told = app.store.changes(&format!("token:{id}"), 9).await.unwrap();
        let acts: Vec<_> = told.iter().rev().map(|change| change.action.as_str()).collect();
        assert_eq!(acts, ["created", "used", "used", "revoked"], "{}", app.engine);
        assert!(told.iter().all(|change| change.who == format!("user:{user}")));
    }
}

#[tokio::test]
async fn one_may_revoke_ones_own_tokens_and_administrators_those_of_others() {
    for app in apps().await {
        let (one, other) = (
            app.user(AccessRole::Executive, Scope::Everything, None).await,
            app.user(AccessRole::Admin, Scope::Everything, None).await,
        );
        let token = app.token_of(one, &ALL_SCOPES).await;
        let admin = app.service.viewer(other).await.unwrap().unwrap();
        let owner = app.service.viewer(one).await.unwrap().unwrap();
        let id = app.service.own_tokens(&owner).list().await.unwrap()[0].id;
        assert!(app.service.own_tokens(&admin).revoke(id).await.is_err(), "it is not theirs");
        assert!(app.service.others_tokens(&owner).is_err(), "they do not administer");
        let others = app.service.others_tokens(&admin).unwrap();
        assert_eq!(others.list(1).await.unwrap().total, 1);
        others.revoke(id).await.unwrap();
        assert_eq!(app.get("/api/v1/me", &token).await.status, 401);
    }
}

//! The API as a whole: every role, every way to be refused, and never more than a page shows.

use axum::http::{Method, StatusCode};
use domain::{
    TeamKey,
    viewer::{AccessRole, Scope},
};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use service::views::Range;

use crate::http::testing::{Told, apps, days_pass, now};

const ALL_SCOPES: [&str; 3] = ["figures:read", "directory:read", "own-records:read"];
const CYCLE_TIME: &str = "/api/v1/figures?by=team&metric=pr_cycle_time";

fn rows(told: &Told) -> Vec<Value> {
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    told.json()["rows"].as_array().unwrap().clone()
}

fn large() -> Scope {
    Scope::Team(TeamKey::new("large").unwrap())
}

#[tokio::test]
async fn figures_come_with_their_evidence_or_with_the_reason_why_not() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let told = app.get(&format!("{CYCLE_TIME}&group=large"), &token).await;
        assert_json_snapshot!(told.snapshot(), @"");
        let told = app.get(&format!("{CYCLE_TIME}&group=small"), &token).await;
        assert_json_snapshot!(told.snapshot(), @"");
    }
}

#[tokio::test]
async fn the_api_shows_what_the_page_shows_and_hides_what_it_hides() {
    for app in apps().await {
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let token = app.token_of(user, &ALL_SCOPES).await;
        let viewer = app.service.viewer(user).await.unwrap().unwrap();
        for team in ["large", "small"] {
            let figures = app.service.team_figures(&viewer, team).unwrap();
            let page = figures.scoreboard(&Range::Last(99), Some("none")).await.unwrap().trend;
            let told =
                rows(&app.get(&format!("/api/v1/figures?by=team&group={team}&limit=1000"), &token).await);
            for row in &told {
                let sprint = page.sprints.iter().find(|sprint| row["period"] == sprint.key).unwrap();
                let metric = domain::figure::MetricId::parse(row["metric"].as_str().unwrap()).unwrap();
                let figure = sprint.figures.get(metric);
                assert_eq!(row["value"], json!(figure.value), "{}: {row}", app.engine);
                assert_eq!(row["state"], figure.state.as_str(), "{}: {row}", app.engine);
            }
            assert!(told.len() > 30 && page.sprints.len() == 2, "{}", app.engine);
        }
    }
}

#[tokio::test]
async fn each_role_reaches_through_the_api_what_it_reaches_on_pages() {
    for app in apps().await {
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
        assert_json_snapshot!(found, @"");
    }
}

#[tokio::test]
async fn a_token_is_narrower_than_its_owner() {
    for app in apps().await {
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let narrow = app.token_of(user, &["directory:read"]).await;
        assert_eq!(rows(&app.get("/api/v1/teams", &narrow).await).len(), 2);
        let told = app.get(CYCLE_TIME, &narrow).await;
        assert!(told.header("www-authenticate").contains("insufficient_scope"));
        assert_json_snapshot!(told.snapshot(), @"");
        let told = app.get("/api/v1/me", &narrow).await;
        assert_json_snapshot!(told.snapshot(), @"");
    }
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
    for app in apps().await {
        let user = app.user(AccessRole::Executive, Scope::Everything, None).await;
        let viewer = app.service.viewer(user).await.unwrap().unwrap();
        let tokens = app.service.own_tokens(&viewer);
        let refused = async |token: &str| {
            let told = app.get("/api/v1/me", token).await;
            assert!(told.header("www-authenticate").contains("invalid_token"));
            assert_eq!(told.header("content-type"), "application/problem+json");
            told.snapshot()
        };
        assert_json_snapshot!(refused("").await, @"");
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
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_what_can() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let mut found = Vec::new();
        for query in [
            "",
            "by=person",
            "by=team&period=day",
            "by=team&from=2026-01-01",
            "by=team&since=2026-01-01",
            "by=team&metric=lines_of_code",
            "by=team&limit=0",
            "by=team&cursor=made-up",
        ] {
            found.push(app.get(&format!("/api/v1/figures?{query}"), &token).await.snapshot());
        }
        assert_json_snapshot!(found, @"");
        for query in ["by=team&group=nowhere", "by=cohort&group=nowhere"] {
            assert_eq!(app.get(&format!("/api/v1/figures?{query}"), &token).await.status, 404, "{query}");
        }
    }
}

#[tokio::test]
async fn other_methods_and_forms_are_refused_in_words() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let told = app.send(Method::POST, "/api/v1/figures", &token, &[], vec![]).await;
        assert_eq!(told.header("allow"), "GET,HEAD");
        assert_json_snapshot!(told.snapshot(), @"");
        let told = app.get_with(CYCLE_TIME, &token, &[("accept", "text/html")]).await;
        assert_json_snapshot!(told.snapshot(), @"");
        assert_json_snapshot!(app.get("/api/v1/people", &token).await.snapshot(), @"");
    }
}

#[tokio::test]
async fn rows_come_as_csv_in_which_no_name_is_a_formula() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let csv = [("accept", "text/csv")];
        insta::assert_snapshot!(app.get_with(CYCLE_TIME, &token, &csv).await.text, @"");
        let told = app.get_with("/api/v1/teams?limit=1", &token, &csv).await;
        assert!(!told.header("x-next-cursor").is_empty());
        insta::assert_snapshot!(app.get_with("/api/v1/teams", &token, &csv).await.text, @"");
    }
}

#[tokio::test]
async fn an_answer_that_did_not_change_is_not_sent_again_and_not_to_somebody_else() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let other = app.token(AccessRole::LAndD, &ALL_SCOPES).await;
        let tag = app.get(CYCLE_TIME, &token).await.header("etag").to_owned();
        let with_tag = [("if-none-match", tag.as_str())];
        assert_eq!(app.get_with(CYCLE_TIME, &token, &with_tag).await.status, 304);
        assert_eq!(app.get_with(CYCLE_TIME, &other, &with_tag).await.status, 200);
        let csv = [with_tag[0], ("accept", "text/csv")];
        assert_eq!(app.get_with(CYCLE_TIME, &token, &csv).await.status, 200);
    }
}

#[tokio::test]
async fn pages_of_a_list_make_up_the_whole_of_it() {
    for app in apps().await {
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let whole = rows(&app.get("/api/v1/figures?by=team&limit=1000", &token).await);
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let told = app.get(&format!("/api/v1/figures?by=team&limit=31{cursor}"), &token).await;
            found.extend(rows(&told));
            let Some(next) = told.json()["next_cursor"].as_str().map(str::to_owned) else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(found, whole, "{}", app.engine);
    }
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

#[test]
fn every_operation_is_described_and_listed() {
    let listed: Vec<String> =
        super::listed().iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_json_snapshot!(listed, @"");
}

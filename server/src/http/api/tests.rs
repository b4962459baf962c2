//! The API as a whole: every role, every way to be refused, and never more than a page shows.

use axum::http::{Method, StatusCode};
use domain::{
    TeamKey,
    viewer::{AccessRole, Scope},
};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use service::views::Range;

use crate::http::testing::{Told, apps, days_pass, now, on_each};

const ALL_SCOPES: [&str; 3] = ["figures:read", "directory:read", "own-records:read"];
const CYCLE_TIME: &str = "/api/v1/figures?by=team&metric=pr_cycle_time";

fn rows(told: &Told) -> Vec<Value> {
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    told.json()["rows"].as_array().unwrap().clone()
}

/// A text as a list of its lines, which reads better.
fn lines(text: &str) -> Value {
    json!(text.lines().collect::<Vec<_>>())
}

fn large() -> Scope {
    Scope::Team(TeamKey::new("large").unwrap())
}

#[tokio::test]
async fn figures_come_with_their_evidence_or_with_the_reason_why_not() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let told = app.get(&format!("{CYCLE_TIME}&group=large"), &token).await;
        seen.push(json!(told.snapshot()));
        let told = app.get(&format!("{CYCLE_TIME}&group=small"), &token).await;
        seen.push(json!(told.snapshot()));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "next_cursor": null,
          "rows": [
            {
              "by": "team",
              "contributors": 6,
              "coverage": 1.0,
              "definition": "pr_cycle_time@1",
              "first_day": "2026-01-05",
              "group": "large",
              "last_day": "2026-01-18",
              "metric": "pr_cycle_time",
              "n": 6,
              "period": "S1",
              "reason": null,
              "state": "shown",
              "value": 24.0
            },
            {
              "by": "team",
              "contributors": 6,
              "coverage": 1.0,
              "definition": "pr_cycle_time@1",
              "first_day": "2026-01-19",
              "group": "large",
              "last_day": "2026-02-01",
              "metric": "pr_cycle_time",
              "n": 6,
              "period": "S2",
              "reason": null,
              "state": "shown",
              "value": 24.0
            }
          ]
        },
        "status": 200
      },
      {
        "body": {
          "next_cursor": null,
          "rows": [
            {
              "by": "team",
              "contributors": null,
              "coverage": null,
              "definition": "pr_cycle_time@1",
              "first_day": "2026-01-05",
              "group": "small",
              "last_day": "2026-01-18",
              "metric": "pr_cycle_time",
              "n": null,
              "period": "S1",
              "reason": "Too few people stand behind it to protect each of them. A longer range or a larger group may show it.",
              "state": "suppressed",
              "value": null
            },
            {
              "by": "team",
              "contributors": null,
              "coverage": null,
              "definition": "pr_cycle_time@1",
              "first_day": "2026-01-19",
              "group": "small",
              "last_day": "2026-02-01",
              "metric": "pr_cycle_time",
              "n": null,
              "period": "S2",
              "reason": "Too few people stand behind it to protect each of them. A longer range or a larger group may show it.",
              "state": "suppressed",
              "value": null
            }
          ]
        },
        "status": 200
      }
    ]
    "#);
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
async fn what_cannot_be_asked_is_refused_with_what_can() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let mut found = Vec::new();
        for query in [
            "",
            "by=person",
            "by=team&period=day",
            "by=team&from=S1",
            "by=team&period=range&from=S1",
            "by=team&period=range&from=S1&to=S9",
            "by=team&since=2026-01-01",
            "by=team&metric=lines_of_code",
            "by=team&limit=0",
            "by=team&cursor=made-up",
        ] {
            found.push(app.get(&format!("/api/v1/figures?{query}"), &token).await.snapshot());
        }
        seen.push(json!(found));
        for query in ["by=team&group=nowhere", "by=cohort&group=nowhere"] {
            assert_eq!(app.get(&format!("/api/v1/figures?{query}"), &token).await.status, 404, "{query}");
        }
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      [
        {
          "body": {
            "allowed": [
              "team",
              "cohort",
              "wave",
              "repository",
              "organisation"
            ],
            "detail": "by is needed: one of team, cohort, wave, repository, organisation.",
            "parameter": "by",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "allowed": [
              "team",
              "cohort",
              "wave",
              "repository",
              "organisation"
            ],
            "detail": "by is \"person\"; use one of: team, cohort, wave, repository, organisation.",
            "parameter": "by",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "allowed": [
              "sprint",
              "last-3",
              "last-6",
              "last-12",
              "quarter",
              "baseline",
              "range"
            ],
            "detail": "period is \"day\"; use one of: sprint, last-3, last-6, last-12, quarter, baseline, range.",
            "parameter": "period",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "from goes with period=range only; leave it out.",
            "parameter": "from",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "With period=range, to must be the key of a sprint; see /api/v1/sprints.",
            "parameter": "to",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "There is no sprint \"S9\" here; choose one of the group's.",
            "status": 400,
            "title": "The question cannot be answered",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "There is no parameter \"since\" here. Those there are: by, group, metric, period, from, to, limit, cursor.",
            "parameter": "since",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "allowed": [
              "pull_requests",
              "merged",
              "pr_cycle_time",
              "pr_cycle_time_p75",
              "pr_cycle_time_p90",
              "pr_cycle_time_business",
              "pr_cycle_time_ready",
              "pr_draft_time",
              "pr_cycle_time_km",
              "first_review_time",
              "first_review_time_business",
              "reviewed_in_24h",
              "waiting",
              "waiting_age",
              "defects_before_release",
              "defects_after_release",
              "defects_unknown",
              "defects_before_release_rate",
              "defects_after_release_rate",
              "escape_share",
              "backouts",
              "hotfixes",
              "pr_size",
              "small_pr_share",
              "checklist_use",
              "test_pass_rate",
              "first_try_pass_rate",
              "security_checked",
              "review_depth",
              "merged_unreviewed",
              "quick_approval_share",
              "joined",
              "labs_completed",
              "job_aids_used",
              "sessions_attended",
              "dose"
            ],
            "detail": "metric is \"lines_of_code\"; use one of: pull_requests, merged, pr_cycle_time, pr_cycle_time_p75, pr_cycle_time_p90, pr_cycle_time_business, pr_cycle_time_ready, pr_draft_time, pr_cycle_time_km, first_review_time, first_review_time_business, reviewed_in_24h, waiting, waiting_age, defects_before_release, defects_after_release, defects_unknown, defects_before_release_rate, defects_after_release_rate, escape_share, backouts, hotfixes, pr_size, small_pr_share, checklist_use, test_pass_rate, first_try_pass_rate, security_checked, review_depth, merged_unreviewed, quick_approval_share, joined, labs_completed, job_aids_used, sessions_attended, dose.",
            "parameter": "metric",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "limit must be a whole number from 1 to 1000.",
            "parameter": "limit",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        },
        {
          "body": {
            "detail": "cursor must be the next_cursor of the page before, unchanged.",
            "parameter": "cursor",
            "status": 400,
            "title": "A parameter is wrong",
            "type": "about:blank"
          },
          "status": 400
        }
      ]
    ]
    "#);
}

#[tokio::test]
async fn other_methods_and_forms_are_refused_in_words() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let told = app.send(Method::POST, "/api/v1/figures", &token, &[], vec![]).await;
        assert_eq!(told.header("allow"), "GET,HEAD");
        seen.push(json!(told.snapshot()));
        let told = app.get_with(CYCLE_TIME, &token, &[("accept", "text/html")]).await;
        seen.push(json!(told.snapshot()));
        seen.push(json!(app.get("/api/v1/people", &token).await.snapshot()));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "body": {
          "detail": "The Allow header names those it takes. Nothing was changed.",
          "status": 405,
          "title": "This address does not take that method",
          "type": "about:blank"
        },
        "status": 405
      },
      {
        "body": {
          "detail": "Ask for application/json or, where there are rows, text/csv in the Accept header.",
          "status": 406,
          "title": "There is no such representation",
          "type": "about:blank"
        },
        "status": 406
      },
      {
        "body": {
          "detail": "It does not exist, or the token's owner has no access to it. See /api for what can be asked.",
          "status": 404,
          "title": "There is nothing here",
          "type": "about:blank"
        },
        "status": 404
      }
    ]
    "#);
}

#[tokio::test]
async fn rows_come_as_csv_in_which_no_name_is_a_formula() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        let csv = [("accept", "text/csv")];
        seen.push(lines(&app.get_with(CYCLE_TIME, &token, &csv).await.text));
        let told = app.get_with("/api/v1/teams?limit=1", &token, &csv).await;
        assert!(!told.header("x-next-cursor").is_empty());
        seen.push(lines(&app.get_with("/api/v1/teams", &token, &csv).await.text));
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      [
        "by,group,metric,definition,period,first_day,last_day,value,n,contributors,coverage,state,reason",
        "team,large,pr_cycle_time,pr_cycle_time@1,S1,2026-01-05,2026-01-18,24,6,6,1,shown,",
        "team,large,pr_cycle_time,pr_cycle_time@1,S2,2026-01-19,2026-02-01,24,6,6,1,shown,",
        "team,small,pr_cycle_time,pr_cycle_time@1,S1,2026-01-05,2026-01-18,,,,,suppressed,Too few people stand behind it to protect each of them. A longer range or a larger group may show it.",
        "team,small,pr_cycle_time,pr_cycle_time@1,S2,2026-01-19,2026-02-01,,,,,suppressed,Too few people stand behind it to protect each of them. A longer range or a larger group may show it."
      ],
      [
        "key,name,people,wave",
        "small,'=Small,,",
        "large,Large,6,"
      ]
    ]
    "#);
}

#[tokio::test]
async fn longer_periods_and_larger_groups_are_made_of_what_may_be_shown() {
    let seen = on_each(async |app| {
        let mut seen = Vec::new();
        let token = app.token(AccessRole::Executive, &ALL_SCOPES).await;
        for query in [
            "by=team&period=last-3",
            "by=team&group=large&period=range&from=S1&to=S2",
            "by=organisation&period=quarter",
            "by=repository&period=last-6",
            "by=wave",
        ] {
            let told = app.get(&format!("/api/v1/figures?{query}&metric=merged"), &token).await;
            let told = rows(&told).into_iter().map(|row| {
                json!([
                    row["group"],
                    row["period"],
                    row["first_day"],
                    row["last_day"],
                    row["value"],
                    row["state"]
                ])
            });
            seen.push(json!({ "asked": query, "told": told.collect::<Vec<_>>() }));
        }
        json!(seen)
    })
    .await;
    assert_json_snapshot!(seen, @r#"
    [
      {
        "asked": "by=team&period=last-3",
        "told": [
          [
            "large",
            "last-3",
            "2026-01-05",
            "2026-02-01",
            12.0,
            "shown"
          ],
          [
            "small",
            "last-3",
            "2026-01-05",
            "2026-02-01",
            null,
            "suppressed"
          ]
        ]
      },
      {
        "asked": "by=team&group=large&period=range&from=S1&to=S2",
        "told": [
          [
            "large",
            "S1..S2",
            "2026-01-05",
            "2026-02-01",
            12.0,
            "shown"
          ]
        ]
      },
      {
        "asked": "by=organisation&period=quarter",
        "told": [
          [
            "organisation",
            "2026-Q1",
            "2026-01-05",
            "2026-02-01",
            null,
            "suppressed"
          ]
        ]
      },
      {
        "asked": "by=repository&period=last-6",
        "told": [
          [
            "acme/shop",
            "last-6",
            "2026-01-05",
            "2026-02-01",
            null,
            "suppressed"
          ]
        ]
      },
      {
        "asked": "by=wave",
        "told": []
      }
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
    assert_json_snapshot!(listed, @r#"
    [
      "GET /api/v1/cohorts",
      "GET /api/v1/definitions",
      "GET /api/v1/figures",
      "GET /api/v1/me",
      "GET /api/v1/me/records",
      "GET /api/v1/sprints",
      "GET /api/v1/teams",
      "GET /api/v1/openapi.json"
    ]
    "#);
}

//! What cannot be asked is refused in words that say what can.

use axum::http::Method;
use domain::viewer::AccessRole;
use insta::assert_json_snapshot;
use serde_json::json;

use super::{ALL_SCOPES, CYCLE_TIME};
use crate::http::testing::on_each;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "most of it is what is answered")]
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

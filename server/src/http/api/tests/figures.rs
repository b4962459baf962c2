//! What figures come with, in every form, and that pages show the same.

use domain::viewer::{AccessRole, Scope};
use insta::assert_json_snapshot;
use serde_json::json;
use service::views::Range;

use super::{ALL_SCOPES, CYCLE_TIME, lines, rows};
use crate::http::testing::{apps, on_each};

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
              "reason": "Too few people stand behind it to protect each of them. A larger group may show it.",
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
              "reason": "Too few people stand behind it to protect each of them. A larger group may show it.",
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
        "team,small,pr_cycle_time,pr_cycle_time@1,S1,2026-01-05,2026-01-18,,,,,suppressed,Too few people stand behind it to protect each of them. A larger group may show it.",
        "team,small,pr_cycle_time,pr_cycle_time@1,S2,2026-01-19,2026-02-01,,,,,suppressed,Too few people stand behind it to protect each of them. A larger group may show it."
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

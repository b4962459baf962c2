//! Whatever comes in, a reader answers; it never panics.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use connectors::sheets::{PersonRow, Sheet, SprintRow, TeamRow, rows};
use connectors::{github, jira};
use domain::calendar::Mark;
use domain::content::Content;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The names that the readers look for, so that random objects get past the first test.
const KEYS: &[&str] = &[
    "repository",
    "full_name",
    "pull_request",
    "number",
    "title",
    "state",
    "draft",
    "user",
    "login",
    "id",
    "type",
    "created_at",
    "updated_at",
    "merged_at",
    "closed_at",
    "additions",
    "deletions",
    "base",
    "head",
    "ref",
    "sha",
    "labels",
    "name",
    "body",
    "reviews",
    "submitted_at",
    "check_runs",
    "head_sha",
    "conclusion",
    "completed_at",
    "attempt",
    "review_comments",
    "timeline",
    "event",
    "files",
    "filename",
    "key",
    "fields",
    "project",
    "issuetype",
    "created",
    "updated",
    "resolutiondate",
    "resolution",
    "reporter",
    "versions",
    "releaseDate",
    "environment",
    "content",
    "text",
    "changelog",
    "histories",
    "items",
    "to",
    "field",
    "priority",
];

const TEXTS: &[&str] = &[
    "acme/shop",
    "2026-03-02T08:00:00Z",
    "2026-03-03T08:00:00.000+0100",
    "2026-03-03",
    "-262143-01-01T00:00:00Z",
    "Bug",
    "SHOP-1",
    "open",
    "closed",
    "APPROVED",
    "success",
    "ready_for_review",
    "Revert \"x\"",
    "Reverts a/b#1 ",
    "revert-1-x",
    "## Review checklist\n- [x] a\n",
    "缺陷",
    "",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::from),
        proptest::sample::select(TEXTS).prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 80, 8, |inner| {
        let key = proptest::sample::select(KEYS).prop_map(str::to_owned);
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key, inner), 0..8)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A sound line of which one member at any depth was replaced.
fn damaged(sound: Value) -> impl Strategy<Value = Value> {
    (any::<prop::sample::Index>(), any_json()).prop_map(move |(at, replacement)| {
        let mut line = sound.clone();
        let count = nodes(&mut line, &mut |_, _| {});
        let wanted = at.index(count);
        nodes(&mut line, &mut |index, node| {
            if index == wanted {
                *node = replacement.clone();
            }
        });
        line
    })
}

/// Visits every node once, numbered; returns how many there are.
fn nodes(root: &mut Value, visit: &mut dyn FnMut(usize, &mut Value)) -> usize {
    fn walk(node: &mut Value, next: &mut usize, visit: &mut dyn FnMut(usize, &mut Value)) {
        match node {
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, next, visit)),
            Value::Object(members) => members.values_mut().for_each(|member| walk(member, next, visit)),
            _ => {}
        }
        visit(*next, node);
        *next += 1;
    }
    let mut next = 0;
    walk(root, &mut next, visit);
    next
}

fn pull_request() -> Value {
    let user = json!({"login": "peer", "id": 2, "type": "User"});
    json!({
        "repository": {"full_name": "acme/shop"},
        "pull_request": {
            "number": 1, "title": "Revert \"x\"", "state": "closed", "user": {"login": "a", "id": 1},
            "created_at": "2026-03-02T08:00:00Z", "merged_at": "2026-03-03T08:00:00Z",
            "body": "## Review checklist\n- [x] a\nReverts acme/shop#1", "labels": [{"name": "x"}],
            "base": {"ref": "main"}, "head": {"ref": "revert-1-x", "sha": "c"},
        },
        "reviews": [{"user": user, "state": "APPROVED", "submitted_at": "2026-03-02T09:00:00Z"}],
        "review_comments": [{"user": user, "created_at": "2026-03-02T09:00:00Z"}],
        "check_runs": [{"name": "u", "head_sha": "c", "conclusion": "success", "completed_at": "2026-03-02T09:00:00Z"}],
        "timeline": [{"event": "ready_for_review", "created_at": "2026-03-02T08:30:00Z"}],
        "files": [{"filename": "a.rs", "additions": 1, "deletions": 1}],
    })
}

fn issue() -> Value {
    json!({
        "key": "SHOP-1",
        "fields": {
            "project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "created": "2026-03-02T08:00:00.000+0100",
            "resolution": {"name": "Done"}, "versions": [{"released": true, "releaseDate": "2026-03-01"}],
            "environment": {"type": "doc", "content": [{"type": "paragraph"}]}, "priority": {"name": "High"},
        },
        "changelog": {"histories": [{"created": "2026-03-03T08:00:00.000+0100", "items": [{"field": "resolution", "to": "1"}]}]},
    })
}

fn read_both(line: &[u8]) {
    if let Ok(pull_request) = github::Reader::new(&github::Rules::default()).unwrap().read(line) {
        assert!(pull_request.merged_at.is_none_or(|merged| merged >= pull_request.opened_at));
        assert!(pull_request.first_review_at.is_none_or(|first| first >= pull_request.opened_at));
        assert!(pull_request.approvals <= pull_request.review_count);
    }
    let _ = jira::Reader::new(&jira::Rules::default()).read(line);
}

fn read_sheet<T: Sheet>(columns: &str, cells: &[u8]) {
    let sheet = [columns.as_bytes(), b"\n", cells].concat();
    let _ = rows::<T, _>(sheet.as_slice()).unwrap().count();
}

proptest! {
    #[test]
    fn random_json_is_answered(line in any_json()) {
        read_both(line.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_pull_request_is_answered(line in damaged(pull_request())) {
        read_both(line.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_issue_is_answered(line in damaged(issue())) {
        read_both(line.to_string().as_bytes());
    }

    #[test]
    fn random_bytes_and_cut_lines_are_answered(bytes in vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        read_both(&bytes);
        let line = pull_request().to_string();
        read_both(&line.as_bytes()[..at.index(line.len())]);
    }

    #[test]
    fn random_cells_are_answered(cells in vec(any::<u8>(), 0..300), text in "([ -~é,\"\n]{0,20},){0,6}") {
        for cells in [cells.as_slice(), text.as_bytes()] {
            read_sheet::<PersonRow>("email,name,team,from,to,xapi_account", cells);
            read_sheet::<TeamRow>("key,name,jira,time_zone,day_starts,day_ends", cells);
            read_sheet::<SprintRow>("team,key,start,end", cells);
            read_sheet::<Mark>("kind,first_day,label", cells);
            read_sheet::<Content>("id,kind,name", cells);
        }
    }
}

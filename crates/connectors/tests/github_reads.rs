//! Reading pull requests: each rule by example.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use connectors::ReadError;
use connectors::github::{Reader, Rules, natural_key};
use domain::EpochMs;
use domain::facts::{Checklist, LeftOut, PullRequest};
use rstest::rstest;
use serde_json::{Value, json};

fn line() -> Value {
    json!({
        "repository": {"full_name": "acme/shop"},
        "pull_request": {
            "number": 12, "title": "Faster checkout", "state": "closed", "draft": false,
            "user": {"login": "author", "id": 1, "type": "User"},
            "created_at": "2026-03-02T08:00:00Z", "updated_at": "2026-03-03T09:00:00Z",
            "merged_at": "2026-03-03T08:00:00Z", "closed_at": "2026-03-03T08:00:00Z",
            "additions": 90, "deletions": 10, "changed_files": 3,
            "base": {"ref": "main"}, "head": {"ref": "topic", "sha": "c2"},
            "labels": [{"name": "shop"}], "body": null,
        },
        "reviews": [],
        "check_runs": [],
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut line = line();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    line.pointer_mut(parent).unwrap()[key] = value;
    line
}

fn try_read(line: &Value, rules: &Rules) -> Result<PullRequest, ReadError> {
    Reader::new(rules).unwrap().read(line.to_string().as_bytes())
}

fn read(line: &Value) -> PullRequest {
    try_read(line, &Rules::default()).unwrap()
}

fn refusal(line: &Value) -> String {
    try_read(line, &Rules::default()).unwrap_err().to_string()
}

fn at(text: &str) -> Option<EpochMs> {
    let at = EpochMs::from_rfc3339(text);
    assert!(at.is_some(), "{text}");
    at
}

fn review(login: &str, id: i64, state: &str, at: &str) -> Value {
    json!({"user": {"login": login, "id": id, "type": "User"}, "state": state, "submitted_at": at})
}

fn run(name: &str, sha: &str, conclusion: &str, at: &str) -> Value {
    json!({"name": name, "head_sha": sha, "status": "completed", "conclusion": conclusion, "completed_at": at})
}

#[test]
fn the_plain_fields_are_taken_as_they_are() {
    let pull_request = read(&line());
    assert_eq!(natural_key(&pull_request), "acme/shop#12");
    assert_eq!(pull_request.author.as_ref().unwrap().natural_key(), "id:1");
    assert_eq!(pull_request.merged_at, at("2026-03-03T08:00:00Z"));
    assert_eq!((pull_request.changed_lines, pull_request.files), (Some(100), Some(3)));
    assert_eq!(
        (pull_request.base.as_str(), pull_request.labels.as_slice()),
        ("main", &["shop".to_owned()][..])
    );
    assert_eq!((pull_request.tests_passed, pull_request.review_comments), (None, None));
}

#[test]
fn unknown_fields_and_nulls_anywhere_do_no_harm() {
    let mut line = line();
    for field in ["reviews", "check_runs", "timeline", "files", "review_comments", "first_head_sha"] {
        line[field] = Value::Null;
    }
    for field in ["title", "user", "labels", "base", "head", "additions", "updated_at", "draft", "state"] {
        line["pull_request"][field] = Value::Null;
    }
    line["pull_request"]["new_in_2027"] = json!({"x": [1]});
    let pull_request = read(&line);
    assert_eq!((pull_request.author, pull_request.additions), (None, None));
    assert_eq!(read(&with("/reviews", json!([null]))).review_count, 0);
}

#[test]
fn the_first_review_is_the_earliest_by_a_person_who_is_not_the_author() {
    let mut line = with(
        "/reviews",
        json!([
            review("author", 1, "COMMENTED", "2026-03-02T08:10:00Z"),
            review("AUTHOR-RENAMED", 1, "COMMENTED", "2026-03-02T08:11:00Z"),
            {"user": {"login": "lint[bot]", "type": "User"}, "state": "APPROVED", "submitted_at": "2026-03-02T08:12:00Z"},
            {"user": {"login": "lint", "type": "Bot"}, "state": "APPROVED", "submitted_at": "2026-03-02T08:13:00Z"},
            {"user": {"login": "Dependabot", "type": "User"}, "state": "APPROVED", "submitted_at": "2026-03-02T08:13:00Z"},
            review("peer", 2, "PENDING", "2026-03-02T08:14:00Z"),
            {"user": {"login": "peer"}, "state": "COMMENTED", "submitted_at": null},
            review("peer", 2, "APPROVED", "2026-03-02T11:00:00Z"),
            review("peer", 2, "CHANGES_REQUESTED", "2026-03-02T10:00:00Z"),
            review("late", 3, "APPROVED", "2026-03-03T08:00:01Z"),
        ]),
    );
    let pull_request = read(&line);
    assert_eq!(pull_request.first_review_at, at("2026-03-02T10:00:00Z"));
    assert_eq!(pull_request.first_approval_at, at("2026-03-02T11:00:00Z"));
    assert_eq!((pull_request.review_count, pull_request.approvals), (2, 1));

    line["review_comments"] = json!([
        {"user": {"login": "author", "id": 1}, "created_at": "2026-03-02T08:30:00Z"},
        {"user": {"login": "peer", "id": 2}, "created_at": "2026-03-02T09:00:00Z"},
    ]);
    let pull_request = read(&line);
    assert_eq!(pull_request.first_review_at, at("2026-03-02T09:00:00Z"));
    assert_eq!(pull_request.review_comments, Some(1));
}

#[test]
fn a_deleted_account_was_somebody_else() {
    let reviews = json!([{"user": null, "state": "APPROVED", "submitted_at": "2026-03-02T09:00:00Z"}]);
    let mut line = with("/reviews", reviews);
    assert_eq!(read(&line).first_review_at, at("2026-03-02T09:00:00Z"));
    line["pull_request"]["user"] = Value::Null;
    assert_eq!(read(&line).first_review_at, at("2026-03-02T09:00:00Z"));
}

#[test]
fn a_review_at_the_moment_of_the_merge_still_counts() {
    let line = with("/reviews", json!([review("peer", 2, "APPROVED", "2026-03-03T08:00:00Z")]));
    assert_eq!(read(&line).first_review_at, at("2026-03-03T08:00:00Z"));
}

#[test]
fn ready_is_the_last_ready_for_review_before_the_first_review() {
    let mut line = with("/reviews", json!([review("peer", 2, "APPROVED", "2026-03-02T12:00:00Z")]));
    assert_eq!(read(&line).ready_at, read(&line).opened_at);
    line["timeline"] = json!([
        {"event": "ready_for_review", "created_at": "2026-03-02T09:00:00Z"},
        {"event": "convert_to_draft", "created_at": "2026-03-02T10:00:00Z"},
        {"event": "ready_for_review", "created_at": "2026-03-02T11:00:00Z"},
        {"event": "ready_for_review", "created_at": "2026-03-02T13:00:00Z"},
        {"event": "labeled", "created_at": "2026-03-02T11:30:00Z"},
    ]);
    assert_eq!(Some(read(&line).ready_at), at("2026-03-02T11:00:00Z"));
}

#[test]
fn the_newest_time_stands_in_for_a_missing_updated_at() {
    let mut line = with("/reviews", json!([review("late", 3, "COMMENTED", "2026-03-05T08:00:00Z")]));
    assert_eq!(Some(read(&line).updated_at), at("2026-03-03T09:00:00Z"));
    line["pull_request"]["updated_at"] = Value::Null;
    assert_eq!(Some(read(&line).updated_at), at("2026-03-05T08:00:00Z"));
}

#[rstest]
#[case::github_says_so(json!({"login": "x", "type": "Bot"}), Some(LeftOut::Bot))]
#[case::suffix(json!({"login": "x[bot]", "type": "User"}), Some(LeftOut::Bot))]
#[case::configured(json!({"login": "Build-Robot"}), Some(LeftOut::Bot))]
#[case::a_person(json!({"login": "robot-fan"}), None)]
fn bots_are_left_out(#[case] user: Value, #[case] expected: Option<LeftOut>) {
    let rules = Rules { bots: vec!["build-robot".to_owned()], ..Rules::default() };
    assert_eq!(try_read(&with("/pull_request/user", user), &rules).unwrap().left_out, expected);
}

#[test]
fn excluded_labels_are_left_out() {
    let rules = Rules { excluded_labels: vec!["Shop".to_owned()], ..Rules::default() };
    assert_eq!(try_read(&line(), &rules).unwrap().left_out, Some(LeftOut::Label));
}

#[rstest]
#[case::button(json!({"title": "Revert \"Faster checkout\"", "body": "Reverts acme/shop#11"}), true, Some(11))]
#[case::git(json!({"title": "Revert \"Faster checkout\"", "body": "This reverts commit abc."}), true, None)]
#[case::title_alone(json!({"title": "Revert \"Faster checkout\"", "body": "Changed our mind"}), false, None)]
#[case::body_alone(json!({"title": "Tidy up", "body": "Reverts acme/shop#11"}), false, None)]
#[case::branch(json!({"head": {"ref": "revert-11-topic"}}), true, Some(11))]
#[case::label(json!({"labels": [{"name": "Revert"}]}), true, None)]
fn reverts_are_told_by_title_and_body_branch_or_label(
    #[case] changes: Value,
    #[case] is_revert: bool,
    #[case] number: Option<i64>,
) {
    let mut line = line();
    for (key, value) in changes.as_object().unwrap() {
        line["pull_request"][key] = value.clone();
    }
    let pull_request = read(&line);
    assert_eq!((pull_request.is_revert, pull_request.reverts), (is_revert, number));
}

#[rstest]
#[case::label("/pull_request/labels", json!([{"name": "HotFix"}]), true)]
#[case::branch("/pull_request/head", json!({"ref": "hotfix/login"}), true)]
#[case::title("/pull_request/title", json!("Hotfix: login"), true)]
#[case::none("/pull_request/title", json!("About hotfixes"), false)]
fn hotfixes_are_told_by_label_branch_or_title(
    #[case] at: &str,
    #[case] value: Value,
    #[case] expected: bool,
) {
    assert_eq!(read(&with(at, value)).is_hotfix, expected);
}

#[test]
fn an_empty_description_has_no_ticks_and_an_untold_one_is_unknown() {
    let body = json!("## Review checklist\n- [x] tests\n- [ ] docs\n");
    assert_eq!(read(&with("/pull_request/body", body)).checklist, Some(Checklist { done: 1, total: 2 }));
    assert_eq!(read(&line()).checklist, Some(Checklist { done: 0, total: 0 }));
    let mut untold = line();
    untold["pull_request"].as_object_mut().unwrap().remove("body");
    assert_eq!(read(&untold).checklist, None);
}

#[test]
fn generated_paths_do_not_count_as_changed_lines() {
    let files = json!([
        {"filename": "src/cart.rs", "additions": 20, "deletions": 10},
        {"filename": "web/package-lock.json", "additions": 70, "deletions": 0},
    ]);
    let mut line = with("/files", files);
    assert_eq!(read(&line).changed_lines, Some(30));
    for field in ["additions", "deletions", "changed_files"] {
        line["pull_request"][field] = Value::Null;
    }
    let pull_request = read(&line);
    assert_eq!(
        (pull_request.additions, pull_request.changed_lines, pull_request.files),
        (Some(90), Some(30), Some(2))
    );
}

#[test]
fn the_last_conclusion_of_each_check_on_the_head_commit_decides() {
    let mut line = with(
        "/check_runs",
        json!([
            run("unit", "c2", "success", "2026-03-02T10:00:00Z"),
            run("unit", "c2", "failure", "2026-03-02T09:00:00Z"),
            run("lint", "c2", "neutral", "2026-03-02T09:00:00Z"),
            run("slow", "c2", "cancelled", "2026-03-02T09:00:00Z"),
            {"name": "late", "head_sha": "c2", "status": "in_progress", "conclusion": null},
            run("codeql", "c2", "skipped", "2026-03-02T09:00:00Z"),
        ]),
    );
    let pull_request = read(&line);
    assert_eq!(pull_request.tests_passed, Some(true));
    assert_eq!(pull_request.first_try_passed, Some(false), "one commit is known, its first unit run failed");
    assert_eq!(pull_request.security_passed, Some(true));

    line["check_runs"].as_array_mut().unwrap().push(run("unit", "c1", "success", "2026-03-02T08:30:00Z"));
    assert_eq!(read(&line).first_try_passed, None, "two commits, and nobody says which came first");
    line["first_head_sha"] = json!("c1");
    assert_eq!(read(&line).first_try_passed, Some(true));
}

#[test]
fn numbered_attempts_win_over_times() {
    let mut second = run("unit", "c2", "failure", "2026-03-02T09:00:00Z");
    second["run_attempt"] = json!(2);
    let mut first = run("unit", "c2", "success", "2026-03-02T10:00:00Z");
    first["attempt"] = json!(1);
    let pull_request = read(&with("/check_runs", json!([second, first])));
    assert_eq!((pull_request.tests_passed, pull_request.first_try_passed), (Some(false), Some(true)));
}

#[rstest]
#[case::merged_too_early("/pull_request/merged_at", json!("2026-03-02T07:59:59Z"), "pull_request.merged_at is before created_at")]
#[case::closed_too_early("/pull_request/closed_at", json!("2026-03-02T07:59:59Z"), "pull_request.closed_at is before created_at")]
#[case::number_zero("/pull_request/number", json!(0), "pull_request.number is 0")]
#[case::number_text("/pull_request/number", json!("12"), "pull_request.number has the wrong type")]
#[case::no_number("/pull_request/number", json!(null), "pull_request.number is missing")]
#[case::no_owner("/repository/full_name", json!("shop"), "repository.full_name is \"shop\"; write it as owner/name")]
#[case::odd_owner("/repository/full_name", json!("a/b/c"), "repository.full_name is \"a/b/c\"")]
#[case::local_time("/pull_request/created_at", json!("2026-03-02 08:00"), "pull_request.created_at is \"2026-03-02 08:00\", which is not a time")]
#[case::open_and_merged("/pull_request/state", json!("open"), "pull_request.state is \"open\" although merged_at")]
#[case::negative_size("/pull_request/additions", json!(-1), "pull_request.additions has a value out of range")]
#[case::reviews_object("/reviews", json!({}), "reviews has the wrong type")]
#[case::review_time("/reviews", json!([{"submitted_at": 5}]), "reviews[0].submitted_at has the wrong type")]
#[case::no_pull("/pull_request", json!(null), "pull_request is missing")]
fn what_cannot_be_true_is_refused_with_its_place(
    #[case] at: &str,
    #[case] value: Value,
    #[case] start: &str,
) {
    let refusal = refusal(&with(at, value));
    assert!(refusal.starts_with(start), "{refusal}");
}

#[test]
fn a_pull_request_that_is_closed_without_a_time_is_refused() {
    let mut line = with("/pull_request/closed_at", Value::Null);
    line["pull_request"]["merged_at"] = Value::Null;
    assert!(refusal(&line).starts_with("pull_request.state is \"closed\" although neither"));
}

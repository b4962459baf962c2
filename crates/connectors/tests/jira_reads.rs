//! Reading issues: each rule by example, and the recorded issues of a real site.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use connectors::jira::{Issue, Reader, Rules};
use domain::EpochMs;
use domain::facts::{Defect, FoundPhase};
use rstest::rstest;
use serde_json::{Value, json};

fn line(changes: &Value) -> Value {
    let mut line = json!({
        "key": "SHOP-12",
        "fields": {
            "project": {"key": "SHOP"}, "issuetype": {"name": "Bug"}, "summary": "Basket loses items",
            "created": "2026-03-10T09:00:00.000+0100", "updated": "2026-03-12T09:00:00.000+0100",
            "resolutiondate": "2026-03-11T09:00:00.000+0100", "resolution": {"name": "Done"},
            "reporter": {"accountId": "5f:ab", "displayName": "Demo Person 07"},
            "components": [{"name": "Basket"}], "versions": [], "labels": [], "priority": {"name": "High"},
            "environment": null,
        },
        "changelog": {"histories": []},
    });
    for (field, value) in changes.as_object().unwrap() {
        line["fields"][field] = value.clone();
    }
    line
}

fn read(line: &Value) -> Issue {
    Reader::new(&Rules::default()).read(line.to_string().as_bytes()).unwrap()
}

fn defect(changes: &Value) -> Defect {
    read(&line(changes)).defect.unwrap()
}

fn refusal(changes: &Value) -> String {
    let line = line(changes).to_string();
    Reader::new(&Rules::default()).read(line.as_bytes()).unwrap_err().to_string()
}

fn at(text: &str) -> EpochMs {
    EpochMs::from_rfc3339(text).unwrap()
}

#[test]
fn a_defect_has_its_times_components_reporter_and_severity() {
    let defect = defect(&json!({}));
    assert_eq!((defect.key.as_str(), defect.project.as_str()), ("SHOP-12", "SHOP"));
    assert_eq!(defect.created_at, at("2026-03-10T08:00:00Z"));
    assert_eq!(defect.resolved_at, Some(at("2026-03-11T08:00:00Z")));
    assert_eq!(
        (defect.components.as_slice(), defect.severity.as_deref()),
        (&["Basket".to_owned()][..], Some("High"))
    );
    let reporter = defect.reporter.unwrap();
    assert_eq!((reporter.natural_key().as_str(), reporter.login.as_str()), ("id:5f:ab", "Demo Person 07"));
}

#[rstest]
#[case("Bug", true)]
#[case("DEFECT", true)]
#[case("缺陷", true)]
#[case("Fehler", true)]
#[case("Story", false)]
fn only_the_configured_issue_types_are_defects(#[case] kind: &str, #[case] expected: bool) {
    let issue = read(&line(&json!({"issuetype": {"name": kind}})));
    assert_eq!(issue.defect.is_some(), expected);
    assert_eq!((issue.key.as_str(), issue.updated_at), ("SHOP-12", at("2026-03-12T08:00:00Z")));
}

#[rstest]
#[case::field_wins(json!({"customfield_7": {"value": "Customer"}, "labels": ["found-before-release"]}), FoundPhase::AfterRelease)]
#[case::field_with_several(json!({"customfield_7": [{"value": "Other"}, {"name": "review"}]}), FoundPhase::BeforeRelease)]
#[case::label_beats_environment(json!({"labels": ["Escaped-Defect"], "environment": "staging"}), FoundPhase::AfterRelease)]
#[case::environment_beats_versions(
    json!({"environment": "Staging", "versions": [{"released": true, "releaseDate": "2026-01-01"}]}),
    FoundPhase::BeforeRelease
)]
#[case::environment_as_document(
    json!({"environment": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Production"}]}]}}),
    FoundPhase::AfterRelease
)]
#[case::versions_come_last(json!({"versions": [{"released": true, "releaseDate": "2026-03-10"}]}), FoundPhase::AfterRelease)]
#[case::contradicting_labels(json!({"labels": ["found-before-release", "escaped-defect"]}), FoundPhase::Unknown)]
#[case::nothing_said(json!({}), FoundPhase::Unknown)]
fn the_first_rule_that_applies_tells_the_phase(#[case] changes: Value, #[case] expected: FoundPhase) {
    let rules = Rules {
        found_field: "customfield_7".to_owned(),
        found_before_values: vec!["Review".to_owned()],
        found_after_values: vec!["Customer".to_owned()],
        ..Rules::default()
    };
    let issue = Reader::new(&rules).read(line(&changes).to_string().as_bytes()).unwrap();
    assert_eq!(issue.defect.unwrap().found, expected);
}

#[rstest]
#[case::resolution(json!({"resolution": {"name": "Done"}}), Some("2026-03-11T10:00:00Z"))]
#[case::done_without_resolutions(
    json!({"resolution": null, "status": {"statusCategory": {"key": "done"}}}),
    Some("2026-03-11T12:00:00Z")
)]
#[case::reopened(json!({"resolution": null, "status": {"statusCategory": {"key": "new"}}}), None)]
fn the_changelog_tells_when_an_issue_without_date_was_resolved(
    #[case] changes: Value,
    #[case] expected: Option<&str>,
) {
    let mut line = line(&changes);
    line["fields"]["resolutiondate"] = Value::Null;
    line["changelog"]["histories"] = json!([
        {"created": "2026-03-11T12:00:00.000+0000", "items": [{"field": "status", "to": "3"}]},
        {"created": "2026-03-11T11:00:00.000+0000", "items": [{"field": "resolution", "to": null}]},
        {"created": "2026-03-11T10:00:00.000+0000", "items": [{"field": "labels"}, {"field": "resolution", "to": "1"}]},
    ]);
    assert_eq!(read(&line).defect.unwrap().resolved_at, expected.map(at));
}

#[rstest]
#[case::resolved_too_early(json!({"resolutiondate": "2026-03-01T00:00:00.000+0000"}), "fields.resolutiondate is before created")]
#[case::no_offset(json!({"created": "2026-03-01T00:00:00"}), "fields.created is \"2026-03-01T00:00:00\", which is not a time")]
#[case::no_type(json!({"issuetype": null}), "fields.issuetype.name is missing")]
#[case::labels(json!({"labels": "x"}), "fields.labels has the wrong type")]
fn what_cannot_be_true_is_refused_with_its_place(#[case] changes: Value, #[case] start: &str) {
    let refusal = refusal(&changes);
    assert!(refusal.starts_with(start), "{refusal}");
}

#[test]
fn a_key_without_a_number_is_refused() {
    let mut line = line(&json!({}));
    line["key"] = json!("SHOP");
    let refusal = Reader::new(&Rules::default()).read(line.to_string().as_bytes()).unwrap_err();
    assert_eq!(refusal.to_string(), "key is \"SHOP\"; an issue's key looks like SHOP-12");
}

#[test]
fn recorded_issues_of_a_real_site_are_read() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/jira/cloud.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped, not found: {}", file.display());
        return;
    };
    let reader = Reader::new(&Rules::default());
    let issues: Vec<Issue> = text.lines().map(|line| reader.read(line.as_bytes()).unwrap()).collect();
    assert_eq!(issues.len(), 33);
    let defects: Vec<&Defect> = issues.iter().filter_map(|issue| issue.defect.as_ref()).collect();
    assert_eq!(defects.len(), 1);
    assert_eq!(defects[0].found, FoundPhase::Unknown, "it names no affected version");
    assert!(defects[0].resolved_at.is_none_or(|resolved| resolved >= defects[0].created_at));
}

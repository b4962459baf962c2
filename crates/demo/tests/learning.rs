//! The learning records: conformant in shape, tagged, and in keeping with the dose that the truth states.

#![expect(clippy::unwrap_used, reason = "a test may fail where the data is not as promised")]

use std::collections::{BTreeMap, BTreeSet};

use demo::{DEFAULT_SEED, Dose, Organisation, organisation};
use domain::learning::{TAG_EXTENSIONS, VERB_ATTENDED, VERB_COMPLETED};
use serde_json::Value;

const STRANGER: &str = "mailto:person999@demo.invalid";

fn demo() -> Organisation {
    organisation(DEFAULT_SEED).unwrap()
}

fn statements(demo: &Organisation) -> Vec<Value> {
    demo.xapi().map(|line| serde_json::from_str(&line).unwrap()).collect()
}

fn tag<'a>(statement: &'a Value, name: &str) -> Option<&'a str> {
    statement["context"]["extensions"][format!("{TAG_EXTENSIONS}{name}")].as_str()
}

#[test]
fn every_statement_is_tagged_except_for_the_few_that_the_truth_counts() {
    let demo = demo();
    let statements = statements(&demo);
    let untagged = statements.iter().filter(|it| tag(it, "team").is_none()).count();
    assert_eq!(untagged, demo.truth.oddities.untagged_statements);
    for statement in statements.iter().filter(|it| tag(it, "team").is_some()) {
        for name in ["skill", "repository", "sprint"] {
            assert!(tag(statement, name).is_some(), "{statement}");
        }
        let is_group = statement["actor"]["objectType"] == "Group";
        assert_eq!(tag(statement, "role").is_none(), is_group, "{statement}");
    }
}

#[test]
fn one_mailbox_is_nobodys() {
    let demo = demo();
    let statements = statements(&demo);
    let strangers = statements.iter().filter(|it| it["actor"]["mbox"] == STRANGER).count();
    assert_eq!(strangers, demo.truth.oddities.unknown_mailbox_statements);
    assert!(!demo.people.contains("person999"));
}

#[test]
fn statements_come_by_time_with_ids_of_version_4() {
    let statements = statements(&demo());
    let times: Vec<&str> = statements.iter().map(|it| it["timestamp"].as_str().unwrap()).collect();
    assert!(times.is_sorted());
    for statement in &statements {
        let id: uuid::Uuid = statement["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(id.get_version_num(), 4);
    }
}

#[test]
fn every_activity_is_in_the_content_library() {
    let demo = demo();
    let known: BTreeSet<&str> =
        demo.content.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    for statement in statements(&demo) {
        assert!(known.contains(statement["object"]["id"].as_str().unwrap()), "{statement}");
    }
}

#[test]
fn every_cohort_holds_three_huddles() {
    let statements = statements(&demo());
    let attended = statements.iter().filter(|it| it["verb"]["id"] == VERB_ATTENDED);
    let huddles: BTreeSet<&str> = attended.filter_map(|it| it["object"]["id"].as_str()).collect();
    assert_eq!(huddles.len(), 6 * 3);
}

/// Four labs are assigned to everybody in a cohort.
#[test]
fn full_dose_teams_complete_nearly_all_labs_and_partial_ones_about_half() {
    let demo = demo();
    let mut completed: BTreeMap<String, f64> = BTreeMap::new();
    for statement in statements(&demo).iter().filter(|it| it["verb"]["id"] == VERB_COMPLETED) {
        if statement["object"]["id"].as_str().unwrap().contains("/labs/") {
            *completed.entry(tag(statement, "team").unwrap().to_owned()).or_default() += 1.0;
        }
    }
    for team in &demo.truth.teams {
        let done = completed.get(team.team).copied().unwrap_or_default();
        let share = done / (4 * team.enrolled.max(1)) as f64;
        match team.dose {
            Dose::None => assert!(share < f64::EPSILON, "{}", team.team),
            Dose::Partial => assert!((0.1..0.8).contains(&share), "{}: {share}", team.team),
            Dose::Full => assert!((0.9..=1.0).contains(&share), "{}: {share}", team.team),
        }
    }
}

#[test]
fn nobody_is_in_a_full_dose_team_without_being_enrolled() {
    for team in demo().truth.teams.iter().filter(|team| team.dose == Dose::Full) {
        assert_eq!(team.enrolled, team.people, "{}", team.team);
    }
}

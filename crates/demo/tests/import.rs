//! The real readers take every line of the demo without complaint, and find in it what the demo is to show.

#![expect(clippy::unwrap_used, reason = "a test may fail where the data is not as promised")]

use std::collections::BTreeMap;

use connectors::sheets::{PersonRow, RepositoryRow, Sheet, SprintRow, TeamRow, rows};
use connectors::{github, jira};
use demo::{DEFAULT_SEED, Organisation, organisation};
use domain::calendar::Mark;
use domain::content::Content;
use domain::facts::{FoundPhase, LearningKind, LeftOut, PullRequest};

fn demo() -> Organisation {
    organisation(DEFAULT_SEED).unwrap()
}

fn pull_requests(demo: &Organisation) -> Vec<PullRequest> {
    let rules =
        github::Rules { security_checks: vec!["security-scan".to_owned()], ..github::Rules::default() };
    let reader = github::Reader::new(&rules).unwrap();
    demo.github().map(|line| reader.read(line.as_bytes()).unwrap()).collect()
}

fn read_all<T: Sheet>(csv: &str) -> usize {
    let read: Result<Vec<T>, _> = rows::<T, _>(csv.as_bytes()).unwrap().map(|(_, row)| row).collect();
    read.unwrap().len()
}

#[test]
fn every_sheet_is_read_to_its_last_row() {
    let demo = demo();
    let counts = [
        read_all::<TeamRow>(&demo.teams),
        read_all::<PersonRow>(&demo.people),
        read_all::<RepositoryRow>(&demo.repositories),
        read_all::<SprintRow>(&demo.sprints),
        read_all::<Mark>(&demo.calendar),
        read_all::<Content>(&demo.content),
    ];
    assert_eq!(counts, [12, 126, 22, 16, 5, 44]);
}

#[test]
fn pull_requests_hold_every_case_that_the_figures_tell_apart() {
    let demo = demo();
    let items = pull_requests(&demo);
    let count = |holds: fn(&PullRequest) -> bool| items.iter().filter(|item| holds(item)).count();
    assert!(count(|item| item.left_out == Some(LeftOut::Bot)) > 200);
    assert!(count(|item| item.is_revert && item.reverts.is_some()) > 100);
    assert!(count(|item| item.is_hotfix) > 100);
    assert!(count(|item| item.author.is_none()) > 5);
    assert!(count(|item| item.ready_at > item.opened_at) > 500);
    assert!(count(|item| item.closed_at.is_some() && item.merged_at.is_none()) > 300);
    assert!(count(|item| item.merged_at.is_some() && item.first_review_at.is_none()) > 300);
    assert!(count(|item| item.checklist.is_some_and(|list| !list.is_complete())) > 1000);
    assert!(count(|item| item.tests_passed == Some(false)) > 500);
    assert!(count(|item| item.first_try_passed == Some(false)) > 2000);
    assert!(count(|item| item.security_passed == Some(false)) > 100);
    let merged = items.iter().filter(|item| item.merged_at.is_some());
    assert!(merged.into_iter().all(|item| item.tests_passed.is_some() && item.security_passed.is_some()));
}

#[test]
fn defects_are_found_before_and_after_release_and_some_nobody_knows_when() {
    let reader = jira::Reader::new(&jira::Rules::default());
    let demo = demo();
    let issues = demo.jira().map(|line| reader.read(line.as_bytes()).unwrap());
    let (mut before, mut after, mut unknown, mut stories) = (0, 0, 0, 0);
    for issue in issues {
        match issue.defect.map(|defect| defect.found) {
            Some(FoundPhase::BeforeRelease) => before += 1,
            Some(FoundPhase::AfterRelease) => after += 1,
            Some(FoundPhase::Unknown) => unknown += 1,
            None => stories += 1,
        }
    }
    assert!(before > 1400 && after > 1000, "{before} before, {after} after");
    assert!(unknown > 100 && stories > 1400, "{unknown} unknown, {stories} stories");
}

#[test]
fn statements_are_valid_and_tell_of_all_four_kinds_of_learning() {
    let mut kinds: BTreeMap<LearningKind, usize> = BTreeMap::new();
    for line in demo().xapi() {
        let events = xapi::Statement::read(line.as_bytes()).unwrap().events();
        assert!(!events.is_empty(), "{line}");
        for event in events {
            *kinds.entry(event.kind).or_default() += 1;
        }
    }
    assert!(kinds[&LearningKind::Started] > 400);
    assert!(kinds[&LearningKind::Completed] > 350);
    assert!(kinds[&LearningKind::Attended] > 120);
    assert!(kinds[&LearningKind::Applied] > 800);
}

use domain::figure::MetricId;
use domain::{PersonKey, Span};
use metrics::{Enrolled, Group, Part, PullRequestItem, Selection};

use crate::fixtures::{PERIOD, Story as _, hour, only, pull_request, said};

fn merged_of(selection: Selection, items: &[PullRequestItem]) -> f64 {
    let parts = [Part { span: PERIOD, pull_requests: items, defects: &[] }];
    let group = Group { selection, ..Group::new(&parts, PERIOD.end) };
    said(&only(&group, MetricId::Merged)).unwrap_or_default().0
}

#[test]
fn a_repository_is_its_own_pull_requests() {
    let items = [pull_request(1).merged(2), PullRequestItem { repository: 2, ..pull_request(1).merged(2) }];
    assert!(merged_of(Selection::Repository(2), &items).eq(&1.0));
}

#[test]
fn a_cohort_is_what_its_people_opened_while_they_were_enrolled() {
    let enrolled = |person, from, to| Enrolled {
        person: PersonKey(person),
        span: Span { start: hour(from), end: hour(to) },
    };
    let people = [enrolled(1, 0, 10), enrolled(1, 50, 60), enrolled(4, 0, 10)];
    let items = [
        pull_request(1).opened(9).merged(20),
        pull_request(2).opened(10).merged(20),
        pull_request(3).opened(50).merged(90),
        pull_request(4).by(3).merged(4),
        PullRequestItem { author: None, ..pull_request(5).merged(4) },
    ];
    assert!(merged_of(Selection::People(&people), &items).eq(&2.0));
    assert!(merged_of(Selection::All, &items).eq(&5.0));
}

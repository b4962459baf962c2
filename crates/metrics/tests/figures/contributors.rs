//! Who is said to be behind a figure, held against the number of people that the figure itself tells.

use std::collections::BTreeSet;

use domain::figure::MetricId;
use metrics::{ContributorSet, ContributorSets, Group, Limits, Part, figures};
use proptest::prelude::*;

use crate::fixtures::{PERIOD, figure_with, member};
use crate::properties::any_items;

proptest! {
    #[test]
    fn the_authors_of_a_metrics_first_set_are_its_contributors(items in any_items()) {
        let parts = [Part { span: PERIOD, pull_requests: &items, defects: &[] }];
        for figure in figures(&Group::new(&parts, PERIOD.end)) {
            let set = ContributorSet::behind(figure.metric)[0];
            let is_in = |item: &&metrics::PullRequestItem| {
                ContributorSets::of_item(item, &PERIOD, PERIOD.end, &Limits::default()).has(set)
            };
            let people: BTreeSet<_> = items.iter().filter(is_in).filter_map(|item| item.author).collect();
            prop_assert_eq!(people.len() as u64, figure.contributors, "{}", figure.metric);
        }
    }
}

#[test]
fn the_members_of_a_metrics_first_set_are_its_contributors() {
    let mut members = [1, 2, 3, 4].map(member);
    members[0].joined = false;
    members[1].labs_assigned = 2;
    members[2].sessions_held = 1;
    for (metric, people) in [
        (MetricId::Joined, 4),
        (MetricId::Dose, 4),
        (MetricId::JobAidsUsed, 3),
        (MetricId::LabsCompleted, 1),
        (MetricId::SessionsAttended, 1),
    ] {
        let set = ContributorSet::behind(metric)[0];
        let counted = members.iter().filter(|member| ContributorSets::of_member(member).has(set)).count();
        assert_eq!(counted as u64, people, "{metric}");
        assert_eq!(figure_with(metric, &[], &[], Some(&members)).contributors, people, "{metric}");
    }
}

#[test]
fn every_set_that_a_metric_names_is_one_that_is_looked_at() {
    let looked_at: BTreeSet<ContributorSet> = [
        &ContributorSet::OF_PERIOD[..],
        &ContributorSet::OF_THIS_MOMENT[..],
        &ContributorSet::OF_MEMBERS[..],
    ]
    .concat()
    .into_iter()
    .collect();
    for metric in MetricId::ALL {
        assert!(ContributorSet::behind(*metric).iter().all(|set| looked_at.contains(set)), "{metric}");
    }
}

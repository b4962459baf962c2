//! What holds for any items.

use domain::facts::{Checklist, FoundPhase};
use domain::figure::{FigureState, MetricId};
use domain::{EpochMs, PersonKey, Span};
use metrics::{DefectItem, FactBlock, Group, Part, PullRequestItem, figures};
use proptest::option;
use proptest::prelude::*;

use crate::fixtures::{PERIOD, START, hour, only};
use crate::naive;

/// Times from two days before the period to two days after it, quarter hours: ties are common.
fn any_offset() -> impl Strategy<Value = i64> {
    (-192..4_192_i64).prop_map(|quarters| quarters * 900_000)
}

fn any_lag() -> impl Strategy<Value = i64> {
    (0..800_i64).prop_map(|quarters| quarters * 900_000)
}

type Lags = (i64, Option<i64>, Option<i64>, Option<i64>, Option<bool>);
type Work = (Option<u32>, Option<u32>, Option<(u32, u32)>, Option<bool>, Option<bool>, Option<bool>);

fn any_lags() -> impl Strategy<Value = Lags> {
    (
        prop_oneof![Just(0), any_lag()],
        option::of(any_lag()),
        option::of(any_lag()),
        option::of(any_lag()),
        any::<Option<bool>>(),
    )
}

fn any_work() -> impl Strategy<Value = Work> {
    let checklist = option::of((0..4_u32, 0..4_u32));
    (
        option::of(0..900_u32),
        option::of(0..20_u32),
        checklist,
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    )
}

fn any_item() -> impl Strategy<Value = PullRequestItem> {
    (any_offset(), option::of(0..9_i64), any_lags(), any_work(), any::<[bool; 3]>(), option::of(any::<i32>()))
        .prop_map(|(opened, author, lags, work, [is_draft, is_revert, is_hotfix], business)| {
            let (ready, review, approval, settled, merged) = lags;
            let (lines, review_comments, checklist, tests_passed, first_try_passed, security_passed) = work;
            let after = |lag: i64| EpochMs(START + opened + lag);
            PullRequestItem {
                author: author.map(PersonKey),
                ready_at: after(ready),
                is_draft,
                first_review_at: review.map(after),
                first_approval_at: approval.map(after),
                merged_at: settled.filter(|_| merged == Some(true)).map(after),
                closed_at: settled.filter(|_| merged.is_some()).map(after),
                lines,
                review_comments,
                review_count: u32::from(review.is_some()),
                approvals: u32::from(approval.is_some()),
                checklist: checklist.map(|(done, total)| Checklist { done, total }),
                tests_passed,
                first_try_passed,
                security_passed,
                is_revert,
                is_hotfix,
                business_cycle_ms: business.map(i64::from),
                business_first_review_ms: business.map(i64::from),
                ..PullRequestItem::new(0, 0, EpochMs(START + opened))
            }
        })
}

/// Each with its own number.
pub fn any_items() -> impl Strategy<Value = Vec<PullRequestItem>> {
    prop::collection::vec(any_item(), 0..40).prop_map(|mut items| {
        items.iter_mut().zip(1..).for_each(|(item, number)| item.number = number);
        items
    })
}

pub fn any_defects() -> impl Strategy<Value = Vec<DefectItem>> {
    let found = prop_oneof![
        Just(FoundPhase::BeforeRelease),
        Just(FoundPhase::AfterRelease),
        Just(FoundPhase::Unknown)
    ];
    let defect = (any_offset(), found)
        .prop_map(|(created, found)| DefectItem { created_at: EpochMs(START + created), found });
    prop::collection::vec(defect, 0..9)
}

pub fn any_block() -> impl Strategy<Value = FactBlock> {
    (any_items(), any_defects()).prop_map(|(items, defects)| FactBlock::new(items, defects))
}

fn whole(block: &FactBlock) -> [Part<'_>; 1] {
    [Part::of(block, PERIOD)]
}

fn as_of() -> EpochMs {
    PERIOD.end
}

proptest! {
    #[test]
    fn figures_are_what_the_definitions_say(block in any_block()) {
        let parts = whole(&block);
        let group = Group::new(&parts, as_of());
        for metric in naive::COVERED {
            let wanted = naive::value(metric, &block.pull_requests, &block.defects, as_of());
            match (only(&group, metric).value, wanted) {
                (Some(got), Some(wanted)) => {
                    prop_assert!((got - wanted).abs() < 1e-9, "{metric}: {got}, not {wanted}");
                }
                (got, wanted) => prop_assert_eq!(got, wanted, "{}", metric),
            }
        }
    }

    #[test]
    fn the_order_of_items_does_not_matter(block in any_block()) {
        let mut backwards = block.clone();
        backwards.pull_requests.reverse();
        backwards.defects.reverse();
        let figures_of = |block| figures(&Group::new(&whole(block), as_of()));
        prop_assert_eq!(figures_of(&backwards), figures_of(&block));
    }

    #[test]
    fn a_union_of_teams_is_the_group_of_all_their_items(block in any_block(), at: prop::sample::Index) {
        let cut = at.index(block.pull_requests.len() + 1);
        let (one, other) = block.pull_requests.split_at(cut);
        let teams = [
            Part { span: PERIOD, pull_requests: one, defects: &block.defects },
            Part { span: PERIOD, pull_requests: other, defects: &[] },
        ];
        prop_assert_eq!(figures(&Group::new(&teams, as_of())), figures(&Group::new(&whole(&block), as_of())));
    }

    #[test]
    fn a_union_of_sprints_is_the_span_that_they_make_up(block in any_block(), middle in 1_i64..1_000) {
        let sprints = [
            Part::of(&block, Span { start: PERIOD.start, end: hour(middle) }),
            Part::of(&block, Span { start: hour(middle), end: PERIOD.end }),
        ];
        prop_assert_eq!(figures(&Group::new(&sprints, as_of())), figures(&Group::new(&whole(&block), as_of())));
    }

    #[test]
    fn every_figure_is_whole(block in any_block()) {
        let all = figures(&Group::new(&whole(&block), as_of()));
        prop_assert!(all.iter().map(|figure| figure.metric).eq(MetricId::ALL.iter().copied()));
        for figure in all {
            prop_assert_eq!(figure.value.is_some(), figure.state == FigureState::Shown);
            prop_assert!(figure.value.is_none_or(f64::is_finite));
            prop_assert!(figure.coverage.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }

    #[test]
    fn absurd_instants_do_no_harm(opened: i64, settled: i64, at: i64) {
        let open = PullRequestItem::new(0, 1, EpochMs(opened));
        let items = [open, PullRequestItem { number: 2, merged_at: Some(EpochMs(settled)), ..open }];
        let parts = [Part { span: Span::ALL, pull_requests: &items, defects: &[] }];
        prop_assert_eq!(figures(&Group::new(&parts, EpochMs(at))).len(), MetricId::ALL.len());
    }
}

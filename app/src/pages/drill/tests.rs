//! The page from made-up sprints: rows add up, people never show, a hidden list says why.

use domain::{
    EpochMs, Span,
    figure::{Figure, FigureState, MetricId},
};
use service::views::{Drill, Figures, PullRequestItem, SprintFigures, WorkItem};

use super::{csv, page, sum::sum};
use crate::pages::testing;

const OPENED: EpochMs = EpochMs(1_772_323_200_000);

fn pull_request(number: i64, hours: f64) -> WorkItem {
    #[expect(clippy::cast_possible_truncation, reason = "hours of a test")]
    let merged_at = EpochMs(OPENED.0 + (hours * domain::time::MS_PER_HOUR) as i64);
    WorkItem::PullRequest(PullRequestItem {
        repository: "demo-co/payments-api".to_owned(),
        number,
        opened_at: OPENED,
        merged_at: Some(merged_at),
        cycle_hours: Some(hours),
        first_review_hours: None,
        lines: Some(1204),
        review_comments: Some(2),
        checklist: Some((3, 4)),
        tests_passed: Some(true),
        security_passed: None,
        is_revert: false,
        is_hotfix: false,
    })
}

fn defect() -> WorkItem {
    WorkItem::Defect {
        key: "PAY-7".to_owned(),
        created_at: OPENED,
        resolved_at: None,
        found: "after_release".to_owned(),
        severity: Some("=High".to_owned()),
    }
}

fn drill(metric: MetricId, value: f64, items: Vec<WorkItem>) -> Drill {
    let n = items.len() as u64;
    let figure =
        Figure { metric, value: Some(value), n, contributors: 11, coverage: None, state: FigureState::Shown };
    let span = Span { start: OPENED, end: EpochMs(OPENED.0 + 14 * domain::time::MS_PER_DAY) };
    Drill {
        team: "payments".to_owned(),
        team_name: "Payments".to_owned(),
        metric,
        sprint: SprintFigures { key: "2026-05".to_owned(), span, figures: Figures::guarded(vec![figure]) },
        baseline: None,
        baseline_sprints: 0,
        before: Some("2026-04".to_owned()),
        after: None,
        items,
        hidden: false,
    }
}

fn hours(count: i64) -> Vec<WorkItem> {
    (1..=count).map(|n| pull_request(n, n as f64 + 0.128)).collect()
}

fn html(drill: Drill, number: usize) -> String {
    testing::html(|| page::view(drill, number))
}

#[test]
fn the_rows_of_all_pages_have_the_median_that_the_sentence_says() {
    let drill = drill(MetricId::CycleTime, 126.128, hours(251));
    let mut shown: Vec<f64> = Vec::new();
    for number in 1..=3 {
        let page = html(drill.clone(), number);
        assert!(page.contains(&format!("Page {number} of 3")));
        assert!(page.contains("The median of all 251 is <span data-part=\"sum\">126.13</span> hours"));
        let rows = page.split("<tr>").filter(|row| row.contains("demo-co/payments-api#"));
        let last =
            |row: &str| row.rsplit("<td class=\"number\">").next()?.split('<').next()?.parse::<f64>().ok();
        shown.extend(rows.filter_map(last));
    }
    assert_eq!(shown.len(), 251);
    shown.sort_by(f64::total_cmp);
    assert!((shown[125] - 126.13).abs() < 1e-9);
}

#[test]
fn a_page_that_does_not_exist_is_the_nearest_one() {
    let drill = drill(MetricId::CycleTime, 2.0, hours(101));
    assert!(html(drill.clone(), 0).contains("Page 1 of 2"));
    assert!(html(drill, 9).contains("Page 2 of 2"));
}

#[test]
fn the_value_that_a_figure_is_made_of_stands_in_the_last_column() {
    for (metric, heading) in [
        (MetricId::CycleTime, "Hours to merge"),
        (MetricId::FirstReviewTime, "Hours to first review"),
        (MetricId::PrSize, "Changed lines"),
        (MetricId::ChecklistUse, "Checklist ticked"),
        (MetricId::TestPassRate, "Checks at merge"),
    ] {
        let page = html(drill(metric, 1.0, hours(6)), 1);
        let head = page.split("</thead>").next().unwrap_or_default();
        assert!(head.rsplit("<th").next().is_some_and(|last| last.contains(heading)), "{metric}");
    }
}

#[test]
fn the_figure_never_stands_without_its_guards() {
    let page = html(drill(MetricId::CycleTime, 28.0, hours(6)), 1);
    assert!(page.contains("Pull request size (guard)") && page.contains("Review depth (guard)"));
    let page = html(drill(MetricId::DefectsAfterRelease, 1.0, vec![defect()]), 1);
    assert!(
        page.contains("Defects found before release (guard)")
            && page.contains("Pull requests merged (guard)")
    );
    assert!(page.contains("PAY-7") && page.contains("after release"));
}

#[test]
fn a_hidden_list_says_why_and_holds_no_rows() {
    let hidden = Drill { hidden: true, items: vec![], ..drill(MetricId::CycleTime, 28.0, vec![]) };
    let page = html(hidden, 1);
    assert!(page.contains("too few people stand behind it"));
    assert!(!page.contains("<table") && !page.contains("items.csv"));
}

#[test]
fn no_items_and_no_figure_have_words_of_their_own() {
    let empty = drill(MetricId::Backouts, 0.0, vec![]);
    assert!(html(empty, 1).contains("There are no such items in this sprint."));
    let mut without = drill(MetricId::CycleTime, 28.0, hours(6));
    without.sprint.figures = Figures::default();
    assert_eq!(sum(&without), None);
}

#[test]
fn neighbours_and_other_figures_are_a_link_away() {
    let page = html(drill(MetricId::PrSize, 1204.0, hours(6)), 1);
    assert!(page.contains("href=\"/teams/payments/drill/2026-04?metric=pr_size\""));
    assert!(!page.contains("Sprint after"));
    assert!(page.contains("href=\"/teams/payments/drill/2026-05?metric=backouts\""));
    assert!(page.contains("aria-current=\"true\">Pull request size"));
}

#[test]
fn the_file_has_exact_hours_and_no_formulas() {
    let text = |metric, items: &[WorkItem]| {
        String::from_utf8(csv::text(metric, items).expect("written")).expect("UTF-8")
    };
    let file = text(MetricId::CycleTime, &[pull_request(1, 1.25)]);
    assert_eq!(
        file.lines().nth(1),
        Some("demo-co/payments-api,1,2026-03-01T00:00:00Z,2026-03-01T01:15:00Z,1.25,,1204,2,3,4,true,")
    );
    let file = text(MetricId::DefectsAfterRelease, &[defect()]);
    assert_eq!(file.lines().nth(1), Some("PAY-7,2026-03-01T00:00:00Z,,after_release,'=High"));
    assert!(text(MetricId::DefectsAfterRelease, &[]).starts_with("key,"));
}

//! The page from made-up scoreboards, in every state a figure can have.

use domain::{
    EpochMs, Span,
    calendar::{Mark, MarkKind},
    figure::{Figure, FigureState, MetricId},
    period::GroupKind,
};
use jiff::civil::{Date, date};
use service::views::{Comparison, Figures, LearningSprint, Scoreboard, SprintFigures, Trend};

use super::{content::Content, csv, lead, live, page};
use crate::{pages::testing, web::Parameters};

fn figure(metric: MetricId, value: f64, contributors: u64) -> Figure {
    Figure { metric, value: Some(value), n: 96, contributors, coverage: Some(1.0), state: FigureState::Shown }
}

fn days(first: Date, last: Date) -> Span {
    Span {
        start: EpochMs::from_date(first),
        end: EpochMs(EpochMs::from_date(last).0 + domain::time::MS_PER_DAY),
    }
}

/// A sprint in which the team's work took so many hours.
fn sprint(key: &str, first: Date, hours: f64, contributors: u64) -> SprintFigures {
    let last = first.saturating_add(jiff::Span::new().days(13));
    let values = [
        (MetricId::CycleTime, hours),
        (MetricId::FirstReviewTime, 5.2),
        (MetricId::PrSize, 238.0),
        (MetricId::ReviewDepth, 1.9),
        (MetricId::DefectsAfterRelease, 3.0),
        (MetricId::SmallPrShare, 0.84),
    ];
    let mut figures: Vec<Figure> =
        values.into_iter().map(|(metric, value)| figure(metric, value, contributors)).collect();
    figures.push(Figure { n: 11, ..figure(MetricId::Joined, 10.0, contributors) });
    figures.push(Figure { n: 40, ..figure(MetricId::LabsCompleted, 0.925, contributors) });
    SprintFigures { key: key.to_owned(), span: days(first, last), figures: Figures::guarded(figures) }
}

fn payments() -> Scoreboard {
    let baseline = sprint("baseline", date(2026, 1, 5), 40.0, 11);
    let baseline = SprintFigures { span: days(date(2026, 1, 5), date(2026, 1, 18)), ..baseline };
    let sprints = vec![
        sprint("2026-01", date(2026, 1, 5), 40.0, 11),
        sprint("2026-02", date(2026, 1, 19), 36.0, 11),
        sprint("2026-03", date(2026, 2, 2), 28.0, 11),
    ];
    Scoreboard {
        group: GroupKind::Team,
        key: "payments".to_owned(),
        name: "Payments".to_owned(),
        people: Some(11),
        choices: sprints.iter().map(|s| (s.key.clone(), s.first_day(), s.last_day())).collect(),
        trend: Trend {
            sprints,
            baseline: Some(baseline),
            now: Figures::guarded(vec![
                figure(MetricId::Waiting, 3.0, 9),
                figure(MetricId::WaitingAge, 7.0, 9),
            ]),
            known_until: Some(EpochMs::from_date(date(2026, 2, 15))),
        },
        baseline_sprints: 1,
        learning: vec![LearningSprint {
            cohort: "cohort-1".to_owned(),
            name: "Cohort 1".to_owned(),
            wave: 1,
            first_day: date(2026, 1, 19),
            last_day: date(2026, 2, 5),
            skills: vec!["small-pull-requests".to_owned(), "fast-reviews".to_owned()],
            may_open: true,
        }],
        marks: vec![Mark {
            team: None,
            kind: MarkKind::Release,
            first_day: date(2026, 2, 3),
            last_day: date(2026, 2, 3),
            label: "Winter release".to_owned(),
        }],
        comparison: Some(Comparison {
            key: "checkout".to_owned(),
            name: "Checkout".to_owned(),
            joined: false,
            suggested: true,
            cycle_time: vec![Some(41.0), None, Some(40.0)],
        }),
        comparable: vec![("checkout".to_owned(), "Checkout".to_owned())],
    }
}

/// The same with this figure of the newest sprint in another state.
fn with(mut board: Scoreboard, metric: MetricId, change: impl Fn(Figure) -> Figure) -> Scoreboard {
    if let Some(newest) = board.trend.sprints.last_mut() {
        let figures = newest.figures.iter().cloned();
        let figures = figures.map(|figure| if figure.metric == metric { change(figure) } else { figure });
        newest.figures = Figures::guarded(figures.collect());
    }
    board
}

fn html(board: &Scoreboard) -> String {
    let content = Content::of(board, "/teams/payments", &Parameters::default());
    testing::html(|| page::view(content, None))
}

/// The HTML of one tile.
fn tile<'h>(html: &'h str, key: &str) -> &'h str {
    let from = html.find(&format!("data-live=\"{key}\"")).expect("the tile is there");
    let rest = &html[from..];
    &rest[..rest[1..].find("data-live=").map_or(rest.len(), |end| end + 1)]
}

#[test]
fn the_page_says_what_happened_how_it_is_known_and_where_the_items_are() {
    let html = html(&payments());
    assert!(html.contains("11 people. Joined in wave 1 on 19 January to practise small pull requests and fast reviews. Compared with Checkout, a similar team that has not joined yet."));
    assert!(html.contains("Pull requests merge in 28 h, down from 40 h in the baseline"));
    assert!(html.contains("96 pull requests, 11 people. "));
    assert!(
        html.contains(
            "href=\"/teams/payments/drill/2026-03?metric=pr_cycle_time\">Show the 96 of this sprint"
        )
    );
    assert!(html.contains("Winter release") && html.contains("learning sprint") && html.contains("baseline"));
    assert!(html.contains("3 pull requests wait for a first review now, half of them longer than 7 h."));
    assert!(html.contains("Large numbers are of sprint 2026-03, 2 to 15 February"));
}

#[test]
fn guards_stand_beside_cycle_time_and_say_what_they_guard() {
    let html = html(&with(payments(), MetricId::ReviewDepth, |figure| Figure { value: Some(0.9), ..figure }));
    assert!(tile(&html, "pr_size").contains("Pull request size (guard)"));
    assert!(tile(&html, "pr_size").contains("so the gain is not from splitting alone"));
    assert!(tile(&html, "review_depth").contains("check for gaming"));
}

#[test]
fn a_figure_of_too_few_people_says_why_it_is_hidden_and_shows_no_number() {
    let html =
        html(&with(payments(), MetricId::FirstReviewTime, |figure| Figure { contributors: 4, ..figure }));
    let tile = tile(&html, "first_review_time");
    assert!(tile.contains("Hidden") && tile.contains("protect each of them"));
    assert!(!tile.contains("data-part=\"number\"") && !tile.contains("5.2") && !tile.contains("drill"));
}

#[test]
fn too_few_items_and_no_items_have_words_and_a_next_step() {
    let too_few =
        Figure { value: None, state: FigureState::TooFew, ..figure(MetricId::SmallPrShare, 0.0, 11) };
    let page = html(&with(payments(), MetricId::SmallPrShare, |_| too_few.clone()));
    assert!(tile(&page, "small_pr_share").contains("A longer range may show it."));
    let page = html(&payments());
    assert!(
        tile(&page, "hotfixes").contains("No data")
            && tile(&page, "hotfixes").contains("Choose another range")
    );
}

#[test]
fn adoption_is_told_as_so_many_of_so_many() {
    let page = html(&payments());
    assert!(tile(&page, "joined").contains(">10<") && tile(&page, "joined").contains("of 11"));
    assert!(
        tile(&page, "labs_completed").contains(">37<") && tile(&page, "labs_completed").contains("of 40")
    );
    assert!(tile(&page, "sessions_attended").contains("None held"));
}

#[test]
fn where_nobody_has_joined_adoption_says_so_instead_of_blaming_a_source() {
    let mut board = with(payments(), MetricId::Joined, |figure| Figure { value: Some(0.0), ..figure });
    board.learning.clear();
    let page = html(&with(board, MetricId::LabsCompleted, |figure| Figure {
        value: None,
        n: 0,
        contributors: 0,
        state: FigureState::NoData,
        ..figure
    }));
    assert!(page.contains("Has not joined the programme yet."));
    assert!(tile(&page, "labs_completed").contains("Nobody here has joined a cohort"));
}

#[test]
fn a_cohort_has_no_defects_of_its_own_and_no_items_to_list() {
    let board = Scoreboard { group: GroupKind::Cohort, comparison: None, comparable: vec![], ..payments() };
    let html = html(&board);
    assert!(html.contains("Defects are counted by team"));
    assert!(html.contains("Wave 1, learning sprint 19 January to 5 February"));
    assert!(!html.contains("/drill/") && !html.contains("Compare with"));
    assert!(html.contains("/cohorts/payments/figures.csv") && html.contains("/cohorts/payments/live"));
}

#[test]
fn a_cohort_is_linked_only_for_those_who_may_open_it() {
    let mut board = payments();
    assert!(html(&board).contains("href=\"/cohorts/cohort-1\""));
    board.learning[0].may_open = false;
    assert!(!html(&board).contains("/cohorts/"));
}

#[test]
fn a_group_without_sprints_says_what_is_missing_and_how_to_bring_it() {
    let mut board = payments();
    board.trend = Trend::default();
    let html = html(&board);
    assert!(
        html.contains("There are no figures for this group yet.")
            && html.contains("sightline import sprints")
    );
    assert!(!html.contains("leptos-island"));
}

#[test]
fn a_comparison_that_somebody_chose_is_not_called_similar() {
    let mut board = payments();
    board.comparison = board.comparison.map(|other| Comparison { suggested: false, ..other });
    assert!(lead::lead(&board, 2026).ends_with("Compared with Checkout, which has not joined yet."));
    board.comparison = board.comparison.map(|other| Comparison { joined: true, ..other });
    assert!(lead::lead(&board, 2026).ends_with("Compared with Checkout, which has joined as well."));
    board.comparison = None;
    assert!(!lead::lead(&board, 2026).contains("Compared"));
}

#[test]
fn a_sprint_under_way_says_that_its_counts_still_grow() {
    let mut board = payments();
    assert!(!lead::scope(&board, 2026).contains("under way"));
    board.trend.known_until = Some(EpochMs::from_date(date(2026, 2, 9)));
    assert!(lead::scope(&board, 2026).contains("It is under way, so its counts still grow."));
}

#[test]
fn keys_with_signs_stay_inside_their_links() {
    let mut board = payments();
    board.key = "r&d/web".to_owned();
    board.trend.sprints[2].key = "Sprint 3?".to_owned();
    let html = html(&board);
    assert!(html.contains("/teams/r%26d%2Fweb/drill/Sprint%203%3F?metric=pr_cycle_time"));
    assert!(html.contains("/teams/r%26d%2Fweb/figures.csv"));
}

#[test]
fn the_file_holds_guarded_values_only_and_no_formulas() {
    let mut board = with(payments(), MetricId::PrSize, |figure| Figure { contributors: 3, ..figure });
    board.trend.sprints[0].key = "=HYPERLINK()".to_owned();
    let text = String::from_utf8(csv::text(&board).expect("written")).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "sprint,first_day,last_day,metric,definition,value,unit,n,contributors,coverage,state"
    );
    assert_eq!(
        lines[1],
        "'=HYPERLINK(),2026-01-05,2026-01-18,pr_cycle_time,pr_cycle_time@1,40,hours,96,11,1,shown"
    );
    assert!(lines.contains(&"2026-03,2026-02-02,2026-02-15,pr_size,pr_size@1,,lines,0,0,,suppressed"));
}

#[test]
fn live_figures_send_the_tiles_whose_words_changed_in_the_words_of_the_page() {
    let before = payments();
    let after = with(payments(), MetricId::LabsCompleted, |figure| Figure { value: Some(1.0), ..figure });
    let changes = live::changed(&live::texts(&before), &live::texts(&after));
    let json = serde_json::to_string(&changes).expect("serialises");
    assert_eq!(json, "[{\"key\":\"labs_completed\",\"value\":\"40\u{a0}of 40\",\"sentence\":\"\"}]");
    assert!(live::changed(&live::texts(&after), &live::texts(&after)).is_empty());
}

#[test]
fn a_figure_that_became_hidden_is_not_sent() {
    let hidden = with(payments(), MetricId::CycleTime, |figure| Figure { contributors: 2, ..figure });
    let hidden = with(hidden, MetricId::FirstReviewTime, |figure| Figure { contributors: 2, ..figure });
    assert!(!live::texts(&hidden).contains_key("first_review_time"));
}

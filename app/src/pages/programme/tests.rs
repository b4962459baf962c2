//! The page from made-up programmes: on target or not, compared or alone, and before there is anything.

use domain::figure::{Figure, FigureState, MetricId};
use jiff::civil::date;
use service::impact::view::Impact;
use service::views::{Counted, OutcomeSprint, OutcomeView, ProgrammeView, Side, WaveLine};

use super::{content, csv, outcome};
use crate::pages::{impact::tests::report::impact, testing};

fn figure(metric: MetricId, value: f64) -> Figure {
    Figure {
        metric,
        value: Some(value),
        n: 1872,
        contributors: 92,
        coverage: None,
        state: FigureState::Shown,
    }
}

fn without(metric: MetricId, state: FigureState) -> Figure {
    Figure { metric, value: None, n: 0, contributors: 0, coverage: None, state }
}

fn side(metric: MetricId, teams: usize, baseline: f64, now: f64) -> Side {
    of(teams, figure(metric, baseline), figure(metric, now))
}

fn hidden(metric: MetricId, teams: usize) -> Side {
    let figure = without(metric, FigureState::Suppressed);
    of(teams, figure.clone(), figure)
}

fn of(teams: usize, baseline: Figure, now: Figure) -> Side {
    let all = |sprints| Counted { counted: sprints, of: sprints };
    Side { teams, baseline, now, baseline_sprints: all(6 * teams), now_sprints: all(3 * teams) }
}

fn speed() -> OutcomeView {
    let metric = MetricId::CycleTime;
    let sprint = |key: &str, day, joined, not_joined| OutcomeSprint {
        key: key.to_owned(),
        first_day: date(2026, 1, day),
        joined,
        not_joined,
    };
    OutcomeView {
        metric,
        target_change: -0.2,
        joined: side(metric, 9, 40.0, 30.0),
        not_joined: side(metric, 3, 40.0, 42.0),
        guards: vec![side(MetricId::PrSize, 9, 300.0, 240.0), hidden(MetricId::ReviewDepth, 9)],
        trend: vec![sprint("=1+1", 5, Some(40.0), Some(41.0)), sprint("2026-02", 19, Some(30.5), None)],
    }
}

pub fn programme() -> ProgrammeView {
    let quality = MetricId::DefectsAfterRelease;
    ProgrammeView {
        name: "Engineering upskilling 2026".to_owned(),
        baseline_from: date(2026, 1, 5),
        baseline_to: date(2026, 1, 18),
        known_until: date(2026, 2, 1),
        cohorts: 6,
        people: 60,
        labs_completed: Some(Figure { n: 240, ..figure(MetricId::LabsCompleted, 0.86) }),
        speed: speed(),
        quality: OutcomeView {
            metric: quality,
            target_change: -0.25,
            joined: side(quality, 9, 5.9, 4.9),
            not_joined: hidden(quality, 3),
            guards: vec![],
            trend: vec![],
        },
        waves: vec![WaveLine {
            wave: 1,
            teams: vec!["Identity".to_owned(), "Payments".to_owned()],
            first_day: date(2026, 3, 30),
            last_day: date(2026, 4, 17),
            labs_completed: None,
            speed: side(MetricId::CycleTime, 2, 42.0, 32.0),
            quality: hidden(quality, 2),
        }],
    }
}

fn html(view: &ProgrammeView) -> String {
    testing::html(|| content(view, &Impact { report: None, is_being_renewed: false }))
}

#[test]
fn the_page_says_who_takes_part_what_changed_and_that_it_is_no_proof() {
    let html = html(&programme());
    assert!(html.contains(
        "Two outcomes, 6 cohorts, 60 people. Baseline: 5 to 18 January. Figures up to 1 February."
    ));
    assert!(html.contains("Pull requests merge in 30 h, down from 40 h in the baseline"));
    assert!(html.contains("Escaped defects: 4.9 a sprint and team, down from 5.9 in the baseline"));
    assert!(html.contains("not yet a fair estimate of the effect"));
    assert!(html.contains("9 of 12 teams have joined. 86 % of 240 assigned labs are completed."));
}

#[test]
fn once_there_is_a_report_its_verdicts_have_the_boxes_and_before_and_after_is_evidence_below() {
    let html = testing::html(|| content(&programme(), &impact()));
    let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words} is not in {html}"));
    assert!(at("Likely real") < at("Cycle time, effect by sprint"));
    assert!(at("Cycle time, effect by sprint") < at("Plain before and after"));
    assert!(html.contains("<s>31 % faster</s>"));
    assert!(html.contains("By adoption") && html.contains("Guards"));
    assert!(at("Target: 20 % less than in the baseline.") > at("Plain before and after"));
}

#[test]
fn a_target_is_reached_or_it_is_not() {
    let html = html(&programme());
    assert!(
        html.contains("Target reached")
            && html.contains("Target: 20 % less than in the baseline. So far 25 % less.")
    );
    assert!(html.contains("Target not reached yet") && html.contains("So far 17 % less."));
    let nothing = OutcomeView { joined: hidden(MetricId::CycleTime, 9), ..speed() };
    assert_eq!(outcome::summary(&nothing).badge.1, "Nothing to compare yet");
}

#[test]
fn what_guards_an_outcome_stands_beside_it_where_it_may_be_shown() {
    let details = outcome::summary(&speed()).details.replace('\u{a0}', " ");
    assert!(details.ends_with("Beside it: pull request size 300 → 240 lines."), "{details}");
}

#[test]
fn teams_that_have_not_joined_are_compared_or_the_reason_is_given() {
    let said = |not_joined| outcome::beside(&OutcomeView { not_joined, ..speed() }).replace('\u{a0}', " ");
    let metric = MetricId::CycleTime;
    assert_eq!(
        said(side(metric, 3, 40.0, 42.0)),
        "Cycle time: 25 % less where teams joined, 5 % more where they have not"
    );
    assert_eq!(
        said(side(metric, 3, 40.0, 40.0)),
        "Cycle time: 25 % less where teams joined, no change where they have not"
    );
    assert_eq!(
        said(hidden(metric, 3)),
        "Cycle time: 25 % less where teams joined; too few people have not joined to compare"
    );
    assert_eq!(said(hidden(metric, 0)), "Cycle time: 25 % less where teams joined; every team has joined");
    let nothing = OutcomeView { joined: hidden(metric, 9), ..speed() };
    assert_eq!(outcome::beside(&nothing), "Cycle time: nothing to compare with the baseline yet");
}

#[test]
fn a_wave_shows_its_change_or_why_there_is_none() {
    let html = html(&programme());
    assert!(html.contains("30 March to 17 April") && html.contains("42 → 32 h"));
    assert!(html.contains("too few people to show") && html.contains("not started yet"));
}

#[test]
fn the_file_holds_each_sprint_of_each_outcome_and_no_formulas() {
    let text = String::from_utf8(csv::text(&programme()).expect("written")).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "sprint,first_day,metric,definition,joined,not_joined",
            "'=1+1,2026-01-05,pr_cycle_time,pr_cycle_time@1,40,41",
            "2026-02,2026-01-19,pr_cycle_time,pr_cycle_time@1,30.5,",
        ]
    );
}

//! The pages from made-up reports: what is claimed comes first and is the report's own, what is missing is named.

pub mod report;

use std::sync::Arc;

use service::impact::{
    planning::{Plan, PlanForm, Planned, PlannedOutcome},
    view::{Gate, Impact, Scale},
};

use super::{csv, method, outcome, overview, plan, sheet};
use crate::pages::{programme::tests::programme, testing::html};
use report::{impact, quality, speed};

fn page() -> String {
    html(|| overview::content(&impact(), false))
}

fn opened(key: &str) -> String {
    let report = Arc::new(report::report());
    html(|| outcome::content(&report, outcome::find(&report, key).expect("an outcome")))
}

/// Where the words stand on the page.
fn at(html: &str, words: &str) -> usize {
    html.find(words).unwrap_or_else(|| panic!("{words} is not in {html}"))
}

#[test]
fn the_verdict_comes_before_everything_else_and_is_the_reports_own() {
    let html = opened("speed");
    assert!(at(&html, "Likely real") < at(&html, "Effect by sprint"));
    assert!(html.contains("Cycle time was <strong>18 % faster</strong> than it would have been."));
    assert!(html.contains("95 % interval 6 to 29 % faster. 12 teams, 6 sprints"));
}

#[test]
fn the_naive_figure_stands_beside_the_fair_one_and_is_struck_through() {
    for html in [page(), opened("speed")] {
        assert!(html.contains("A plain before/after would have said <s>31 % faster</s>."), "{html}");
    }
}

#[test]
fn an_outcome_that_cannot_be_compared_says_what_is_missing_and_when_there_could_be_enough() {
    let html = opened("quality");
    assert!(html.contains("at most 1 team was still to join"));
    assert!(html.contains("There could be enough to compare on 7 September at the earliest."));
    assert!(!html.contains("Effect by sprint"));
}

#[test]
fn before_there_is_a_report_the_page_says_so_and_what_comes_next() {
    let nothing =
        |is_being_renewed| html(|| overview::content(&Impact { report: None, is_being_renewed }, false));
    assert!(nothing(true).contains("being worked out at this moment"));
    assert!(nothing(false).contains("once a programme is set up"));
}

#[test]
fn a_team_whose_gain_may_be_gaming_is_named_with_a_link() {
    let html = opened("speed");
    assert!(html.contains("Check for gaming: a guard got worse."));
    assert!(html.contains("<a href=\"/teams/identity\">Identity</a>"));
    assert!(html.contains("Pull request size: −39 % (95 % interval −50 to −26 %)"));
}

#[test]
fn a_sprint_without_an_estimate_is_a_gap_with_words() {
    let html = opened("speed");
    assert!(html.contains("1 sprint after joining"));
    assert!(html.contains("nothing to compare"));
}

#[test]
fn primaries_have_a_box_and_the_others_a_line_with_raw_and_adjusted_p() {
    let html = page();
    assert_eq!(html.matches("<article class=\"outcome verdict\">").count(), 2);
    assert!(html.contains("=Security checks") && html.contains("+3 points"));
    assert!(html.contains("p, adjusted") && html.contains("0.012"));
}

#[test]
fn contents_are_sorted_by_name_and_speak_of_teams() {
    let html = page();
    assert!(at(&html, "Clean builds") < at(&html, "Small steps"));
    assert!(html.contains("2 contents are not shown: too few people or teams."));
    assert!(html.contains("never people"));
}

#[test]
fn a_question_is_answered_with_how_many_did_what_it_asks_about() {
    let html = page();
    assert!(html.contains("Did cohorts that completed the small pull request lab cut cycle time"));
    assert!(html.contains("7 of 12 teams completed the lab."));
}

#[test]
fn the_excluded_sprints_are_named_with_their_reason() {
    assert!(opened("speed").contains("Easter week"));
}

#[test]
fn only_those_who_run_the_programme_are_led_to_the_outcomes() {
    assert!(!page().contains("Add or change outcomes"));
    assert!(html(|| overview::content(&impact(), true)).contains("/impact/outcomes\""));
}

#[test]
fn files_hold_the_scale_the_interval_and_no_formulas() {
    let text = String::from_utf8(csv::outcomes_text(&report::report()).expect("written")).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("outcome,definition,scale,verdict,effect,low,high,p,p_adjusted,"));
    assert!(lines[1].starts_with("Cycle time,pr_cycle_time@1,log,likely_real,-0.2,-0.34,-0.06,0.012,"));
    assert!(lines[2].contains("cannot_be_compared,,,,"));
    assert!(lines[3].starts_with("'=Security checks,"));
    let text = String::from_utf8(csv::effect_text(&speed()).expect("written")).expect("UTF-8");
    assert_eq!(text.lines().count(), 7);
    assert!(csv::effect_text(&quality()).expect("written").ends_with(b"teams\n"));
}

#[test]
fn the_method_names_the_gates_own_numbers() {
    let gate = Gate { teams: 41, ..Gate::default() };
    let data = method::gate(&gate);
    assert_eq!(data.rows[0][1], crate::components::Cell::Text("41".to_owned()));
    assert!(html(method::content).contains("What must be there first"));
}

fn planned(smallest: Result<f64, String>) -> Planned {
    let plan = Plan { joining: 6, waiting: 6, before: 4, after: 2 };
    let definition = speed().definition;
    Planned { plan, outcomes: vec![PlannedOutcome { definition, scale: Scale::Log, smallest }] }
}

#[test]
fn a_plan_is_answered_in_a_sentence_and_says_where_it_is_not_enough() {
    let answered = |smallest| {
        html(|| plan::content(Some(planned(smallest)), PlanForm::default(), service::Fields::default()))
    };
    let html = answered(Ok(0.14));
    assert!(html.contains(
        "With 6 teams joining and 6 waiting, 4 sprints before and 2 since, a change of cycle time by 13 % or more would be found four times in five."
    ));
    assert!(html.contains("an effect that just matters could be missed"));
    assert!(answered(Ok(0.05)).contains("what matters would be found"));
    assert!(answered(Err("only 3 teams are known".to_owned())).contains("nothing can be said of cycle time"));
}

#[test]
fn what_was_typed_wrong_in_a_plan_stays_and_is_explained() {
    let mut wrong = service::Fields::default();
    wrong.add("joining", "Give a whole number from 1 to 500.");
    let form = PlanForm { joining: "many".to_owned(), ..PlanForm::default() };
    let html = html(|| plan::content(None, form, wrong));
    assert!(html.contains("value=\"many\"") && html.contains("Give a whole number from 1 to 500."));
}

#[test]
fn the_sheet_is_a_page_of_paper_as_pdf_and_as_picture() {
    let svg = sheet::drawn(&programme(), &report::report(), Some("Invented")).expect("drawn");
    assert!(svg.replace('\u{a0}', " ").contains("18 % faster"));
    assert!(svg.contains("line-through") && svg.contains("Invented"));
    let pdf = sheet::pdf(&svg).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() < 400_000, "{} bytes", pdf.len());
    let png = sheet::png(&svg).expect("a PNG");
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn hostile_words_on_the_sheet_stay_words() {
    let mut report = report::report();
    report.outcomes[0].told.headline =
        service::impact::view::Sentence(vec![service::impact::view::Part::Text(
            "<script>&\u{1}]]>".to_owned(),
        )]);
    let svg = sheet::drawn(&programme(), &report, None).expect("drawn");
    assert!(!svg.contains("<script>"));
    assert!(sheet::pdf(&svg).is_ok());
}

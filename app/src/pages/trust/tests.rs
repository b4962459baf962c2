//! The page and the sheet say what is configured, and nothing that the organisation has to say.

use domain::viewer::AccessRole;
use jiff::civil::date;
use leptos::prelude::*;
use service::{
    audit::{ChainEnds, Head},
    individual::ErasedStatements,
    retention::Retention,
    trust::{Source, Trust},
};

use super::{page::TrustPage, sheet::Sheet};
use crate::pages::testing;

fn trust() -> Trust {
    Trust {
        figures: 9310,
        hidden: 1204,
        sources: vec![
            Source { what: "Pull requests", mapped: Some(97), newest: Some(date(2026, 6, 30)) },
            Source { what: "Defects", mapped: None, newest: None },
        ],
        retention: Retention { statements: 365, raw_payloads: 0, people_who_left: 90, audit_log: 0 },
        idle_minutes: 30,
        absolute_hours: 12,
        erased_statements: ErasedStatements::Pseudonym,
        work_records: vec![],
        providers: vec![],
        log: ChainEnds { anchor: Head::default(), head: Head { seq: 412, ..Head::default() } },
        today: date(2026, 7, 1),
    }
}

fn page(trust: Trust) -> String {
    testing::html(|| view! { <TrustPage trust has_records=true /> })
}

fn sheet(trust: Trust) -> String {
    testing::html(|| view! { <Sheet trust /> })
}

#[test]
fn the_page_says_what_is_hidden_and_what_is_kept_as_configured() {
    let html = page(trust());
    for words in [
        "5 people or more, a comparison for 8 a side",
        "1,204 of 9,310 figures are hidden now.",
        "97 %",
        "30 June",
        "Nothing arrived yet",
        "365 days from their arrival",
        "90 days from their last day",
        "412 entries",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[test]
fn every_role_is_told_what_it_can_see() {
    let html = page(trust());
    for role in AccessRole::ALL {
        assert!(html.contains(&role.title().replace('&', "&amp;")), "{role:?}");
    }
}

#[test]
fn work_records_are_closed_unless_the_organisation_opened_them() {
    assert!(page(trust()).contains("Nobody may look at another person's work record"));
    let opened = Trust { work_records: vec!["Manager: of the team Payments".to_owned()], ..trust() };
    let html = page(opened);
    assert!(html.contains("opened work records to: Manager: of the team Payments"), "{html}");
}

#[test]
fn nothing_hidden_and_nothing_there_have_words_of_their_own() {
    assert!(page(Trust { hidden: 0, ..trust() }).contains("No figure is hidden now."));
    assert!(page(Trust { figures: 0, hidden: 0, ..trust() }).contains("There are no figures yet"));
}

#[test]
fn the_sheet_leaves_lines_for_what_only_the_organisation_knows() {
    let html = sheet(trust());
    for label in ["Legal basis for each purpose", "Controller", "employees' representatives", "signature"] {
        assert!(html.contains(label), "{label} in {html}");
    }
    assert!(html.matches("class=\"blank\"").count() >= 8);
    assert!(!html.contains("Art. 6") && !html.contains("legitimate interest"), "no legal basis is made up");
    assert!(html.contains("365 days") && html.contains("Argon2id"));
    let by_provider = Trust { providers: vec!["Example SSO".to_owned()], ..trust() };
    assert!(sheet(by_provider).contains("People sign in by Example SSO"));
}

#[test]
fn who_is_nobody_of_the_directory_is_not_led_to_records_of_their_own() {
    assert!(page(trust()).contains("href=\"/my-records\""));
    let html = testing::html(|| view! { <TrustPage trust=trust() has_records=false /> });
    assert!(!html.contains("/my-records"));
}

//! Scores, steps and their ways as those who look after sources read them.

use domain::{EpochMs, time::MS_PER_DAY};
use jiff::civil::date;
use leptos::prelude::*;
use service::quality::{Component, Figures, Fix, Part, QualityReport, Score, SourceQuality, Tag};

use super::{overview::Overview, source::Source, words};
use crate::pages::testing::html;

fn source() -> SourceQuality {
    let figures = Figures {
        statements: 1204,
        events: 1000,
        tagged: [900, 900, 800, 400, 800],
        unknown: 100,
        accepted: 300,
        refused: 6,
        last_seen: Some(EpochMs(1_774_864_800_000)),
        ..Figures::default()
    };
    let component = |part| Component { part, share: (part != Part::Valid).then_some(0.9) };
    SourceQuality {
        source: "LMS <b>".to_owned(),
        figures,
        score: Score { value: Some(82), components: Part::ALL.map(component).to_vec() },
        earlier: Some(61),
        trend: vec![None, Some(61), Some(82)],
        fixes: vec![
            Fix::MapAccounts { accounts: vec![3, 4, 5], covers: 62, of: 100 },
            Fix::AddRule { tag: Tag::Repository, prefix: "https://lms/<x>".to_owned(), covers: 3, of: 4 },
            Fix::SendValid { reason: "invalid".to_owned(), covers: 6, of: 6 },
        ],
    }
}

fn overview(sources: Vec<SourceQuality>, looked: bool) -> String {
    let looked_at = looked.then_some(EpochMs(1_774_864_800_000 + MS_PER_DAY));
    let report = QualityReport { sources, looked_at, today: date(2026, 3, 31) };
    html(|| view! { <Overview report notice=None /> })
}

#[test]
fn the_list_has_a_score_and_the_first_step_of_each_source_and_leads_to_it() {
    let silent = SourceQuality {
        source: "Silent".to_owned(),
        figures: Figures::default(),
        score: Score { value: None, components: vec![] },
        earlier: None,
        trend: vec![None; 3],
        fixes: vec![],
    };
    let html = overview(vec![source(), silent], true);
    for words in [
        "href=\"/quality?source=LMS+%3Cb%3E\"",
        "LMS &lt;b&gt;",
        ">82",
        "30 March, 10:00",
        "Map 3 accounts: 62 % of the events of unknown people",
        "nothing yet",
        "never",
        "none is needed",
        "Looked at on 31 March",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[test]
fn before_the_first_key_and_the_first_look_the_page_says_what_to_do() {
    let html = overview(vec![], false);
    assert!(
        html.contains("No source sends statements yet.") && html.contains("nothing has been yet"),
        "{html}"
    );
    assert!(html.contains("action=\"/quality/check\""), "{html}");
}

fn page(maps_accounts: bool) -> String {
    html(|| view! { <Source found=source() maps_accounts year=2026 /> })
}

#[test]
fn a_source_says_how_its_score_is_made_up_how_it_moved_and_what_would_mend_most() {
    let html = page(true);
    for words in [
        "up from 61 in the four weeks before",
        "1,204 statements",
        "27.0 of 30",
        "left out",
        "75 % of the events without a repository",
        "https://lms/&lt;x&gt;",
        "href=\"/admin/accounts\"",
        "href=\"/tags/rules/new?source=",
        "not valid; the answer names the property",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[test]
fn whoever_cannot_map_accounts_is_led_to_the_statements_instead() {
    let html = page(false);
    assert!(!html.contains("/admin/accounts") && html.contains("tags=unknown_person"), "{html}");
}

#[test]
fn a_score_says_in_words_how_it_moved() {
    let moved = |now, before| {
        let score = Score { value: now, components: vec![] };
        words::moved(&SourceQuality { score, earlier: before, ..source() })
    };
    assert_eq!(moved(Some(50), Some(61)), "down from 61 in the four weeks before");
    assert_eq!(moved(Some(61), Some(61)), "as in the four weeks before");
    assert!(moved(Some(61), None).starts_with("nothing to compare with"));
    assert_eq!(moved(None, Some(61)), "nothing arrived in the last four weeks");
}

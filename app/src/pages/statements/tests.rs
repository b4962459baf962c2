//! The list as those who look after sources read it.

use domain::EpochMs;
use leptos::prelude::*;
use service::stream::{Object, StatementLine, StatementPage, Tags, Told};

use super::{
    filter::Typed,
    page::{Statements, texts},
};
use crate::pages::testing;
use crate::web::Parameters;

fn line() -> StatementLine {
    StatementLine {
        seq: 7,
        id: "00000000-0000-0000-0000-000000000007".parse().expect("a UUID"),
        stored_at: EpochMs(1_774_864_807_000),
        happened_at: None,
        source: "LMS".to_owned(),
        verb: "http://adlnet.gov/expapi/verbs/completed".to_owned(),
        object: Object::Activity("https://lms.invalid/<b>".to_owned()),
        voided: true,
        tags: Some(Tags {
            skill: Told::Value("reviews".to_owned()),
            role: Told::Missing,
            team: Told::Withheld,
            repository: Told::Missing,
            sprint: Told::Withheld,
        }),
        people: 3,
        unknown_people: 1,
        person_keys: vec![42],
    }
}

fn html(lines: Vec<StatementLine>, typed: Typed, follows: bool) -> String {
    let list = StatementPage { lines, older: Some(3), newer: None, head: 9, sources: vec!["LMS".to_owned()] };
    testing::html(|| view! { <Statements list typed year=2026 follows /> })
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Typed::of(&Parameters(pairs.collect()))
}

#[test]
fn a_line_says_what_arrived_and_which_tags_are_there_withheld_or_missing() {
    let html = html(vec![line()], Typed::default(), true);
    for words in [
        "30 March, 10:00:07",
        "completed (voided)",
        "https://lms.invalid/&lt;b&gt;",
        "skill reviews, team withheld, sprint withheld, no role, no repository; 3 people, 1 of them unknown",
        "not said",
        "href=\"/statements?before=3\"",
        "data-live-rows",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(!html.contains("42"), "nobody can be told apart on the page: {html}");
}

#[test]
fn what_narrows_the_list_stays_in_its_links_and_goes_into_the_file() {
    let html = html(vec![line()], typed(&[("tags", "incomplete"), ("source", "LMS")]), true);
    assert!(html.contains("/statements?source=LMS&amp;tags=incomplete&amp;before=3"), "{html}");
    assert!(html.contains("<input type=\"hidden\" name=\"tags\" value=\"incomplete\">"), "{html}");
    assert!(html.contains("Show all"), "{html}");
}

#[test]
fn an_empty_store_and_an_empty_search_have_words_of_their_own() {
    assert!(html(vec![], Typed::default(), false).contains("No statement has arrived yet."));
    assert!(html(vec![], typed(&[("verb", "x")]), false).contains("No statement is like this."));
}

#[test]
fn what_arrives_later_has_the_words_of_the_page_in_the_order_of_its_columns() {
    let texts = texts(&line(), 2026);
    assert_eq!(texts[..3], ["30 March, 10:00:07", "LMS", "completed (voided)"]);
    assert_eq!(texts.len(), 6);
}

//! The list, its filter and the verdict as an auditor reads them.

use domain::EpochMs;
use jiff::civil::date;
use leptos::prelude::*;
use rstest::rstest;
use service::{
    Fields,
    audit::{AuditLine, AuditPage, Broken, ChainEnds, Fault, Head, Named, Verdict},
};

use super::{filter::Typed, page::Log, verdict::VerdictPage};
use crate::pages::testing;
use crate::web::Parameters;

fn named(word: &str, name: &str) -> Named {
    Named { word: word.to_owned(), name: name.to_owned() }
}

fn ends(pruned: i64, rows: i64) -> ChainEnds {
    let head = |seq| Head { seq, ..Head::default() };
    ChainEnds { anchor: head(pruned), head: head(pruned + rows) }
}

fn page(lines: Vec<AuditLine>, page: i64, pages: i64) -> AuditPage {
    let total = i64::try_from(lines.len()).expect("few lines");
    let actions = vec!["edited".to_owned(), "looked at".to_owned()];
    AuditPage { lines, total, page, pages, actions, ends: ends(0, 412), today: date(2026, 7, 1) }
}

fn line() -> AuditLine {
    AuditLine {
        seq: 7,
        at: EpochMs(1_774_864_800_000),
        who: named("user:3", "Demo Coach <b>"),
        action: "looked at".to_owned(),
        subject: named("person:0198", "an erased person"),
        detail: "learning record".to_owned(),
    }
}

fn list(list: AuditPage, typed: Typed) -> String {
    let (_, wrong) = typed.read();
    testing::html(|| view! { <Log list typed wrong /> })
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Typed::of(&Parameters(pairs.collect()))
}

#[test]
fn an_entry_says_who_did_what_to_what_and_leads_to_all_about_them() {
    let html = list(page(vec![line()], 1, 1), Typed::default());
    for words in
        ["30 March, 10:00", "Demo Coach &lt;b&gt;", "looked at", "an erased person", "learning record"]
    {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(
        html.contains("href=\"/audit?who=user%3A3\"")
            && html.contains("href=\"/audit?subject=person%3A0198\"")
    );
    assert!(html.contains("412 entries, newest first"), "{html}");
}

#[test]
fn pages_and_exports_keep_what_the_list_was_narrowed_by() {
    let html = list(page(vec![line()], 2, 3), typed(&[("action", "looked at"), ("who", "user:")]));
    assert!(html.contains("href=\"/audit?action=looked+at&amp;who=user%3A&amp;page=3\""), "{html}");
    assert!(html.contains("<input type=\"hidden\" name=\"who\" value=\"user:\">"), "{html}");
    assert!(html.contains("1 of 412 entries") && html.contains("Show all"));
    assert!(html.contains("value=\"csv\"") && html.contains("method=\"post\" action=\"/audit/export\""));
}

#[test]
fn a_day_that_cannot_be_read_is_told_beside_its_field_and_narrows_nothing() {
    let typed = typed(&[("from", "yesterday"), ("to", "2026-07-01")]);
    let (filter, wrong) = typed.read();
    assert_eq!(filter.from, None);
    assert_eq!(filter.to, Some(EpochMs::from_date(date(2026, 7, 2)).0), "the last day belongs to it");
    assert!(wrong.of("from").is_some_and(|words| words.contains("2026-03-30")));
    assert!(list(page(vec![line()], 1, 1), typed).contains("Give the day as year-month-day"));
}

#[test]
fn an_empty_log_and_an_empty_search_have_words_of_their_own() {
    assert!(list(page(vec![], 1, 1), Typed::default()).contains("Nothing was logged yet."));
    assert!(
        list(page(vec![], 1, 1), typed(&[("who", "user:99")])).contains("Nothing in the log is like this.")
    );
}

#[test]
fn rows_that_retention_took_away_are_told() {
    let page = AuditPage { ends: ends(30, 12), ..page(vec![line()], 1, 1) };
    assert!(list(page, Typed::default()).contains("took away the rows up to 30"));
}

fn verdict(result: Result<Head, Broken>, compared: bool) -> String {
    let verdict = Verdict { ends: ends(0, 12), result };
    testing::html(|| view! { <VerdictPage verdict compared typed=String::new() wrong=Fields::default() /> })
}

#[test]
fn a_whole_log_is_said_to_be_whole() {
    assert!(verdict(Ok(Head::default()), false).contains("The log is whole: nothing was changed"));
    assert!(!verdict(Ok(Head::default()), false).contains("also meets"));
    assert!(verdict(Ok(Head::default()), true).contains("also meets the head that you kept"));
}

#[rstest]
#[case(Fault::Changed, "row 4 does not say what was written")]
#[case(Fault::Removed, "row 4 is missing")]
#[case(Fault::Inserted, "row 4 was put in afterwards")]
#[case(Fault::Swapped, "what stands in row 4 was written in another place")]
#[case(Fault::HeadMismatch, "row 4 is not the one that the head names")]
fn a_broken_log_names_the_row_and_what_happened_to_it(#[case] fault: Fault, #[case] words: &str) {
    let html = verdict(Err(Broken { seq: 4, fault }), false);
    assert!(html.contains(words) && html.contains("Rows up to 3 are as they were written."), "{html}");
    assert!(html.contains("role=\"alert\""));
}

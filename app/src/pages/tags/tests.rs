//! The pages of tags as those who look after sources read them.

use leptos::prelude::*;
use service::{
    Fields,
    quality::Tag,
    tags::{Cause, Filter, Preview, Queue, RuleForm, TagRule},
};

use super::{
    overview::{Rules, Waiting},
    rule::RuleFields,
};
use crate::pages::testing::html;

fn cause(value: &str) -> Cause {
    Cause {
        source: "labs <b>".to_owned(),
        tag: Tag::Skill,
        value: value.to_owned(),
        events: 430,
        activities: 2,
        prefix: "https://labs.invalid/".to_owned(),
    }
}

#[test]
fn each_cause_is_told_with_its_events_and_the_step_that_mends_it() {
    let causes = vec![cause(""), cause("Revews")];
    let queue = Queue { causes, total: 2, page: 1, pages: 1, sources: vec!["labs <b>".to_owned()] };
    let html = html(|| view! { <Waiting queue filter=Filter::default() /> });
    for words in [
        "labs &lt;b&gt;: no skill",
        "2 activities; ids begin with https://labs.invalid/",
        "430",
        "/tags/rules/new?source=labs+%3Cb%3E",
        "“Revews” is not known",
        "href=\"/skill-map\"",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn a_rule_is_told_in_words_and_can_be_taken_back() {
    let rule = TagRule {
        id: 3,
        source: "labs".to_owned(),
        skill: "reviews".to_owned(),
        team: "pay".to_owned(),
        ..TagRule::default()
    };
    let second = TagRule { id: 5, ..rule.clone() };
    let html = html(|| view! { <Rules rules=vec![rule, second] /> });
    for words in [
        "of the source labs",
        "skill reviews, team pay",
        "action=\"/tags/rules/3/delete\"",
        "action=\"/tags/rules/5/move-up\"",
        "Try 5 before 3",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn before_it_is_saved_a_rule_tells_what_it_would_do() {
    let previews = vec![Preview { tag: Tag::Skill, fixes: 412, of: 430 }];
    let html = html(|| view! { <RuleFields form=RuleForm::default() previews wrong=Fields::default() /> });
    assert!(html.contains("This rule would fix 412 of 430 events that wait for a skill."), "{html}");
}

//! What statements are found by, and what requests may ask for.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use rstest::rstest;
use serde_json::{Value, json};
use xapi::{Format, Parameters, Statement, StatementQuery, TermKind, Version};

const ID: &str = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee";

fn mbox(name: &str) -> Value {
    json!({ "mbox": format!("mailto:{name}@demo.invalid") })
}

fn group(members: &[&str]) -> Value {
    json!({ "objectType": "Group", "member": members.iter().map(|name| mbox(name)).collect::<Vec<_>>() })
}

fn activity(name: &str) -> Value {
    json!({ "id": format!("https://demo.invalid/{name}") })
}

/// A statement that has everybody and everything in some place.
fn statement() -> Statement {
    let inner = json!({
        "objectType": "SubStatement",
        "actor": mbox("inner"), "verb": { "id": "https://v.invalid/inner" }, "object": activity("inner"),
        "context": { "instructor": mbox("inner-instructor"), "contextActivities": { "other": [activity("inner-other")] } },
    });
    let value = json!({
        "actor": group(&["ada", "ben"]),
        "verb": { "id": "https://v.invalid/did" },
        "object": inner,
        "authority": mbox("authority"),
        "context": {
            "registration": ID.to_uppercase(),
            "instructor": mbox("instructor"),
            "team": group(&["mate"]),
            "contextActivities": { "parent": activity("parent") },
            "contextAgents": [{ "objectType": "contextAgent", "agent": mbox("around") }],
            "contextGroups": [{ "objectType": "contextGroup", "group": group(&["grouped"]) }],
        },
    });
    Statement::from_value(value).unwrap()
}

fn read(pairs: &[(&str, &str)]) -> Result<StatementQuery, String> {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let parameters = Parameters::new(Version::V2, pairs, &StatementQuery::PARAMETERS);
    parameters.and_then(|parameters| StatementQuery::read(&parameters)).map_err(|bad| bad.to_string())
}

fn finds(pairs: &[(&str, &str)]) -> bool {
    read(pairs).unwrap().matches(&statement().terms())
}

#[rstest]
#[case::member("ada", true)]
#[case::authority("authority", false)]
#[case::instructor("instructor", false)]
#[case::team("mate", false)]
#[case::context_agent("around", false)]
#[case::context_group("grouped", false)]
#[case::sub_statement("inner", false)]
#[case::its_instructor("inner-instructor", false)]
fn agents_are_found_where_they_stand(#[case] name: &str, #[case] is_actor: bool) {
    let agent = mbox(name).to_string();
    assert_eq!(finds(&[("agent", &agent)]), is_actor);
    assert!(finds(&[("agent", &agent), ("related_agents", "true")]));
}

#[rstest]
#[case("parent")]
#[case("inner")]
#[case("inner-other")]
fn activities_around_are_found_when_asked_for(#[case] name: &str) {
    let id = format!("https://demo.invalid/{name}");
    assert!(!finds(&[("activity", &id)]));
    assert!(finds(&[("activity", &id), ("related_activities", "True")]));
    assert!(
        !finds(&[("activity", &id.replace("demo", "DEMO")), ("related_activities", "true")]),
        "letter by letter"
    );
}

#[test]
fn all_filters_have_to_fit() {
    let verb = ("verb", "https://v.invalid/did");
    assert!(finds(&[verb, ("registration", ID)]));
    assert!(!finds(&[verb, ("registration", "00000000-0000-4000-8000-000000000000")]));
    assert!(!finds(&[("verb", "https://v.invalid/inner")]));
    assert!(finds(&[]));
}

#[test]
fn nobody_is_said_twice() {
    let terms = statement().terms();
    let mut once = terms.clone();
    once.dedup();
    assert_eq!(terms, once);
    let object = json!({ "objectType": "Agent", "mbox": "mailto:ada@demo.invalid" });
    let own =
        json!({ "actor": mbox("ada"), "verb": { "id": "x:y" }, "object": object, "authority": mbox("ada") });
    let terms = Statement::from_value(own).unwrap().terms();
    let kinds: Vec<TermKind> = terms.iter().map(|term| term.kind).collect();
    assert_eq!(kinds, [TermKind::Agent, TermKind::Verb]);
}

#[rstest]
#[case::unknown(&[("actvity", "x:y")], "the parameter \"actvity\" is not known here")]
#[case::case(&[("Verb", "x:y")], "the parameter \"Verb\" is not known here")]
#[case::twice(&[("limit", "1"), ("limit", "2")], "the parameter \"limit\" is there twice")]
#[case::iri(&[("verb", "did")], "the parameter \"verb\" is \"did\"; it must be an IRI")]
#[case::no_json(&[("agent", "ada")], "the parameter \"agent\" is not JSON")]
#[case::no_agent(&[("agent", "{}")], "the parameter \"agent\" is no agent: it has no identifier")]
#[case::anonymous(&[("agent", r#"{"objectType":"Group","member":[]}"#)], "the parameter \"agent\" is an anonymous group")]
#[case::uuid(&[("registration", "7")], "the parameter \"registration\" is \"7\"")]
#[case::time(&[("since", "yesterday")], "the parameter \"since\" is \"yesterday\"")]
#[case::limit(&[("limit", "-1")], "the parameter \"limit\" is \"-1\"")]
#[case::flag(&[("ascending", "1")], "the parameter \"ascending\" is \"1\"; it must be true or false")]
#[case::format(&[("format", "full")], "the parameter \"format\" is \"full\"")]
fn a_bad_parameter_is_named(#[case] pairs: &[(&str, &str)], #[case] start: &str) {
    let words = read(pairs).unwrap_err();
    assert!(words.starts_with(start), "{words}");
}

#[test]
fn a_plus_in_a_time_may_have_become_a_space() {
    let query = read(&[("since", "2026-03-01T10:30:00 01:00"), ("format", "ids")]).unwrap();
    assert_eq!(query.since, read(&[("since", "2026-03-01T09:30:00Z")]).unwrap().since);
    assert_eq!(query.format, Format::Ids);
}

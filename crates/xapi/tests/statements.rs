//! Statements by example: what is refused and where, who is told of, which learning events they hold.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use domain::EpochMs;
use domain::facts::LearningKind;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;
use xapi::{Invalid, Statement, Version};

const ID: &str = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee";

fn statement() -> Value {
    json!({
        "id": ID,
        "actor": {"objectType": "Agent", "mbox": "mailto:Person07@Demo.invalid", "name": "Demo Person 07"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
        "object": {"id": "https://LMS.example/lab/1", "definition": {"name": {"en": ""}}},
        "result": {},
        "context": {"extensions": {
            "https://w3id.org/xapi/sightline/extensions/skill": "reviews",
            "https://w3id.org/xapi/sightline/extensions/team": " payments ",
            "https://w3id.org/xapi/sightline/extensions/sprint": "",
            "https://w3id.org/xapi/sightline/extensions/role": 7,
            "https://example.org/free": null,
        }},
        "timestamp": "2026-03-01T10:30:00+01:00",
    })
}

fn with(pointer: &str, value: Value) -> Value {
    let mut statement = statement();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    statement.pointer_mut(parent).unwrap()[key] = value;
    statement
}

fn read(value: Value) -> Statement {
    Statement::from_value(value).unwrap()
}

fn refusal(value: Value) -> Invalid {
    Statement::from_value(value).unwrap_err()
}

fn group(members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|mbox| json!({"mbox": format!("mailto:{mbox}")})).collect();
    json!({"objectType": "Group", "member": members})
}

fn sub_statement() -> Value {
    let mut inner = statement();
    inner.as_object_mut().unwrap().remove("id");
    inner["objectType"] = json!("SubStatement");
    inner
}

#[rstest]
#[case::verb_without_id("/verb", json!({"display": {"en": "did"}}), "/verb lacks \"id\"")]
#[case::verb_text("/verb", json!("completed"), "/verb is a string; it must be an object")]
#[case::relative_verb("/verb/id", json!("completed"), "/verb/id is \"completed\"; it must be an IRI")]
#[case::unknown_property("/verbs", json!({}), "/verbs is not a property that the standard knows here")]
#[case::wrong_case("/Result", json!({}), "/Result is not a property")]
#[case::id("/id", json!("7"), "/id is \"7\"; it must be a UUID")]
#[case::null("/result", json!(null), "/result is null; it must be an object")]
#[case::null_inside("/object/definition", json!({"name": {"en": null}}), "/object/definition/name/en is null")]
#[case::no_identifier("/actor", json!({"name": "A"}), "/actor has no identifier")]
#[case::two_identifiers("/actor", json!({"mbox": "mailto:a@b", "openid": "https://a.example"}), "/actor has several identifiers")]
#[case::mbox("/actor/mbox", json!("a@b"), "/actor/mbox is \"a@b\"; it must be an e-mail address")]
#[case::person("/actor/objectType", json!("Person"), "/actor must have the objectType Agent")]
#[case::account("/actor", json!({"account": {"homePage": "https://a.example"}}), "/actor/account lacks \"name\"")]
#[case::empty_anonymous_group("/actor", json!({"objectType": "Group"}), "/actor has neither identifier nor member")]
#[case::group_in_group("/actor", json!({"objectType": "Group", "member": [{"objectType": "Group", "mbox": "mailto:a@b"}]}), "/actor/member/0 must have the objectType Agent")]
#[case::object_type("/object/objectType", json!("activity"), "/object has an unknown objectType")]
#[case::language("/object/definition", json!({"name": {"en_US": "x"}}), "/object/definition/name/en_US stands under a key")]
#[case::interaction("/object/definition", json!({"choices": []}), "/object/definition/choices is allowed only beside")]
#[case::doubled_choice("/object/definition", json!({"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]}), "/object/definition/choices holds two")]
#[case::scaled("/result", json!({"score": {"scaled": 1.01}}), "/result/score/scaled is outside of -1 to 1")]
#[case::raw("/result", json!({"score": {"raw": 11, "min": 0, "max": 10}}), "/result/score has a raw score outside")]
#[case::min_max("/result", json!({"score": {"min": 2, "max": 1}}), "/result/score has a min above its max")]
#[case::score_text("/result", json!({"score": {"raw": "11"}}), "/result/score/raw is a string; it must be a number")]
#[case::duration("/result", json!({"duration": "90 minutes"}), "/result/duration is \"90 minutes\"")]
#[case::extension_key("/result", json!({"extensions": {"free": 1}}), "/result/extensions/free stands under a key that is no IRI")]
#[case::timestamp("/timestamp", json!("yesterday"), "/timestamp is \"yesterday\"; it must be a time")]
#[case::version("/version", json!("0.9.5"), "/version is \"0.9.5\"; it must be 1.0.x or 2.0.x")]
#[case::authority("/authority", json!({"objectType": "Group", "member": [{"mbox": "mailto:a@b"}]}), "/authority is a group that is not")]
#[case::team("/context/team", json!({"mbox": "mailto:a@b"}), "/context/team must have the objectType Group")]
#[case::reference("/context/statement", json!({"id": ID}), "/context/statement lacks \"objectType\"")]
#[case::parent("/context/contextActivities", json!({"parent": [{"id": "x"}]}), "/context/contextActivities/parent/0/id is \"x\"")]
#[case::relevant_types("/context/contextAgents", json!([{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@b"}, "relevantTypes": []}]), "/context/contextAgents/0/relevantTypes is empty")]
#[case::attachment("/attachments", json!([{"usageType": "https://a.example", "display": {}, "contentType": "file", "length": 1, "sha2": "00"}]), "/attachments/0/contentType is \"file\"")]
#[case::voiding("/verb/id", json!("http://adlnet.gov/expapi/verbs/voided"), "/object is not a StatementRef")]
fn what_the_standard_does_not_allow_is_refused_at_its_place(
    #[case] at: &str,
    #[case] value: Value,
    #[case] start: &str,
) {
    let refusal = refusal(with(at, value)).to_string();
    assert!(refusal.starts_with(start), "{refusal}");
}

#[rstest]
#[case::old_single_parent("/context/contextActivities", json!({"parent": {"id": "course-v1:a+b+c"}}))]
#[case::empty_response("/result", json!({"response": "", "extensions": {}}))]
#[case::nothing_scored("/result", json!({"score": {"raw": 0, "min": 0, "max": 0}}))]
#[case::identified_group("/actor", json!({"objectType": "Group", "account": {"homePage": "https://a.example", "name": ""}}))]
#[case::oauth_authority("/authority", group(&["app@a.example", "user@a.example"]))]
#[case::agent_as_object("/object", json!({"objectType": "Agent", "mbox": "mailto:a@b"}))]
#[case::two_point_zero("/context/contextGroups", json!([{"objectType": "contextGroup", "group": {"objectType": "Group", "mbox": "mailto:a@b"}}]))]
#[case::sub_statement("/object", sub_statement())]
fn what_real_tools_send_is_accepted(#[case] at: &str, #[case] value: Value) {
    read(with(at, value));
}

#[test]
fn a_sub_statement_has_no_id_and_nothing_nested() {
    let mut with_id = sub_statement();
    with_id["id"] = json!(ID);
    assert_eq!(refusal(with("/object", with_id)).pointer, "/object/id");
    let mut nested = sub_statement();
    nested["object"] = sub_statement();
    assert!(refusal(with("/object", nested)).problem.contains("inside a SubStatement"));
}

#[test]
fn revision_and_platform_need_an_activity() {
    let mut statement = with("/object", json!({"objectType": "Agent", "mbox": "mailto:a@b"}));
    statement["context"]["platform"] = json!("LMS");
    assert_eq!(refusal(statement).pointer, "/context/platform");
    read(with("/context/platform", json!("LMS")));
}

#[test]
fn iris_are_kept_letter_by_letter() {
    let statement = read(statement());
    assert_eq!(statement.activity_id(), Some("https://LMS.example/lab/1"));
    assert_eq!(statement.verb(), "http://adlnet.gov/expapi/verbs/completed");
}

#[rstest]
#[case(json!({"mbox": "mailto:Ada@Example.org"}), "mbox:ada@example.org", "ada@example.org")]
#[case(json!({"mbox_sha1sum": "EBD31E95054C018B10727CCFFD2EF2EC3A016EE9"}), "mbox_sha1sum:ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "ebd31e95054c018b10727ccffd2ef2ec3a016ee9")]
#[case(json!({"openid": "https://Ada.example/"}), "openid:https://Ada.example/", "https://Ada.example/")]
#[case(json!({"account": {"homePage": "https://LMS.example", "name": "Ada"}}), "account:https://LMS.example|Ada", "Ada")]
fn an_actor_is_known_by_its_identifier(#[case] actor: Value, #[case] id: &str, #[case] login: &str) {
    let actors = read(with("/actor", actor)).actors();
    assert_eq!(actors.len(), 1);
    assert_eq!((actors[0].external_id.as_deref(), actors[0].login.as_str()), (Some(id), login));
}

#[test]
fn an_identifier_that_no_database_keeps_is_refused_and_such_a_tag_is_none() {
    for name in ["a\0b".to_owned(), "x".repeat(2000)] {
        let account = json!({ "account": { "homePage": "https://lms.invalid", "name": name } });
        let refused = refusal(with("/actor", account));
        assert_eq!(refused.pointer, "/actor");
        assert!(refused.problem.contains("2000 bytes"), "{refused}");
    }
    for tag in ["a\0b".to_owned(), "x".repeat(501)] {
        let mut skill = statement();
        skill["context"]["extensions"]["https://w3id.org/xapi/sightline/extensions/skill"] = json!(tag);
        assert_eq!(read(skill).tags().skill, None);
    }
}

#[test]
fn an_event_has_person_moment_content_and_tags_as_they_were_sent() {
    let events = read(statement()).events();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind, LearningKind::Completed);
    assert_eq!(events[0].actor.natural_key(), "id:mbox:person07@demo.invalid");
    assert_eq!(Some(events[0].at), EpochMs::from_rfc3339("2026-03-01T09:30:00Z"));
    assert_eq!(events[0].content.as_str(), "https://LMS.example/lab/1");
    let tags = &events[0].tags;
    assert_eq!((tags.skill.as_deref(), tags.team.as_deref()), (Some("reviews"), Some("payments")));
    assert_eq!((&tags.role, &tags.sprint, &tags.repository), (&None, &None, &None));
}

#[test]
fn one_attendance_of_a_group_is_an_event_for_each_member_once() {
    let mut attendance = with("/actor", group(&["a@demo.invalid", "b@demo.invalid", "A@demo.invalid"]));
    attendance["verb"]["id"] = json!(domain::learning::VERB_ATTENDED);
    let events = read(attendance).events();
    let people: Vec<&str> = events.iter().map(|event| event.actor.login.as_str()).collect();
    assert_eq!(people, ["a@demo.invalid", "b@demo.invalid"]);
    assert!(events.iter().all(|event| event.kind == LearningKind::Attended));
}

#[rstest]
#[case::other_verb("/verb/id", json!("http://adlnet.gov/expapi/verbs/commented"))]
#[case::other_case("/verb/id", json!("http://ADLnet.gov/expapi/verbs/completed"))]
#[case::no_activity("/object", json!({"objectType": "Agent", "mbox": "mailto:a@b"}))]
fn what_is_no_moment_of_learning_holds_no_event(#[case] at: &str, #[case] value: Value) {
    assert_eq!(read(with(at, value)).events(), []);
}

#[test]
fn the_store_fills_what_the_sender_left_open() {
    let mut open = statement();
    for property in ["id", "timestamp"] {
        open.as_object_mut().unwrap().remove(property);
    }
    let mut statement = read(open);
    assert_eq!(statement.events(), [], "nothing can be told apart yet");
    let (id, stored) = (Uuid::from_u128(7), EpochMs::from_rfc3339("2026-03-02T08:00:00.5Z").unwrap());
    statement.prepare(id, stored, json!({"mbox": "mailto:key@demo.invalid"}));
    assert_eq!((statement.id(), statement.timestamp()), (Some(id), Some(stored)));
    assert_eq!(statement.as_json()["stored"], "2026-03-02T08:00:00.500Z");
    assert_eq!(statement.as_json()["version"], "1.0.0");
    assert_eq!(statement.events().len(), 1);
    read(statement.into_json());
}

#[test]
fn the_store_keeps_what_the_sender_set_and_sets_the_authority() {
    let mut statement = read(with("/authority", json!({"mbox": "mailto:liar@demo.invalid"})));
    statement.prepare(Uuid::from_u128(7), EpochMs(0), json!({"mbox": "mailto:key@demo.invalid"}));
    assert_eq!(statement.id(), Uuid::try_parse(ID).ok());
    assert_eq!(statement.as_json()["timestamp"], "2026-03-01T10:30:00+01:00");
    assert_eq!(statement.as_json()["authority"]["mbox"], "mailto:key@demo.invalid");
}

#[test]
fn a_batch_is_one_statement_or_an_array_of_different_ones() {
    let batch = |value: Value| Statement::read_batch(value.to_string().as_bytes(), Version::V2);
    let other = with("/id", json!("00000000-0000-4000-8000-000000000001"));
    assert_eq!(batch(statement()).unwrap().len(), 1);
    assert_eq!(batch(json!([])).unwrap().len(), 0);
    assert_eq!(batch(json!([statement(), other])).unwrap().len(), 2);
    let same = with("/id", json!(ID.to_uppercase()));
    assert_eq!(batch(json!([statement(), other, same])).unwrap_err().pointer, "/2/id");
    assert_eq!(
        batch(json!([statement(), null])).unwrap_err().to_string(),
        "/1 is null; it must be an object"
    );
    let relative = with("/verb/id", json!("completed"));
    assert_eq!(batch(json!([other, other_with_new_id(), relative])).unwrap_err().pointer, "/2/verb/id");
    assert!(
        Statement::read_batch(b"[{", Version::V2)
            .unwrap_err()
            .to_string()
            .starts_with("the body is not JSON")
    );
}

fn other_with_new_id() -> Value {
    with("/id", json!("00000000-0000-4000-8000-000000000002"))
}

#[test]
fn a_voiding_statement_names_its_target() {
    let mut voiding = with("/object", json!({"objectType": "StatementRef", "id": ID}));
    voiding["verb"]["id"] = json!("http://adlnet.gov/expapi/verbs/voided");
    let voiding = read(voiding);
    assert_eq!(voiding.voids(), Uuid::try_parse(ID).ok());
    assert_eq!((voiding.activity_id(), voiding.events().len()), (None, 0));
    assert_eq!(read(statement()).voids(), None);
}

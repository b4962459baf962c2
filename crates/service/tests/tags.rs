//! Rules give tags to learning that arrives without; what they are not about stays as it is; on both engines.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{World, lead, viewer, worlds};
use domain::{
    learning::{TAG_EXTENSIONS, VERB_COMPLETED},
    skill_map::{Role, Skill},
    viewer::AccessRole,
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use service::{
    ServiceError,
    ingest::SheetKind,
    quality::Tag,
    tags::{Filter, Preview, RuleForm},
};
use store::tags::TagGap;
use uuid::Uuid;

async fn staffed(world: &World) {
    world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\n").await;
    world.sheet(SheetKind::People, "email,name,team,from\np0@demo.invalid,p0,pay,2026-01-01\n").await;
    world.sheet(SheetKind::Sprints, "team,key,start,end\npay,S1,2026-03-02,2026-03-15\n").await;
    let skill = |key: &str| Skill {
        key: key.parse().unwrap(),
        name: key.to_owned(),
        behaviours: vec![],
        retired: false,
    };
    let role = Role {
        key: "backend".parse().unwrap(),
        name: "Backend".to_owned(),
        skills: vec![skill("reviews"), skill("testing")],
    };
    world.service.plant_skill_map(&[role]).await.unwrap();
}

fn statement(id: u128, lab: &str, skill: Option<&str>) -> String {
    let mut statement: Value = json!({
        "id": Uuid::from_u128(id),
        "actor": { "mbox": "mailto:p0@demo.invalid" },
        "verb": { "id": VERB_COMPLETED },
        "object": { "id": format!("https://labs.invalid/{lab}") },
        "timestamp": "2026-03-03T09:00:00Z",
    });
    let registration = Uuid::from_u128(u128::from(lab.starts_with('b')));
    statement["context"] = json!({ "registration": registration });
    if let Some(skill) = skill {
        statement["context"]["extensions"] = json!({ format!("{TAG_EXTENSIONS}skill"): skill });
    }
    statement.to_string()
}

fn rule(prefix: &str, skill: &str) -> RuleForm {
    let activity_prefix = format!("https://labs.invalid/{prefix}");
    RuleForm { activity_prefix, skill: skill.to_owned(), ..RuleForm::default() }
}

/// What waits for a skill, in an order of its own.
async fn waiting(world: &World) -> Vec<(String, String, i64)> {
    let gaps = world.store.tag_gaps().await.unwrap();
    let skills = gaps.into_iter().filter(|gap| gap.tag == "skill");
    let mut found: Vec<_> =
        skills.map(|TagGap { content, value, events, .. }| (content, value, events)).collect();
    found.sort_unstable();
    found
}

#[tokio::test]
async fn a_rule_mends_what_it_said_it_would_and_gives_it_back_when_it_is_deleted() {
    for (engine, mut world) in worlds().await {
        staffed(&world).await;
        let lines = [
            statement(1, "a/1", None),
            statement(2, "a/2", None),
            statement(3, "b/1", None),
            statement(4, "a/3", Some("testing")),
            statement(5, "a/4", Some("Revews")),
        ];
        assert_eq!(world.statements(lines).await, 5, "{engine}: nothing is refused for its tags");
        let before = waiting(&world).await;
        let desk_of = lead();
        let desk = world.service.tag_desk(&desk_of).unwrap();
        let only = Filter { tag: Some(Tag::Skill), source: String::new() };
        let queue = desk.queue(&only, 1).await.unwrap();
        let told: Vec<_> = queue.causes.iter().map(|cause| (cause.events, cause.value.as_str())).collect();
        assert_eq!(told, [(3, ""), (1, "Revews")], "{engine}");
        let preview = desk.preview(&rule("a/", "reviews")).await.unwrap();
        assert_eq!(preview, [Preview { tag: Tag::Skill, fixes: 2, of: 4 }], "{engine}");
        assert_eq!(waiting(&world).await, before, "{engine}: a preview changes nothing");
        let repaired = desk.add(&rule("a/", "reviews")).await.unwrap();
        assert_eq!(repaired.statements, 4, "{engine}");
        let after = waiting(&world).await;
        assert_eq!(after.iter().map(|(.., events)| events).sum::<i64>(), 2, "{engine}: {after:?}");
        let coverage = &desk.coverage().await.unwrap()[0];
        assert_eq!((coverage.events, coverage.tagged), (5, [3, 0, 5, 0, 5]), "{engine}");
        // What arrives from now on is tagged at once.
        world.statements([statement(6, "a/9", None)]).await;
        assert_eq!(waiting(&world).await, after, "{engine}");
        let desk = world.service.tag_desk(&desk_of).unwrap();
        desk.remove(repaired.rule).await.unwrap();
        let given_back = waiting(&world).await;
        assert_eq!(given_back.len(), before.len() + 1, "{engine}");
        assert!(before.iter().all(|gap| given_back.contains(gap)), "{engine}");
        assert!(matches!(desk.remove(repaired.rule).await, Err(ServiceError::NotFound)), "{engine}");
    }
}

#[tokio::test]
async fn of_two_rules_the_one_that_is_tried_first_decides_and_they_can_change_places() {
    for (engine, mut world) in worlds().await {
        staffed(&world).await;
        world
            .statements([statement(1, "a/1", None), statement(2, "a/2", None), statement(3, "b/1", None)])
            .await;
        let desk_of = lead();
        let desk = world.service.tag_desk(&desk_of).unwrap();
        let general = desk.add(&rule("", "testing")).await.unwrap().rule;
        let special = desk.add(&rule("a/1", "reviews")).await.unwrap().rule;
        assert_eq!(skills(&world).await, ["testing", "testing", "testing"], "{engine}");
        assert_eq!(desk.move_up(special).await.unwrap().statements, 1, "{engine}: only what both are about");
        let order: Vec<_> = desk.rules().await.unwrap().into_iter().map(|rule| rule.id).collect();
        assert_eq!(order, [special, general], "{engine}");
        assert_eq!(skills(&world).await, ["reviews", "testing", "testing"], "{engine}");
        assert_eq!(desk.move_up(special).await.unwrap().statements, 0, "{engine}: it is the first already");
        assert!(matches!(desk.move_up(99).await, Err(ServiceError::NotFound)), "{engine}");
    }
}

/// The skill of each event, in order of the statements' ids.
async fn skills(world: &World) -> Vec<String> {
    let ids: Vec<_> = (1..=3).map(Uuid::from_u128).collect();
    let mut events = world.store.stream_events(&ids).await.unwrap();
    events.sort_by_key(|event| event.statement);
    events.into_iter().map(|event| event.skill.unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_registration_leads_to_what_its_cohort_practises() {
    for (engine, mut world) in worlds().await {
        staffed(&world).await;
        world.statements([statement(1, "a/1", None), statement(2, "b/1", None)]).await;
        let desk_of = lead();
        let desk = world.service.tag_desk(&desk_of).unwrap();
        let registration = Uuid::from_u128(1).to_string();
        let form = RuleForm { registration, skill: "reviews".to_owned(), ..RuleForm::default() };
        let preview = desk.preview(&form).await.unwrap();
        assert_eq!(preview, [Preview { tag: Tag::Skill, fixes: 1, of: 2 }], "{engine}");
        assert_eq!(desk.add(&form).await.unwrap().statements, 1, "{engine}");
        assert_eq!(
            waiting(&world).await,
            [("https://labs.invalid/a/1".to_owned(), String::new(), 1)],
            "{engine}"
        );
    }
}

#[tokio::test]
async fn a_rule_says_everything_that_is_wrong_with_it_and_is_for_those_who_look_after_sources() {
    for (engine, world) in worlds().await {
        staffed(&world).await;
        let desk_of = viewer(AccessRole::Admin, &[], &[]);
        let desk = world.service.tag_desk(&desk_of).unwrap();
        let Err(ServiceError::Invalid(wrong)) = desk.add(&RuleForm::default()).await else {
            panic!("{engine}")
        };
        assert!(wrong.of("activity_prefix").is_some() && wrong.of("skill").is_some(), "{engine}");
        let form =
            RuleForm { team: "nobody".to_owned(), repository: "a/b".to_owned(), ..rule("", "dancing") };
        let Err(ServiceError::Invalid(wrong)) = desk.add(&form).await else { panic!("{engine}") };
        assert!(["skill", "team", "repository"].iter().all(|field| wrong.of(field).is_some()), "{engine}");
        for role in [AccessRole::Executive, AccessRole::Manager, AccessRole::Auditor] {
            assert!(world.service.tag_desk(&viewer(role, &["pay"], &[])).is_err(), "{engine} {role:?}");
        }
    }
}

/// What happens, in any order.
#[derive(Debug, Clone)]
enum Step {
    Arrives(&'static str),
    Rule(&'static str, &'static str),
    Deleted,
    Moved,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        prop::sample::select(vec!["a/1", "a/2", "b/1"]).prop_map(Step::Arrives),
        (prop::sample::select(vec!["", "a/", "a/1"]), prop::sample::select(vec!["reviews", "testing"]))
            .prop_map(|(prefix, skill)| Step::Rule(prefix, skill)),
        Just(Step::Deleted),
        Just(Step::Moved),
    ];
    prop::collection::vec(step, 1..8)
}

async fn take(world: &mut World, steps: &[Step]) {
    let desk_of = lead();
    for (n, step) in steps.iter().enumerate() {
        match step {
            Step::Arrives(lab) => {
                world.statements([statement(n as u128 + 1, lab, None)]).await;
            }
            Step::Rule(prefix, skill) => {
                let desk = world.service.tag_desk(&desk_of).unwrap();
                desk.add(&rule(prefix, skill)).await.unwrap();
            }
            Step::Moved => {
                let desk = world.service.tag_desk(&desk_of).unwrap();
                if let Some(last) = desk.rules().await.unwrap().last() {
                    desk.move_up(last.id).await.unwrap();
                }
            }
            Step::Deleted => {
                let desk = world.service.tag_desk(&desk_of).unwrap();
                if let Some(first) = desk.rules().await.unwrap().first() {
                    desk.remove(first.id).await.unwrap();
                }
            }
        }
    }
}

#[test]
fn whatever_came_first_rules_and_statements_make_the_events_that_deriving_anew_makes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() });
    let agree = |steps: Vec<Step>| {
        runtime.block_on(async {
            for (engine, mut world) in worlds().await {
                staffed(&world).await;
                take(&mut world, &steps).await;
                let as_it_went = (waiting(&world).await, world.store.tag_coverage().await.unwrap());
                world.service.rederive().await.unwrap();
                let anew = (waiting(&world).await, world.store.tag_coverage().await.unwrap());
                assert_eq!(as_it_went, anew, "{engine}");
            }
        });
        Ok(())
    };
    runner.run(&steps(), agree).unwrap();
}

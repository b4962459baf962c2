//! Launched content: what it is told, and how far its keys reach.

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::viewer::AccessRole;
use serde_json::{Value, json};
use service::{
    record_store::{DocumentKey, KeyHolder, Preconditions, RecordError},
    sources::{launchables::LaunchableForm, launches::Fetched},
};
use store::users::Persona;
use uuid::Uuid;
use xapi::{Statement, StatementQuery};

use crate::common::{World, clock, lead, worlds};
use crate::world::{UNIT, ada, all, by, company, everything, statement};

async fn register(world: &World, kind: &str) -> i64 {
    let lead = lead();
    let form = LaunchableForm {
        title: "Slicing".to_owned(),
        url: "https://content.invalid/story.html".to_owned(),
        kind: kind.to_owned(),
        activity: UNIT.to_owned(),
        skill: "small-prs".to_owned(),
    };
    world.service.source_desk(&lead).unwrap().add_launchable(&form).await.unwrap()
}

fn parameters(address: &str) -> Vec<(String, String)> {
    let (_, query) = address.split_once('?').unwrap();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

async fn holder(world: &World, token: &str) -> KeyHolder {
    let pair =
        String::from_utf8(BASE64_STANDARD.decode(token.trim_start_matches("Basic ")).unwrap()).unwrap();
    let (key, secret) = pair.split_once(':').unwrap();
    assert_eq!(world.service.launch_key_holder(key, "other").await.unwrap(), None);
    world.service.launch_key_holder(key, secret).await.unwrap().unwrap()
}

#[tokio::test]
async fn storyline_gets_exactly_its_parameters_and_a_key_that_reaches_its_learner_alone() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "tin_can").await;
        let learner = ada(&world).await;
        let address = world.service.launch(&learner, id).await.unwrap();
        let sent = parameters(&address);
        let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["endpoint", "auth", "actor", "registration", "activity_id"], "{engine}");
        let registration = sent[3].1.clone();
        let store = world.service.record_store(&holder(&world, &sent[1].1).await);
        store.append(vec![by("ada", "experienced", &registration)], vec![]).await.unwrap();
        for refused in [
            by("bob", "experienced", &registration),
            by("ada", "experienced", &Uuid::new_v4().to_string()),
            Statement::from_value(json!({
                "actor": { "mbox": "mailto:ada@demo.invalid" }, "verb": { "id": "http://adlnet.gov/expapi/verbs/voided" },
                "object": { "objectType": "StatementRef", "id": Uuid::new_v4() },
            }))
            .unwrap(),
        ] {
            let answer = store.append(vec![refused], vec![]).await;
            assert!(matches!(answer, Err(RecordError::Forbidden(_))), "{engine}: {answer:?}");
        }
        let state = |agent: &str| DocumentKey::State {
            activity: UNIT.to_owned(),
            agent: format!("mbox:{agent}@demo.invalid"),
            registration: Some(registration.parse().unwrap()),
            id: "resume".to_owned(),
        };
        let only = Preconditions::default();
        store.put_document(&state("ada"), "application/octet-stream", vec![1], &only).await.unwrap();
        let other = store.document(&state("bob")).await;
        assert!(matches!(other, Err(RecordError::Forbidden(_))), "{engine}");
        assert!(store.query(&StatementQuery::default()).await.is_err(), "{engine}: it reads no statements");

        let again = parameters(&world.service.launch(&learner, id).await.unwrap());
        assert_eq!(again[3].1, registration, "{engine}: the way goes on");
        let pair = BASE64_STANDARD.decode(sent[1].1.trim_start_matches("Basic ")).unwrap();
        let (key, secret) = std::str::from_utf8(&pair).unwrap().split_once(':').unwrap();
        assert_eq!(
            world.service.launch_key_holder(key, secret).await.unwrap(),
            None,
            "{engine}: the old key is over"
        );
    }
}

#[tokio::test]
async fn launched_content_describes_its_own_activity_sends_so_often_and_ends_with_the_account() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "tin_can").await;
        let learner = ada(&world).await;
        let sent = parameters(&world.service.launch(&learner, id).await.unwrap());
        let store = world.service.record_store(&holder(&world, &sent[1].1).await);
        let mut statement = by("ada", "experienced", &sent[3].1).into_json();
        statement["object"]["definition"] = json!({ "name": { "en": "Its own" } });
        let other = "https://content.invalid/other";
        statement["context"]["contextActivities"]["parent"] =
            json!([{ "id": other, "definition": { "name": { "en": "Not its own" } } }]);
        store.append(vec![Statement::from_value(statement).unwrap()], vec![]).await.unwrap();
        let known = world.service.record_store(&everything());
        assert!(known.definition(UNIT).await.unwrap().unwrap().to_string().contains("Its own"), "{engine}");
        assert_eq!(known.definition(other).await.unwrap(), None, "{engine}");

        let pair = BASE64_STANDARD.decode(sent[1].1.trim_start_matches("Basic ")).unwrap();
        let (key, secret) = std::str::from_utf8(&pair).unwrap().split_once(':').unwrap();
        let mut often = Ok(None);
        for _ in 0..700 {
            often = world.service.key_holder(key, secret).await;
            if often.is_err() {
                break;
            }
        }
        assert!(matches!(often, Err(RecordError::TooOften(_))), "{engine}: {often:?}");

        let mut tx = world.store.begin().await.unwrap();
        let persona = Persona {
            persona: "ada".to_owned(),
            name: "Demo Ada".to_owned(),
            role: AccessRole::Engineer,
            person: learner.person,
            scopes: vec![],
        };
        let user = tx.save_persona(&persona).await.unwrap();
        tx.set_disabled(user, Some(clock())).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.service.launch_key_holder(key, secret).await.unwrap(), None, "{engine}: disabled");
    }
}

#[tokio::test]
async fn cmi5_content_fetches_its_key_once_finds_its_launch_data_and_keeps_the_order() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let id = register(&world, "cmi5").await;
        let sent = parameters(&world.service.launch(&ada(&world).await, id).await.unwrap());
        let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["endpoint", "fetch", "actor", "registration", "activityId"], "{engine}");
        let token = sent[1].1.rsplit('/').next().unwrap();
        let Fetched::Token(auth) = world.service.fetch_launch_token(token).await.unwrap() else {
            panic!("{engine}")
        };
        assert_eq!(world.service.fetch_launch_token(token).await.unwrap(), Fetched::Used, "{engine}");
        let store = world.service.record_store(&holder(&world, &auth).await);
        let data = DocumentKey::State {
            activity: UNIT.to_owned(),
            agent: "mbox:ada@demo.invalid".to_owned(),
            registration: Some(sent[3].1.parse().unwrap()),
            id: "LMS.LaunchData".to_owned(),
        };
        let data = store.document(&data).await.unwrap().unwrap();
        let data: Value = serde_json::from_slice(&data.bytes).unwrap();
        assert_eq!(data["launchMode"], "Normal", "{engine}");
        let actor: Value = serde_json::from_str(&sent[2].1).unwrap();
        let category = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
        let say = |verb: &str| statement(&actor, verb, &sent[3].1, &[category]);
        let early = store.append(vec![say("completed")], vec![]).await;
        assert!(matches!(early, Err(RecordError::Bad(_))), "{engine}: {early:?}");
        for verb in ["initialized", "completed", "passed", "terminated"] {
            store.append(vec![say(verb)], vec![]).await.unwrap();
        }
        assert!(store.append(vec![say("failed")], vec![]).await.is_err(), "{engine}");
        let verbs: Vec<String> = all(&world)
            .await
            .iter()
            .map(|s| {
                serde_json::from_str::<Value>(&s.json).unwrap()["verb"]["id"].as_str().unwrap().to_owned()
            })
            .map(|verb| verb.rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(
            verbs,
            ["launched", "initialized", "completed", "satisfied", "passed", "terminated"],
            "{engine}"
        );
    }
}

//! Sources are looked at day by day; what arrives is listed, filed and told to programs, nobody named.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{World, viewer, worlds};
use domain::{
    EpochMs,
    learning::{TAG_EXTENSIONS, VERB_COMPLETED},
    viewer::{AccessRole, Viewer},
};
use serde_json::{Value, json};
use service::{
    ServiceError,
    individual::PurposeForm,
    ingest::SheetKind,
    quality::{Fix, Part, Tag},
    record_store::{DocumentKey, KeyHolder},
    stream::{Object, Start, StatementFilter, StreamFormat, Told},
};
use uuid::Uuid;
use xapi::StatementQuery;

/// Six people in one team, one in another, all known to the learning system by `NAME@demo.invalid`.
async fn staffed(world: &World) {
    world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\ntiny,Tiny,TINY\n").await;
    let row = |n: usize| {
        let team = if n == 6 { "tiny" } else { "pay" };
        format!("p{n}@demo.invalid,p{n},{team},2026-01-01\n")
    };
    let people: String = (0..7).map(row).collect();
    world.sheet(SheetKind::People, &format!("email,name,team,from\n{people}")).await;
    let sprints = "team,key,start,end\npay,S1,2026-03-02,2026-03-15\ntiny,S1,2026-03-02,2026-03-15\n";
    world.sheet(SheetKind::Sprints, sprints).await;
}

fn statement(id: u128, who: &str, lab: &str, time: &str) -> Value {
    json!({
        "id": Uuid::from_u128(id),
        "actor": { "mbox": format!("mailto:{who}@demo.invalid"), "name": format!("Name of {who}") },
        "verb": { "id": VERB_COMPLETED },
        "object": { "id": format!("https://lms.invalid/labs/{lab}") },
        "timestamp": time,
    })
}

fn tagged(mut statement: Value) -> Value {
    let tag = |name: &str| format!("{TAG_EXTENSIONS}{name}");
    statement["context"] = json!({ "extensions": {
        tag("skill"): "reviews", tag("role"): "backend", tag("repository"): "acme/shop" } });
    statement
}

const MONDAY: &str = "2026-03-02T09:00:00Z";

/// Two tagged of the large team, one tagged of the small one, one without tags, and two of a stranger within a second.
async fn learned(world: &mut World) {
    staffed(world).await;
    let lines = [
        tagged(statement(1, "p0", "one", MONDAY)),
        tagged(statement(2, "p1", "one", MONDAY)),
        tagged(statement(3, "p6", "one", MONDAY)),
        statement(4, "p2", "two", MONDAY),
        tagged(statement(5, "stranger", "two", MONDAY)),
        tagged(statement(6, "stranger", "two", "2026-03-02T09:00:01Z")),
    ];
    assert_eq!(world.statements(lines.map(|line| line.to_string())).await, 6);
}

fn admin() -> Viewer {
    viewer(AccessRole::Admin, &[], &[])
}

#[tokio::test]
async fn a_source_has_figures_a_score_and_the_smallest_steps_and_looking_twice_changes_nothing() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let service = &world.service;
        for status in [200, 200, 200, 400, 404, 500] {
            service.count_request("LMS", status);
        }
        let checked = service.check_quality().await.unwrap();
        assert_eq!((checked.statements, checked.sources), (6, 1), "{engine}");
        let first = service.quality().await.unwrap();
        service.check_quality().await.unwrap();
        let report = service.quality().await.unwrap();
        assert_eq!(report.sources, first.sources, "{engine}");
        let source = &report.sources[0];
        let figures = &source.figures;
        assert_eq!((figures.statements, figures.events, figures.unknown), (6, 6, 2), "{engine}");
        assert_eq!((figures.duplicates, figures.skewed), (1, 0), "{engine}");
        assert_eq!((figures.accepted, figures.refused), (3, 1), "{engine}");
        assert_eq!((figures.tagged(Tag::Skill), figures.tagged(Tag::Team)), (5, 4), "{engine}");
        let people = source.score.components.iter().find(|c| c.part == Part::People).unwrap();
        assert!((people.share.unwrap() - 4.0 / 6.0).abs() < 1e-9, "{engine}");
        assert!(source.score.value.is_some_and(|score| (50..90).contains(&score)), "{engine}: {source:?}");
        assert!(
            matches!(&source.fixes[0], Fix::MapAccounts { accounts, covers: 2, of: 2 } if accounts.len() == 1)
        );
        let rule = source.fixes.iter().find(|fix| matches!(fix, Fix::AddRule { tag: Tag::Skill, .. }));
        assert!(
            matches!(rule, Some(Fix::AddRule { prefix, covers: 1, of: 1, .. }) if prefix.ends_with("/labs/two")),
            "{engine}: {:?}",
            source.fixes
        );
        assert_eq!(
            source.trend.last().copied().flatten().map(|_| ()),
            Some(()),
            "{engine}: today has a score"
        );
    }
}

#[tokio::test]
async fn a_source_with_a_key_that_never_sent_anything_is_listed_without_a_score() {
    for (engine, world) in worlds().await {
        world.service.create_access_key("Silent").await.unwrap();
        world.service.check_quality().await.unwrap();
        let report = world.service.quality().await.unwrap();
        let told: Vec<_> = report.sources.iter().map(|s| (s.source.as_str(), s.score.value)).collect();
        assert_eq!(told, [("Silent", None)], "{engine}");
    }
}

#[tokio::test]
async fn quality_and_statements_are_for_those_who_look_after_sources() {
    for (engine, world) in worlds().await {
        for role in AccessRole::ALL {
            let viewer = viewer(role, &[], &[]);
            let allowed = matches!(role, AccessRole::Admin | AccessRole::LAndD);
            assert_eq!(world.service.quality_desk(&viewer).is_ok(), allowed, "{engine}: {role:?}");
            assert_eq!(world.service.stream(&viewer).is_ok(), allowed, "{engine}: {role:?}");
        }
    }
}

#[tokio::test]
async fn a_list_tells_tags_but_not_those_of_a_small_team_and_never_people() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let (admin, lead) = (admin(), common::lead());
        let all = StatementFilter::default();
        let page = world.service.stream(&admin).unwrap().page(&all, Start::Newest).await.unwrap();
        assert_eq!(page.lines.len(), 6, "{engine}");
        assert!(page.lines.is_sorted_by(|a, b| a.seq > b.seq), "{engine}: newest first");
        let line = |page: &service::stream::StatementPage, n: u128| {
            page.lines.iter().find(|line| line.id == Uuid::from_u128(n)).unwrap().clone()
        };
        let large = line(&page, 1).tags.unwrap();
        assert_eq!(large.team, Told::Value("pay".to_owned()), "{engine}");
        assert_eq!(large.sprint, Told::Value("S1".to_owned()), "{engine}");
        let small = line(&page, 3).tags.unwrap();
        assert_eq!((&small.team, &small.sprint), (&Told::Withheld, &Told::Withheld), "{engine}");
        assert_eq!(small.skill, Told::Value("reviews".to_owned()), "{engine}");
        assert!(!format!("{page:?}").contains("demo.invalid"), "{engine}: nobody is named");
        assert!(
            page.lines.iter().all(|line| line.person_keys.is_empty()),
            "{engine}: not for an administrator"
        );
        let page = world.service.stream(&lead).unwrap().page(&all, Start::Newest).await.unwrap();
        assert_eq!(line(&page, 1).person_keys.len(), 1, "{engine}");
        assert!(line(&page, 3).person_keys.is_empty(), "{engine}: of a small team");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_source_verb_activity_and_the_state_of_tags() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let viewer = admin();
        let stream = world.service.stream(&viewer).unwrap();
        let found = async |filter: StatementFilter| {
            let page = stream.page(&filter, Start::Newest).await.unwrap();
            let mut ids: Vec<u128> = page.lines.iter().map(|line| line.id.as_u128()).collect();
            ids.sort_unstable();
            ids
        };
        let none = StatementFilter::default();
        let lab = |lab: &str| Some(format!("https://lms.invalid/labs/{lab}"));
        assert_eq!(
            found(StatementFilter { activity: lab("one"), ..none.clone() }).await,
            [1, 2, 3],
            "{engine}"
        );
        assert!(found(StatementFilter { activity: lab("One"), ..none.clone() }).await.is_empty(), "{engine}");
        assert_eq!(
            found(StatementFilter { verb: Some(VERB_COMPLETED.to_owned()), ..none.clone() }).await.len(),
            6
        );
        assert!(found(StatementFilter { source: Some("CI".to_owned()), ..none.clone() }).await.is_empty());
        let tags = |word: &str| StatementFilter { tags: StatementFilter::tag_state(word), ..none.clone() };
        assert_eq!(found(tags("complete")).await, [1, 2, 3], "{engine}");
        assert_eq!(found(tags("incomplete")).await, [4, 5, 6], "{engine}");
        assert_eq!(found(tags("unknown_person")).await, [5, 6], "{engine}");
        assert!(found(tags("no_learning")).await.is_empty(), "{engine}");
    }
}

/// So many statements of nobody in particular.
async fn many(world: &mut World, count: u128) {
    let lines = (1..=count).map(|n| statement(n, "p0", "one", MONDAY).to_string());
    let lines: Vec<String> = lines.collect();
    for chunk in lines.chunks(40) {
        world.statements(chunk.to_vec()).await;
    }
}

#[tokio::test]
async fn pages_follow_the_log_and_tell_each_statement_once_while_more_arrives() {
    for (engine, mut world) in worlds().await {
        many(&mut world, 120).await;
        let viewer = admin();
        let all = StatementFilter::default();
        let service = world.service.clone();
        let stream = service.stream(&viewer).unwrap();
        let first = stream.page(&all, Start::Newest).await.unwrap();
        assert_eq!((first.lines.len(), first.newer), (50, None), "{engine}");
        world.statements([statement(900, "p0", "late", MONDAY).to_string()]).await;
        let second = stream.page(&all, Start::Before(first.older.unwrap())).await.unwrap();
        let third = stream.page(&all, Start::Before(second.older.unwrap())).await.unwrap();
        assert_eq!((third.lines.len(), third.older), (20, None), "{engine}");
        let mut seen: Vec<i64> = [&first, &second, &third]
            .iter()
            .flat_map(|page| page.lines.iter().map(|line| line.seq))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 120, "{engine}");
        let back = stream.page(&all, Start::After(third.newer.unwrap())).await.unwrap();
        assert_eq!(back.lines, second.lines, "{engine}");
        let (arrived, next) = stream.since(&all, first.head).await.unwrap();
        assert_eq!(arrived.iter().map(|line| line.id.as_u128()).collect::<Vec<_>>(), [900], "{engine}");
        assert_eq!(stream.since(&all, next).await.unwrap(), (vec![], next), "{engine}");
    }
}

#[tokio::test]
async fn a_cursor_tells_programs_each_statement_exactly_once_whatever_arrives_in_between() {
    for (engine, mut world) in worlds().await {
        many(&mut world, 25).await;
        let viewer = admin();
        let service = world.service.clone();
        let stream = service.stream(&viewer).unwrap();
        let (mut cursor, mut told) = (0, Vec::new());
        for round in 0..8 {
            let piece = stream.after(&StatementFilter::default(), cursor, 10).await.unwrap();
            told.extend(piece.lines.iter().map(|line| line.id.as_u128()));
            cursor = piece.next;
            assert_eq!(piece.complete, piece.lines.len() < 10, "{engine}");
            if round < 3 {
                let more = statement(1000 + round, "p0", "more", MONDAY);
                world.statements([more.to_string()]).await;
            }
        }
        let expected: Vec<u128> = (1..=25).chain(1000..1003).collect();
        assert_eq!(told, expected, "{engine}");
    }
}

#[tokio::test]
async fn whoever_reads_without_naming_anybody_reads_about_those_who_acted() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let service = &world.service;
        service.create_access_key("Reporting").await.unwrap();
        let scopes = ["statements/read", "state"].map(str::to_owned);
        let records =
            service.record_store(&KeyHolder { name: "Reporting".to_owned(), scopes: scopes.into() });
        let oldest = StatementQuery { limit: 1, ascending: true, ..StatementQuery::default() };
        let first = records.query(&oldest).await.unwrap();
        let (_, second) = records.more(&first.more.unwrap()).await.unwrap();
        assert_eq!(second.statements.len(), 1, "{engine}");
        let one = records.statement(Uuid::from_u128(3), false).await.unwrap();
        assert!(one.unwrap().json.contains("p6@"), "{engine}");
        let state = DocumentKey::State {
            activity: "https://lms.invalid/labs/one".to_owned(),
            agent: "mbox:p2@demo.invalid".to_owned(),
            registration: None,
            id: "resume".to_owned(),
        };
        assert_eq!(records.document(&state).await.unwrap(), None, "{engine}");
        service.log_readings().await.unwrap();
        let mut read_about = Vec::new();
        for who in ["p0", "p1", "p6", "p2", "p3"] {
            let person = Some(world.person(who).await);
            let reader = Viewer { person, ..viewer(AccessRole::Engineer, &["pay"], &[]) };
            read_about.push(service.own_records(&reader).unwrap().looks().await.unwrap().len());
        }
        // A page, the next one, a statement by its id, a document; and of the last nothing.
        assert_eq!(read_about, [1, 1, 1, 1, 0], "{engine}");
    }
}

#[tokio::test]
async fn a_file_has_every_statement_of_the_filter_and_is_logged() {
    for (engine, mut world) in worlds().await {
        many(&mut world, 700).await;
        let viewer = common::lead();
        let stream = world.service.stream(&viewer).unwrap();
        for (format, heading) in [(StreamFormat::Csv, 1), (StreamFormat::Jsonl, 0)] {
            let mut export = stream.export(StatementFilter::default(), format, 0).await.unwrap();
            let (mut text, mut parts) = (Vec::new(), 0);
            while let Some(part) = export.next().await.unwrap() {
                text.extend(part);
                parts += 1;
            }
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.lines().count(), 700 + heading, "{engine}");
            assert!(parts > 2, "{engine}: part by part");
            assert!(!text.contains("demo.invalid") && !text.contains("Name of"), "{engine}: nobody is named");
        }
        let logged = world.store.changes("statements", 10).await.unwrap();
        assert_eq!(logged.iter().filter(|entry| entry.action == "exported").count(), 2, "{engine}");
    }
}

#[tokio::test]
async fn a_person_sees_which_source_read_their_statements_once_a_day() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let service = &world.service;
        service.create_access_key("Reporting").await.unwrap();
        let holder =
            KeyHolder { name: "Reporting".to_owned(), scopes: ["statements/read".to_owned()].into() };
        let records = service.record_store(&holder);
        let query = |who: &str| xapi::StatementQuery {
            agent: Some(format!("mbox:{who}@demo.invalid")),
            ..xapi::StatementQuery::default()
        };
        for who in ["p0", "p0", "p1", "stranger", "nobody"] {
            records.query(&query(who)).await.unwrap();
        }
        service.log_readings().await.unwrap();
        // Another process, or this one after a restart.
        let restarted = service::Service::new(world.store.clone(), service::Rules::default(), common::clock);
        let restarted = restarted.await.unwrap();
        restarted.record_store(&holder).query(&query("p0")).await.unwrap();
        restarted.log_readings().await.unwrap();
        let person = world.person("p0").await;
        let reader = Viewer { person: Some(person), ..viewer(AccessRole::Engineer, &["pay"], &[]) };
        let looks = service.own_records(&reader).unwrap().looks().await.unwrap();
        let told: Vec<_> = looks.iter().map(|look| (look.who.as_str(), look.action.as_str())).collect();
        assert_eq!(told, [("The source Reporting", "read statements")], "{engine}");
        let logged = world.store.audit_actions().await.unwrap();
        assert!(logged.contains(&"read statements".to_owned()), "{engine}: {logged:?}");
        let verdict = service.verify_audit(None).await.unwrap();
        assert!(verdict.result.is_ok(), "{engine}");
    }
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_what_was_found_of_sources() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let service = &world.service;
        service.create_access_key("Laptop of p0@demo.invalid").await.unwrap();
        service.count_request("Laptop of p0@demo.invalid", 200);
        service.check_quality().await.unwrap();
        let person = world.person("p0").await;
        service.erase_person(person).await.unwrap();
        let report = service.quality().await.unwrap();
        assert!(!format!("{report:?}").contains("p0@demo.invalid"), "{engine}: {report:?}");
        let page =
            service.stream(&admin()).unwrap().page(&StatementFilter::default(), Start::Newest).await.unwrap();
        assert_eq!(page.lines.len(), 6, "{engine}: said of a pseudonym");
        assert!(page.lines.iter().all(|line| matches!(line.object, Object::Activity(_))));
    }
}

#[tokio::test]
async fn statements_of_a_participant_as_they_were_sent_open_to_a_stated_purpose_alone() {
    for (engine, mut world) in worlds().await {
        learned(&mut world).await;
        let team = json!({ "objectType": "Group", "member": [
            { "mbox": "mailto:p0@demo.invalid" }, { "mbox": "mailto:p1@demo.invalid" }] });
        let mut together = statement(7, "p0", "one", MONDAY);
        together["actor"] = team;
        world.statements([together.to_string()]).await;
        world
            .sheet(SheetKind::Content, "id,name,kind,skill\nhttps://lms.invalid/labs/one,Lab one,lab,\n")
            .await;
        world.cohort("c1", &[], ("2026-03-02", "2026-03-13"), &["p0", "p1"]).await;
        // Who states a purpose is a user.
        let form = service::administration::NewUserForm { name: "Lead".to_owned(), login: "lead".to_owned() };
        let user_id = world.service.operator().create_user(&form).await.unwrap().id;
        let lead = Viewer { user_id, ..common::lead() };
        let records = world.service.learning_records(&lead, "c1").unwrap();
        let person = world.person("p0").await.0.to_string();
        assert_eq!(records.raw_statements(&person, None).await.unwrap(), None, "{engine}");
        let purpose = PurposeForm { purpose: "support".to_owned(), note: "To talk about lab one".to_owned() };
        let view = records.state_purpose(&person, &purpose).await.unwrap().to_string();
        let raw = records.raw_statements(&person, Some(&view)).await.unwrap().unwrap();
        let told: Vec<_> = raw.iter().map(|raw| raw.json["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told, [Uuid::from_u128(1).to_string()], "{engine}: not what is about others as well");
        let coach = viewer(AccessRole::Coach, &[], &["c1"]);
        let of_coach = world.service.learning_records(&coach, "c1").unwrap();
        let refused = of_coach.raw_statements(&person, None).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{engine}: {refused:?}");
    }
}

/// The clock of these tests stands still.
#[test]
fn statements_of_these_tests_are_old_and_not_from_the_future() {
    assert!(EpochMs::from_rfc3339(MONDAY).unwrap() < common::clock());
}

//! Running cohorts: forms, limits, enrolling and leaving, and what of it shows in adoption figures.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World, assert_same, lead,
    lines::{CONTENT, StatementLine, address},
    viewer, worlds,
};
use domain::{
    figure::MetricId,
    period::{GroupKind, PeriodKind},
    viewer::AccessRole,
};
use service::{
    ServiceError,
    cohorts::{CohortForm, EnrolForm, LeaveForm},
    export::{FigureRow, Question},
    ingest::SheetKind,
};

/// Teams pay and web; people p0 to p13, even ones in pay.
async fn company(world: &World) {
    world.sheet(SheetKind::Teams, "key,name\npay,Pay\nweb,Web\n").await;
    let team = |n: usize| if n.is_multiple_of(2) { "pay" } else { "web" };
    let row = |n| format!("{},p{n},{}", address(&format!("p{n}")), team(n));
    let people = (0..14).map(row).collect::<Vec<_>>().join(
        "
",
    );
    world.sheet(SheetKind::People, &format!("email,name,team\n{people}")).await;
    world.sheet(SheetKind::Content, CONTENT).await;
    let sprints =
        "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\nS3,2026-02-02,2026-02-15\n";
    world.sheet(SheetKind::Sprints, sprints).await;
    world.skills(&["small-prs", "reviews", "tests"]).await;
}

fn form() -> CohortForm {
    CohortForm {
        name: "Small steps".to_owned(),
        wave: "1".to_owned(),
        coach: String::new(),
        skills: vec!["small-prs".to_owned()],
        first_day: "2026-01-19".to_owned(),
        last_day: "2026-02-06".to_owned(),
    }
}

fn wrong(error: &ServiceError) -> String {
    let ServiceError::Invalid(fields) = error else { panic!("{error}") };
    fields.0.iter().fold(String::new(), |said, field| said + field.field + ": " + &field.message + "\n")
}

async fn enrol(world: &World, people: &[usize], joined_on: &str) -> Result<usize, ServiceError> {
    let mut ids = Vec::new();
    for n in people {
        ids.push(world.person(&format!("p{n}")).await.0.to_string());
    }
    world
        .service
        .programme_desk(&lead())
        .unwrap()
        .enrol("small-steps", &EnrolForm { people: ids, joined_on: joined_on.to_owned() })
        .await
}

async fn leave(world: &World, person: usize, left_on: &str) -> Result<(), ServiceError> {
    let person = world.person(&format!("p{person}")).await.0.to_string();
    let form = LeaveForm { person, joined_on: "2026-01-19".to_owned(), left_on: left_on.to_owned() };
    world.service.programme_desk(&lead()).unwrap().leave("small-steps", &form).await
}

#[tokio::test]
async fn everything_wrong_with_a_form_is_said_at_once_and_nothing_is_stored() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let bad = CohortForm {
            name: " ".to_owned(),
            wave: "first".to_owned(),
            coach: "somebody".to_owned(),
            skills: vec![],
            first_day: "30.03.2026".to_owned(),
            last_day: "2026-02-31".to_owned(),
        };
        let error = world.service.programme_desk(&lead()).unwrap().create_cohort(&bad).await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!("form_all_wrong", wrong(&error)); }
        let long = CohortForm {
            skills: ["small-prs", "reviews", "tests"].map(str::to_owned).to_vec(),
            last_day: "2026-03-01".to_owned(),
            ..form()
        };
        let error = world.service.programme_desk(&lead()).unwrap().create_cohort(&long).await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!("form_too_much", wrong(&error)); }
        let backwards =
            CohortForm { last_day: "2026-01-18".to_owned(), skills: vec!["gone".to_owned()], ..form() };
        let error =
            world.service.programme_desk(&lead()).unwrap().create_cohort(&backwards).await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!("form_backwards", wrong(&error)); }
        assert!(world.store.cohorts().await.unwrap().is_empty(), "{engine}");
    }
}

#[tokio::test]
async fn a_cohort_is_created_edited_and_remembered_with_who_did_it() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let key = world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        assert_eq!(key.as_str(), "small-steps", "{engine}");
        let error = world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap_err();
        assert_eq!(
            wrong(&error),
            "name: Another cohort has this name. Choose a name that tells them apart.\n"
        );
        let edited = CohortForm { name: "Smaller steps".to_owned(), wave: "2".to_owned(), ..form() };
        world.service.programme_desk(&lead()).unwrap().edit_cohort("small-steps", &edited).await.unwrap();
        let stored = world.store.cohorts().await.unwrap();
        assert_eq!(CohortForm::of(&stored[0]), edited, "{engine}: the form of a cohort leaves it as it is");
        let changes = world.store.changes("cohort:small-steps", 9).await.unwrap();
        let done: Vec<_> =
            changes.iter().map(|change| (change.action.as_str(), change.who.as_str())).collect();
        assert_eq!(done, [("edited", "user:1"), ("created", "user:1")], "{engine}");
        let unknown = world.service.programme_desk(&lead()).unwrap().edit_cohort("other", &form()).await;
        assert!(matches!(unknown, Err(ServiceError::NotFound)), "{engine}");
    }
}

#[tokio::test]
async fn two_who_create_the_same_cohort_at_once_make_one() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let (lead, form) = (lead(), form());
        let desk = world.service.programme_desk(&lead).unwrap();
        let (one, other) = tokio::join!(desk.create_cohort(&form), desk.create_cohort(&form));
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|ok| **ok).count(), 1, "{engine}");
        assert_eq!(world.store.cohorts().await.unwrap().len(), 1, "{engine}");
    }
}

#[tokio::test]
async fn a_cohort_takes_twelve_people_who_are_in_no_other_at_that_time() {
    for (engine, world) in worlds().await {
        company(&world).await;
        world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        world.cohort("other", &["reviews"], ("2026-02-02", "2026-02-20"), &["p13"]).await;
        let mut said = String::new();
        for (people, day) in [
            (vec![], "2026-01-19"),
            (vec![1], "soon"),
            (vec![13], "2026-01-19"),
            ((0..13).collect(), "2026-01-19"),
        ] {
            said += &wrong(&enrol(&world, &people, day).await.unwrap_err());
        }
        insta::allow_duplicates! { insta::assert_snapshot!("enrolment_limits", said); }
        assert_eq!(enrol(&world, &(0..12).collect::<Vec<_>>(), "2026-01-19").await.unwrap(), 12, "{engine}");
        said = wrong(&enrol(&world, &[12], "2026-01-19").await.unwrap_err());
        said += &wrong(&enrol(&world, &[3], "2026-01-26").await.unwrap_err());
        insta::allow_duplicates! { insta::assert_snapshot!("enrolment_full", said); }
    }
}

#[tokio::test]
async fn two_who_enrol_at_once_do_not_overfill_a_cohort() {
    for (engine, world) in worlds().await {
        company(&world).await;
        world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        let (first, second): (Vec<_>, Vec<_>) = ((0..7).collect(), (7..14).collect());
        let (one, other) =
            tokio::join!(enrol(&world, &first, "2026-01-19"), enrol(&world, &second, "2026-01-19"));
        assert!(one.is_ok() != other.is_ok(), "{engine}");
        assert_eq!(world.store.enrolments().await.unwrap().len(), 7, "{engine}");
    }
}

#[tokio::test]
async fn who_leaves_may_come_back_and_an_enrolment_by_mistake_is_taken_back() {
    for (engine, world) in worlds().await {
        company(&world).await;
        world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        enrol(&world, &[0, 1, 2], "2026-01-19").await.unwrap();
        let early = leave(&world, 0, "2026-01-18").await.unwrap_err();
        assert_eq!(
            wrong(&early),
            "left_on: This person joined on 2026-01-19; they cannot leave before that.\n"
        );
        leave(&world, 0, "2026-01-26").await.unwrap();
        leave(&world, 1, "2026-01-26").await.unwrap();
        leave(&world, 2, "").await.unwrap();
        assert!(matches!(leave(&world, 2, "").await, Err(ServiceError::NotFound)), "{engine}");
        enrol(&world, &[0], "2026-01-19").await.unwrap();
        let left: Vec<_> =
            world.store.enrolments().await.unwrap().into_iter().map(|e| e.enrolment.left_on).collect();
        assert_eq!(
            (left.len(), left.iter().flatten().count()),
            (2, 1),
            "{engine}: p0 is back, p2 never was there"
        );
    }
}

#[tokio::test]
async fn only_those_who_run_the_programme_change_it_and_others_do_not_learn_that_it_is_there() {
    for (engine, world) in worlds().await {
        company(&world).await;
        world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        for role in AccessRole::ALL.into_iter().filter(|role| *role != AccessRole::LAndD) {
            let who = viewer(role, &["pay"], &["small-steps"]);
            let refused = world.service.programme_desk(&who).map(|_| ()).err();
            assert!(matches!(refused, Some(ServiceError::NotFound)), "{engine}: {role:?}");
        }
    }
}

async fn figure(world: &World, by: GroupKind, group: &str, sprint: &str, metric: MetricId) -> FigureRow {
    let question = Question { by, period: PeriodKind::Sprint, metrics: vec![metric], unsuppressed: true };
    let rows = world.service.figures(&question).await.unwrap();
    rows.into_iter().find(|row| row.group == group && row.period == sprint).unwrap()
}

#[tokio::test]
async fn who_left_counts_no_longer_among_the_cohorts_people() {
    for (engine, world) in worlds().await {
        company(&world).await;
        world.service.programme_desk(&lead()).unwrap().create_cohort(&form()).await.unwrap();
        enrol(&world, &[0, 1, 2, 3, 4, 5], "2026-01-19").await.unwrap();
        leave(&world, 0, "2026-02-02").await.unwrap();
        for (sprint, people) in [("S1", 0), ("S2", 6), ("S3", 5)] {
            let joined = figure(&world, GroupKind::Cohort, "small-steps", sprint, MetricId::Joined).await;
            assert_eq!(joined.n, people, "{engine}: {sprint}");
        }
    }
}

#[tokio::test]
async fn a_person_in_two_cohorts_counts_in_each_by_what_that_one_learns() {
    for (engine, mut world) in worlds().await {
        company(&world).await;
        let people = ["p0", "p1", "p2", "p3", "p4"];
        world.cohort("a-first", &["small-prs"], ("2026-01-05", "2026-01-18"), &people).await;
        world.cohort("b-second", &["tests"], ("2026-01-19", "2026-02-06"), &people).await;
        world
            .statements(people.iter().zip(1..).map(|(p, id)| StatementLine::completed(id, p, 50).json()))
            .await;
        let labs = |cohort| figure(&world, GroupKind::Cohort, cohort, "S2", MetricId::LabsCompleted);
        assert_eq!(labs("a-first").await.value, Some(1.0), "{engine}");
        assert_eq!(labs("b-second").await.value, None, "{engine}: no lab belongs to its skill");
    }
}

#[tokio::test]
async fn a_session_that_one_attends_was_held_for_the_whole_cohort_in_all_its_teams() {
    for (engine, mut world) in worlds().await {
        company(&world).await;
        world
            .cohort(
                "one",
                &["small-prs"],
                ("2026-01-05", "2026-01-23"),
                &["p0", "p1", "p2", "p3", "p4", "p5"],
            )
            .await;
        world.cells().await;
        world.statements([StatementLine::attended(1, "p0", 80).json()]).await;
        let stepwise = world.cells().await;
        assert_same(&stepwise, &world.rebuilt().await, engine);
        let sessions = figure(&world, GroupKind::Team, "web", "S1", MetricId::SessionsAttended).await;
        assert_eq!((sessions.value, sessions.n), (Some(0.0), 3), "{engine}: the others missed it");
        let tagged = StatementLine { sprint: Some("S1"), ..StatementLine::applied(2, "p1", 24 * 20) };
        world.statements([tagged.json()]).await;
        let stepwise = world.cells().await;
        assert_same(
            &stepwise,
            &world.rebuilt().await,
            &format!("{engine}: tagged with a sprint that is over"),
        );
    }
}

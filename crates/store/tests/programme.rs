//! Programme, skill map, cohorts, those who sign in: stored and read back.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{NOW, add_person, add_team, begin};
use domain::{
    CohortKey, EpochMs, RoleKey, SkillKey,
    cohort::{Cohort, Enrolment},
    figure::MetricId,
    programme::{Outcome, Programme},
    viewer::{AccessRole, Scope},
};
use jiff::civil::date;
use store::{Store, keys::AccessKey, users::Persona};

fn skill(key: &str) -> SkillKey {
    SkillKey::new(key).unwrap()
}

async fn add_skills(tx: &mut store::Tx) {
    let role = RoleKey::new("backend").unwrap();
    tx.save_role(&role, "Backend").await.unwrap();
    for key in ["reviews", "small-prs"] {
        tx.save_skill(&skill(key), key).await.unwrap();
        tx.assign_skill(&role, &skill(key)).await.unwrap();
    }
}

#[tokio::test]
async fn the_skill_map_keeps_its_order_and_remembers_what_was_retired() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        add_skills(&mut tx).await;
        let (architect, backend) = (RoleKey::new("architect").unwrap(), RoleKey::new("backend").unwrap());
        tx.save_role(&architect, "Architect").await.unwrap();
        tx.assign_skill(&architect, &skill("reviews")).await.unwrap();
        tx.assign_skill(&backend, &skill("reviews")).await.unwrap();
        let id = tx.add_behaviour(&skill("reviews"), "Looks", None).await.unwrap();
        assert!(
            tx.edit_behaviour(id, "Looks soon", Some(MetricId::ReviewedIn24h)).await.unwrap(),
            "{engine}"
        );
        assert!(!tx.edit_behaviour(id + 1, "Nobody", None).await.unwrap(), "{engine}");
        assert!(tx.retire_behaviour(id, Some(NOW)).await.unwrap(), "{engine}");
        assert!(tx.retire_skill(&skill("small-prs"), Some(NOW)).await.unwrap(), "{engine}");
        assert!(tx.retire_skill(&skill("small-prs"), None).await.unwrap(), "{engine}");
        assert!(!tx.retire_skill(&skill("unknown"), None).await.unwrap(), "{engine}");
        tx.commit().await.unwrap();
        let map = store.skill_map().await.unwrap();
        assert_eq!(
            map.iter().map(|role| role.key.as_str()).collect::<Vec<_>>(),
            ["backend", "architect"],
            "{engine}"
        );
        let backend: Vec<_> = map[0].skills.iter().map(|s| (s.key.as_str(), s.retired)).collect();
        assert_eq!(backend, [("reviews", false), ("small-prs", false)], "{engine}");
        let shared = &map[1].skills[0].behaviours;
        assert_eq!(shared, &map[0].skills[0].behaviours, "{engine}: a skill is shared, not copied");
        let seen = (shared[0].description.as_str(), shared[0].metric, shared[0].retired);
        assert_eq!(seen, ("Looks soon", Some(MetricId::ReviewedIn24h), true), "{engine}");
    }
}

fn cohort(coach: Option<domain::PersonId>) -> Cohort {
    Cohort {
        key: CohortKey::new("first").unwrap(),
        name: "First".to_owned(),
        wave: 1,
        coach,
        skills: vec![skill("small-prs"), skill("reviews")],
        first_day: date(2026, 3, 30),
        last_day: date(2026, 4, 17),
    }
}

#[tokio::test]
async fn a_cohort_keeps_its_skills_in_order_and_its_people_with_their_days() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        add_skills(&mut tx).await;
        let person = add_person(&store, &mut tx, "p1").await;
        let cohort = cohort(Some(person));
        tx.save_cohort(&Cohort { skills: vec![skill("reviews")], coach: None, ..cohort.clone() })
            .await
            .unwrap();
        tx.save_cohort(&cohort).await.unwrap();
        let joined = Enrolment { person, joined_on: date(2026, 3, 30), left_on: None };
        let left = Enrolment { left_on: Some(date(2026, 4, 6)), ..joined.clone() };
        let again = Enrolment { joined_on: date(2026, 4, 10), ..joined.clone() };
        for enrolment in [&joined, &left, &again] {
            tx.save_enrolment(&cohort.key, enrolment).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(store.cohorts().await.unwrap(), std::slice::from_ref(&cohort), "{engine}");
        let enrolments: Vec<_> = store.enrolments().await.unwrap().into_iter().map(|e| e.enrolment).collect();
        assert_eq!(enrolments, [left, again.clone()], "{engine}");
        let mut tx = begin(&store).await;
        tx.remove_enrolment(&cohort.key, person, again.joined_on).await.unwrap();
        assert_eq!(tx.all_enrolments().await.unwrap().len(), 1, "{engine}");
    }
}

#[tokio::test]
async fn there_is_one_programme_and_the_last_word_wins() {
    for (engine, store) in testbed::stores().await {
        assert_eq!(store.programme().await.unwrap(), None, "{engine}");
        let programme = Programme {
            name: "Upskilling".to_owned(),
            speed: Outcome { metric: MetricId::CycleTime, target_change: -0.2 },
            quality: Outcome { metric: MetricId::DefectsAfterRelease, target_change: -0.25 },
            baseline_from: date(2026, 1, 5),
            baseline_to: date(2026, 3, 29),
        };
        let mut tx = begin(&store).await;
        tx.save_programme(&Programme { name: "Old".to_owned(), ..programme.clone() }).await.unwrap();
        tx.save_programme(&programme).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.programme().await.unwrap(), Some(programme), "{engine}");
    }
}

#[tokio::test]
async fn a_persona_becomes_a_viewer_with_reach_and_planting_again_changes_it() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        add_team(&mut tx, "pay").await;
        add_skills(&mut tx).await;
        tx.save_cohort(&cohort(None)).await.unwrap();
        let person = add_person(&store, &mut tx, "p1").await;
        let persona = Persona {
            persona: "boss".to_owned(),
            name: "Demo Manager".to_owned(),
            role: AccessRole::Manager,
            person: Some(person),
            scopes: vec![Scope::Team("pay".parse().unwrap()), Scope::Cohort("first".parse().unwrap())],
        };
        tx.save_persona(&Persona { role: AccessRole::Admin, person: None, ..persona.clone() }).await.unwrap();
        tx.save_persona(&persona).await.unwrap();
        tx.commit().await.unwrap();
        let personas = store.personas().await.unwrap();
        assert_eq!(personas.len(), 1, "{engine}");
        let user = store.user(personas[0].0).await.unwrap().unwrap();
        assert_eq!((user.person, user.disabled), (Some(person), false), "{engine}");
        let grants = store.role_grants(user.id, EpochMs(7)).await.unwrap();
        let together = store.user_with_roles(user.id, EpochMs(7)).await.unwrap();
        assert_eq!(together, Some((user.clone(), grants.clone())), "{engine}");
        let given: Vec<_> = grants.into_iter().map(|grant| (grant.role, grant.scope)).collect();
        let wanted: Vec<_> =
            persona.scopes.iter().map(|scope| (AccessRole::Manager, scope.clone())).collect();
        assert_eq!(given, wanted, "{engine}");
        assert_eq!(store.user(4711).await.unwrap(), None, "{engine}");
        assert_eq!(store.user_with_roles(4711, EpochMs(7)).await.unwrap(), None, "{engine}");
        let mut tx = begin(&store).await;
        let new = tx.create_user("Demo Newcomer").await.unwrap();
        tx.commit().await.unwrap();
        let (newcomer, roles) = store.user_with_roles(new, EpochMs(7)).await.unwrap().unwrap();
        assert_eq!((newcomer.name.as_str(), roles), ("Demo Newcomer", Vec::new()), "{engine}");
    }
}

async fn key(store: &Store) -> Option<AccessKey> {
    store.access_key("abc").await.unwrap()
}

#[tokio::test]
async fn an_access_key_is_found_by_name_and_can_be_revoked() {
    for (engine, store) in testbed::stores().await {
        assert_eq!(key(&store).await, None, "{engine}");
        let live = AccessKey {
            key: "abc".to_owned(),
            secret_digest: vec![0, 255, 7],
            keyed: true,
            name: "LMS".to_owned(),
            scopes: "statements/write state".to_owned(),
            created_at: NOW,
            expires_at: Some(NOW + 5),
            per_minute: None,
            last_used_at: None,
            revoked_at: None,
        };
        let revoked = AccessKey { revoked_at: Some(NOW), ..live.clone() };
        for state in [live, revoked] {
            let mut tx = begin(&store).await;
            tx.save_access_key(&state).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(key(&store).await, Some(state), "{engine}");
        }
    }
}

//! The demo organisation in a database of each engine, imported as anybody would import it.

use demo::Organisation;
use domain::viewer::{AccessRole, Scope};
use service::{
    Rules, Service,
    ingest::{Received, SheetKind},
    onboarding::{PlannedCohort, PlannedPersona},
};
use store::DatabaseUrl;

use super::{World, clock};

const BATCH: usize = 400;

/// A company on each engine, with the database's address: (engine, address, company).
pub async fn demo_worlds(every: usize) -> Vec<(&'static str, DatabaseUrl, World)> {
    let demo = demo::organisation(demo::DEFAULT_SEED).unwrap();
    let mut worlds = Vec::new();
    for url in testbed::urls().await {
        let store = testbed::open(&url).await.unwrap();
        let service = Service::new(store.clone(), Rules::default(), clock).await.unwrap();
        let mut world = World { ingest: service.ingest(), service, store };
        set_up(&world, &demo).await;
        import(&mut world, &demo, every).await;
        world.service.recompute().await.unwrap();
        worlds.push((world.store.engine_name(), url, world));
    }
    worlds
}

pub async fn set_up(world: &World, demo: &Organisation) {
    for (kind, text) in [
        (SheetKind::Teams, &demo.teams),
        (SheetKind::People, &demo.people),
        (SheetKind::Repositories, &demo.repositories),
        (SheetKind::Sprints, &demo.sprints),
        (SheetKind::Calendar, &demo.calendar),
        (SheetKind::Content, &demo.content),
    ] {
        world.sheet(kind, text).await;
    }
    world.service.set_programme(&demo.programme).await.unwrap();
    world.service.plant_skill_map(&demo.skill_map).await.unwrap();
    let plan = |plan: &demo::CohortPlan| PlannedCohort {
        cohort: plan.cohort.clone(),
        coach_email: plan.coach_email.clone(),
        members: plan.members.clone(),
    };
    world.service.plan_cohorts(&demo.cohorts.iter().map(plan).collect::<Vec<_>>()).await.unwrap();
    let engineer = PlannedPersona {
        persona: "engineer",
        name: "Demo Engineer".to_owned(),
        role: AccessRole::Engineer,
        person_email: Some(participant()),
        scopes: vec![Scope::Own],
    };
    let lead = PlannedPersona {
        persona: "l_and_d",
        name: "Demo L&D Lead".to_owned(),
        role: AccessRole::LAndD,
        person_email: None,
        scopes: vec![Scope::Everything],
    };
    world.service.plant_personas(&[engineer, lead]).await.unwrap();
}

/// The e-mail of the first participant of the first cohort.
pub fn participant() -> String {
    demo::organisation(demo::DEFAULT_SEED).unwrap().cohorts[0].members[0].0.clone()
}

/// Says how many payloads were new; every so many-th line of pull requests and issues.
pub async fn import(world: &mut World, demo: &Organisation, every: usize) -> usize {
    let mut received = Received::default();
    let lines: Vec<String> = demo.github().step_by(every).collect();
    for batch in lines.chunks(BATCH) {
        received += world.pull_requests(batch.to_vec()).await;
    }
    received += world.issues(demo.jira().step_by(every)).await;
    received.new + world.statements(demo.xapi()).await
}

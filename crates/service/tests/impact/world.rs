//! The demo organisation, imported whole and once.

use demo::Truth;
use service::{
    Service,
    impact::{
        report,
        study::Study,
        view::{ImpactReport, OutcomeReport},
    },
};
use tokio::sync::OnceCell;

use crate::common::{
    World, clock,
    organisation::{import, set_up},
};

pub struct Demo {
    pub truth: Truth,
    pub study: Study,
    pub report: ImpactReport,
}

static DEMO: OnceCell<Demo> = OnceCell::const_new();

pub async fn demo() -> &'static Demo {
    DEMO.get_or_init(|| async {
        let demo = demo::organisation(demo::DEFAULT_SEED).unwrap();
        let url = testbed::urls().await.remove(0);
        let store = testbed::open(&url).await.unwrap();
        let rules = service::Rules {
            github: connectors::github::Rules {
                security_checks: vec!["security-scan".to_owned()],
                ..Default::default()
            },
            ..Default::default()
        };
        let service = Service::new(store.clone(), rules, clock).await.unwrap();
        let mut world = World { ingest: service.ingest(), service, store };
        set_up(&world, &demo).await;
        import(&mut world, &demo, 1).await;
        world.service.recompute().await.unwrap();
        let study = world.service.impact_study().await.unwrap().unwrap();
        Demo { report: report(&study, clock()), truth: demo.truth.clone(), study }
    })
    .await
}

pub fn outcome<'r>(report: &'r ImpactReport, key: &str) -> &'r OutcomeReport {
    report.outcomes.iter().find(|outcome| outcome.definition.key.as_str() == key).unwrap()
}

/// The study with the joining sprints dealt out to the teams in another way.
pub fn shuffled(study: &Study, seed: u64) -> Study {
    let mut study = study.clone();
    let mut state = seed;
    for at in (1..study.teams.len()).rev() {
        // Knuth's linear congruential generator: good enough to deal twelve cards.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap() % (at + 1);
        let (a, b) = (study.teams[at].joined, study.teams[other].joined);
        (study.teams[at].joined, study.teams[other].joined) = (b, a);
    }
    study
}

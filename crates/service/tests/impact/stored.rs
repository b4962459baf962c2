//! Outcomes and reports as they are kept, on both engines.

use domain::{figure::MetricId, outcome::Rank, viewer::AccessRole};
use service::{
    ServiceError,
    impact::{Renewal, outcomes::OutcomeForm},
};

use crate::common::{lead, organisation::demo_worlds, viewer};

/// Every so many-th line: enough for a report, whatever it says.
const EVERY: usize = 10;

#[tokio::test]
async fn a_report_is_computed_once_kept_and_computed_anew_when_what_it_is_made_of_changes() {
    for (engine, _, world) in demo_worlds(EVERY).await {
        let (service, lead) = (&world.service, lead());
        let figures = service.programme_figures(&lead).unwrap();
        let before = figures.impact().await.unwrap();
        assert!(before.report.is_none() && before.is_being_renewed, "{engine}");
        assert_eq!(service.renew_impact().await.unwrap(), Renewal::Computed, "{engine}");
        assert_eq!(service.renew_impact().await.unwrap(), Renewal::UpToDate, "{engine}");
        let kept = figures.impact().await.unwrap();
        assert!(!kept.is_being_renewed, "{engine}");
        let report = kept.report.unwrap();
        assert_eq!(
            *report,
            service.impact_now().await.unwrap().unwrap(),
            "{engine}: as computed on the spot"
        );

        let added = OutcomeForm {
            name: "Reviewed in a day".to_owned(),
            metric: "reviewed_in_24h".to_owned(),
            smallest_effect: "5".to_owned(),
            ..OutcomeForm::default()
        };
        let desk = service.programme_desk(&lead).unwrap();
        let key = desk.add_outcome(&added).await.unwrap();
        assert!(figures.impact().await.unwrap().is_being_renewed, "{engine}");
        assert_eq!(service.renew_impact().await.unwrap(), Renewal::Computed, "{engine}");
        let report = figures.impact().await.unwrap().report.unwrap();
        let new = report.outcomes.iter().find(|outcome| outcome.definition.key == key).unwrap();
        assert_eq!(new.definition.metric, MetricId::ReviewedIn24h, "{engine}");

        desk.retire_outcome(key.as_str(), true).await.unwrap();
        desk.retire_outcome(key.as_str(), false).await.unwrap();
        assert_eq!(service.renew_impact().await.unwrap(), Renewal::StillRight, "{engine}: nothing changed");
    }
}

#[tokio::test]
async fn two_instances_do_not_compute_the_same_report() {
    for (engine, _, world) in demo_worlds(EVERY * 5).await {
        let (one, other) = (world.service.clone(), world.service.clone());
        let (one, other) = tokio::join!(one.renew_impact(), other.renew_impact());
        let both = [one.unwrap(), other.unwrap()];
        assert_eq!(both.iter().filter(|done| **done == Renewal::Computed).count(), 1, "{engine}: {both:?}");
    }
}

#[tokio::test]
async fn who_does_not_see_the_programme_does_not_see_the_report() {
    let (_, _, world) = demo_worlds(500).await.remove(0);
    for role in
        [AccessRole::Manager, AccessRole::Coach, AccessRole::Engineer, AccessRole::Admin, AccessRole::Auditor]
    {
        let viewer = viewer(role, &["payments"], &["cohort-1"]);
        assert!(matches!(world.service.programme_figures(&viewer), Err(ServiceError::NotFound)), "{role:?}");
        assert!(matches!(world.service.programme_desk(&viewer), Err(ServiceError::NotFound)), "{role:?}");
    }
}

#[tokio::test]
async fn an_outcome_is_declared_without_code_and_what_is_wrong_with_it_is_said() {
    for (engine, _, world) in demo_worlds(500).await {
        let lead = lead();
        let desk = world.service.programme_desk(&lead).unwrap();
        let outcomes = desk.outcomes().await.unwrap();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.rank.is_primary()).count(), 2, "{engine}");
        assert_eq!(outcomes.len(), 9, "{engine}");
        let wrong = OutcomeForm {
            metric: "pr_size".to_owned(),
            transform: "share".to_owned(),
            rank: Rank::PrimarySpeed.as_str().to_owned(),
            smallest_effect: "much".to_owned(),
            guards: vec!["pr_size".to_owned()],
            ..OutcomeForm::default()
        };
        let Err(ServiceError::Invalid(fields)) = desk.add_outcome(&wrong).await else { panic!("{engine}") };
        for field in ["name", "transform", "rank", "smallest_effect", "guards"] {
            assert!(fields.of(field).is_some(), "{engine}: {field}");
        }
        let hotfixes = outcomes.iter().find(|outcome| outcome.metric == MetricId::Hotfixes).unwrap();
        let form = OutcomeForm { smallest_effect: "15".to_owned(), ..OutcomeForm::from(hotfixes) };
        desk.edit_outcome(hotfixes.key.as_str(), &form).await.unwrap();
        let edited = desk.outcomes().await.unwrap();
        let edited = edited.iter().find(|outcome| outcome.key == hotfixes.key).unwrap();
        assert!((edited.smallest_effect - 0.15).abs() < 1e-12, "{engine}");
        let primary = desk.retire_outcome("speed", true).await;
        assert!(matches!(primary, Err(ServiceError::NotAllowed)), "{engine}");
        assert!(matches!(desk.edit_outcome("nothing", &form).await, Err(ServiceError::NotFound)), "{engine}");
    }
}

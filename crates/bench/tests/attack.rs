//! The attack on a few organisations: fast enough to run with every change. The whole of it is `--bin attack`.

use bench::attack;

#[tokio::test]
async fn nothing_is_learned_of_fewer_than_five_people_and_large_teams_stay_visible() {
    let report = attack::run(4, 900, async |_| {
        let url = testbed::urls().await.remove(0);
        Ok(testbed::open(&url).await?)
    })
    .await
    .unwrap();
    assert_eq!(report.recovered, 0, "{report:#?}");
    assert!(report.smallest_atom.is_some_and(|people| people >= 5), "{report:#?}");
    assert_eq!(report.unexplained, 0, "the attacker knows less than it could: {report:#?}");
    assert!(report.recovered_from_plain_threshold > 50, "the attack is too weak: {report:#?}");
    assert!(report.visible_share() >= 0.9, "{report:#?}");
}

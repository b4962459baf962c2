//! What everybody may know: no count that could be set against shown figures.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    lines::{PullRequestLine, StatementLine},
    viewer, worlds,
};
use domain::viewer::AccessRole;
use service::ingest::SheetKind;

#[tokio::test]
async fn an_installation_without_data_has_nothing_hidden_and_no_shares() {
    for (engine, world) in worlds().await {
        let trust = world.service.trust(&viewer(AccessRole::Engineer, &[], &[])).await.unwrap();
        assert_eq!((trust.figures, trust.hidden), (0, 0), "{engine}");
        assert!(
            trust.sources.iter().all(|source| source.mapped.is_none() && source.newest.is_none()),
            "{engine}"
        );
        assert!(trust.work_records.is_empty(), "{engine}");
    }
}

#[tokio::test]
async fn a_team_too_small_to_show_is_counted_as_hidden_figures_and_sources_are_told_as_shares() {
    for (engine, mut world) in worlds().await {
        world.sheet(SheetKind::Teams, "key,name,jira\npay,Pay,PAY\n").await;
        world
            .sheet(
                SheetKind::People,
                "email,name,team,from,to,github_login\np0@demo.invalid,p0,pay,2026-01-01,,p0\n",
            )
            .await;
        world.sheet(SheetKind::Sprints, "team,key,start,end\npay,S1,2026-01-05,2026-01-18\n").await;
        let author = |n: i64| if n < 4 { "p0" } else { "stranger" };
        world.pull_requests((1..5).map(|n| PullRequestLine::new(n, author(n), 9 * n).json())).await;
        world.statements([StatementLine::completed(1, "p0", 30).json()]).await;
        world.cells().await;
        let trust = world.service.trust(&viewer(AccessRole::Auditor, &[], &[])).await.unwrap();
        assert!(trust.hidden > 0 && trust.hidden <= trust.figures, "{engine}: {trust:?}");
        let shares: Vec<_> = trust.sources.iter().map(|source| source.mapped).collect();
        assert_eq!(shares, [Some(75), None, Some(100)], "{engine}");
        assert_eq!(trust.sources[0].newest, Some(common::clock().date()), "{engine}");
    }
}

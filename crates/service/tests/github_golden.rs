//! Real pull requests through the whole pipeline, against figures that were computed elsewhere.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::{Path, PathBuf};

use common::{World, worlds};
use domain::period::{GroupKind, PeriodKind};
use serde_json::Value;
use service::export::FigureRow;

fn folder() -> Option<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/github");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.json")) else {
        eprintln!("skipped, not found: {}", folder.display());
        return None;
    };
    Some((folder, serde_json::from_str(&expected).unwrap()))
}

#[tokio::test]
async fn real_pull_requests_give_the_expected_figures_on_both_engines_again_and_after_a_rebuild() {
    let Some((folder, expected)) = folder() else { return };
    for (engine, mut world) in worlds().await {
        let new = import(&mut world, &folder, &expected).await;
        compare(&world, &expected, &format!("{engine}, first import")).await;
        assert_eq!((new, import(&mut world, &folder, &expected).await), (1817, 0), "{engine}");
        compare(&world, &expected, &format!("{engine}, second import")).await;
        world.rebuilt().await;
        compare(&world, &expected, &format!("{engine}, rebuild")).await;
    }
}

async fn import(world: &mut World, folder: &Path, expected: &Value) -> usize {
    let mut new = 0;
    for repository in expected.as_object().unwrap().keys() {
        let file = folder.join(format!("{}.jsonl", repository.replace('/', "__")));
        let text = std::fs::read_to_string(file).unwrap();
        new += world.pull_requests(text.lines().map(str::to_owned)).await.new;
    }
    world.service.recompute().await.unwrap();
    new
}

async fn compare(world: &World, expected: &Value, when: &str) {
    let all = world.figures(GroupKind::Repository, PeriodKind::All).await;
    let months = world.figures(GroupKind::Repository, PeriodKind::Month).await;
    for (repository, wanted) in expected.as_object().unwrap() {
        let of = |rows: &[FigureRow], period: &str, metric: &str| {
            let same =
                |row: &&FigureRow| row.group == *repository && row.period == period && row.metric == metric;
            let row = rows.iter().find(same).cloned();
            row.unwrap_or_else(|| panic!("{when}: {repository} {period} has no {metric}"))
        };
        let figure = |metric| of(&all, "all", metric);
        assert_close(figure("pull_requests").value, &wanted["pull_requests"], when);
        assert_close(figure("merged").value, &wanted["merged"], when);
        assert_eq!(Some(figure("first_review_time").n), wanted["reviewed"].as_u64(), "{when}: {repository}");
        assert_close(figure("pr_cycle_time").value, &wanted["median_cycle_time_h"], when);
        assert_close(figure("pr_cycle_time_p90").value, &wanted["p90_cycle_time_h"], when);
        assert_close(figure("first_review_time").value, &wanted["median_first_review_h"], when);
        for (month, wanted) in wanted["by_merge_month"].as_object().unwrap() {
            let row = of(&months, month, "pr_cycle_time");
            assert_eq!(Some(row.n), wanted["n"].as_u64(), "{when}: {repository} {month}");
            assert_close(row.value, &wanted["median_cycle_time_h"], when);
        }
    }
}

fn assert_close(got: Option<f64>, wanted: &Value, when: &str) {
    let (got, wanted) = (got.unwrap(), wanted.as_f64().unwrap());
    assert!((got - wanted).abs() <= 1e-6, "{when}: {got}, expected {wanted}");
}

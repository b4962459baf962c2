//! The demo organisation through the whole pipeline, on both engines.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    Dump, World, assert_same,
    organisation::{import, set_up},
    worlds,
};
use domain::{
    figure::Figure,
    period::{GroupKind, PeriodKind},
};
use service::export::FigureRow;

/// Every so many-th line: the shape of the whole in a debug build's time.
const EVERY: usize = 20;

#[tokio::test]
async fn the_same_cells_come_out_on_both_engines_again_after_a_second_import_and_after_a_rebuild() {
    let demo = demo::organisation(demo::DEFAULT_SEED).unwrap();
    let mut dumps: Vec<Dump> = Vec::new();
    for (engine, mut world) in worlds().await {
        set_up(&world, &demo).await;
        assert!(import(&mut world, &demo, EVERY).await > 500, "{engine}");
        let first = world.cells().await;
        assert!(first.len() > 300, "{engine}: {} cells", first.len());
        assert_eq!(import(&mut world, &demo, EVERY).await, 0, "{engine}: nothing is new the second time");
        assert_same(&world.cells().await, &first, &format!("{engine}, second import"));
        assert_same(&world.rebuilt().await, &first, &format!("{engine}, rebuild"));
        world.service.rebuild_figures().await.unwrap();
        assert_same(&world.store.dump_cells().await.unwrap(), &first, &format!("{engine}, figures rebuilt"));
        set_up(&world, &demo).await;
        assert_same(&world.rebuilt().await, &first, &format!("{engine}, sheets again"));
        compare_with_export(&world, &first).await;
        dumps.push(first);
    }
    for dump in &dumps[1..] {
        assert_same(dump, &dumps[0], "the engines differ");
    }
}

/// Every figure of every sprint's cell is what `figures` prints.
async fn compare_with_export(world: &World, cells: &Dump) {
    let mut printed = world.figures(GroupKind::Team, PeriodKind::Sprint).await;
    printed.extend(world.figures(GroupKind::Cohort, PeriodKind::Sprint).await);
    let mut compared = 0;
    for (kind, group, _, period, figures) in cells.iter().filter(|cell| cell.2 == "sprint") {
        let mut rows =
            printed.iter().filter(|row| (row.by, &row.group, &row.period) == (kind.as_str(), group, period));
        for figure in serde_json::from_str::<Vec<Figure>>(figures).unwrap() {
            let row = rows.next().unwrap_or_else(|| panic!("{kind} {group} {period} is not printed"));
            assert_eq!(unnamed(row), of_cell(&figure), "{kind} {group} {period}");
            compared += 1;
        }
    }
    assert_eq!(compared, printed.iter().filter(|row| !row.group.is_empty()).count());
}

type Unnamed = (&'static str, Option<f64>, u64, u64, Option<f64>, domain::figure::FigureState);

fn unnamed(row: &FigureRow) -> Unnamed {
    (row.metric, row.value, row.n, row.contributors, row.coverage, row.state)
}

fn of_cell(figure: &Figure) -> Unnamed {
    let Figure { metric, value, n, contributors, coverage, state } = *figure;
    (metric.as_str(), value, n, contributors, coverage, state)
}

//! Cells, and what is released of them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{begin, span};
use domain::{
    EpochMs,
    figure::{Figure, FigureState, MetricId, Remark},
    period::GroupKind,
};
use store::{
    cells::{Cell, NOW as NOW_CELL, SPRINT},
    releases::{Release, Written},
    seatings::StoredSeating,
};

fn cell(group: &str, period_kind: &'static str, start: i64) -> Cell {
    let figure = Figure {
        metric: MetricId::CycleTime,
        value: Some(0.1 + 0.2),
        n: 3,
        contributors: 2,
        coverage: Some(1.0 / 3.0),
        state: FigureState::Shown,
    };
    Cell {
        group: GroupKind::Team,
        group_key: group.to_owned(),
        period_kind,
        period_key: format!("S{start}"),
        span: span(start, start + 10),
        figures: vec![figure],
    }
}

#[tokio::test]
async fn all_cells_are_replaced_by_others_whether_new_changed_moved_or_gone() {
    for (engine, store) in testbed::stores().await {
        let before = [
            cell("pay", SPRINT, 10),
            cell("pay", SPRINT, 20),
            cell("web", SPRINT, 10),
            cell("web", NOW_CELL, 25),
        ];
        let mut tx = begin(&store).await;
        tx.replace_all_cells(&before).await.unwrap();
        let changed = Cell { figures: vec![], ..before[1].clone() };
        let moved = Cell { span: span(9, 20), ..before[2].clone() };
        let after = [before[0].clone(), changed, moved, cell("web", SPRINT, 30)];
        tx.replace_all_cells(&after).await.unwrap();
        assert_eq!(tx.cells(GroupKind::Team, "pay").await.unwrap(), after[..2], "{engine}");
        assert_eq!(tx.cells(GroupKind::Team, "web").await.unwrap(), after[2..], "{engine}");
        tx.replace_all_cells(&[]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.dump_cells().await.unwrap().is_empty(), "{engine}");
    }
}

#[tokio::test]
async fn cells_are_read_back_to_the_last_digit_by_group_and_by_period() {
    for (engine, store) in testbed::stores().await {
        let cells = [
            cell("pay", SPRINT, 10),
            cell("pay", SPRINT, 20),
            cell("web", SPRINT, 12),
            cell("web", NOW_CELL, 25),
        ];
        let mut tx = begin(&store).await;
        let old = cells.clone().map(|cell| Cell { figures: vec![], ..cell });
        tx.save_cells(&old).await.unwrap();
        tx.save_cells(&cells).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = begin(&store).await;
        assert_eq!(tx.cells(GroupKind::Team, "pay").await.unwrap(), cells[..2], "{engine}");
        assert_eq!(tx.cells(GroupKind::Cohort, "pay").await.unwrap(), [], "{engine}");
        let in_period = tx.cells_in(GroupKind::Team, SPRINT, "S10").await.unwrap();
        assert_eq!(in_period, cells[..1], "{engine}");
        drop(tx);
        assert_eq!(store.horizon().await.unwrap(), Some(EpochMs(25)), "{engine}");
        let mut tx = begin(&store).await;
        tx.drop_cells(GroupKind::Team, "web").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            (store.dump_cells().await.unwrap().len(), store.horizon().await.unwrap()),
            (2, None),
            "{engine}"
        );
    }
}

fn release(group: &str, start: i64) -> Release {
    let Cell { group: kind, group_key, period_kind, period_key, span, figures } = cell(group, SPRINT, start);
    let remarks = vec![(MetricId::CycleTime, Remark::Partly { counted: 1, of: 2 })];
    Release { group: kind, group_key, period_kind, period_key, span, figures, remarks }
}

fn written<const N: usize>(releases: [&Release; N]) -> [Written; N] {
    releases.map(|release| release.clone().written().unwrap())
}

#[tokio::test]
async fn releases_are_replaced_period_by_period_and_read_by_group_by_kind_and_by_instant() {
    for (engine, store) in testbed::stores().await {
        let (first, second, web) = (release("pay", 10), release("pay", 20), release("web", 20));
        let mut tx = begin(&store).await;
        tx.replace_releases(SPRINT, "S10", &written([&first, &release("gone", 10)])).await.unwrap();
        tx.replace_releases(SPRINT, "S20", &written([&second, &web])).await.unwrap();
        tx.replace_releases(SPRINT, "S10", &written([&first])).await.unwrap();
        tx.commit().await.unwrap();
        let team = GroupKind::Team;
        assert_eq!(store.releases(team, "pay").await.unwrap(), [first.clone(), second.clone()], "{engine}");
        let all = [first, second.clone(), web.clone()];
        assert_eq!(store.releases_of(team, SPRINT).await.unwrap(), all, "{engine}");
        assert_eq!(store.releases_at(team, EpochMs(20)).await.unwrap(), [second, web], "{engine}");
        let mut tx = begin(&store).await;
        tx.replace_releases(SPRINT, "S20", &[]).await.unwrap();
        assert_eq!(tx.released_sprints().await.unwrap(), ["S10"], "{engine}");
    }
}

#[tokio::test]
async fn what_is_marked_for_release_is_taken_once_and_comes_back_if_that_fails() {
    for (engine, store) in testbed::stores().await {
        let marks = [(SPRINT, "S1".to_owned()), (SPRINT, "S1".to_owned()), (NOW_CELL, "now".to_owned())];
        let mut tx = begin(&store).await;
        for mark in &marks {
            tx.mark_unreleased(std::slice::from_ref(mark)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = begin(&store).await;
        assert_eq!(tx.take_unreleased().await.unwrap().len(), 2, "{engine}");
        drop(tx);
        assert!(store.anything_unreleased().await.unwrap(), "{engine}");
        let mut tx = begin(&store).await;
        tx.take_unreleased().await.unwrap();
        tx.commit().await.unwrap();
        assert!(!store.anything_unreleased().await.unwrap(), "{engine}");
    }
}

#[tokio::test]
async fn a_seating_is_kept_by_period_until_all_are_forgotten() {
    for (engine, store) in testbed::stores().await {
        let seating = |key: &str, seats: &str| StoredSeating {
            period_kind: SPRINT.to_owned(),
            period_key: key.to_owned(),
            revision: 3,
            seats: seats.to_owned(),
        };
        let mut tx = begin(&store).await;
        for (key, seats) in [("S1", "old"), ("S1", "new"), ("S2", "other")] {
            tx.save_seating(&seating(key, seats)).await.unwrap();
        }
        assert_eq!(tx.seating(SPRINT, "S1").await.unwrap(), Some(seating("S1", "new")), "{engine}");
        assert_eq!(tx.seatings_of(SPRINT).await.unwrap().len(), 2, "{engine}");
        tx.forget_seatings().await.unwrap();
        assert_eq!(tx.seating(SPRINT, "S1").await.unwrap(), None, "{engine}");
    }
}

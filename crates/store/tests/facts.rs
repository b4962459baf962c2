//! What arrives and what is derived from it: raw payloads, statements, facts, blocks, marks.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    DAY, MONDAY, NOW, add_person, add_repository, add_team, begin, defect, github, issue, joined, logged,
    pull_request, span,
};
use domain::{
    EpochMs, Span,
    facts::{LearningEvent, LearningKind, Tags},
    period::GroupKind,
};
use store::{
    Store, Tx,
    cells::{Cell, SPRINT},
    facts::{Dirty, Place, UNMAPPED},
    learning::JoinedEvent,
    raw::RawPayload,
};
use uuid::Uuid;

#[tokio::test]
async fn a_payload_is_new_once_also_within_one_batch_and_pages_keep_the_order_of_versions() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let row =
            |natural_key, payload: &'static str| RawPayload { natural_key, payload: payload.as_bytes() };
        let batch = [row("b#1", "second"), row("a#1", "first"), row("b#1", "second"), row("b#1", "newer")];
        assert_eq!(
            tx.append_raw("github", &batch, NOW).await.unwrap(),
            [true, true, false, true],
            "{engine}"
        );
        assert_eq!(tx.append_raw("github", &batch[..1], NOW).await.unwrap(), [false], "{engine}");
        assert_eq!(
            tx.append_raw("jira", &batch[..1], NOW).await.unwrap(),
            [true],
            "{engine}: another source"
        );
        let mut seen = Vec::new();
        let mut after = 0;
        while let Some((id, payload)) = tx.raw_page("github", after, 1).await.unwrap().pop() {
            (after, seen) = (id, [seen, vec![String::from_utf8(payload).unwrap()]].concat());
        }
        assert_eq!(seen, ["first", "second", "newer"], "{engine}");
    }
}

#[tokio::test]
async fn a_thousand_payloads_go_in_at_once_and_none_is_new_the_second_time() {
    for (engine, store) in testbed::stores().await {
        let keys: Vec<String> = (0..1000).map(|n| format!("acme/shop#{n}")).collect();
        let rows: Vec<_> =
            keys.iter().map(|key| RawPayload { natural_key: key, payload: key.as_bytes() }).collect();
        let mut tx = begin(&store).await;
        assert!(tx.append_raw("github", &rows, NOW).await.unwrap().iter().all(|new| *new), "{engine}");
        assert!(!tx.append_raw("github", &rows, NOW).await.unwrap().iter().any(|new| *new), "{engine}");
    }
}

async fn titles(store: &Store) -> Vec<(i64, i64)> {
    let all = Span { start: EpochMs(0), end: EpochMs(i64::MAX) };
    let rows = store.pull_request_rows("pay", all).await.unwrap();
    rows.into_iter().map(|row| (row.number, row.opened_at)).collect()
}

#[tokio::test]
async fn the_newer_version_of_a_pull_request_stays_in_whichever_order_they_come() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let shop = add_repository(&store, &mut tx, "acme/shop").await;
        let version =
            |number, updated: i64| joined(shop, "pay", pull_request(number, MONDAY + updated, updated));
        for batch in [vec![version(1, 1)], vec![version(1, 2)], vec![version(2, 2)], vec![version(2, 1)]] {
            tx.save_pull_requests(batch).await.unwrap();
        }
        tx.save_pull_requests(vec![version(3, 2), version(3, 1), version(4, 1), version(4, 2)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store).await, [1, 2, 3, 4].map(|n| (n, MONDAY + 2)), "{engine}");
        let mut tx = begin(&store).await;
        tx.save_pull_requests(vec![joined(shop, "pay", pull_request(1, MONDAY, 2))]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store).await[0], (1, MONDAY), "{engine}: of equally new ones the last stays");
    }
}

async fn marks(tx: &mut Tx) -> Vec<(String, String, i64)> {
    let mut all = Vec::new();
    loop {
        let taken = tx.take_dirty_team().await.unwrap();
        if taken.is_empty() {
            return all;
        }
        all.extend(taken.into_iter().map(|Dirty { team, month, since }| (team, month, since)));
    }
}

fn mark(team: &str, month: &str, since: i64) -> (String, String, i64) {
    (team.to_owned(), month.to_owned(), since)
}

#[tokio::test]
async fn a_pull_request_that_moves_marks_the_block_it_leaves_and_the_one_it_enters() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let shop = add_repository(&store, &mut tx, "acme/shop").await;
        tx.save_pull_requests(vec![joined(shop, "old", pull_request(1, MONDAY, 1))]).await.unwrap();
        assert_eq!(marks(&mut tx).await, [mark("old", "2026-03", MONDAY)], "{engine}");
        let later = MONDAY + 60 * DAY;
        tx.save_pull_requests(vec![joined(shop, "new", pull_request(1, later, 2))]).await.unwrap();
        let expected = [mark("new", "2026-05", later), mark("old", "2026-03", MONDAY)];
        assert_eq!(marks(&mut tx).await, expected, "{engine}");
    }
}

#[tokio::test]
async fn marks_of_one_block_keep_the_earliest_instant_and_come_back_if_taken_in_vain() {
    for (engine, store) in testbed::stores().await {
        let place = |team: &str, at: i64, since: i64| Place {
            team: team.to_owned(),
            settled_at: EpochMs(at),
            since: EpochMs(since),
        };
        let mut tx = begin(&store).await;
        let early = -62_000_000_000_000; // in the year 5
        let far = 250_000_000_000_000; // in the year 9892
        tx.mark_dirty(&[
            place("pay", MONDAY, 30),
            place("pay", MONDAY + 1, 10),
            place(UNMAPPED, early, early),
        ])
        .await
        .unwrap();
        tx.mark_dirty(&[place("pay", MONDAY, 20), place("pay", far, far)]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.anything_dirty().await.unwrap(), "{engine}");
        let expected = [mark("", "0005-04", early), mark("pay", "2026-03", 10), mark("pay", "9892-03", far)];
        for _ in 0..2 {
            let mut tx = begin(&store).await;
            assert_eq!(marks(&mut tx).await, expected, "{engine}");
            drop(tx);
        }
    }
}

async fn block(tx: &mut Tx, team: &str, at: i64) -> Option<metrics::FactBlock> {
    let month = EpochMs(at).month();
    tx.repack(team, month).await.unwrap();
    let blocks = tx.team_blocks(team).await.unwrap();
    blocks
        .into_iter()
        .find(|block| block.month == month.to_string())
        .map(|block| store::facts::StoredBlock::united(&[block]).unwrap())
}

#[tokio::test]
async fn a_block_holds_the_teams_facts_of_its_month_with_people_as_keys_and_goes_when_empty() {
    for (engine, store) in testbed::stores().await {
        let key = store.pseudonym_key().await.unwrap();
        let mut tx = begin(&store).await;
        let shop = add_repository(&store, &mut tx, "acme/shop").await;
        let person = add_person(&store, &mut tx, "p1").await;
        let directory = tx.directory(key.clone()).await.unwrap();
        let author_account = directory.account(&github(None, "P1")).map(|account| account.id);
        let mine = store::facts::JoinedPullRequest {
            author_account,
            ..joined(shop, "pay", pull_request(1, MONDAY, 1))
        };
        let mut bots = joined(shop, "pay", pull_request(2, MONDAY, 1));
        bots.fact.left_out = Some(domain::facts::LeftOut::Bot);
        let next_month = joined(shop, "pay", pull_request(3, MONDAY + 40 * DAY, 1));
        tx.save_pull_requests(vec![
            mine.clone(),
            bots,
            next_month,
            joined(shop, "other", pull_request(4, MONDAY, 1)),
        ])
        .await
        .unwrap();
        tx.save_issues(vec![
            defect("SHOP-1", "pay", MONDAY, 1),
            defect("SHOP-2", "pay", MONDAY + 40 * DAY, 1),
        ])
        .await
        .unwrap();
        let packed = block(&mut tx, "pay", MONDAY).await.unwrap();
        assert_eq!((packed.pull_requests.len(), packed.defects.len()), (1, 1), "{engine}");
        assert_eq!(packed.pull_requests[0].author, Some(key.person(person)), "{engine}");
        assert_eq!(packed.pull_requests[0].lines, Some(12), "{engine}");
        assert_eq!(packed.pull_requests[0].business_cycle_ms, Some(8 * 3_600_000), "{engine}");
        tx.save_pull_requests(vec![store::facts::JoinedPullRequest { team: "other".to_owned(), ..mine }])
            .await
            .unwrap();
        tx.save_issues(vec![issue("SHOP-1", 2, None)]).await.unwrap();
        assert_eq!(block(&mut tx, "pay", MONDAY).await, None, "{engine}");
        assert_eq!(block(&mut tx, "other", MONDAY).await.unwrap().pull_requests.len(), 2, "{engine}");
    }
}

async fn defects(store: &Store) -> Vec<(String, i64)> {
    let rows = store.defect_rows("pay", span(0, i64::MAX)).await.unwrap();
    rows.into_iter().map(|row| (row.key, row.created_at)).collect()
}

#[tokio::test]
async fn the_newest_version_of_an_issue_decides_whether_it_is_a_defect_in_whichever_order_they_come() {
    for (engine, store) in testbed::stores().await {
        let bug = |key: &str, updated: i64| defect(key, "pay", MONDAY + updated, updated);
        let mut tx = begin(&store).await;
        for batch in [
            vec![bug("A-1", 1), issue("A-1", 2, None)],
            vec![issue("A-2", 2, None)],
            vec![bug("A-2", 1)],
            vec![issue("A-3", 1, None)],
            vec![bug("A-3", 2)],
            vec![bug("A-4", 2)],
            vec![issue("A-4", 1, None), bug("A-4", 1)],
        ] {
            tx.save_issues(batch).await.unwrap();
        }
        tx.commit().await.unwrap();
        let expected = ["A-3", "A-4"].map(|key| (key.to_owned(), MONDAY + 2));
        assert_eq!(defects(&store).await, expected, "{engine}");
    }
}

#[tokio::test]
async fn a_defect_that_is_none_any_more_marks_the_block_it_leaves() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        tx.save_issues(vec![defect("A-1", "pay", MONDAY, 1)]).await.unwrap();
        assert_eq!(marks(&mut tx).await, [mark("pay", "2026-03", MONDAY)], "{engine}");
        tx.save_issues(vec![issue("A-1", 2, None)]).await.unwrap();
        assert_eq!(marks(&mut tx).await, [mark("pay", "2026-03", MONDAY)], "{engine}");
    }
}

#[tokio::test]
async fn learning_events_are_stored_once_and_carry_the_key_of_the_person() {
    for (engine, store) in testbed::stores().await {
        let key = store.pseudonym_key().await.unwrap();
        let mut tx = begin(&store).await;
        add_team(&mut tx, "pay").await;
        let person = add_person(&store, &mut tx, "p1").await;
        let (known, stranger) = (github(None, "p1"), github(Some("9"), "stranger"));
        let mut directory = tx.directory(key.clone()).await.unwrap();
        tx.ensure_accounts(&mut directory, &[&known, &stranger], NOW).await.unwrap();
        tx.append_to_log(&[logged(1, "a")]).await.unwrap();
        let event = |actor: &domain::Account, at: i64| JoinedEvent {
            actor_account: directory.account(actor).unwrap().id,
            team: "pay".to_owned(),
            sprint: Some("S1".to_owned()),
            fact: LearningEvent {
                statement_id: Uuid::from_u128(1),
                actor: actor.clone(),
                at: EpochMs(at),
                kind: LearningKind::Attended,
                content: "https://demo.invalid/huddle".parse().unwrap(),
                tags: Tags::default(),
            },
        };
        tx.save_events(&[event(&stranger, MONDAY + 1), event(&known, MONDAY), event(&known, MONDAY)])
            .await
            .unwrap();
        tx.save_events(&[event(&known, MONDAY + 9)]).await.unwrap();
        tx.commit().await.unwrap();
        let seen: Vec<_> =
            store.event_items().await.unwrap().into_iter().map(|e| (e.person, e.at.0)).collect();
        let expected = [(key.person(person), MONDAY), (key.account(&stranger), MONDAY + 1)];
        assert_eq!(seen, expected, "{engine}");
    }
}

#[tokio::test]
async fn forgetting_what_was_derived_leaves_what_arrived() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let shop = add_repository(&store, &mut tx, "acme/shop").await;
        tx.append_raw("github", &[RawPayload { natural_key: "a", payload: b"a" }], NOW).await.unwrap();
        tx.append_to_log(&[logged(1, "a")]).await.unwrap();
        tx.save_pull_requests(vec![joined(shop, "pay", pull_request(1, MONDAY, 1))]).await.unwrap();
        tx.save_issues(vec![issue("A-1", 5, None)]).await.unwrap();
        let empty = Cell {
            group: GroupKind::Team,
            group_key: "pay".to_owned(),
            period_kind: SPRINT,
            period_key: "S1".to_owned(),
            span: span(10, 20),
            figures: vec![],
        };
        tx.save_cells(&[empty]).await.unwrap();
        tx.forget_derived().await.unwrap();
        tx.save_issues(vec![defect("A-1", "pay", MONDAY, 1)]).await.unwrap();
        assert_eq!(tx.raw_page("github", 0, 9).await.unwrap().len(), 1, "{engine}");
        assert_eq!(tx.log_page(0, 9).await.unwrap().len(), 1, "{engine}");
        tx.commit().await.unwrap();
        assert!(titles(&store).await.is_empty() && store.dump_cells().await.unwrap().is_empty(), "{engine}");
        assert_eq!(defects(&store).await.len(), 1, "{engine}: versions are forgotten, too");
    }
}

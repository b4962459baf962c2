//! The log of statements: its order, what is found by terms, documents and files beside it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::{Duration, SystemTime};

use common::{NOW, begin, logged};
use store::{
    Store,
    attachments::NewAttachment,
    documents::{DocumentName, DocumentRow},
    statements::{Head, Window},
};
use uuid::Uuid;

#[tokio::test]
async fn those_who_append_at_once_get_places_of_their_own_in_the_order_of_commits() {
    for (engine, store) in testbed::stores().await {
        let appending = (0..8).map(|_| tokio::spawn(append_one(store.clone())));
        for task in appending.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let page = store.log_page(0, 99).await.unwrap();
        let places: Vec<i64> = page.iter().map(|row| row.seq).collect();
        assert_eq!(places, [1, 2, 3, 4, 5, 6, 7, 8], "{engine}");
        assert_eq!(store.log_head().await.unwrap(), Head { seq: 8, stored_at: NOW }, "{engine}");
    }
}

#[tokio::test]
async fn a_page_ends_early_where_its_statements_are_long_and_the_next_goes_on_there() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let long = "x".repeat(3_000_000);
        let rows: Vec<_> = (1..=7).map(|seq| logged(seq, if seq == 1 { "a" } else { &long })).collect();
        tx.append_to_log(&rows).await.unwrap();
        let (mut after, mut pages) = (0, vec![]);
        loop {
            let page = tx.log_page(after, 99).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.seq;
            pages.push(page.into_iter().map(|row| row.seq).collect::<Vec<_>>());
        }
        assert_eq!(pages, [vec![1, 2, 3, 4], vec![5, 6, 7]], "{engine}");
        let back = tx.log_page_back(7, 99).await.unwrap();
        assert_eq!(back.iter().map(|row| row.seq).collect::<Vec<_>>(), [7, 6, 5], "{engine}");
        // The transaction is as good as before it stopped reading.
        tx.commit().await.unwrap();
        assert_eq!(store.log_page(4, 2).await.unwrap().len(), 2, "{engine}");
    }
}

async fn append_one(store: Store) {
    let mut tx = store.begin().await.unwrap();
    let head = tx.hold_log().await.unwrap();
    tx.append_to_log(&[logged(head.seq + 1, "a")]).await.unwrap();
    tx.move_log_head(Head { seq: head.seq + 1, stored_at: NOW }).await.unwrap();
    tx.commit().await.unwrap();
}

fn window(groups: &[&[i64]]) -> Window {
    Window {
        groups: groups.iter().map(|group| group.to_vec()).collect(),
        after: 0,
        before: i64::MAX,
        authority: None,
        ascending: false,
        limit: 10,
    }
}

#[tokio::test]
async fn a_statement_is_found_where_every_group_has_one_of_its_terms() {
    for (engine, store) in testbed::stores().await {
        let mut tx = begin(&store).await;
        let rows: Vec<_> = (1..=300).map(|seq| logged(seq, "a")).collect();
        tx.append_to_log(&rows).await.unwrap();
        // 7: every second; 8: every third; 9: every fifth.
        let mut terms: Vec<(i64, i64)> = (1..=300)
            .flat_map(|seq| [(7, 2), (8, 3), (9, 5)].map(|(term, of)| (seq % of == 0).then_some((term, seq))))
            .flatten()
            .collect();
        // The newest are not settled yet, and one is in both places.
        let recent: Vec<(i64, i64)> = terms.extract_if(.., |(_, seq)| *seq > 290).collect();
        tx.add_terms(&mut terms).await.unwrap();
        tx.add_terms(&mut vec![(7, 2)]).await.unwrap();
        tx.add_recent_terms(&recent).await.unwrap();
        tx.add_recent_terms(&[(7, 2), (8, 3)]).await.unwrap();
        tx.void_statement(Uuid::from_u128(300)).await.unwrap();
        tx.commit().await.unwrap();
        finds_what_the_windows_show(&store, engine).await;
        let mut tx = begin(&store).await;
        tx.settle_terms().await.unwrap();
        tx.commit().await.unwrap();
        finds_what_the_windows_show(&store, &format!("{engine}, settled")).await;
        assert_eq!(store.place_at(NOW).await.unwrap(), 300, "{engine}");
        assert_eq!(store.place_at(NOW - 1).await.unwrap(), 0, "{engine}");
    }
}

async fn finds_what_the_windows_show(store: &Store, engine: &str) {
    let found = async |window: &Window| {
        let rows = store.find_statements(window).await.unwrap();
        rows.iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    assert_eq!(found(&Window { limit: 2, ..window(&[]) }).await, [299, 298], "{engine}");
    assert_eq!(found(&Window { limit: 3, ..window(&[&[7], &[8]]) }).await, [294, 288, 282], "{engine}");
    let either = Window { ascending: true, limit: 5, ..window(&[&[8, 9], &[7]]) };
    assert_eq!(found(&either).await, [6, 10, 12, 18, 20], "{engine}");
    let between = Window { after: 6, before: 18, ..window(&[&[7], &[8]]) };
    assert_eq!(found(&between).await, [12], "{engine}");
    assert!(found(&Window { authority: Some("other".to_owned()), ..window(&[]) }).await.is_empty());
}

#[tokio::test]
async fn documents_beside_each_other_are_listed_changed_and_deleted_together() {
    for (engine, store) in testbed::stores().await {
        let name = |id: &str| DocumentName {
            kind: "state".to_owned(),
            activity: "https://example.com/a".to_owned(),
            agent: "mbox:ada@example.com".to_owned(),
            registration: String::new(),
            document_id: id.to_owned(),
        };
        let row = |at| DocumentRow {
            content_type: "text/plain".to_owned(),
            body: vec![0, 159, 146],
            etag: "e".to_owned(),
            updated_at: at,
        };
        let mut tx = begin(&store).await;
        assert_eq!(tx.hold_document(&name("a")).await.unwrap(), None, "{engine}");
        for (id, at) in [("a", 1), ("b", 2), ("a", 3)] {
            tx.save_document(&name(id), &row(at)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(store.documents_beside(&name(""), 0).await.unwrap(), ["a", "b"], "{engine}");
        assert_eq!(store.documents_beside(&name(""), 2).await.unwrap(), ["a"], "{engine}");
        assert_eq!(store.document(&name("a")).await.unwrap(), Some(row(3)), "{engine}");
        let mut tx = begin(&store).await;
        tx.delete_documents_beside(&name("")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.document(&name("b")).await.unwrap(), None, "{engine}");
    }
}

#[tokio::test]
async fn a_file_goes_only_when_nothing_names_it_and_one_that_is_missing_breaks_nothing() {
    for (engine, store) in testbed::stores().await {
        let file = |byte| NewAttachment {
            sha2: [byte; 32],
            content_type: "image/png".to_owned(),
            bytes: vec![byte],
        };
        store.keep_attachments(&[file(1), file(2)]).await.unwrap();
        let mut tx = begin(&store).await;
        tx.add_attachments(&[file(1), file(3)], &[([1; 32], 1), ([3; 32], 1)]).await.unwrap();
        tx.commit().await.unwrap();
        let beside = u64::from(engine.eq_ignore_ascii_case("sqlite"));
        let (now, hour) = (SystemTime::now(), Duration::from_hours(1));
        assert_eq!(store.sweep_attachment_files(now - hour).await.unwrap(), 0, "{engine}: not yet");
        assert_eq!(store.sweep_attachment_files(now + hour).await.unwrap(), beside, "{engine}: of nobody");
        assert_eq!(store.forget_attachment_files(&[[1; 32], [2; 32]]).await.unwrap(), 0, "{engine}");
        assert_eq!(store.attachment(&[1; 32]).await.unwrap().unwrap().bytes, [1], "{engine}");
        let missing = store.attachment(&[3; 32]).await.unwrap();
        assert_eq!(
            missing.is_none(),
            engine.eq_ignore_ascii_case("sqlite"),
            "{engine}: its bytes were never kept beside"
        );
    }
}

#[tokio::test]
async fn a_file_is_whole_as_long_as_a_statement_has_it() {
    for (engine, store) in testbed::stores().await {
        let file =
            NewAttachment { sha2: [7; 32], content_type: "image/png".to_owned(), bytes: vec![1, 2, 3] };
        store.keep_attachments(std::slice::from_ref(&file)).await.unwrap();
        assert!(store.attachment(&[7; 32]).await.unwrap().is_none(), "{engine}: nobody names it yet");
        let mut tx = begin(&store).await;
        tx.add_attachments(std::slice::from_ref(&file), &[([7; 32], 1), ([7; 32], 2)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.attachment(&[7; 32]).await.unwrap().unwrap().bytes, [1, 2, 3], "{engine}");
        let mut tx = begin(&store).await;
        assert!(tx.drop_attachments(1).await.unwrap().is_empty(), "{engine}: another statement has it");
        assert_eq!(tx.drop_attachments(2).await.unwrap(), [[7; 32]], "{engine}");
        tx.commit().await.unwrap();
        store.forget_attachment_files(&[[7; 32]]).await.unwrap();
        assert!(store.attachment(&[7; 32]).await.unwrap().is_none(), "{engine}");
    }
}

//! The audit log: one chain whoever writes at once, and nothing that can be taken back.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use privacy::audit::{Broken, Fault, Head, Verifier};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use store::{DatabaseUrl, Store, audit::AuditFilter};

const NOW: i64 = 1_780_000_000_000;

/// Both stores with their addresses, for those who come by another way.
async fn databases() -> Vec<(DatabaseUrl, Store)> {
    let mut databases = Vec::new();
    for url in testbed::urls().await {
        databases.push((url.clone(), testbed::open(&url).await.unwrap()));
    }
    databases
}

async fn log(store: &Store, entries: &[(&str, &str)]) {
    let mut tx = store.begin().await.unwrap();
    for (action, subject) in entries {
        tx.log_change(NOW, "user:1", action, subject, "").await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn verify(store: &Store) -> Result<Head, Broken> {
    let mut tx = store.snapshot().await.unwrap();
    let ends = tx.audit_ends().await.unwrap();
    let mut verifier = Verifier::new(ends.anchor);
    for row in tx.audit_rows(0, i64::MAX).await.unwrap() {
        verifier.push(&row);
    }
    verifier.finish(ends.head)
}

/// Runs SQL as somebody would who has the database's password.
async fn tamper(url: &DatabaseUrl, sql: &str) -> Result<(), sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.0.starts_with("sqlite:") {
        let options: sqlx::sqlite::SqliteConnectOptions = url.0.parse()?;
        let mut conn = options.connect().await?;
        sqlx::raw_sql(sql).execute(&mut conn).await?;
        conn.close().await
    } else {
        let mut conn = sqlx::PgConnection::connect(&url.0).await?;
        sqlx::raw_sql(sql).execute(&mut conn).await?;
        conn.close().await
    }
}

#[tokio::test]
async fn what_is_logged_is_chained_when_its_transaction_commits_and_not_otherwise() {
    for (_, store) in databases().await {
        let mut tx = store.begin().await.unwrap();
        tx.log_change(NOW, "user:1", "created", "cohort:a", "").await.unwrap();
        drop(tx);
        assert_eq!(verify(&store).await, Ok(Head::default()));
        log(&store, &[("created", "cohort:a"), ("edited", "cohort:a"), ("created", "cohort:b")]).await;
        assert_eq!(verify(&store).await.unwrap().seq, 3);
        let actions: Vec<String> =
            store.changes("cohort:a", 9).await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(actions, ["edited", "created"]);
        assert_eq!(store.changes("cohort:a", 1).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn thirty_two_writers_at_once_make_one_chain() {
    const EACH: usize = 12;
    for (_, store) in databases().await {
        let writers: Vec<_> = (0..32)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    for _ in 0..EACH {
                        let subject = format!("cohort:c{writer}");
                        log(&store, &[("created", &subject), ("edited", &subject)]).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let rows = i64::try_from(32 * EACH * 2).unwrap();
        assert_eq!(verify(&store).await.unwrap().seq, rows);
        assert_eq!(store.audit_count(&AuditFilter::default()).await.unwrap(), rows);
    }
}

#[tokio::test]
async fn the_database_refuses_to_change_delete_or_replace_a_row() {
    for (url, store) in databases().await {
        log(&store, &[("created", "cohort:a"), ("edited", "cohort:a")]).await;
        let mut attempts = vec![
            "UPDATE audit_log SET who = 'user:2' WHERE seq = 1",
            "DELETE FROM audit_log WHERE seq = 2",
            "DELETE FROM audit_log",
            "DELETE FROM audit_head",
            "UPDATE audit_head SET seq = 1",
        ];
        attempts.extend(if url.0.starts_with("sqlite:") {
            ["INSERT OR REPLACE INTO audit_log SELECT 1, at, who, action, 'x', detail, previous, hash FROM audit_log WHERE seq = 2",
             "REPLACE INTO audit_head SELECT 1, 0, hash, 0, hash FROM audit_head"].as_slice()
        } else {
            ["TRUNCATE audit_log", "TRUNCATE audit_head"].as_slice()
        });
        for attempt in attempts {
            let refused = tamper(&url, attempt).await.expect_err(attempt).to_string();
            assert!(refused.contains("the audit log is append-only"), "{attempt}: {refused}");
        }
        assert_eq!(verify(&store).await.unwrap().seq, 2);
    }
}

/// Ways round the triggers for somebody who may change the schema.
fn without_triggers(url: &DatabaseUrl, sql: &str) -> String {
    if url.0.starts_with("sqlite:") {
        let names = [
            "log_keeps_rows",
            "log_keeps_words",
            "log_replaces_nothing",
            "head_is_one",
            "head_stays",
            "head_moves_on",
        ];
        let drops = names.map(|name| format!("DROP TRIGGER audit_{name};")).join(" ");
        format!("{drops} {sql}")
    } else {
        format!("SET session_replication_role = replica; {sql}")
    }
}

#[tokio::test]
async fn whoever_gets_past_the_triggers_is_found_out() {
    let swap = "UPDATE audit_log SET seq = -1 WHERE seq = 2; UPDATE audit_log SET seq = 2 WHERE seq = 3;
        UPDATE audit_log SET seq = 3 WHERE seq = -1;";
    let insert = "UPDATE audit_log SET seq = -seq WHERE seq >= 3; UPDATE audit_log SET seq = 1 - seq WHERE seq < 0;
        INSERT INTO audit_log SELECT 3, at, who, action, 'cohort:x', detail, previous, hash FROM audit_log WHERE seq = 1;
        UPDATE audit_head SET seq = seq + 1;";
    for (sql, seq, fault) in [
        ("UPDATE audit_log SET detail = 'x' WHERE seq = 2", 2, Fault::Changed),
        ("UPDATE audit_log SET hash = previous WHERE seq = 2", 2, Fault::Changed),
        ("DELETE FROM audit_log WHERE seq = 2", 2, Fault::Removed),
        ("DELETE FROM audit_log WHERE seq = 4", 4, Fault::Removed),
        ("UPDATE audit_head SET seq = 3", 4, Fault::Inserted),
        (swap, 2, Fault::Swapped),
        (insert, 3, Fault::Inserted),
    ] {
        for (url, store) in databases().await {
            log(&store, &[("a", "s:1"), ("b", "s:2"), ("c", "s:3"), ("d", "s:4")]).await;
            tamper(&url, &without_triggers(&url, sql)).await.unwrap();
            assert_eq!(verify(&store).await, Err(Broken { seq, fault }), "{sql} on {}", store.engine_name());
        }
    }
}

#[tokio::test]
async fn the_list_is_narrowed_by_action_actor_subject_and_time() {
    for (_, store) in databases().await {
        let mut tx = store.begin().await.unwrap();
        for (at, who, action, subject) in [
            (NOW, "user:1", "looked at", "person:a"),
            (NOW + 1, "user:1", "edited", "cohort:a"),
            (NOW + 2, "user:12", "edited", "cohort:b"),
            (NOW + 3, "operator", "edited", "100%"),
        ] {
            tx.log_change(at, who, action, subject, "").await.unwrap();
        }
        tx.commit().await.unwrap();
        let count = async |filter: AuditFilter| {
            let page = store.audit_page(&filter, 9, 0).await.unwrap();
            assert_eq!(i64::try_from(page.len()).unwrap(), store.audit_count(&filter).await.unwrap());
            assert!(page.iter().all(|row| filter.lets_through(&row.entry)));
            page.iter().map(|row| row.seq).collect::<Vec<_>>()
        };
        let any = AuditFilter::default;
        assert_eq!(count(any()).await, [4, 3, 2, 1]);
        assert_eq!(count(AuditFilter { action: "edited".to_owned(), ..any() }).await, [4, 3, 2]);
        assert_eq!(count(AuditFilter { who: "user:".to_owned(), ..any() }).await, [3, 2, 1]);
        assert_eq!(count(AuditFilter { who: "user:1".to_owned(), ..any() }).await, [2, 1]);
        assert_eq!(count(AuditFilter { subject: "cohort:".to_owned(), ..any() }).await, [3, 2]);
        assert_eq!(count(AuditFilter { subject: "%".to_owned(), ..any() }).await, [0_i64; 0]);
        assert_eq!(count(AuditFilter { from: Some(NOW + 1), to: Some(NOW + 3), ..any() }).await, [3, 2]);
        assert_eq!(store.audit_actions().await.unwrap(), ["edited", "looked at"]);
    }
}

#[tokio::test]
async fn rows_of_before_the_chain_become_its_first_and_lose_the_names_they_had() {
    let rows = "INSERT INTO user_account (name) VALUES ('Demo Lead'), ('Twin'), ('Twin');
        INSERT INTO change_log (at, who, action, subject, detail) VALUES
        (1, 'operator', 'set up', 'programme', ''), (2, 'Demo Lead', 'edited', 'cohort:a', 'wave 2'),
        (3, 'Twin', 'edited', 'cohort:a', ''), (4, 'user:1', 'edited', 'cohort:a', '');";
    for (url, store) in databases().await {
        store.close().await;
        tamper(&url, rows).await.unwrap();
        let (one, other) = tokio::join!(testbed::open(&url), testbed::open(&url));
        let (store, _) = (one.unwrap(), other.unwrap());
        let mut listed = store.audit_page(&AuditFilter::default(), 9, 0).await.unwrap();
        listed.reverse();
        let who: Vec<&str> = listed.iter().map(|row| row.entry.who.as_str()).collect();
        assert_eq!(who, ["operator", "user:1", "user:unknown", "user:1"]);
        assert_eq!(listed[1].entry.detail, "wave 2");
        assert_eq!(verify(&store).await.unwrap().seq, 4);
    }
}

#[tokio::test]
async fn retention_takes_rows_from_the_beginning_and_the_rest_verifies() {
    for (url, store) in databases().await {
        let mut tx = store.begin().await.unwrap();
        for day in 0..6 {
            tx.log_change(NOW + day, "operator", "edited", "cohort:a", "").await.unwrap();
        }
        tx.commit().await.unwrap();
        for (limit, expected) in [(2, Some(2)), (9, Some(4)), (9, None)] {
            let mut tx = store.begin().await.unwrap();
            let anchor = tx.prune_audit(NOW + 4, limit).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(anchor.map(|anchor| anchor.seq), expected);
        }
        let mut tx = store.begin().await.unwrap();
        assert_eq!(
            tx.prune_audit(i64::MAX, 9).await.unwrap().map(|anchor| anchor.seq),
            Some(5),
            "the newest stays"
        );
        tx.commit().await.unwrap();
        assert_eq!(verify(&store).await.unwrap().seq, 6);
        assert_eq!(store.audit_ends().await.unwrap().rows(), 1);
        assert!(tamper(&url, "DELETE FROM audit_log").await.is_err(), "what is not pruned stays protected");
    }
}

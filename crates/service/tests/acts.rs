//! Acts that nobody may do unseen: sheets, files of figures, keys of record-store clients.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{World, viewer, worlds};
use domain::viewer::AccessRole;
use service::ingest::SheetKind;

/// What the log says about a subject, oldest first.
async fn told(world: &World, subject: &str) -> Vec<String> {
    let entries = world.store.changes(subject, 10).await.unwrap();
    entries.into_iter().rev().map(|e| format!("{} {} {}", e.who, e.action, e.detail)).collect()
}

#[tokio::test]
async fn a_sheet_leaves_a_word_of_how_much_of_it_went_in() {
    for (engine, world) in worlds().await {
        world.sheet(SheetKind::Teams, "key,name\npay,Pay\nweb,Web\n").await;
        world.rows(SheetKind::People, "email,name,team\na@demo.invalid,A,pay\nb@demo.invalid,B,gone\n").await;
        assert_eq!(
            told(&world, "sheet:teams").await,
            ["operator applied a sheet 2 rows, 0 rejected"],
            "{engine}"
        );
        assert_eq!(
            told(&world, "sheet:people").await,
            ["operator applied a sheet 1 rows, 1 rejected"],
            "{engine}"
        );
    }
}

#[tokio::test]
async fn whoever_takes_figures_away_as_a_file_is_named() {
    for (engine, world) in worlds().await {
        let who = viewer(AccessRole::Executive, &[], &[]);
        world.service.log_export(&who, "figures:team:pay", "scoreboard").await.unwrap();
        let expected = format!("{} exported figures scoreboard", who.actor());
        assert_eq!(told(&world, "figures:team:pay").await, [expected], "{engine}");
    }
}

#[tokio::test]
async fn a_record_store_key_is_noted_at_its_first_use_of_a_day_and_opens_nothing_once_revoked() {
    for (engine, world) in worlds().await {
        let service = &world.service;
        let (key, secret) = service.create_access_key("labs").await.unwrap();
        for _ in 0..3 {
            assert_eq!(
                service.key_holder(&key, &secret).await.unwrap().map(|holder| holder.name).as_deref(),
                Some("labs"),
                "{engine}"
            );
        }
        let refusing = service.clone().without_access_key(&key);
        assert_eq!(refusing.key_holder(&key, &secret).await.unwrap(), None, "{engine}");
        assert_eq!(service.revoke_access_keys("labs").await.unwrap(), 1, "{engine}");
        assert_eq!(service.key_holder(&key, &secret).await.unwrap(), None, "{engine}");
        assert_eq!(service.revoke_access_keys("labs").await.unwrap(), 0, "{engine}: it is revoked already");
        let subject = format!("access_key:{key}");
        let used = format!("{subject} used first use of the day");
        let expected = ["operator created all".to_owned(), used, "operator revoked ".to_owned()];
        assert_eq!(told(&world, &subject).await, expected, "{engine}");
    }
}

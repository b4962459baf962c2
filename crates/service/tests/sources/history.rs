//! What a learning platform knows from before.

use service::{
    ServiceError,
    sources::history::{Mapping, read},
};

use crate::common::{lead, worlds};
use crate::world::{all, company};

#[tokio::test]
async fn a_history_that_is_imported_twice_changes_nothing() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let mapping = Mapping {
            source: "moodle".to_owned(),
            person: "Mail".to_owned(),
            at: "On".to_owned(),
            activity: "Course".to_owned(),
            activity_prefix: "https://lms.invalid/".to_owned(),
            ..Mapping::default()
        };
        let file = "Mail,Course,On\nada@demo.invalid,a,2026-02-01\nbob@demo.invalid,a,2026-02-02\n";
        let lead = lead();
        let desk = world.service.source_desk(&lead).unwrap();
        for new in [2, 0] {
            let history = read(file.as_bytes(), &mapping).unwrap();
            let imported = desk.import_history("moodle", history).await.unwrap();
            assert_eq!((imported.new, imported.repeated), (new, 2 - new), "{engine}");
        }
        let corrected = Mapping { score: "Score".to_owned(), ..mapping };
        let file = "Mail,Course,On,Score\nada@demo.invalid,a,2026-02-01,\nbob@demo.invalid,a,2026-02-02,0.5\n\
                    bob@demo.invalid,b,2026-02-02,0.5\nbob@demo.invalid,b,2026-02-02,0.6\n";
        let history = read(file.as_bytes(), &corrected).unwrap();
        let imported = desk.import_history("moodle", history).await.unwrap();
        assert_eq!((imported.new, imported.repeated, imported.differing), (1, 1, 2), "{engine}");
        assert_eq!(all(&world).await.len(), 3, "{engine}: nothing doubled");
        world.service.create_access_key("Moodle").await.unwrap();
        for taken in ["moodle", "launch", "", "two\nlines"] {
            assert!(desk.history_source_problem(taken).await.unwrap().is_some(), "{engine}: {taken}");
        }
        let refused = desk.import_history("moodle", read(file.as_bytes(), &corrected).unwrap()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{engine}");
    }
}

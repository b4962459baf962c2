//! Peer sessions.

use domain::viewer::AccessRole;
use serde_json::Value;
use service::sources::attendance::{AttendanceForm, Outcome};

use crate::common::{lines::HUDDLE, viewer, worlds};
use crate::world::{all, company};

#[tokio::test]
async fn attendance_is_one_statement_of_a_group_and_is_changed_by_another() {
    for (engine, world) in worlds().await {
        company(&world).await;
        let coach = viewer(AccessRole::Coach, &[], &["c1"]);
        let desk = world.service.cohort_desk(&coach, "c1").unwrap();
        let (ada, bob) = (world.person("Ada").await.0.to_string(), world.person("Bob").await.0.to_string());
        let form = |people: &[&String]| AttendanceForm {
            content: HUDDLE.to_owned(),
            held_on: "2026-03-05".to_owned(),
            people: people.iter().map(|id| (*id).clone()).collect(),
        };
        let both = form(&[&ada, &bob]);
        assert_eq!(desk.record_attendance(&both).await.unwrap(), Outcome::Recorded(2), "{engine}");
        assert_eq!(desk.record_attendance(&form(&[&bob, &ada])).await.unwrap(), Outcome::Same, "{engine}");
        let found = all(&world).await;
        assert_eq!(found.len(), 1, "{engine}");
        let group: Value = serde_json::from_str(&found[0].json).unwrap();
        assert_eq!(group["actor"]["member"].as_array().unwrap().len(), 2, "{engine}");
        assert!(group["actor"]["member"][0].get("name").is_none(), "{engine}: no names in statements");

        assert_eq!(desk.record_attendance(&form(&[&ada])).await.unwrap(), Outcome::Recorded(1), "{engine}");
        let now = desk.attendance().await.unwrap();
        assert_eq!((now.recorded.len(), now.recorded[0].people), (1, 1), "{engine}");
        assert_eq!(desk.attendance_form(HUDDLE, "2026-03-05").await.unwrap(), form(&[&ada]), "{engine}");
        let holds = all(&world).await.iter().filter(|s| s.json.contains("\"Group\"")).count();
        assert_eq!(holds, 1, "{engine}: the first one is void");
        // Back to what was void: that is another statement.
        assert_eq!(desk.record_attendance(&both).await.unwrap(), Outcome::Recorded(2), "{engine}");
        assert_eq!(desk.record_attendance(&form(&[])).await.unwrap(), Outcome::TakenBack, "{engine}");
        let holds = all(&world).await.iter().filter(|s| s.json.contains("\"Group\"")).count();
        assert_eq!(holds, 0, "{engine}");
        let stranger = viewer(AccessRole::Manager, &["pay"], &[]);
        assert!(world.service.cohort_desk(&stranger, "c1").is_err(), "{engine}");
    }
}

//! Names, e-mails and logins live in the vault and in what arrived, and nowhere else: every table is looked through.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    World,
    organisation::{demo_worlds, participant},
    tables::Tables,
    viewer,
};
use domain::viewer::{AccessRole, Viewer};
use service::individual::{Format, Lookup, PolicyForm, Purpose, PurposeForm};

/// Every third line: all people are in it.
const EVERY: usize = 3;

/// Tables that may name people, each with the reason.
const VAULT: [(&str, &str); 15] = [
    ("person", "the vault: who people are"),
    ("account", "the vault: what sources call them"),
    ("user_account", "the vault: who may sign in"),
    ("user_identity", "the vault: what an identity provider calls them"),
    ("local_account", "the vault: what they type at sign-in"),
    ("scim_user", "the vault: as an identity provider describes them"),
    ("stated_purpose", "free text about a person; goes with them"),
    ("session", "whose it is, and the browser's name; ends by itself"),
    ("provider_visit", "on the way to an identity provider; ends by itself"),
    ("set_up_link", "a digest; before there is anybody"),
    ("raw_payload", "what arrived, byte for byte"),
    ("statement", "what arrived, byte for byte"),
    ("document", "what clients of the record store keep, byte for byte"),
    ("attachment", "files of statements, byte for byte"),
    ("activity", "what statements said of activities, word for word"),
];

/// Tables in which nobody is named. A new table belongs into one of the two lists.
const WAREHOUSE: [&str; 64] = [
    "access_key",
    "api_token",
    "attendance",
    "audit_head",
    "audit_log",
    "behaviour",
    "calendar_mark",
    "cell",
    "change_log",
    "cohort",
    "cohort_skill",
    "content",
    "dead_letter",
    "defect",
    "dirty_block",
    "disowned_account",
    "enrolment",
    "fact_block",
    "impact_claim",
    "impact_report",
    "issue",
    "launch_session",
    "launchable",
    "learning_event",
    "membership",
    "outcome",
    "programme",
    "projection",
    "pull_request",
    "quality_day",
    "quality_fix",
    "recent_term",
    "recovery_code",
    "registration",
    "release",
    "repository",
    "repository_owner",
    "request_count",
    "role_grant",
    "role_skill",
    "scim_group",
    "scim_key",
    "scim_member",
    "sealed_secret",
    "seating",
    "setting",
    "short_link",
    "sign_in_attempt",
    "skill",
    "skill_role",
    "sprint",
    "statement_attachment",
    "statement_head",
    "statement_pull",
    "statement_reader",
    "statement_ref",
    "statement_term",
    "tag_rule",
    "team",
    "team_tracker",
    "two_step",
    "unreleased",
    "webhook",
    "work_record_grant",
];

/// What every name, e-mail, login and account id of the demo begins or ends with.
fn marks() -> Vec<String> {
    ["demo person ", "@demo.invalid", "demo-person-", "demo-acc-"].map(str::to_owned).to_vec()
}

/// Acts that leave traces: a report, a look at sources, looks, purposes, a policy, an export, an account that is disowned.
async fn act(world: &World) {
    let service = &world.service;
    service.renew_impact().await.unwrap();
    service.count_request("LMS", 200);
    service.check_quality().await.unwrap();
    let person = service.find_person(&Lookup::Email(participant())).await.unwrap().unwrap();
    let engineer = Viewer { person: Some(person), ..viewer(AccessRole::Engineer, &["payments"], &[]) };
    let lead = Viewer { user_id: 2, ..viewer(AccessRole::LAndD, &[], &[]) };
    let cohort = service.cohorts(&lead).await.unwrap()[0].key.clone();
    service.cohort_desk(&lead, &cohort).unwrap().page().await.unwrap();
    service.programme_desk(&lead).unwrap().people_to_choose().await.unwrap();
    let purpose = PurposeForm {
        purpose: Purpose::NextStep.as_str().to_owned(),
        note: "To plan a talk with Demo Person 001".to_owned(),
    };
    let records = service.learning_records(&lead, &cohort).unwrap();
    records.state_purpose(&person.0.to_string(), &purpose).await.unwrap();
    let admin = viewer(AccessRole::Admin, &[], &[]);
    let form = PolicyForm {
        role: "l_and_d".to_owned(),
        scope: "everything".to_owned(),
        understood: "yes".to_owned(),
    };
    service.work_record_policy(&admin).unwrap().grant(&form).await.unwrap();
    let work = service.work_records(&lead).await.unwrap();
    work.people().await.unwrap();
    work.state_purpose(&person.0.to_string(), &purpose).await.unwrap();
    let own = service.own_records(&engineer).unwrap();
    let mut export = own.export(Format::Json).await.unwrap();
    while export.pieces.recv().await.is_some() {}
    let account = own.overview().await.unwrap().accounts[0].id;
    own.disown(account).await.unwrap();
}

#[tokio::test]
async fn every_table_is_either_vault_or_raw_with_a_reason_or_names_nobody() {
    for (engine, url, world) in demo_worlds(EVERY).await {
        act(&world).await;
        let tables = Tables::open(&url).await;
        let mut scanned = 0;
        for table in tables.names().await {
            let is_vault = VAULT.iter().any(|(vault, _)| *vault == table);
            let classified = is_vault || WAREHOUSE.contains(&table.as_str());
            assert!(classified, "{engine}: table {table} is in neither list; say whether it may name people");
            let values = tables.values(&table).await;
            if is_vault {
                continue;
            }
            scanned += values.len();
            for value in values {
                if let Some(found) = value.holds(&marks()) {
                    let text = String::from_utf8_lossy(&value.bytes);
                    panic!("{engine}: {found} in {table}.{}: {text}", value.column);
                }
            }
        }
        assert!(scanned > 10_000, "{engine}: only {scanned} values");
        let holds = tables.values("person").await.iter().any(|value| value.holds(&marks()).is_some());
        assert!(holds, "{engine}: the marks are those of the demo");
    }
}

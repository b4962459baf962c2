//! Files that cannot be used: each a clear error, nothing half-written, everything else goes in.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use common::Sightline;

const GOOD: &str = r#"{"repository":{"full_name":"demo-co/shop"},"pull_request":{"number":1,"state":"closed","user":{"login":"demo-person-001","type":"User"},"created_at":"2026-01-05T08:00:00Z","merged_at":"2026-01-06T08:00:00Z","closed_at":"2026-01-06T08:00:00Z"},"reviews":[]}"#;

fn figures(sightline: &Sightline) -> serde_json::Value {
    let arguments = [
        "figures",
        "--by",
        "repository",
        "--period",
        "all",
        "--metric",
        "pull_requests",
        "--unsuppressed",
        "--format",
        "json",
    ];
    serde_json::from_slice(&sightline.run(&arguments).stdout).unwrap()
}

#[test]
fn bad_lines_are_told_and_set_aside_and_the_rest_goes_in() {
    let sightline = Sightline::new();
    let mut file = Vec::new();
    let lines: [Vec<u8>; 6] = [
        GOOD.into(),
        GOOD[..200].into(),
        GOOD.replace("\"number\":1", "\"number\":\"one\"").into(),
        GOOD.replace("2026-01-06", "2026-01-01").into(),
        [br#"{"repository":{"full_name":"demo-co/"#.as_slice(), b"\xff\xfe", br#""}}"#].concat(),
        [br#"{"repository":""#.as_slice(), &vec![b'x'; 50 * 1024 * 1024], br#""}"#].concat(),
    ];
    for line in &lines {
        file.extend_from_slice(line);
        file.push(b'\n');
    }
    file.extend_from_slice(GOOD.replace("\"number\":1", "\"number\":2").as_bytes());

    let output = sightline.import("github", &sightline.file("pulls.jsonl", file));

    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(sightline.told(&output));
    let copy = std::fs::read(sightline.path("pulls.jsonl.rejected")).unwrap();
    assert_eq!(
        copy.split(|byte| *byte == b'\n').count(),
        5,
        "four lines that can be mended, not the endless one"
    );
    assert_eq!(figures(&sightline)[0]["value"], 2.0);
}

#[test]
fn a_mended_copy_goes_in_and_importing_again_changes_nothing() {
    let sightline = Sightline::new();
    let bad = GOOD.replace("2026-01-06", "2026-01-01");
    sightline.import("github", &sightline.file("pulls.jsonl", bad));
    let copy = std::fs::read_to_string(sightline.path("pulls.jsonl.rejected")).unwrap();
    let mended = sightline.file("mended.jsonl", copy.replace("2026-01-01", "2026-01-07"));

    assert_eq!(sightline.import("github", &mended).status.code(), Some(0));
    let again = sightline.import("github", &mended);

    assert_eq!(again.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&again.stdout).contains("1 already there"));
    assert_eq!(figures(&sightline)[0]["value"], 1.0);
}

#[test]
fn statements_without_ids_are_the_same_statements_when_their_file_is_imported_again() {
    let sightline = Sightline::new();
    let verb = "http://adlnet.gov/expapi/verbs/completed";
    let statement = |minute| {
        serde_json::json!({
            "actor": { "mbox": "mailto:person07@demo.invalid" }, "verb": { "id": verb },
            "object": { "id": "https://demo.invalid/labs/1" }, "timestamp": format!("2026-01-05T08:{minute}:00Z"),
        })
    };
    let file = sightline.file("history.json", format!("[{},{}]", statement("10"), statement("20")));
    let told = |again: bool| {
        let output = sightline.import("xapi", &file);
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(stdout.contains(if again { "2 already there" } else { "2 new" }), "{stdout}");
    };
    told(false);
    told(true);
}

#[test]
fn sheets_name_the_row_and_the_remedy() {
    let sightline = Sightline::new();
    sightline.import("teams", &sightline.file("teams.csv", "key,name\npayments,Payments\n"));
    let sprints = "team,key,start,end\n\
        ,S1,2026-01-05,2026-01-18\n\
        payments,S2,2026-01-12,2026-01-25\n\
        nobody,S3,2026-02-02,2026-02-15\n\
        ,S4,2026-02-30,2026-03-01\n\
        ,S5,2026-03-10,2026-03-01\n";
    let output = sightline.import("sprints", &sightline.file("sprints.csv", sprints));

    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(sightline.told(&output));
    let copy = std::fs::read_to_string(sightline.path("sprints.csv.rejected")).unwrap();
    assert!(copy.starts_with("team,key,start,end\npayments,S2"), "the copy is a sheet again: {copy}");
}

#[test]
fn a_truncated_array_and_a_missing_file_say_so_and_store_nothing() {
    let sightline = Sightline::new();
    let truncated = sightline.file("statements.json", r#"[{"actor":{"mbox":"mailto:a@demo.invalid"}"#);
    let output = sightline.import("xapi", &truncated);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(sightline.told(&output));

    let output = sightline.import("people", &sightline.path("nowhere.csv"));
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(sightline.told(&output));
}

#[test]
fn a_configuration_with_a_mistake_is_refused_by_name() {
    let sightline = Sightline::new();
    let file = sightline.file("sightline.toml", "adress = \"127.0.0.1:1\"\n");
    let output = sightline.run(&["config", "print", "--config", &file.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(sightline.told(&output).contains("adress"), "{}", sightline.told(&output));
}

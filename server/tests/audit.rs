//! The audit log and the keys of the installation, from the command line.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use common::Sightline;

fn out(sightline: &Sightline, arguments: &[&str]) -> (i32, String) {
    let output = sightline.run(arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn logged(names: &[&str]) -> Sightline {
    let sightline = Sightline::new();
    for name in names {
        assert!(sightline.run(&["keys", "create", "--name", name]).status.success());
    }
    sightline
}

#[test]
fn a_whole_log_verifies_and_its_head_can_be_kept_elsewhere() {
    let sightline = logged(&["lms", "=lab"]);
    let (code, head) = out(&sightline, &["audit", "head"]);
    let head = head.trim();
    assert!(code == 0 && head.starts_with("2:") && head.len() == 66, "{head}");
    let (code, told) = out(&sightline, &["audit", "verify"]);
    assert_eq!((code, told), (0, format!("The audit log is whole: 2 rows, head {head}\n")));
    assert_eq!(out(&sightline, &["audit", "verify", "--head", head]).0, 0);
}

#[test]
fn a_log_that_does_not_meet_the_head_kept_elsewhere_is_told_and_the_exit_code_is_1() {
    let sightline = logged(&["lms"]);
    let another = format!("1:{}", "ab".repeat(32));
    let (code, told) = out(&sightline, &["audit", "verify", "--head", &another]);
    assert_eq!(code, 1);
    assert!(
        told.starts_with("The audit log is broken: row 1 is not the one that the head of the log names."),
        "{told}"
    );
    let longer = format!("9:{}", "ab".repeat(32));
    let (code, told) = out(&sightline, &["audit", "verify", "--head", &longer]);
    assert!(code == 1 && told.contains("row 2 is missing"), "{told}");
}

#[test]
fn an_export_holds_every_row_and_is_logged_itself() {
    let sightline = logged(&["lms", "lab"]);
    let (code, lines) = out(&sightline, &["audit", "export"]);
    assert_eq!(code, 0);
    let rows: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["who"], "operator");
    assert_eq!(rows[1]["previous"], rows[0]["hash"]);
    let (_, csv) = out(&sightline, &["audit", "export", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 4, "a heading, two keys, the first export");
    assert!(csv.lines().nth(3).unwrap().contains(",operator,exported,audit log,jsonl up to row 2,"), "{csv}");
    assert_eq!(out(&sightline, &["audit", "export", "--since", "2200-01-01"]).1, "");
    assert_eq!(out(&sightline, &["audit", "verify"]).0, 0);
}

#[test]
fn keys_are_exchanged_and_the_old_one_is_forgotten() {
    let sightline = logged(&["lms"]);
    let file = sightline.path("sightline.db.key");
    let before = std::fs::read_to_string(&file).unwrap();
    let (_, shown) = out(&sightline, &["key", "show-id"]);
    let (code, told) = out(&sightline, &["key", "rotate"]);
    assert!(code == 0 && told.contains("Secrets sealed anew: 1."), "{told}");
    let (_, both) = out(&sightline, &["key", "show-id"]);
    assert!(both.lines().count() == 2 && both.contains(&format!("{}  opens", &shown[..16])), "{both}");
    assert_eq!(out(&sightline, &["key", "retire"]).0, 0);
    assert_eq!(out(&sightline, &["key", "show-id"]).1.lines().count(), 1);
    assert!(!std::fs::read_to_string(&file).unwrap().contains(before.lines().last().unwrap()));
    assert!(out(&sightline, &["audit", "export"]).1.contains("forgot key"));
}

#[test]
fn a_key_from_the_environment_is_used_and_never_shown() {
    let sightline = Sightline::new();
    let (code, file) = out(&sightline, &["key", "new"]);
    let key = file.lines().last().unwrap().to_owned();
    assert!(code == 0 && key.len() == 64, "{file}");
    assert!(!sightline.path("sightline.db.key").exists(), "a new key is printed, nothing else");
    let run = |arguments: &[&str]| {
        sightline.command(arguments).env("SIGHTLINE_SECRETS__KEY", &key).output().unwrap()
    };
    let shown = String::from_utf8(run(&["key", "show-id"]).stdout).unwrap();
    assert!(shown.contains("the environment") && !shown.contains(&key), "{shown}");
    assert!(!sightline.path("sightline.db.key").exists());
    let config = run(&["config", "print"]);
    assert!(config.status.success() && !String::from_utf8(config.stdout).unwrap().contains(&key));
    let refused = run(&["key", "rotate"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(sightline.told(&refused).contains("put a new key before the old one"));
}

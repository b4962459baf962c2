//! `sightline emit` as a hook runs it: against the real program, and against nobody.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use std::process::Output;

use common::Sightline;
use serde_json::Value;

const LAB: &str = "https://demo.invalid/labs/slice";

/// Runs it with nothing known around but what is given.
fn emit(sightline: &Sightline, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_sightline"));
    command.arg("emit").args(arguments).args(["--spool", "spool"]).current_dir(sightline.folder.path());
    command.env("GIT_CEILING_DIRECTORIES", "/").env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("CI");
    command.envs(settings.iter().copied());
    command.output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

#[test]
fn a_statement_waits_for_the_server_and_is_sent_with_the_next() {
    let sightline = Sightline::new();
    let made = sightline.run(&["keys", "create", "--name", "hooks", "--format", "json"]);
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    let (key, secret) = (made["key"].as_str().unwrap(), made["secret"].as_str().unwrap());
    let who = ["--person", "ada@demo.invalid"];
    let keys = [("SIGHTLINE_EMIT_KEY", key), ("SIGHTLINE_EMIT_SECRET", secret)];
    let nobody = [keys.as_slice(), &[("SIGHTLINE_EMIT_URL", "http://127.0.0.1:9")]].concat();
    let first = emit(&sightline, &nobody, &["completed", LAB, who[0], who[1]]);
    assert!(first.status.success(), "a hook is not held up: {}", told(&first));
    assert!(told(&first).contains("1 wait in spool"), "{}", told(&first));
    let strict = emit(&sightline, &nobody, &["applied", LAB, who[0], who[1], "--strict"]);
    assert_eq!(strict.status.code(), Some(1), "{}", told(&strict));

    let server = sightline.serve();
    let there = [keys.as_slice(), &[("SIGHTLINE_EMIT_URL", server.url.as_str())]].concat();
    let flushed = emit(&sightline, &there, &["--flush"]);
    assert_eq!(
        String::from_utf8_lossy(&flushed.stdout),
        "2 sent, 0 refused, 0 waiting\n",
        "{}",
        told(&flushed)
    );
    let once = ["passed", LAB, who[0], who[1], "--once", "build 7", "--strict"];
    for _ in 0..2 {
        let again = emit(&sightline, &there, &once);
        assert!(again.status.success(), "{}", told(&again));
    }
    assert!(told(&emit(&sightline, &[], &["--status"])).starts_with("0 waiting"));
    assert!(!sightline.path("spool/sightline.db").exists());
}

#[test]
fn what_cannot_be_said_is_told_in_words_and_breaks_no_commit() {
    let sightline = Sightline::new();
    for (arguments, words) in [
        (vec!["completed", LAB], "nobody is known here"),
        (vec!["completed", "slice", "--person", "ada@demo.invalid"], "/object/id"),
        (vec!["completed", LAB, "--person", "ada@demo.invalid"], "there is no address"),
    ] {
        let output = emit(&sightline, &[], &arguments);
        assert!(output.status.success() && told(&output).contains(words), "{arguments:?}: {}", told(&output));
    }
}

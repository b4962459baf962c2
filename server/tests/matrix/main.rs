//! Who may open what: every address that is served, asked for as every role and as nobody, on the real program.
//!
//! `server/tests/matrix.txt` is the policy as it is, for people to review. The test fails when it differs;
//! `UPDATE=1 cargo test -p server --test matrix` writes it anew.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod cells;
#[path = "../common/mod.rs"]
mod common;
mod samples;
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::Sightline;
use samples::{SAMPLES, Sample};
use world::World;

/// The columns.
pub const VIEWERS: [&str; 8] =
    ["nobody", "executive", "l_and_d", "manager", "coach", "engineer", "admin", "auditor"];

const HEAD: &str = "\
# Who may open what: every address, asked for as nobody and as each role. Written by server/tests/matrix.
#
# ok       the answer is there (200, 201, 204)
# moved    the page for this viewer is at another address (303)
# done     the form was taken; it leads on to a page that says so (303)
# sign-in  on to the sign-in page (303)
# 404      not for this role, or not there: the two look the same
# 401      a key or token is needed; being signed in to the pages counts for nothing here
# 422, 400 for this role, but the form or query that the test sends is empty or wrong on purpose
#
";

#[test]
fn every_role_opens_what_the_matrix_says_and_nothing_else() {
    let world = World::new();
    let routes = listed(&world.sightline);
    every_route_has_a_sample(&routes);
    let table = table(&world);
    assert!(!table.contains(" 403"), "what one may not know of is 404, never 403:\n{table}");
    compare(&format!("{HEAD}{table}"));
}

/// `GET /teams/{key}`
fn listed(sightline: &Sightline) -> BTreeSet<String> {
    let output = sightline.run(&["routes"]);
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn every_route_has_a_sample(routes: &BTreeSet<String>) {
    let sampled: BTreeSet<String> = SAMPLES.iter().map(Sample::route).collect();
    let missing: Vec<_> = routes.difference(&sampled).collect();
    assert!(
        missing.is_empty(),
        "these are served, and nothing says how to ask for them; add them to server/tests/matrix/samples.rs: {missing:#?}"
    );
    let gone: Vec<_> = sampled.difference(routes).collect();
    assert!(gone.is_empty(), "these are not served any more; take them out of the samples: {gone:#?}");
}

fn table(world: &World) -> String {
    let asked = cells::ask_everything(world);
    let mut lines = vec![line("method", "address", "asked for", &VIEWERS.map(str::to_owned))];
    let mut section = "";
    for (sample, case, cells) in &asked {
        if sample.section() != section {
            section = sample.section();
            lines.push(String::new());
        }
        lines.push(line(sample.method, sample.path, case, cells));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn line(method: &str, path: &str, case: &str, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:<9}")).collect();
    format!("{method:<6} {path:<49} {case:<29} {}", cells.join(" ")).trim_end().to_owned()
}

fn compare(now: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, now).unwrap();
        return;
    }
    let before = fs::read_to_string(&file).unwrap_or_default();
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.lines().collect(), now.lines().collect());
    let gone: Vec<String> = old.difference(&new).map(|line| format!("- {line}")).collect();
    let come: Vec<String> = new.difference(&old).map(|line| format!("+ {line}")).collect();
    assert!(
        before == now,
        "who may open what has changed. If that is meant, run with UPDATE=1 and have the difference reviewed:\n{}",
        [gone, come].concat().join("\n")
    );
}

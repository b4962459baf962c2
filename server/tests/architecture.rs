//! Who may depend on whom, read from the manifests and the sources. `docs/ARCHITECTURE.md` draws the same map.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each crate with those of ours that it may build on.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("crates/domain", &[]),
    ("crates/charts", &[]),
    ("crates/xapi", &["domain"]),
    ("crates/connectors", &["domain"]),
    ("crates/impact", &[]),
    ("crates/metrics", &["domain"]),
    ("crates/privacy", &["domain"]),
    ("crates/store", &["domain", "metrics", "privacy"]),
    ("crates/service", &["domain", "connectors", "impact", "metrics", "privacy", "store", "xapi"]),
    ("crates/emit", &["domain", "xapi"]),
    ("crates/demo", &["domain"]),
    ("crates/testbed", &["store"]),
    ("crates/bench", &["domain", "impact", "privacy", "service", "store", "testbed"]),
    ("crates/simulation", &["impact"]),
    ("app", &["charts", "domain", "metrics", "service"]),
    ("frontend", &["app"]),
    (
        "server",
        &["app", "connectors", "demo", "domain", "emit", "impact", "metrics", "service", "store", "xapi"],
    ),
];

/// Rules and figures: whoever reads them need not think of files, sockets or clocks.
const WITHOUT_IO: [&str; 7] = [
    "crates/domain",
    "crates/charts",
    "crates/xapi",
    "crates/connectors",
    "crates/impact",
    "crates/metrics",
    "crates/privacy",
];

const IO_CRATES: [&str; 9] =
    ["axum", "hyper", "reqwest", "rustls", "sqlx", "store", "tokio", "tower", "ureq"];

const IO_WORDS: [&str; 6] =
    ["std::fs", "std::net", "std::process", "SystemTime::now", "Instant::now", "Zoned::now"];

/// Where the server may name the store: to open it, to keep sessions and secrets in it, and to hand it to `service`.
const WIRING: [&str; 8] = [
    "server/src/cli/key.rs",
    "server/src/cli/mod.rs",
    "server/src/cli/serve.rs",
    "server/src/config.rs",
    "server/src/config/secrets.rs",
    "server/src/http/mod.rs",
    "server/src/http/session.rs",
    "server/src/jobs.rs",
];

/// An SVG that becomes a PDF or PNG here: no browser ever gets it.
const DRAWN_TO_A_FILE: &str = "app/src/pages/impact/sheet/drawn.rs";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The dependencies that a crate is built with, each with its line in the manifest; those of its tests are left out.
fn dependencies(krate: &str) -> Vec<(String, usize)> {
    let text = fs::read_to_string(root().join(krate).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let names = manifest["dependencies"].as_table().unwrap().keys();
    let line = |name: &str| {
        let starts =
            |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '.', '=']));
        text.lines().position(starts).map_or(0, |at| at + 1)
    };
    names.map(|name| (name.clone(), line(name))).collect()
}

/// Every line of code below a folder that `matches`, as `file:line: text`. Comments are no code, tests may know all.
fn lines(folder: &str, matches: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let (root, mut found) = (root(), Vec::new());
    for file in sources(&root.join(folder)) {
        let name = file.strip_prefix(&root).unwrap().display().to_string();
        for (at, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            let code = line.trim_start();
            if !code.starts_with("//") && matches(code) {
                found.push((name.clone(), format!("{name}:{}: {code}", at + 1)));
            }
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs")
            && !path.ends_with("testing.rs")
            && !path.ends_with("tests.rs")
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Whether a line names something of a crate: `store::…` as a path of its own, not the end of a longer word.
fn names(code: &str, krate: &str) -> bool {
    let path = format!("{krate}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
    })
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn every_crate_builds_only_on_those_below_it() {
    let ours: BTreeSet<&str> = MAY_USE.iter().map(|(krate, _)| krate.rsplit('/').next().unwrap()).collect();
    let mut found = Vec::new();
    for (krate, allowed) in MAY_USE {
        for (name, line) in dependencies(krate) {
            if ours.contains(name.as_str()) && !allowed.contains(&name.as_str()) {
                found.push(format!("{krate}/Cargo.toml:{line}: {name}"));
            }
        }
    }
    none(&found, "these crates build on one that they may not know");
}

#[test]
fn every_crate_has_its_place_on_the_map() {
    let workspace: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap().clone();
    assert_eq!(members.len(), 5, "app, frontend, frontend/bundle, server and crates/*: {members:?}");
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let krate = format!("crates/{}", entry.unwrap().file_name().to_string_lossy());
        assert!(
            MAY_USE.iter().any(|(known, _)| *known == krate),
            "{krate} is missing from the map in this test"
        );
    }
}

#[test]
fn rules_and_figures_do_no_io() {
    let mut found = Vec::new();
    for krate in WITHOUT_IO {
        for (name, line) in dependencies(krate) {
            if IO_CRATES.contains(&name.as_str()) {
                found.push(format!("{krate}/Cargo.toml:{line}: {name}"));
            }
        }
        let does_io = |code: &str| IO_WORDS.iter().any(|word| code.contains(word));
        found.extend(lines(&format!("{krate}/src"), does_io).into_iter().map(|(_, told)| told));
    }
    none(&found, "these crates are pure, and these lines are not");
}

#[test]
fn pages_cannot_name_the_store() {
    let found = lines("app/src", |code| names(code, "store") || names(code, "sqlx"));
    none(
        &found.into_iter().map(|(_, told)| told).collect::<Vec<_>>(),
        "pages ask `service`, never the store",
    );
    assert!(dependencies("app").iter().all(|(name, _)| name != "store" && name != "sqlx"));
}

#[test]
fn the_server_names_the_store_only_where_it_wires_things_together() {
    let naming = lines("server/src", |code| names(code, "store") || names(code, "sqlx"));
    let (wiring, elsewhere): (Vec<_>, Vec<_>) =
        naming.into_iter().partition(|(file, _)| WIRING.contains(&file.as_str()));
    none(
        &elsewhere.into_iter().map(|(_, told)| told).collect::<Vec<_>>(),
        "what the server does belongs into `service`; these lines reach past it to the store",
    );
    let used: BTreeSet<String> = wiring.into_iter().map(|(file, _)| file).collect();
    let idle: Vec<String> =
        WIRING.iter().filter(|file| !used.contains(**file)).map(|file| (*file).to_owned()).collect();
    none(&idle, "these files need no leave to name the store any more");
}

#[test]
fn pages_add_routes_only_where_they_are_listed() {
    let routers = lines("app/src", |code| code.contains("Router::new()") || code.contains(".route("));
    let unlisted: Vec<String> = routers
        .into_iter()
        .filter(|(file, _)| file != "app/src/web/routes.rs")
        .map(|(_, told)| told)
        .collect();
    none(
        &unlisted,
        "a route that `app::web::Routes` does not know is missing from the matrix of who may open what",
    );
}

#[test]
fn there_are_no_server_functions() {
    let attribute = |code: &str| code.starts_with("#[server") || code.contains("server_fn");
    let found =
        [lines("app/src", attribute), lines("server/src", attribute), lines("frontend/src", attribute)]
            .concat();
    none(
        &found.into_iter().map(|(_, told)| told).collect::<Vec<_>>(),
        "a server function is a route that nobody lists",
    );
}

#[test]
fn pages_hold_no_inline_script_or_style() {
    let inline = |code: &str| {
        let markup = ["style=\"", "style=format", "onclick=", "onload=", "onerror=", "javascript:", "<style"];
        markup.iter().any(|mark| code.contains(mark))
    };
    let found = [lines("app/src", inline), lines("crates/charts/src", inline)].concat();
    let served = found.into_iter().filter(|(file, _)| file != DRAWN_TO_A_FILE);
    none(&served.map(|(_, told)| told).collect::<Vec<_>>(), "the content security policy forbids it");
}

#[test]
fn a_name_at_the_end_of_a_longer_word_is_another_name() {
    assert!(names("use store::Store;", "store"));
    assert!(names("let x = store::open();", "store"));
    assert!(!names("mystore::open()", "store") && !names("crate::store::open()", "store"));
}

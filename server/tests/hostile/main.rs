//! Text from outside is only ever text. `end2end/hostile` holds a team whose every name tries to be markup, script or a
//! formula; its files go in through the real importers and forms, and then every page and file that each role can reach
//! is read. The browser tests open the same pages in a real browser.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

#[path = "../common/mod.rs"]
mod common;
mod crawl;
mod inspect;
mod plant;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{Browser, Sightline};

pub const ROLES: [&str; 7] = ["executive", "l_and_d", "manager", "coach", "engineer", "admin", "auditor"];

/// What is seen somewhere, as text. Titles of pull requests and of issues are on no page at all.
const SEEN: [&str; 12] = [
    "=HYPERLINK(\"https://elsewhere.invalid\")\"'></title></script><x-probe onclick=alert(1)>",
    "+Demo Person 901\"'></title></script><x-probe onclick=alert(1)>",
    "+12\"><x-probe a='</title>",
    "-2+3\"><img src=x onerror=alert(1)><x-probe>",
    "@\"><img src=x onerror=alert(1)><x-probe>",
    "javascript:/*--></style></textarea><svg onload=alert(1)><x-probe>",
    "=role\"><img src=x onerror=alert(1)><x-probe>",
    "@skill\"><img src=x onerror=alert(1)><x-probe>",
    "+behaviour\"><img src=x onerror=alert(1)><x-probe>",
    "-cohort\"><img src=x onerror=alert(1)><x-probe>",
    "=user\"><img src=x onerror=alert(1)><x-probe>",
    "@note\"><img src=x onerror=alert(1)><x-probe>",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/hostile").join(name)
}

#[test]
fn what_tries_to_be_markup_script_or_formula_is_shown_as_text() {
    let sightline = Sightline::demo();
    plant::import(&sightline);
    let server = sightline.serve_with(&["--demo"], &[]);
    plant::fill_in(&server.url);
    let mut seen = inspect::Seen::default();
    for role in ROLES {
        crawl::everything(&Browser::of(role, &server.url), role, |path, answer| {
            seen.read(role, path, answer);
        });
    }
    assert!(seen.pages > 150 && seen.tables > 15, "{} pages, {} tables", seen.pages, seen.tables);
    let unseen: BTreeSet<_> = SEEN.iter().filter(|text| !seen.text.contains(**text)).collect();
    assert!(unseen.is_empty(), "planted, and on no page: {unseen:#?}");
    println!("{} pages, {} tables", seen.pages, seen.tables);
}

#[test]
fn what_stands_in_an_address_is_shown_as_text() {
    let sightline = Sightline::demo();
    let server = sightline.serve_with(&["--demo"], &[]);
    let mut seen = inspect::Seen::default();
    let probe =
        "%22%27%3E%3C%2Ftitle%3E%3Cx-probe%20onclick%3Dalert(1)%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let paths = [
        "/sign-in?next={}",
        "/sign-in/code?next={}",
        "/signed-out?provider={}",
        "/{}",
        "/teams/{}",
        "/teams?q={}",
        "/teams?saved={}",
        "/teams/payments?range={}",
        "/teams/payments?compare={}",
        "/teams/payments/drill/{}?metric={}",
        "/cohorts?q={}",
        "/cohorts/{}",
        "/cohorts/cohort-1?saved={}",
        "/cohorts/cohort-1/enrol?q={}",
        "/cohorts/cohort-1/leave?person={}&joined_on={}",
        "/skill-map?saved={}",
        "/skill-map/skills/{}",
        "/admin/users?q={}",
        "/admin/people?q={}",
        "/admin/accounts?q={}",
        "/audit?who={}&action={}",
        "/set-up/{}",
        "/api/v1/figures?by={}",
    ];
    for role in ROLES {
        let browser = Browser::of(role, &server.url);
        for path in paths {
            let path = path.replace("{}", probe);
            seen.read(role, &path, &browser.get(&path));
        }
    }
}

//! Nobody is named on a page, in an answer of the API, an export or a log line, but where the reader has a right to it.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use common::{Browser, Server, Sightline};

const ROLES: [&str; 7] = ["executive", "l_and_d", "manager", "coach", "engineer", "admin", "auditor"];

/// Pages that name people by right: (role, what the address begins with, why).
const BY_RIGHT: [(&str, &str, &str); 10] = [
    ("l_and_d", "/cohorts/", "runs cohorts: who takes part, whom to enrol, one participant's learning"),
    ("coach", "/cohorts/", "their own cohorts' participants"),
    ("coach", "/my-records", "their own records"),
    ("engineer", "/my-records", "their own records"),
    ("coach", "/api/v1/me", "their own records"),
    ("engineer", "/api/v1/me", "their own records"),
    ("admin", "/admin/people", "links accounts to people"),
    ("admin", "/admin/accounts", "links accounts to people"),
    ("admin", "/admin/users", "gives people accounts and roles"),
    ("auditor", "/audit", "reads who looked at whom: the log has numbers, the page looks the names up"),
];

/// What every name, e-mail, login and account id of the demo begins or ends with.
const MARKS: [&str; 4] = ["demo person ", "@demo.invalid", "demo-person-", "demo-acc-"];

/// Pages of one shape that are looked at: the tenth team tells nothing that the first did not.
const OF_A_SHAPE: usize = 3;

fn named_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    MARKS.into_iter().find(|mark| text.contains(mark))
}

fn has_a_right(role: &str, path: &str) -> bool {
    BY_RIGHT.iter().any(|(who, begins, _)| *who == role && path.starts_with(begins))
}

/// The address without what differs between things of a kind: `/teams/*?range`.
fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts = path.split('/').enumerate().map(|(at, part)| if at == 2 || at == 4 { "*" } else { part });
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", parts.collect::<Vec<_>>().join("/"), names.into_iter().collect::<Vec<_>>().join("&"))
}

fn links(html: &str) -> impl Iterator<Item = String> {
    let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let inside =
        found.filter(|link| link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/pkg"));
    inside.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&"))
}

/// Follows every link from the reader's own page; says how many pages were read.
fn crawl(role: &str, browser: &Browser) -> usize {
    let mut waiting = VecDeque::from(["/".to_owned(), "/account/sessions".to_owned(), "/trust".to_owned()]);
    let (mut seen, mut shapes) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    while let Some(path) = waiting.pop_front() {
        let of_its_shape = shapes.entry(shape(&path)).or_default();
        if *of_its_shape >= OF_A_SHAPE || !seen.insert(path.clone()) {
            continue;
        }
        *of_its_shape += 1;
        let answer = browser.get(&path);
        assert!(answer.status < 500, "{role}: {path} answers {}", answer.status);
        if let Some(mark) = named_in(&answer.text).filter(|_| !has_a_right(role, &path)) {
            panic!("{role} reads \"{mark}\" on {path}: {}", around(&answer.text, mark));
        }
        waiting.extend(links(&answer.text));
        let next = answer.header("location");
        waiting.extend(next.starts_with('/').then(|| next.to_owned()));
    }
    seen.len()
}

fn around(text: &str, mark: &str) -> String {
    let at = text.to_lowercase().find(mark).unwrap_or_default();
    text.chars().skip(text[..at].chars().count().saturating_sub(150)).take(300).collect()
}

fn token(browser: &Browser) -> String {
    let scopes = ["figures:read", "directory:read", "own-records:read", "statements:read", "statements:raw"]
        .map(|scope| ("scopes", scope));
    let form = [&[("name", "Scan"), ("days", "30")], &scopes[..]].concat();
    let made = browser.post("/account/tokens", &form);
    let secret = made.text.split("<code class=\"secret\">").nth(1).unwrap_or_else(|| panic!("{}", made.text));
    secret.split('<').next().unwrap().to_owned()
}

fn api(role: &str, server: &Server, browser: &Browser) {
    let bearer = format!("Bearer {}", token(browser));
    for path in [
        "/api/v1/openapi.json",
        "/api/v1/me",
        "/api/v1/me/records",
        "/api/v1/definitions",
        "/api/v1/teams",
        "/api/v1/cohorts",
        "/api/v1/sprints?team=payments",
        "/api/v1/figures?by=team&metric=cycle_time",
        "/api/v1/figures?by=team&group=payments",
    ] {
        let headers = [("authorization", bearer.as_str())];
        let answer = Browser::new(&server.url).ask(&"GET".parse().unwrap(), path, &headers, "");
        assert!(answer.status < 500, "{role}: {path} answers {}", answer.status);
        if let Some(mark) = named_in(&answer.text).filter(|_| !has_a_right(role, path)) {
            panic!("{role} is told \"{mark}\" by {path}: {}", around(&answer.text, mark));
        }
    }
}

#[test]
fn no_page_answer_export_or_log_line_names_anybody_to_those_without_a_right() {
    let sightline = Sightline::demo();
    // Pages link to the site's icon; in a test there is no site.
    std::fs::create_dir(sightline.path("site")).unwrap();
    sightline.file("site/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let server = sightline.serve_with(&["--demo"], &[("LOG__FILTER", "debug,sqlx=debug")]);
    let nobody = Browser::new(&server.url).get("/sign-in");
    assert_eq!(named_in(&nobody.text), None, "before sign-in");
    for role in ROLES {
        let browser = Browser::of(role, &server.url);
        let pages = crawl(role, &browser);
        assert!(pages > 3, "{role} read {pages} pages");
        println!("{role} read {pages} pages");
        api(role, &server, &browser);
    }
    drop(server);
    let log = sightline.log();
    assert!(log.lines().count() > 100, "the log has its lines");
    assert_eq!(named_in(&log).map(|mark| around(&log, mark)), None, "in the log");
    for export in [
        &["figures", "--by", "team", "--format", "csv"][..],
        &["figures", "--by", "repository", "--period", "all", "--format", "json"],
        &["audit", "export"],
    ] {
        let output = sightline.run(export);
        assert!(output.status.success(), "{export:?}: {}", sightline.told(&output));
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(named_in(&text).map(|mark| around(&text, mark)), None, "{export:?}");
    }
}

#[test]
fn an_operator_exports_and_erases_a_person_and_the_figures_stay() {
    let sightline = Sightline::demo();
    let figures = || sightline.run(&["figures", "--by", "team", "--format", "csv", "--unsuppressed"]).stdout;
    let before = figures();
    let who = ["--login", "demo-person-001"];
    let exported = sightline.run(&[&["person", "export", "--format", "csv"][..], &who].concat());
    assert!(String::from_utf8_lossy(&exported.stdout).contains("person001@demo.invalid"), "{exported:?}");

    let asked = sightline.run(&[&["person", "erase"][..], &who].concat());
    assert_eq!(asked.status.code(), Some(1), "nobody typed the words: {asked:?}");
    let erased = sightline.run(&[&["person", "erase", "--yes"][..], &who].concat());
    assert!(erased.status.success(), "{}", sightline.told(&erased));
    assert_eq!(named_in(&String::from_utf8_lossy(&erased.stderr)), None, "in the log");
    assert_eq!(figures(), before);
    assert!(sightline.run(&["rebuild"]).status.success());
    assert_eq!(figures(), before, "rebuilt");

    for again in ["export", "erase"] {
        let gone = sightline.run(&[&["person", again][..], &who].concat());
        assert!(sightline.told(&gone).contains("nobody is known by that"), "{}", sightline.told(&gone));
    }
    assert!(sightline.run(&["audit", "verify"]).status.success());
    let database = std::fs::read(sightline.path("sightline.db")).unwrap();
    let text = String::from_utf8_lossy(&database).to_lowercase();
    for name in ["demo person 001", "person001@demo.invalid", "demo-person-001", "demo-acc-001"] {
        assert!(!text.contains(name), "{name} in the bytes of the database");
    }
}

//! The demo organisation as the matrix needs it: a key or token for every role, and the names of what they ask for.

use std::collections::BTreeMap;
use std::fs;

use super::VIEWERS;
use super::common::{Answer, Browser, Server, Sightline};

pub struct World {
    pub sightline: Sightline,
    /// By name: `cohort`, `person`, `user` …; see [`World::new`].
    values: BTreeMap<&'static str, String>,
    /// API tokens by role.
    tokens: BTreeMap<&'static str, String>,
    pub scim_key: String,
}

impl World {
    pub fn new() -> Self {
        let sightline = Sightline::demo();
        let key =
            sightline.run(&["keys", "create", "--kind", "scim", "--name", "provider", "--format", "json"]);
        let key: serde_json::Value = serde_json::from_slice(&key.stdout).unwrap();
        let scim_key = key["secret"].as_str().unwrap().to_owned();
        fs::create_dir(sightline.path("site")).unwrap();
        sightline.file("site/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        let server = sightline.serve_with(&["--demo"], &[]);
        let mut world = Self { values: BTreeMap::new(), tokens: BTreeMap::new(), scim_key, sightline };
        world.make_tokens(&server);
        world.look_around(&server);
        server.signal("TERM");
        assert_eq!(server.ended(), Some(0));
        world
    }

    fn make_tokens(&mut self, server: &Server) {
        let scopes =
            ["figures:read", "directory:read", "own-records:read", "statements:read", "statements:raw"]
                .map(|scope| ("scopes", scope));
        for viewer in &VIEWERS[1..] {
            let form = [&[("name", "Matrix"), ("days", "30")], &scopes[..]].concat();
            let made = Browser::of(viewer, &server.url).post("/account/tokens", &form);
            self.tokens.insert(viewer, rest(&made, "<code class=\"secret\">", &['<']).remove(0));
        }
    }

    /// Finds what the samples name, as people would: on the pages.
    fn look_around(&mut self, server: &Server) {
        let [coach, engineer, l_and_d, admin] =
            ["coach", "engineer", "l_and_d", "admin"].map(|role| Browser::of(role, &server.url));
        let coached = one(&coach.get("/cohorts"), "/cohorts/", &[]);
        let cohort = l_and_d.get(&format!("/cohorts/{coached}"));
        let map = l_and_d.get("/skill-map?edit=1");
        let own = all(&engineer.get("/my-records"), "/my-records/accounts/");
        let user = admin.post("/admin/users/new", &[("name", "Demo Person 99"), ("login", "person99")]);
        let people = all(&admin.get("/admin/people"), "/admin/people/");
        let accounts =
            |person: &String| all(&admin.get(&format!("/admin/people/{person}")), "/admin/accounts/");
        let foreign = people.iter().flat_map(accounts).find(|account| !own.contains(account)).unwrap();
        let leaving = rest(&cohort, &format!("/cohorts/{coached}/leave?"), &['"']).remove(0);
        self.values.extend([
            ("manager's team", "payments".to_owned()),
            ("coach's team", one(&coach.get("/teams"), "/teams/", &["payments"])),
            ("other team", "search".to_owned()),
            ("sprint", one(&l_and_d.get("/teams/payments"), "/teams/payments/drill/", &[])),
            ("other cohort", one(&l_and_d.get("/cohorts"), "/cohorts/", &["new", &coached])),
            ("participant", one(&cohort, &format!("/cohorts/{coached}/people/"), &[])),
            ("leaving", leaving.replace("&amp;", "&")),
            ("skill", one(&map, "/skill-map/skills/", &["new"])),
            ("behaviour", one(&map, "/skill-map/behaviours/", &["new"])),
            ("user", one(&user, "/admin/users/", &["new"])),
            ("person", people[0].clone()),
            ("account", foreign),
            ("engineer's account", own[0].clone()),
            ("engineer's token", one(&engineer.get("/account/tokens"), "/account/tokens/", &["others"])),
            ("coach's cohort", coached),
        ]);
    }

    /// The value of a name; a name that stands for nothing found stands for itself.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// A query or form with the values of the names in it: `person={participant}`.
    pub fn filled(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    pub fn token(&self, viewer: &str) -> Option<&str> {
        self.tokens.get(viewer).map(String::as_str)
    }

    /// The same organisation again, for a request that may change it.
    pub fn copy(&self) -> Sightline {
        let copy = Sightline::new();
        let entries = fs::read_dir(self.sightline.folder.path()).unwrap().map(Result::unwrap);
        for entry in entries.filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), copy.path(&entry.file_name().to_string_lossy())).unwrap();
        }
        copy
    }
}

/// What stands on a page after each `mark`, up to one of these.
fn rest(page: &Answer, mark: &str, ends: &[char]) -> Vec<String> {
    page.text.split(mark).skip(1).map(|rest| rest.split(ends).next().unwrap().to_owned()).collect()
}

/// The next part of every address on a page that begins with `path`.
fn all(page: &Answer, path: &str) -> Vec<String> {
    rest(page, &format!("\"{path}"), &['"', '/', '?', '#'])
}

/// The first of them that is none of these.
fn one(page: &Answer, path: &str, but: &[&str]) -> String {
    let found = all(page, path).into_iter().find(|part| !but.contains(&part.as_str()));
    found.unwrap_or_else(|| panic!("the page leads to no {path}…: {} {}", page.status, page.text))
}

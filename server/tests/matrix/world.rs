//! The demo organisation as the matrix needs it: something of every kind, a key or token for every role, and the names of
//! what they ask for.

use std::collections::BTreeMap;
use std::fs;

use ureq::http::Method;

use super::VIEWERS;
use super::common::{Answer, Browser, Server, Sightline};
use super::samples::Organisation;

pub struct World {
    pub sightline: Sightline,
    /// The same organisation after it granted `individual_work_records`.
    policy: Sightline,
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
        // What is forwarded goes to this machine, or nowhere: later servers do not even allow that.
        let server = sightline.serve_with(&["--demo"], &[("FORWARDING__INTERNAL_HOSTS", "[\"127.0.0.1\"]")]);
        let policy = Sightline::new();
        let mut world =
            Self { values: BTreeMap::new(), tokens: BTreeMap::new(), scim_key, sightline, policy };
        world.make_tokens(&server);
        world.look_around(&server);
        world.furnish(&server);
        world.provision(&server);
        stop(server);
        world.grant_policy();
        world
    }

    /// What the demo organisation has none of.
    fn furnish(&mut self, server: &Server) {
        let [l_and_d, admin] = ["l_and_d", "admin"].map(|role| Browser::of(role, &server.url));
        let skill = self.value("skill");
        let made = |page: &Browser, path: &str, form: &[(&str, &str)]| {
            let answer = page
                .post(path, &[form, &[("title", "Matrix"), ("name", "Matrix"), ("skill", &skill)]].concat());
            assert_eq!(answer.status, 303, "{path}: {}", answer.text);
        };
        let page = ("url", "https://content.invalid/start");
        made(&l_and_d, "/sources/content", &[page, ("kind", "cmi5")]);
        made(&l_and_d, "/sources/links", &[page, ("code", "matrix")]);
        made(
            &l_and_d,
            "/tags/rules/new",
            &[("act", "save"), ("activity_prefix", "https://content.invalid/")],
        );
        let nobody = ("url", "http://127.0.0.1:9/");
        made(&admin, "/sources/forwarding/in", &[nobody, ("key", "k"), ("secret", "s")]);
        let forwarded = admin.post("/sources/forwarding/out", &[nobody, ("name", "Matrix")]);
        assert_eq!(forwarded.status, 200, "{}", forwarded.text);
        let forwarding = admin.get("/sources/forwarding");
        let user = self.value("user");
        let given = [("role", "executive"), ("scope", "everything")];
        made(&admin, &format!("/admin/users/{user}/roles"), &given);
        let roles = admin.get(&format!("/admin/users/{user}"));
        self.values.extend([
            ("content", one(&l_and_d.get("/sources/content"), "/sources/content/", &[])),
            ("rule", one(&l_and_d.get("/tags"), "/tags/rules/", &["new"])),
            ("short link", "matrix".to_owned()),
            ("pull", one(&forwarding, "/sources/forwarding/in/", &[])),
            ("webhook", one(&forwarding, "/sources/forwarding/out/", &[])),
            ("access key", one(&admin.get("/admin/keys"), "/admin/keys/", &[])),
            ("grant", rest(&roles, "name=\"grant\" value=\"", &['"']).remove(0)),
        ]);
        for way in ["in", "out"] {
            let id = self.value(if way == "in" { "pull" } else { "webhook" });
            admin.post(&format!("/sources/forwarding/{way}/{id}/pause"), &[]);
        }
    }

    /// A user and a group by the provisioning key.
    fn provision(&mut self, server: &Server) {
        let key = format!("Bearer {}", self.scim_key);
        let headers = [("content-type", "application/scim+json"), ("authorization", key.as_str())];
        let made = |path: &str, body: &str| {
            let answer = Browser::new(&server.url).ask(&Method::POST, path, &headers, body);
            assert_eq!(answer.status, 201, "{path}: {}", answer.text);
            let made: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
            made["id"].as_str().unwrap().to_owned()
        };
        let user = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"matrix"}"#;
        let group = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Matrix"}"#;
        self.values.insert("provisioned user", made("/scim/v2/Users", user));
        self.values.insert("provisioned group", made("/scim/v2/Groups", group));
    }

    /// Opens the work records of one team to its manager, in an organisation of its own.
    fn grant_policy(&mut self) {
        self.policy = self.copy(Organisation::AsDelivered);
        let server = self.policy.serve_with(&["--demo"], &[]);
        let [admin, manager] = ["admin", "manager"].map(|role| Browser::of(role, &server.url));
        let policy = [("role", "manager"), ("scope", "team:payments"), ("understood", "yes")];
        let granted = admin.post("/admin/policy", &policy);
        assert_eq!(granted.status, 303, "{}", granted.text);
        let of_team = all(&manager.get("/people"), "/people/");
        let people = all(&admin.get("/admin/people"), "/admin/people/");
        let other = people.into_iter().find(|person| !of_team.contains(person)).unwrap();
        let rule = rest(&admin.get("/admin/policy"), "name=\"id\" value=\"", &['"']).remove(0);
        self.values.extend([
            ("of the team", of_team[0].clone()),
            ("of no such team", other),
            ("policy", rule),
        ]);
        stop(server);
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

    pub fn of(&self, organisation: Organisation) -> &Sightline {
        match organisation {
            Organisation::AsDelivered => &self.sightline,
            Organisation::WithPolicy => &self.policy,
        }
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
    pub fn copy(&self, organisation: Organisation) -> Sightline {
        let copy = Sightline::new();
        let entries = fs::read_dir(self.of(organisation).folder.path()).unwrap().map(Result::unwrap);
        for entry in entries.filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), copy.path(&entry.file_name().to_string_lossy())).unwrap();
        }
        copy
    }
}

fn stop(server: Server) {
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0));
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

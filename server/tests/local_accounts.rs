//! From the set-up link that the server prints to a user who signs in with password and code, over HTTP on the real
//! program; and the same for the operator at the command line.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use common::{Answer, Browser, Sightline};

/// A server whose words are read.
struct Running {
    child: Child,
    url: String,
    /// The path of the set-up link.
    set_up: String,
}

impl Running {
    fn start(sightline: &Sightline) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut command = sightline.command(&["serve", "--addr", &address]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let invitation = printed.find_map(|line| Some(line.split_once("/set-up/")?.1.to_owned())).unwrap();
        let running =
            Self { child, url: format!("http://{address}"), set_up: format!("/set-up/{invitation}") };
        while ureq::get(format!("{}/readyz", running.url)).call().is_err() {
            std::thread::yield_now();
        }
        running
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const OWN: &str = "correct horse battery";

/// The first administrator, signed in.
fn administrator(server: &Running) -> Browser {
    let browser = Browser::new(&server.url);
    assert_eq!(browser.get(&server.set_up).status, 200);
    let form = |password: &'static str| {
        [("name", "Demo Admin"), ("login", "root@demo.invalid"), ("password", password), ("again", password)]
    };
    let weak = browser.post(&server.set_up, &form("short"));
    assert_eq!(weak.status, 422);
    assert!(weak.text.contains("at least 12") && weak.text.contains("root@demo.invalid"), "{}", weak.text);
    let done = browser.post(&server.set_up, &form(OWN));
    assert_eq!(done.status, 303, "{}", done.text);
    assert!(done.header("location").starts_with("/admin?saved="), "{}", done.header("location"));
    assert_eq!(browser.get(&server.set_up).status, 404, "the link is dead");
    browser
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let from = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
    &text[from..from + text[from..].find(after).unwrap()]
}

fn secrets(text: &str) -> Vec<&str> {
    text.split("<code class=\"secret\">").skip(1).map(|rest| &rest[..rest.find('<').unwrap()]).collect()
}

/// The user and their first password, as the administrator sees them.
fn created(admin: &Browser) -> (String, String) {
    let page =
        admin.post("/admin/users/new", &[("name", "Demo Person 07"), ("login", "person07@demo.invalid")]);
    assert_eq!(page.status, 200, "{}", page.text);
    let user = format!("/admin/users/{}", between(&page.text, "href=\"/admin/users/", "\""));
    (user, secrets(&page.text)[0].to_owned())
}

fn sign_in(browser: &Browser, password: &str) -> Answer {
    let form = [("login", "person07@demo.invalid"), ("password", password), ("next", "/account")];
    browser.post("/sign-in/password", &form)
}

#[test]
fn from_the_set_up_link_to_a_user_with_a_password_of_their_own() {
    let sightline = Sightline::new();
    let server = Running::start(&sightline);
    let admin = administrator(&server);
    assert_eq!(admin.get("/").header("location"), "/admin");
    let (_, first) = created(&admin);

    let browser = Browser::new(&server.url);
    let wrong = sign_in(&browser, "not the password");
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("do not belong together"), "{}", wrong.text);
    assert_eq!(sign_in(&browser, &first).header("location"), "/sign-in/new-password");
    assert!(browser.get("/account").header("location").starts_with("/sign-in?"), "nothing opens yet");
    let chosen = browser.post("/sign-in/new-password", &[("password", OWN), ("again", OWN)]);
    assert_eq!(chosen.header("location"), "/account", "{}", chosen.text);
    assert_eq!(browser.get("/account").status, 200);
    assert_eq!(browser.get("/admin").status, 404, "a user without a role is told of nothing");
}

#[test]
fn a_second_step_is_set_up_and_asked_for_and_disabling_ends_everything() {
    let sightline = Sightline::new();
    let server = Running::start(&sightline);
    let admin = administrator(&server);
    let (user, first) = created(&admin);
    let browser = Browser::new(&server.url);
    sign_in(&browser, &first);
    browser.post("/sign-in/new-password", &[("password", OWN), ("again", OWN)]);

    assert_eq!(browser.post("/account/two-step/begin", &[]).header("location"), "/account/two-step/confirm");
    let page = browser.get("/account/two-step/confirm");
    assert!(page.text.contains("<svg class=\"qr\""), "{}", page.text);
    let secret = secrets(&page.text)[0].replace(' ', "").to_uppercase();
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).with_account_name("app").build().unwrap();
    assert_eq!(browser.post("/account/two-step/confirm", &[("code", "12")]).status, 422);
    let code = app.generate_current().to_string();
    let on = browser.post("/account/two-step/confirm", &[("code", &code)]);
    let recovery = secrets(&on.text);
    assert_eq!(recovery.len(), 10, "{}", on.text);

    let other = Browser::new(&server.url);
    assert_eq!(sign_in(&other, OWN).header("location"), "/sign-in/code");
    assert_eq!(other.post("/sign-in/code", &[("code", &code)]).status, 422, "that code was used");
    assert_eq!(other.post("/sign-in/code", &[("code", recovery[0])]).header("location"), "/account");

    assert_eq!(admin.post(&format!("{user}/disable"), &[]).status, 303);
    for gone in [&browser, &other] {
        assert!(gone.get("/account").header("location").starts_with("/sign-in?"));
    }
    assert_eq!(sign_in(&other, OWN).status, 422);
}

#[test]
fn an_administrator_gives_roles_and_nobody_else_finds_the_pages() {
    let sightline = Sightline::new();
    let server = Running::start(&sightline);
    let admin = administrator(&server);
    let (user, first) = created(&admin);
    let bad = admin.post(&format!("{user}/roles"), &[("role", "admin"), ("scope", "own")]);
    assert_eq!(bad.status, 422);
    assert!(bad.text.contains("This role is for the whole installation."), "{}", bad.text);
    let given = admin.post(&format!("{user}/roles"), &[("role", "auditor"), ("scope", "everything")]);
    assert!(given.header("location").starts_with(&format!("{user}?saved=")), "{}", given.text);
    let page = admin.get(&user).text;
    assert!(page.contains("Auditor, everything") && page.contains("given by: An administrator"), "{page}");

    let browser = Browser::new(&server.url);
    sign_in(&browser, &first);
    browser.post("/sign-in/new-password", &[("password", OWN), ("again", OWN)]);
    for path in
        ["/admin", "/admin/users", user.as_str(), "/admin/users/new", "/admin/people", "/admin/accounts"]
    {
        assert_eq!(admin.get(path).status, 200, "{path}");
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(
        browser.post(&format!("{user}/roles"), &[("role", "admin"), ("scope", "everything")]).status,
        404
    );
    let grant = between(&page, "name=\"grant\" value=\"", "\"");
    let ended = admin.post(&format!("{user}/roles/end"), &[("grant", grant)]);
    assert_eq!(ended.status, 303, "{}", ended.text);
    assert!(admin.get(&user).text.contains("Roles that ended (1 role)"));
}

#[test]
fn the_operator_makes_lists_and_disables_users_without_any_page() {
    let sightline = Sightline::new();
    let told = |arguments: &[&str]| {
        let output = sightline.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", sightline.told(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let login = "person07@demo.invalid";
    let made = told(&["users", "create", "--name", "Demo Person 07", "--login", login, "--role", "admin"]);
    assert!(made.contains("password  ") && made.contains("not shown again"), "{made}");
    assert!(told(&["users", "list"]).contains("Demo Person 07  person07@demo.invalid  admin for everything"));
    let granted = told(&["users", "grant", login, "executive", "--until", "2199-12-31"]);
    assert_eq!(granted, "Given: executive for everything.\n");
    let last = sightline.run(&["users", "disable", login]);
    assert!(
        sightline.told(&last).contains("Nobody would be left to administer"),
        "{}",
        sightline.told(&last)
    );
    told(&["users", "create", "--name", "Other", "--login", "other@demo.invalid", "--role", "admin"]);
    assert_eq!(told(&["users", "disable", login]), "Disabled; their sessions have ended.\n");
    assert_eq!(told(&["users", "enable", login]), "Enabled.\n");
    assert!(told(&["users", "reset-password", login, "--format", "json"]).contains("\"password\":\""));
    let nobody = sightline.run(&["users", "enable", "nobody@demo.invalid"]);
    assert!(sightline.told(&nobody).contains("there is no such user"), "{}", sightline.told(&nobody));
}

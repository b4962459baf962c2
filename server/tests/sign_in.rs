//! The ways in as a browser meets them: cookies, sessions, and identity providers that are told wrongly or are down.
#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use common::{Answer, Browser, Sightline};

/// A provider at a port where nobody listens.
const DOWN: &str = r#"
    [sign_in]
    contact = "the service desk"

    [[sign_in.provider]]
    name = "corporate"
    title = "Example Corp"
    issuer = "http://127.0.0.1:1"
    client_id = "sightline"
    client_secret = "hush"

    [[sign_in.provider.group]]
    group = "leads"
    role = "manager"
    scope = "team:payments"
"#;

fn cookie(answer: &Answer) -> &str {
    answer.header("set-cookie")
}

/// What a browser sends back of it.
fn sent_back(answer: &Answer) -> String {
    cookie(answer).split(';').next().unwrap().to_owned()
}

#[test]
fn a_cookie_goes_with_the_window_and_to_nobody_else() {
    let sightline = Sightline::demo();
    let server = sightline.serve_with(&["--demo"], &[]);
    let plain = Browser::new(&server.url).post("/sign-in", &[("persona", "manager")]);
    let (name, attributes) = cookie(&plain).split_once('=').unwrap();
    assert_eq!(name, "sightline");
    assert!(attributes.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{attributes}");
    drop(server);
    let server = sightline.serve_with(&["--demo"], &[("BASE_URL", "https://sightline.example")]);
    let protected = Browser::new(&server.url).post("/sign-in", &[("persona", "manager")]);
    let (name, attributes) = cookie(&protected).split_once('=').unwrap();
    assert_eq!(name, "__Host-sightline");
    assert!(attributes.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/"), "{attributes}");
}

#[test]
fn signing_in_makes_a_new_session_and_ends_the_one_before() {
    let sightline = Sightline::demo();
    let server = sightline.serve_with(&["--demo"], &[]);
    let browser = Browser::new(&server.url);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let post = ureq::http::Method::POST;
    let first = sent_back(&browser.ask(&post, "/sign-in", &form, "persona=manager"));
    let opens = |cookie: &str| {
        let answer =
            Browser::new(&server.url).ask(&ureq::http::Method::GET, "/teams", &[("cookie", cookie)], "");
        answer.status == 200
    };
    assert!(opens(&first));
    let with_first = [form[0], ("cookie", first.as_str())];
    let second = sent_back(&Browser::new(&server.url).ask(&post, "/sign-in", &with_first, "persona=coach"));
    assert_ne!(first, second);
    assert!(opens(&second) && !opens(&first));
    let signed_out = Browser::new(&server.url).ask(&post, "/sign-out", &[form[0], ("cookie", &second)], "");
    assert_eq!((signed_out.status, signed_out.header("location")), (303, "/sign-in"));
    assert!(!opens(&second));
}

#[test]
fn a_provider_that_is_down_is_told_in_words_and_everything_else_goes_on() {
    let sightline = Sightline::new();
    let file = sightline.file("sightline.toml", DOWN);
    let server = sightline.serve_with(&["--config", &file.to_string_lossy()], &[]);
    let browser = Browser::new(&server.url);
    let page = browser.get("/sign-in");
    assert!(page.text.contains("Sign in with Example Corp"), "{}", page.text);
    let down = browser.get("/sign-in/oidc/corporate");
    assert_eq!(down.status, 503);
    assert!(down.text.contains("Example Corp does not answer"), "{}", down.text);
    assert!(down.text.contains("the service desk"), "{}", down.text);
    assert_eq!(browser.get("/sign-in").status, 200);
    assert_eq!(browser.get("/sign-in/oidc/unknown").status, 404);
    assert!(sightline.log().contains("a sign-in was refused"), "{}", sightline.log());
}

#[test]
fn the_configuration_is_printed_without_the_secrets_of_providers() {
    let sightline = Sightline::new();
    let file = sightline.file("sightline.toml", DOWN);
    let printed = sightline.run(&["config", "print", "--config", &file.to_string_lossy()]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert!(printed.contains("issuer = \"http://127.0.0.1:1\""), "{printed}");
    assert!(printed.contains("scope = \"team:payments\""), "{printed}");
    assert!(!printed.contains("hush"), "{printed}");
}

#[test]
fn what_is_wrong_with_a_provider_is_told_before_anything_is_served() {
    let sightline = Sightline::new();
    let refused = |from: &str, to: &str, address: &str| {
        let file = sightline.file("wrong.toml", DOWN.replace(from, to));
        let arguments = ["serve", "--addr", address, "--config", &file.to_string_lossy()];
        let output = sightline.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        sightline.told(&output)
    };
    let told = refused("http://127.0.0.1:1", "http://login.example", "127.0.0.1:0");
    assert!(told.contains("\"corporate\": issuer has to begin with https://"), "{told}");
    let told = refused("team:payments", "teams", "127.0.0.1:0");
    assert!(told.contains("is neither everything, own, team:KEY nor cohort:KEY"), "{told}");
    let told = refused("client_secret = \"hush\"", "client_secret_file = \"gone\"", "127.0.0.1:0");
    assert!(told.contains("client_secret_file gone cannot be read"), "{told}");
    let told = refused("", "", "0.0.0.0:0");
    assert!(told.contains("needs base_url"), "{told}");
}

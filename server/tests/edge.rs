//! The edge, on the real program: what every answer carries, and what becomes of requests that no page answers.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::{Answer, Browser, Server, Sightline};
use ureq::http::Method;

/// What follows `'nonce-` in the policy of an answer.
fn nonce(answer: &Answer) -> Option<String> {
    let policy = answer.header("content-security-policy");
    Some(policy.split_once("'nonce-")?.1.split_once('\'')?.0.to_owned())
}

#[test]
fn every_answer_says_what_a_page_may_do_and_that_nobody_keeps_it() {
    let sightline = Sightline::demo();
    let server = sightline.serve_with(&["--demo"], &[]);
    let (nobody, manager) = (Browser::new(&server.url), Browser::of("manager", &server.url));
    let answers = [
        nobody.get("/sign-in"),
        nobody.get("/teams"),
        nobody.get("/no-such-page"),
        nobody.get("/readyz"),
        nobody.get("/xapi/statements"),
        manager.get("/teams/payments"),
        manager.get("/teams/payments/figures.csv"),
        manager.get("/"),
        manager.get("/teams/search"),
        manager.post("/cohorts/new", &[]),
    ];
    for answer in &answers {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.header("x-request-id").is_empty());
        assert_eq!(answer.header("strict-transport-security"), "", "not without TLS");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src "), "{policy}");
        assert!(!policy.contains("'unsafe-"), "{policy}");
    }
    assert!(
        answers[0].header("content-security-policy").contains("script-src 'none'"),
        "a page without script"
    );
    scripts_carry_the_nonce_of_their_answer(&manager);
    a_stream_outlives_the_time_for_requests(&sightline);
}

fn scripts_carry_the_nonce_of_their_answer(manager: &Browser) {
    let [first, second] = [(); 2].map(|()| manager.get("/teams/payments"));
    let (one, other) = (nonce(&first).unwrap(), nonce(&second).unwrap());
    assert_ne!(one, other, "a nonce is used once");
    assert!(first.text.contains("<script"));
    for script in first.text.split("<script").skip(1) {
        let tag = script.split_once('>').unwrap().0;
        assert!(tag.contains(&format!("nonce=\"{one}\"")), "{tag}");
    }
}

fn a_stream_outlives_the_time_for_requests(sightline: &Sightline) {
    let server = sightline.serve_with(&["--demo"], &[("EDGE__REQUEST_SECONDS", "1")]);
    let answer = Browser::new(&server.url).post("/sign-in", &[("persona", "manager")]);
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let get = format!("GET /teams/payments/live HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\n\r\n");
    let mut stream = connected(&server, &get);
    assert!(text_until(&mut stream, "\r\n\r\n").contains("text/event-stream"));
    // A second later than that, another request has run out of time.
    let mut slow = connected(
        &server,
        "POST /sign-in HTTP/1.1\r\nhost: x\r\naccept: text/html\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\npersona=",
    );
    let told = text_until(&mut slow, "</html>");
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("This took too long"), "{told}");
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let alive = stream.read(&mut [0; 64]).map_err(|error| error.kind());
    assert!(matches!(alive, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut) | Ok(1..)), "{alive:?}");
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0), "an open stream does not hold up the end");
}

/// A connection over which this was sent.
fn connected(server: &Server, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// What is sent until then, or until the connection is closed.
fn text_until(stream: &mut TcpStream, end: &str) -> String {
    let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        // A client that is cut off while it writes may see a reset in place of the end.
        let count = match stream.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            read => read.unwrap(),
        };
        text.extend(&buffer[..count]);
        let told = String::from_utf8_lossy(&text);
        if count == 0 || told.contains(end) {
            return told.into_owned();
        }
    }
}

#[test]
fn files_that_are_everybodys_are_kept_for_ever() {
    let sightline = Sightline::new();
    std::fs::create_dir_all(sightline.path("site/pkg")).unwrap();
    sightline.file("site/pkg/app.js", "export {}");
    sightline.file("site/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let site = sightline.path("site").display().to_string();
    let server = sightline.serve_with(&[], &[("SITE", &site)]);
    let browser = Browser::new(&server.url);
    let kept = |path: &str| browser.get(path).header("cache-control").to_owned();
    assert_eq!(kept("/pkg/app.js"), "public, max-age=31536000, immutable");
    assert_eq!(kept("/favicon.svg"), "public, max-age=86400");
    let missing = browser.get("/pkg/other.js");
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "no-store", "what is not there yet is not missing for ever");
}

#[test]
fn an_address_asked_in_the_wrong_way_says_so_and_what_it_takes() {
    let server_of = Sightline::new();
    let server = server_of.serve();
    let browser = Browser::new(&server.url);
    let page = browser.get("/sign-out");
    assert_eq!(page.status, 405);
    assert_eq!(page.header("allow"), "POST");
    assert!(page.text.contains("<h1>This address cannot be opened like that</h1>"), "{}", page.text);
    assert!(page.text.contains("It does not take GET; it takes POST."), "{}", page.text);
    let json = browser.ask(&Method::DELETE, "/xapi/statements", &[], "");
    assert_eq!((json.status, json.header("content-type")), (405, "application/json"));
    assert!(json.text.contains("It does not take DELETE; it takes "), "{}", json.text);
    let taken = json.header("allow");
    assert!(["GET", "PUT", "POST"].iter().all(|method| taken.contains(method)), "{taken}");
    let text = browser.ask(&Method::PUT, "/sign-in", &[("accept", "*/*")], "");
    assert_eq!(text.status, 405);
    assert!(
        text.text.starts_with("This address cannot be opened like that. It does not take PUT"),
        "{}",
        text.text
    );
}

#[test]
fn what_is_too_large_is_refused_with_the_limit_in_words() {
    let server_of = Sightline::new();
    let server = server_of.serve();
    let browser = Browser::new(&server.url);
    let page = browser.post("/sign-in", &[("persona", &"x".repeat(300 * 1024))]);
    assert_eq!(page.status, 413);
    assert!(page.text.contains("This address takes 256 KiB at once. Nothing was saved."), "{}", page.text);
    let json = browser.ask(&Method::POST, "/xapi/statements", &[], &" ".repeat(17 * 1024 * 1024));
    assert_eq!(json.status, 413);
    assert!(json.text.contains("takes 16 MiB at once"), "{}", json.text);
    // Who asks first is told before sending anything.
    let head = "POST /xapi/statements HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 20000000\r\n\r\n";
    assert!(text_until(&mut connected(&server, head), "\r\n").starts_with("HTTP/1.1 413"));
}

#[test]
fn heads_that_are_too_large_or_too_slow_end_the_connection() {
    let server_of = Sightline::new();
    let server = server_of.serve_with(&[], &[("EDGE__HEADER_SECONDS", "1")]);
    let many = "x-many: y\r\n".repeat(200);
    let large = format!("x-large: {}\r\n", "y".repeat(100 * 1024));
    for headers in [many, large] {
        let told = text_until(
            &mut connected(&server, &format!("GET / HTTP/1.1\r\nhost: x\r\n{headers}\r\n")),
            "\r\n",
        );
        assert!(told.starts_with("HTTP/1.1 431"), "{told}");
    }
    let slow = ["GET /healthz HTTP/1.1\r\nhost: x\r\nx-never", "G", "", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
    for head in slow {
        let told = text_until(&mut connected(&server, head), "never");
        assert!(!told.contains("200 OK"), "closed, not answered: {head:?} {told:?}");
    }
    assert!(server.is_ready());
}

#[test]
fn too_many_attempts_wait_whoever_they_claim_to_be() {
    let server_of = Sightline::new();
    let limits =
        [("EDGE__LIMITS__SIGN_IN", "2"), ("EDGE__LIMITS__EXPORTS", "1"), ("EDGE__LIMITS__REFUSED_KEYS", "2")];
    let server = server_of.serve_with(&[], &limits);
    let browser = Browser::new(&server.url);
    let sign_in = |claim: &str| {
        let headers = [("accept", "text/html"), ("x-forwarded-for", claim), ("forwarded", "for=192.0.2.77")];
        browser.ask(&Method::POST, "/sign-in", &headers, "")
    };
    assert_ne!(sign_in("192.0.2.1").status, 429);
    assert_ne!(sign_in("192.0.2.2").status, 429);
    let refused = sign_in("192.0.2.3");
    assert_eq!(refused.status, 429);
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    assert!(
        refused.text.contains("There were too many attempts to sign in from your address"),
        "{}",
        refused.text
    );
    assert_eq!(browser.get("/sign-in").status, 200, "the page itself stays open");

    assert_eq!(browser.get("/teams/a/figures.csv").status, 303);
    let json = browser.ask(&Method::GET, "/teams/a/figures.csv", &[("accept", "application/json")], "");
    assert_eq!(json.status, 429);
    assert!(json.text.starts_with("{\"error\":\"There were too many exports"), "{}", json.text);

    let with_key = |pair: &str| {
        let headers = [("authorization", pair), ("x-experience-api-version", "1.0.3")];
        browser.ask(&Method::POST, "/xapi/statements", &headers, "[]").status
    };
    let statuses: Vec<u16> = (0..4).map(|_| with_key("Basic bm9ib2R5Om5vdGhpbmc=")).collect();
    assert_eq!(
        statuses,
        [401, 401, 401, 429],
        "the third one is over the limit, and the next is not looked at"
    );
    assert_eq!(
        browser.ask(&Method::POST, "/xapi/statements", &[], "").status,
        401,
        "without a key there is no guess"
    );
}

#[test]
fn a_trusted_proxy_tells_clients_apart() {
    let server_of = Sightline::new();
    let settings = [("EDGE__LIMITS__SIGN_IN", "1"), ("EDGE__TRUSTED_PROXIES", "[\"127.0.0.1\"]")];
    let server = server_of.serve_with(&[], &settings);
    let sign_in = |client: &str| {
        let headers = [("x-forwarded-for", client), ("x-request-id", "from-the-proxy")];
        Browser::new(&server.url).ask(&Method::POST, "/sign-in", &headers, "")
    };
    assert_ne!(sign_in("192.0.2.1").status, 429);
    assert_eq!(sign_in("192.0.2.1").status, 429);
    let other = sign_in("192.0.2.2");
    assert_ne!(other.status, 429);
    assert_eq!(other.header("x-request-id"), "from-the-proxy");
}

#[test]
fn a_client_cannot_choose_what_the_log_calls_its_request() {
    let sightline = Sightline::new();
    let server = sightline.serve_with(&[], &[("LOG__FILTER", "info,tower_http=debug")]);
    let headers = [("x-request-id", "chosen"), ("accept", "text/html")];
    let answer = Browser::new(&server.url).ask(&Method::GET, "/sign-in?next=%2Fsecret", &headers, "");
    let id = answer.header("x-request-id");
    assert_ne!(id, "chosen");
    let log = sightline.log();
    assert!(log.contains(id), "{log}");
    assert!(!log.contains("chosen") && !log.contains("secret"), "{log}");
}

#[test]
fn a_form_from_another_site_is_refused_with_a_page() {
    let server_of = Sightline::new();
    let server = server_of.serve_with(&[], &[("BASE_URL", "https://sightline.example")]);
    let send = |headers: &[(&str, &str)]| {
        Browser::new(&server.url).ask(
            &Method::POST,
            "/sign-out",
            &[headers, &[("accept", "text/html")]].concat(),
            "",
        )
    };
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
    ] {
        let answer = send(&[foreign]);
        assert_eq!(answer.status, 403, "{foreign:?}");
        assert!(answer.text.contains("This form was sent from another site"), "{}", answer.text);
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000",
            "the public address is https"
        );
    }
    assert_eq!(send(&[("sec-fetch-site", "same-origin")]).status, 303);
    assert_eq!(send(&[("origin", "https://sightline.example")]).status, 303);
}

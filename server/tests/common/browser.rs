//! A plain browser: cookies, forms, no redirects followed.

use ureq::http::{HeaderMap, Method, Request};

pub struct Browser {
    agent: ureq::Agent,
    url: String,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // A server that refuses a form before reading it may end the connection after the answer.
            .max_idle_connections(0)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .build()
            .new_agent();
        Self { agent, url: url.to_owned() }
    }

    /// Somebody of the demo organisation, signed in.
    pub fn of(persona: &str, url: &str) -> Self {
        let browser = Self::new(url);
        let answer = browser.post("/sign-in", &[("persona", persona)]);
        assert_eq!(answer.status, 303, "{persona} signs in: {}", answer.text);
        browser
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(&Method::GET, path, &[("accept", "text/html")], "")
    }

    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let headers = [("accept", "text/html"), ("content-type", "application/x-www-form-urlencoded")];
        self.ask(&Method::POST, path, &headers, &body.join("&"))
    }

    pub fn ask(&self, method: &Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let mut response = match method.as_str() {
            "GET" | "HEAD" | "DELETE" => self.agent.run(request.body(()).unwrap()),
            _ => self.agent.run(request.body(body).unwrap()),
        }
        .unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        // A stream of events has no end to wait for.
        let endless = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if endless { Vec::new() } else { response.body_mut().read_to_vec().unwrap() };
        // A picture is no text, but it is an answer.
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status, headers, text }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

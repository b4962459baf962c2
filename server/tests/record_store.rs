//! The record store's first version, over HTTP, on the real program.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod common;

use common::{Server, Sightline};
use serde_json::{Value, json};

struct Client {
    _sightline: Sightline,
    server: Server,
    authorization: String,
}

impl Client {
    fn new() -> Self {
        let sightline = Sightline::new();
        let made = sightline.run(&["keys", "create", "--name", "labs", "--format", "json"]);
        let made: Value = serde_json::from_slice(&made.stdout).unwrap();
        let pair = format!("{}:{}", made["key"].as_str().unwrap(), made["secret"].as_str().unwrap());
        let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair);
        let server = sightline.serve();
        Self { _sightline: sightline, server, authorization: format!("Basic {encoded}") }
    }

    fn send(&self, authorization: &str, version: &str, body: &[u8]) -> (u16, Value) {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut response = agent
            .post(format!("{}/xapi/statements", self.server.url))
            .header("authorization", authorization)
            .header("x-experience-api-version", version)
            .header("content-type", "application/json")
            .send(body)
            .unwrap();
        let text = response.body_mut().read_to_string().unwrap();
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    fn post(&self, body: &Value) -> (u16, Value) {
        self.send(&self.authorization, "1.0.3", body.to_string().as_bytes())
    }
}

fn statement(id: &str, verb: &str) -> Value {
    json!({
        "id": id,
        "actor": { "mbox": "mailto:person001@demo.invalid" },
        "verb": { "id": format!("http://adlnet.gov/expapi/verbs/{verb}") },
        "object": { "id": "https://demo.invalid/labs/slice" },
    })
}

const ID: &str = "8f4d2c9e-5b1a-4c3d-9e8f-0a1b2c3d4e5f";

#[test]
fn a_statement_is_stored_once_and_never_changes() {
    let client = Client::new();
    assert_eq!(client.post(&statement(ID, "completed")), (200, json!([ID])));
    assert_eq!(client.post(&statement(ID, "completed")), (200, json!([ID])), "sending it again is no error");
    let (status, answer) = client.post(&json!([statement(ID, "failed")]));
    assert_eq!(status, 409, "{answer}");
}

#[test]
fn one_bad_statement_refuses_the_batch_and_is_named() {
    let client = Client::new();
    let other = "11111111-5b1a-4c3d-9e8f-0a1b2c3d4e5f";
    let mut bad = statement(ID, "completed");
    bad["verb"] = json!({ "id": 7 });
    let (status, answer) = client.post(&json!([statement(other, "completed"), bad]));
    assert_eq!(status, 400);
    assert!(answer["error"].as_str().unwrap().contains("/1/verb/id"), "{answer}");
    // Had the first one been stored, another statement under its id would be refused.
    assert_eq!(client.post(&statement(other, "failed")).0, 200);
}

#[test]
fn whatever_is_sent_is_answered_and_the_server_lives_on() {
    let client = Client::new();
    let garbage: [&[u8]; 6] = [b"", b"[", b"\xff\xfe", b"{\"actor\":", b"[null]", b"\"text\""];
    for body in garbage {
        let (status, answer) = client.send(&client.authorization, "1.0.3", body);
        assert_eq!(status, 400, "{answer}");
    }
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    assert_eq!(client.send(&client.authorization, "1.0.3", &deep).0, 400);
    assert_eq!(client.send(&client.authorization, "7.0", b"[]").0, 400);
    assert_eq!(client.send("Basic bm9ib2R5Om5vdGhpbmc=", "1.0.3", b"[]").0, 401);
    assert_eq!(client.send("Basic %%%", "1.0.3", b"[]").0, 401);
    let large = vec![b' '; 17 * 1024 * 1024];
    assert_eq!(client.send(&client.authorization, "1.0.3", &large).0, 413);
    assert!(client.server.is_ready());
}

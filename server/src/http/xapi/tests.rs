//! The protocol as clients see it, on both engines: what the suite of the standard's authors does not look at.

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::http::testing::{App, Told, apps};

const ID: &str = "8f4d2c9e-5b1a-4c3d-9e8f-0a1b2c3d4e5f";
const JSON: (&str, &str) = ("content-type", "application/json");

struct Client<'a> {
    app: &'a App,
    authorization: String,
}

impl<'a> Client<'a> {
    async fn new(app: &'a App) -> Self {
        let (key, secret) = app.service.create_access_key("labs").await.unwrap();
        Self { app, authorization: format!("Basic {}", STANDARD.encode(format!("{key}:{secret}"))) }
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Told {
        let authorized = [("authorization", self.authorization.as_str())];
        self.bare(method, path, &[&authorized, headers].concat(), body).await
    }

    async fn bare(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Told {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.app.send(method, path, "", headers, body.into()).await
    }

    async fn get(&self, path: &str) -> Told {
        self.ask("GET", path, &[V2], "").await
    }

    async fn post(&self, statement: &Value) -> Told {
        self.ask("POST", "/xapi/statements", &[V2, JSON], statement.to_string()).await
    }
}

const V1: (&str, &str) = ("x-experience-api-version", "1.0.3");
const V2: (&str, &str) = ("x-experience-api-version", "2.0.0");

fn statement() -> Value {
    json!({
        "id": ID,
        "actor": { "mbox": "mailto:large-0@demo.invalid" },
        "verb": { "id": "http://adlnet.gov/expapi/verbs/completed" },
        "object": { "id": "https://demo.invalid/labs/slice" },
    })
}

fn refused(told: &Told) -> (u16, String) {
    (told.status.as_u16(), told.json()["error"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_refusal_names_the_property_the_parameter_or_the_header() {
    for app in apps().await {
        let client = Client::new(&app).await;
        let mut bad = statement();
        bad["verb"]["id"] = json!("completed");
        let told = client.post(&json!([statement(), statement()])).await;
        assert_eq!((told.status.as_u16(), told.json()["pointer"].clone()), (400, json!("/1/id")));
        let told = client.post(&json!([bad])).await;
        assert_eq!(told.json()["pointer"], "/0/verb/id");
        for (query, word) in
            [("since=now", "\"since\""), ("Verb=x", "\"Verb\" is not known"), ("limit=-1", "\"limit\"")]
        {
            let (status, words) = refused(&client.get(&format!("/xapi/statements?{query}")).await);
            assert!(status == 400 && words.contains(word), "{words}");
        }
        let (status, words) = refused(&client.ask("GET", "/xapi/statements", &[], "").await);
        assert!(status == 400 && words.contains("X-Experience-API-Version is missing"), "{words}");
        let xml = client.ask("POST", "/xapi/statements", &[V2, ("content-type", "text/xml")], "<a/>").await;
        assert_eq!(xml.status, 400);
    }
}

#[tokio::test]
async fn every_answer_tells_version_consistency_and_who_may_read_it() {
    for app in apps().await {
        let client = Client::new(&app).await;
        for told in [
            client.get("/xapi/statements").await,
            client.get("/xapi/statements?what=1").await,
            client.bare("GET", "/xapi/statements", &[V2], "").await,
            client.ask("DELETE", "/xapi/statements", &[V2], "").await,
            client.ask("POST", "/xapi/statements", &[V2, JSON, ("content-length", "99999999")], "").await,
        ] {
            assert!(!told.header("x-experience-api-consistent-through").is_empty(), "{told:?}");
            assert_eq!(told.header("x-experience-api-version"), "2.0.0");
            assert_eq!(told.header("access-control-allow-origin"), "*");
        }
        let preflight = client
            .bare("OPTIONS", "/xapi/activities/state", &[("origin", "https://content.example")], "")
            .await;
        assert_eq!(preflight.status, 204);
        assert!(preflight.header("access-control-allow-headers").contains("if-none-match"));
        let about = client.bare("GET", "/xapi/about", &[], "").await;
        assert_eq!(about.json()["version"], json!(["1.0.3", "2.0.0"]));
    }
}

#[tokio::test]
async fn a_form_stands_for_a_request_of_1_0_x_only() {
    for app in apps().await {
        let client = Client::new(&app).await;
        let form = |version: &str| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.append_pair("Authorization", &client.authorization);
            form.append_pair("X-Experience-API-Version", version).append_pair("statementId", ID);
            form.append_pair("content", &statement().to_string()).finish()
        };
        let put = "/xapi/statements?method=PUT";
        let plain = [("content-type", "text/plain")];
        assert_eq!(client.bare("POST", put, &plain, form("2.0.0")).await.status, 400);
        assert_eq!(client.bare("POST", put, &plain, form("1.0.1")).await.status, 204);
        let found = client.get(&format!("/xapi/statements?statementId={ID}")).await.json();
        assert_eq!((&found["id"], &found["version"]), (&json!(ID), &json!("1.0.0")));
        let extra = client.bare("POST", "/xapi/statements?method=PUT&course=7", &plain, form("1.0.1")).await;
        assert_eq!(extra.status, 400);
    }
}

#[tokio::test]
async fn a_statement_may_be_sent_again_in_another_spelling() {
    for app in apps().await {
        let client = Client::new(&app).await;
        let mut told = statement();
        told["timestamp"] = json!("2026-03-01T10:30:00+01:00");
        told["result"] = json!({ "duration": "PT1.239S" });
        assert_eq!(client.post(&told).await.status, 200);
        told["timestamp"] = json!("2026-03-01T09:30:00.000Z");
        told["result"]["duration"] = json!("PT1.23S");
        assert_eq!(client.post(&told).await.status, 200);
        told["result"]["duration"] = json!("PT1.24S");
        let (status, words) = refused(&client.post(&told).await);
        assert!(status == 409 && words.contains(ID), "{words}");
    }
}

fn multipart(statement: &Value, file: &[u8], hash: &str) -> Vec<u8> {
    let head = format!(
        "--b\r\nContent-Type: application/json\r\n\r\n{statement}\r\n--b\r\nContent-Type: text/plain\r\n\
         Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {hash}\r\n\r\n"
    );
    [head.as_bytes(), file, b"\r\n--b--\r\n"].concat()
}

#[tokio::test]
async fn a_file_comes_with_its_statement_and_goes_with_it() {
    const MIXED: (&str, &str) = ("content-type", "multipart/mixed; boundary=b");
    // Of "bytes".
    let hash = "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9";
    for app in apps().await {
        let client = Client::new(&app).await;
        let mut with_file = statement();
        with_file["attachments"] = json!([{
            "usageType": "https://demo.invalid/usage", "display": { "en": "File" },
            "contentType": "text/plain", "length": 5, "sha2": hash,
        }]);
        let post = |body: Vec<u8>| client.ask("POST", "/xapi/statements", &[V2, MIXED], body);
        assert_eq!(client.post(&with_file).await.status, 400, "the file is missing");
        assert_eq!(post(multipart(&with_file, b"other", hash)).await.status, 400, "another file");
        assert_eq!(post(multipart(&statement(), b"bytes", hash)).await.status, 400, "nobody declares it");
        assert_eq!(post(multipart(&with_file, b"bytes", hash)).await.status, 200);
        let found = client.get(&format!("/xapi/statements?statementId={ID}&attachments=true")).await;
        assert!(found.header("content-type").starts_with("multipart/mixed; boundary="));
        assert!(found.text.contains(&format!("{hash}\r\n\r\nbytes\r\n")), "{}", found.text);
        assert!(found.header("last-modified").ends_with(" GMT"));
    }
}

#[tokio::test]
async fn state_may_be_put_over_unseen_by_1_0_x_and_not_by_2_0() {
    for app in apps().await {
        let client = Client::new(&app).await;
        let path = "/xapi/activities/state?activityId=https%3A%2F%2Fdemo.invalid%2Fa&stateId=s\
                    &agent=%7B%22mbox%22%3A%22mailto%3Aa%40demo.invalid%22%7D";
        let bytes = ("content-type", "application/octet-stream");
        for body in ["page 1", "page 2"] {
            assert_eq!(client.ask("PUT", path, &[V1, bytes], body).await.status, 204);
        }
        assert_eq!(client.ask("PUT", path, &[V2, bytes], "page 3").await.status, 409);
        let found = client.get(path).await;
        assert_eq!((found.text.as_str(), found.header("content-type")), ("page 2", bytes.1));
        let (tag, other) = (("if-match", found.header("etag")), ("if-match", "\"0\""));
        assert_eq!(client.ask("PUT", path, &[V2, bytes, other], "page 3").await.status, 412);
        assert_eq!(client.ask("PUT", path, &[V2, bytes, tag], "page 3").await.status, 204);
        assert_eq!(client.ask("DELETE", path, &[V2, other], "").await.status, 412);
        assert_eq!(client.ask("DELETE", path, &[V2], "").await.status, 204);
        assert_eq!(client.get(path).await.status, 404);
    }
}

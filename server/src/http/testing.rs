//! The whole application without a socket, around a small company, for the tests of what programs ask.

use std::cell::Cell;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use domain::{
    EpochMs, Span,
    viewer::{AccessRole, Scope},
};
use serde_json::{Value, json};
use service::{
    Rules, Service,
    ingest::{Payload, SheetKind},
    sign_in::{GroupRule, SessionLimits},
    tokens::TokenForm,
};
use store::{Store, sessions::Sessions};
use tower::ServiceExt;

use crate::config::{Config, Flags};

/// When tests begin: 2026-03-02.
const START: i64 = 1_772_409_600_000;
pub const DAY: i64 = domain::time::MS_PER_DAY;

thread_local! {
    static NOW: Cell<i64> = const { Cell::new(START) };
}

/// A test's own time: each runs on a thread of its own.
pub fn now() -> EpochMs {
    EpochMs(NOW.get())
}

pub fn days_pass(days: i64) {
    NOW.set(NOW.get() + days * DAY);
}

/// Teams of six and of three people, who merge something in each of two sprints.
const TEAMS: [(&str, usize); 2] = [("large", 6), ("small", 3)];

pub struct App {
    pub engine: &'static str,
    pub service: Service,
    pub store: Store,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| json!(self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and body, for a snapshot. Ids and instants differ from run to run.
    pub fn snapshot(&self) -> Value {
        json!({ "status": self.status.as_u16(), "body": redacted(self.json()) })
    }
}

fn redacted(value: Value) -> Value {
    match value {
        Value::Object(parts) => Value::Object(
            parts
                .into_iter()
                .map(|(name, value)| match name.as_str() {
                    "created" | "lastModified" | "token_expires_at" => (name, json!("[time]")),
                    _ => (name, redacted(value)),
                })
                .collect(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(redacted).collect()),
        Value::String(text) => Value::String(without_ids(&text)),
        other => other,
    }
}

fn without_ids(text: &str) -> String {
    let is_id = |part: &&str| uuid::Uuid::parse_str(part).is_ok();
    let parts = text.split('/').map(|part| if is_id(&part) { "[id]" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The company on each engine.
pub async fn apps() -> Vec<App> {
    let mut apps = Vec::new();
    for (engine, store) in testbed::stores().await {
        let service = Service::new(store.clone(), Rules::default(), now).await.unwrap();
        let service = service.with_provisioned_roles(group_rules());
        company(&service).await;
        let sessions = Sessions::new(store.clone(), SessionLimits::default(), now);
        let config = Config::load(&Flags::default()).unwrap();
        let router = crate::http::router(&service, &sessions, &config, false).unwrap();
        apps.push(App { engine, service, store, router });
    }
    apps
}

/// What is found on each engine, where it has to be the same.
pub async fn on_each(look: impl AsyncFn(&App) -> Value) -> Value {
    let mut found: Option<Value> = None;
    for app in apps().await {
        let here = look(&app).await;
        assert_eq!(found.as_ref().unwrap_or(&here), &here, "{} differs", app.engine);
        found = Some(here);
    }
    found.unwrap()
}

fn group_rules() -> Vec<GroupRule> {
    let rule = |group: &str, role, scope| GroupRule { group: group.to_owned(), role, scope };
    vec![
        rule("sightline-executives", AccessRole::Executive, Scope::Everything),
        rule("sightline-engineers", AccessRole::Engineer, Scope::Own),
    ]
}

async fn company(service: &Service) {
    let mut people = vec!["email,name,team,github_login".to_owned()];
    let mut lines = Vec::new();
    for (team, size) in TEAMS {
        for n in 0..size {
            people.push(format!("{team}-{n}@demo.invalid,Demo {team} {n},{team},{team}-{n}"));
            for sprint in 0..2 {
                lines.push(pull_request(&format!("{team}-{n}"), lines.len(), sprint));
            }
        }
    }
    let sheets = [
        (SheetKind::Teams, "key,name,jira\nlarge,Large,LAR\nsmall,=Small,SMA\n".to_owned()),
        (SheetKind::People, people.join("\n")),
        (
            SheetKind::Sprints,
            "key,start,end\nS1,2026-01-05,2026-01-18\nS2,2026-01-19,2026-02-01\n".to_owned(),
        ),
    ];
    for (kind, text) in sheets {
        assert_eq!(service.apply_sheet(kind, text.as_bytes()).await.unwrap().rejected, []);
    }
    let reader = service.github_reader().unwrap();
    let payload =
        |line: String| Payload { read: reader.read(line.as_bytes()).unwrap(), bytes: line.into_bytes() };
    service.ingest().pull_requests(lines.into_iter().map(payload).collect()).await.unwrap();
    service.recompute().await.unwrap();
    service.notice_changes().await.unwrap();
}

/// Merged after a day.
fn pull_request(author: &str, number: usize, sprint: usize) -> String {
    let day = |days: usize| format!("2026-01-{:02}T09:00:00Z", 6 + 14 * sprint + days);
    let id = author.bytes().fold(7_u64, |id, byte| id * 31 % 1_000_003 + u64::from(byte));
    json!({
        "repository": { "full_name": "acme/shop" },
        "pull_request": {
            "number": number + 1, "title": "Change something", "state": "closed", "draft": false,
            "user": { "login": author, "id": id, "type": "User" },
            "created_at": day(0), "merged_at": day(1), "closed_at": day(1), "updated_at": day(1),
            "additions": 40, "deletions": 2, "review_comments": 3, "body": "",
        },
        "reviews": [],
    })
    .to_string()
}

impl App {
    /// A user with one role; says their number.
    pub async fn user(&self, role: AccessRole, scope: Scope, person: Option<&str>) -> i64 {
        let mut tx = self.store.begin().await.unwrap();
        let user = tx.create_user(&format!("Demo {}", role.title())).await.unwrap();
        tx.grant_role(user, role, &scope, "administrator", Span::ALL).await.unwrap();
        if let Some(email) = person {
            let person = tx.person_by_email(email).await.unwrap();
            tx.set_user_person(user, person).await.unwrap();
        }
        tx.commit().await.unwrap();
        user
    }

    /// A token of a user with these scopes, for thirty days.
    pub async fn token_of(&self, user: i64, scopes: &[&str]) -> String {
        let viewer = self.service.viewer(user).await.unwrap().unwrap();
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let form = TokenForm { name: "Report".to_owned(), scopes, days: "30".to_owned() };
        self.service.own_tokens(&viewer).create(&form).await.unwrap().secret
    }

    /// A token of somebody with this role who sees everything.
    pub async fn token(&self, role: AccessRole, scopes: &[&str]) -> String {
        self.token_of(self.user(role, Scope::Everything, None).await, scopes).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Told {
        self.get_with(path, token, &[]).await
    }

    pub async fn get_with(&self, path: &str, token: &str, headers: &[(&str, &str)]) -> Told {
        self.send(Method::GET, path, token, headers, Vec::new()).await
    }

    pub async fn send_json(&self, method: Method, path: &str, token: &str, body: &Value) -> Told {
        let headers = [("content-type", "application/scim+json")];
        self.send(method, path, token, &headers, body.to_string().into_bytes()).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Told {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        Told { status: parts.status, headers: parts.headers, text }
    }
}

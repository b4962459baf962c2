//! Import lines, as sources send them.

use domain::{EpochMs, learning};
use serde_json::{Value, json};

pub const HOUR: i64 = 3_600_000;

/// Hours after Monday 2026-01-05, as the lines count time.
pub fn at(hours: i64) -> EpochMs {
    EpochMs(EpochMs::from_date(jiff::civil::date(2026, 1, 5)).0 + hours * HOUR)
}

fn text(hours: i64) -> String {
    jiff::Timestamp::from_millisecond(at(hours).0).unwrap().to_string()
}

pub fn address(name: &str) -> String {
    format!("{name}@demo.invalid")
}

/// A pull request; everything that a test does not say has a plain value.
#[derive(Debug, Clone)]
pub struct PullRequestLine {
    pub repository: &'static str,
    pub number: i64,
    /// A login; `None`: a deleted account.
    pub author: Option<String>,
    pub opened: i64,
    pub merged: Option<i64>,
    pub closed: Option<i64>,
    pub reviewed: Option<i64>,
    pub updated: i64,
    pub lines: u32,
    pub draft: bool,
    pub title: &'static str,
}

impl PullRequestLine {
    /// Merged after a day.
    pub fn new(number: i64, author: &str, opened: i64) -> Self {
        Self {
            repository: "acme/shop",
            number,
            author: Some(author.to_owned()),
            opened,
            merged: Some(opened + 24),
            closed: Some(opened + 24),
            reviewed: Some(opened + 2),
            updated: opened + 24,
            lines: 40,
            draft: false,
            title: "Change something",
        }
    }

    pub fn json(&self) -> String {
        let user =
            self.author.as_ref().map(|login| json!({ "login": login, "id": id_of(login), "type": "User" }));
        let review = |hours| json!({ "user": { "login": "reviewer" }, "state": "APPROVED", "submitted_at": text(hours) });
        let state = if self.closed.is_some() { "closed" } else { "open" };
        json!({
            "repository": { "full_name": self.repository },
            "pull_request": {
                "number": self.number, "title": self.title, "state": state, "user": user, "draft": self.draft,
                "created_at": text(self.opened), "merged_at": self.merged.map(text),
                "closed_at": self.closed.map(text), "updated_at": text(self.updated),
                "additions": self.lines, "deletions": 2, "review_comments": 3, "body": "- [x] tests\n",
            },
            "reviews": self.reviewed.map(review).into_iter().collect::<Vec<Value>>(),
        })
        .to_string()
    }
}

/// A number that is the login's own.
pub fn id_of(login: &str) -> u64 {
    login.bytes().fold(7, |id, byte| id * 31 % 1_000_003 + u64::from(byte))
}

pub fn issue(key: &str, kind: &str, created: i64, updated: i64, environment: &str) -> String {
    let project = key.rsplit_once('-').map_or(key, |(project, _)| project);
    json!({
        "key": key,
        "fields": {
            "issuetype": { "name": kind }, "project": { "key": project }, "summary": "It breaks",
            "created": text(created), "updated": text(updated), "environment": environment,
        },
    })
    .to_string()
}

/// A statement about a person, known by address.
#[derive(Debug, Clone)]
pub struct StatementLine {
    pub id: u128,
    pub people: Vec<String>,
    pub verb: &'static str,
    pub content: &'static str,
    pub at: i64,
    pub team: Option<&'static str>,
    pub sprint: Option<&'static str>,
}

pub const LAB: &str = "https://demo.invalid/lab";
pub const HUDDLE: &str = "https://demo.invalid/huddle";
pub const AID: &str = "https://demo.invalid/aid";
/// The content sheet that goes with these.
pub const CONTENT: &str = "id,kind,name,skill\nhttps://demo.invalid/lab,lab,Small pull requests,small-prs\n\
    https://demo.invalid/huddle,peer_session,Huddle,\nhttps://demo.invalid/aid,job_aid,Checklist,small-prs\n";

impl StatementLine {
    pub fn new(id: u128, person: &str, verb: &'static str, content: &'static str, at: i64) -> Self {
        Self { id, people: vec![person.to_owned()], verb, content, at, team: None, sprint: None }
    }

    pub fn completed(id: u128, person: &str, at: i64) -> Self {
        Self::new(id, person, learning::VERB_COMPLETED, LAB, at)
    }

    pub fn attended(id: u128, person: &str, at: i64) -> Self {
        Self::new(id, person, learning::VERB_ATTENDED, HUDDLE, at)
    }

    pub fn applied(id: u128, person: &str, at: i64) -> Self {
        Self::new(id, person, learning::VERB_APPLIED, AID, at)
    }

    pub fn json(&self) -> String {
        let agent = |name: &String| json!({ "mbox": format!("mailto:{}", address(name)) });
        let actor = match &self.people[..] {
            [one] => agent(one),
            many => json!({ "objectType": "Group", "member": many.iter().map(agent).collect::<Vec<_>>() }),
        };
        let tags = [("team", self.team), ("sprint", self.sprint)];
        let tag = |(name, value): (&str, Option<&str>)| {
            Some((format!("{}{name}", learning::TAG_EXTENSIONS), json!(value?)))
        };
        let extensions: serde_json::Map<String, Value> = tags.into_iter().filter_map(tag).collect();
        json!({
            "id": uuid::Uuid::from_u128(self.id), "actor": actor, "verb": { "id": self.verb },
            "object": { "id": self.content }, "timestamp": text(self.at), "context": { "extensions": extensions },
        })
        .to_string()
    }
}

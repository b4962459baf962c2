//! Statements as a learning platform sends them, about 1.8 kB each, and requests full of them. A request is made once;
//! before it is sent again only the ids in it change, so that the load generator costs next to nothing.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// Different ones, among all statements.
pub const AGENTS: usize = 2_000;
const ACTIVITIES: usize = 400;
const VERBS: [&str; 6] = [
    "http://adlnet.gov/expapi/verbs/initialized",
    "http://adlnet.gov/expapi/verbs/answered",
    "http://adlnet.gov/expapi/verbs/answered",
    "http://adlnet.gov/expapi/verbs/progressed",
    "http://adlnet.gov/expapi/verbs/completed",
    "http://adlnet.gov/expapi/verbs/passed",
];

/// As long as every id.
const ID: &str = "00000000-0000-4000-8000-000000000000";

pub fn agent(number: usize) -> Value {
    json!({ "objectType": "Agent", "account": { "homePage": "https://lms.example.com", "name": format!("learner-{number:05}") } })
}

fn activity(kind: &str, number: usize) -> Value {
    json!({
        "objectType": "Activity", "id": format!("https://lms.example.com/{kind}/{number:04}"),
        "definition": {
            "type": format!("http://adlnet.gov/expapi/activities/{kind}"),
            "name": { "en": format!("The {kind} with the number {number}") },
        },
    })
}

/// A statement with the id that stands for any.
pub fn statement(random: &mut ChaCha8Rng) -> Value {
    let lab = random.random_range(0..ACTIVITIES);
    let session = uuid::Builder::from_random_bytes(random.random()).into_uuid();
    let tag = |name: &str| format!("https://w3id.org/xapi/sightline/extensions/{name}");
    json!({
        "id": ID,
        "actor": agent(random.random_range(0..AGENTS)),
        "verb": { "id": VERBS[random.random_range(0..VERBS.len())], "display": { "en": "did" } },
        "object": activity("lesson", lab),
        "result": {
            "score": { "scaled": f64::from(random.random_range(0..100u8)) / 100.0, "raw": 41, "min": 0, "max": 100 },
            "success": true, "completion": true, "duration": "PT12M30S",
            "response": "The change is small enough to be read in ten minutes, and its tests fail without it.",
        },
        "context": {
            "registration": session,
            "platform": "Learning platform", "language": "en",
            "contextActivities": {
                "parent": [activity("module", lab / 8)],
                "grouping": [activity("course", lab / 40)],
                "category": [{ "id": "https://w3id.org/xapi/sightline", "definition": { "type": "http://adlnet.gov/expapi/activities/profile" } }],
            },
            "extensions": {
                tag("skill"): "small-pull-requests", tag("role"): "engineer", tag("team"): "payments",
                tag("repository"): "acme/payments", tag("sprint"): "2026-S07",
                "https://lms.example.com/session": { "browser": "Firefox 133 on Linux", "screen": "1920x1080", "attempt": 1, "path": "welcome/practice/review" },
            },
        },
        "timestamp": "2026-03-02T09:30:00.000Z",
    })
}

/// A batch as JSON, and where the ids stand in it.
pub struct Batch {
    pub json: Vec<u8>,
    ids: Vec<usize>,
}

impl Batch {
    pub fn new(statements: usize, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let made: Vec<Value> = (0..statements).map(|_| statement(&mut random)).collect();
        let json = Value::Array(made).to_string();
        let ids = json.match_indices(ID).map(|(at, _)| at).collect();
        Self { json: json.into_bytes(), ids }
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Gives every statement an id that none had before.
    pub fn renew(&mut self, random: &mut ChaCha8Rng) {
        for at in &self.ids {
            let id = uuid::Builder::from_random_bytes(random.random()).into_uuid();
            let mut text = [0; 36];
            id.hyphenated().encode_lower(&mut text);
            self.json[*at..*at + text.len()].copy_from_slice(&text);
        }
    }

    /// The ids that it has now.
    pub fn now(&self) -> impl Iterator<Item = String> + '_ {
        self.ids.iter().map(|at| String::from_utf8_lossy(&self.json[*at..*at + ID.len()]).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_has_about_the_size_of_real_ones() {
        let size = Batch::new(50, 1).json.len() / 50;
        assert!((1_700..1_950).contains(&size), "{size}");
    }

    #[test]
    fn a_batch_that_is_renewed_has_other_ids() {
        let mut batch = Batch::new(3, 1);
        batch.renew(&mut ChaCha8Rng::seed_from_u64(2));
        let ids: std::collections::BTreeSet<String> = batch.now().collect();
        assert_eq!(ids.len(), 3);
        assert!(serde_json::from_slice::<Value>(&batch.json).is_ok());
    }
}

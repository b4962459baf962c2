//! `/xapi-profile`: what statements should say so that Sightline can place them, as a document of the xAPI Profiles
//! specification (JSON-LD). Public, and the same for everybody.

use app::web::Routes;
use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use domain::learning::{
    PROFILE, TAG_EXTENSIONS, VERB_APPLIED, VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED,
};
use serde_json::{Value, json};

const VERB_PASSED: &str = "http://adlnet.gov/expapi/verbs/passed";
const VERB_FAILED: &str = "http://adlnet.gov/expapi/verbs/failed";

/// When this version of the profile was published.
const PUBLISHED: &str = "2026-11-22T00:00:00Z";

/// (tag, what its value is).
const TAGS: [(&str, &str); 5] = [
    ("skill", "The key of a skill in the skill map."),
    ("role", "The key of a role in the skill map."),
    ("team", "The key of a team."),
    ("repository", "A repository, as owner/name."),
    ("sprint", "The key of a sprint of the team."),
];

/// (key, name, what it is). Course and the like exist elsewhere too; these say which of them counts as what here.
const ACTIVITY_TYPES: [(&str, &str, &str); 6] = [
    ("course", "Course", "Content that is worked through from beginning to end."),
    ("lab", "Code lab", "An exercise in a repository, with tests that say when it is done."),
    ("job-aid", "Job aid", "A page that is opened while working."),
    (
        "peer-session",
        "Peer session",
        "Colleagues who meet to practise; one group statement for all who came.",
    ),
    ("challenge", "Challenge", "A small task for a pair within a sprint."),
    ("checklist", "Checklist", "What is gone through before work is handed on."),
];

/// (key, verb, what it says).
const TEMPLATES: [(&str, &str, &str); 6] = [
    ("started", VERB_INITIALIZED, "Somebody began."),
    ("completed", VERB_COMPLETED, "Somebody came to the end."),
    ("passed", VERB_PASSED, "Somebody met the bar."),
    ("failed", VERB_FAILED, "Somebody did not meet the bar yet. It is kept, and is no moment of learning."),
    ("attended", VERB_ATTENDED, "Somebody, or each of a group, was there."),
    ("applied", VERB_APPLIED, "Somebody used on the job what was practised."),
];

pub fn routes() -> Routes<()> {
    Routes::new().get("/xapi-profile", show)
}

async fn show() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/ld+json"),
        // Profile servers and validators of other sites read it.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, Json(document())).into_response()
}

fn document() -> Value {
    let version = version();
    json!({
        "@context": "https://w3id.org/xapi/profiles/context",
        "id": PROFILE,
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": { "en": "Sightline" },
        "definition": { "en": "Learning that can be joined with the work of a team: three moments, five tags." },
        "author": { "type": "Organization", "name": "Sightline" },
        "versions": [{ "id": version, "generatedAtTime": PUBLISHED }],
        "concepts": concepts(&version),
        "templates": TEMPLATES.map(|template| self::template(template, &version)),
        "patterns": patterns(&version),
    })
}

fn version() -> String {
    format!("{PROFILE}/v1.0")
}

/// What is defined here; verbs of others are only used, in the templates.
fn concepts(version: &str) -> Vec<Value> {
    let mut concepts = vec![json!({
        "id": VERB_APPLIED,
        "type": "Verb",
        "inScheme": version,
        "prefLabel": { "en": "applied" },
        "definition": { "en": "Used on the job what was practised before." },
    })];
    concepts.extend(ACTIVITY_TYPES.map(|(key, name, definition)| {
        json!({
            "id": format!("{PROFILE}/activity-types/{key}"),
            "type": "ActivityType",
            "inScheme": version,
            "prefLabel": { "en": name },
            "definition": { "en": definition },
        })
    }));
    concepts.extend(TAGS.map(|(tag, definition)| {
        json!({
            "id": format!("{TAG_EXTENSIONS}{tag}"),
            "type": "ContextExtension",
            "inScheme": version,
            "prefLabel": { "en": tag },
            "definition": { "en": definition },
            "inlineSchema": "{\"type\":\"string\",\"minLength\":1}",
        })
    }));
    concepts
}

fn template((key, verb, definition): (&str, &str, &str), version: &str) -> Value {
    let rule = |(tag, _): (&str, &str)| {
        json!({
            "location": format!("$.context.extensions['{TAG_EXTENSIONS}{tag}']"),
            "presence": "recommended",
        })
    };
    json!({
        "id": format!("{PROFILE}/templates/{key}"),
        "type": "StatementTemplate",
        "inScheme": version,
        "prefLabel": { "en": key },
        "definition": { "en": definition },
        "verb": verb,
        "rules": TAGS.map(rule),
    })
}

/// Content is begun, then finished; later it may be applied, any number of times.
fn patterns(version: &str) -> Vec<Value> {
    let template = |key: &str| format!("{PROFILE}/templates/{key}");
    let pattern = |key: &str, primary: bool, definition: &str, what: (&str, Value)| {
        let mut pattern = json!({
            "id": format!("{PROFILE}/patterns/{key}"),
            "type": "Pattern",
            "primary": primary,
            "inScheme": version,
            "prefLabel": { "en": key },
            "definition": { "en": definition },
        });
        pattern[what.0] = what.1;
        pattern
    };
    let ends = json!([template("completed"), template("passed"), template("failed"), template("attended")]);
    let below = |key: &str| format!("{PROFILE}/patterns/{key}");
    vec![
        pattern("ends", false, "One of the ways in which it comes to an end.", ("alternates", ends)),
        pattern(
            "use",
            false,
            "Used on the job, any number of times.",
            ("zeroOrMore", template("applied").into()),
        ),
        pattern("begin", false, "It may be told that it began.", ("optional", template("started").into())),
        pattern(
            "learning",
            true,
            "From the first look to the job.",
            ("sequence", json!([below("begin"), below("ends"), below("use")])),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(document: &Value, part: &str) -> BTreeSet<String> {
        let items = document[part].as_array().unwrap();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn everything_has_an_id_of_its_own_and_belongs_to_the_version() {
        let document = document();
        let mut all = BTreeSet::new();
        for part in ["concepts", "templates", "patterns"] {
            for item in document[part].as_array().unwrap() {
                assert_eq!(item["inScheme"], document["versions"][0]["id"], "{item}");
                assert!(all.insert(item["id"].as_str().unwrap().to_owned()), "{item} is there twice");
            }
        }
        assert_eq!(all.len(), 12 + 6 + 4);
    }

    #[test]
    fn patterns_name_what_is_there() {
        let document = document();
        let known = &ids(&document, "templates") | &ids(&document, "patterns");
        for pattern in document["patterns"].as_array().unwrap() {
            for key in ["alternates", "sequence", "zeroOrMore", "optional"] {
                let named = match &pattern[key] {
                    Value::Array(items) => items.clone(),
                    Value::Null => vec![],
                    one => vec![one.clone()],
                };
                assert!(named.iter().all(|name| known.contains(name.as_str().unwrap())), "{pattern}");
            }
        }
    }

    #[test]
    fn a_statement_with_the_extensions_of_the_profile_carries_the_five_tags() {
        let document = document();
        let extensions = ids(&document, "concepts").into_iter().filter(|id| id.starts_with(TAG_EXTENSIONS));
        let found: BTreeSet<String> =
            extensions.map(|id| id.trim_start_matches(TAG_EXTENSIONS).to_owned()).collect();
        assert_eq!(found, BTreeSet::from(TAGS.map(|(tag, _)| tag.to_owned())));
    }
}

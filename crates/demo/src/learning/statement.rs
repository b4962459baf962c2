//! xAPI 1.0.3 statements, as far as the demo needs them. Structs, so that the order of keys never changes.

use domain::EpochMs;
use domain::content::ContentKind;
use domain::facts::LearningKind;
use domain::learning::{
    PROFILE, TAG_EXTENSIONS, VERB_APPLIED, VERB_ATTENDED, VERB_COMPLETED, VERB_INITIALIZED,
};
use jiff::Timestamp;
use rand::Rng;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use uuid::Uuid;

use crate::calendar::timestamp;
use crate::content::ContentRow;
use crate::people::Person;

#[derive(Debug, Serialize)]
pub(crate) struct Statement {
    pub id: Uuid,
    pub actor: Actor,
    pub verb: Verb,
    pub object: Activity,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    pub context: Context,
    pub timestamp: Timestamp,
    pub version: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(tag = "objectType")]
pub(crate) enum Actor {
    Agent(Agent),
    /// One statement for everybody who was there.
    Group {
        name: String,
        member: Vec<Member>,
    },
}

#[derive(Debug, Serialize)]
pub(crate) struct Agent {
    pub name: String,
    pub mbox: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "objectType")]
pub(crate) enum Member {
    Agent(Agent),
}

#[derive(Debug, Serialize)]
pub(crate) struct Verb {
    pub id: &'static str,
    pub display: English,
}

#[derive(Debug, Serialize)]
pub(crate) struct Activity {
    #[serde(rename = "objectType")]
    pub object_type: &'static str,
    pub id: String,
    pub definition: Definition,
}

#[derive(Debug, Serialize)]
pub(crate) struct Definition {
    pub name: English,
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct English {
    pub en: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub completion: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Context {
    pub platform: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Tags>,
}

/// The five tags.
#[derive(Debug, Clone)]
pub(crate) struct Tags {
    pub skill: &'static str,
    /// `None` where one statement speaks for people of several roles.
    pub role: Option<&'static str>,
    pub team: &'static str,
    pub repository: String,
    pub sprint: String,
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tags = [
            ("skill", Some(self.skill)),
            ("role", self.role),
            ("team", Some(self.team)),
            ("repository", Some(self.repository.as_str())),
            ("sprint", Some(self.sprint.as_str())),
        ];
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in tags.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            map.serialize_entry(&format!("{TAG_EXTENSIONS}{name}"), value)?;
        }
        map.end()
    }
}

pub(super) fn agent(person: &Person) -> Agent {
    Agent { name: person.name(), mbox: format!("mailto:{}", person.email()) }
}

pub(super) fn statement(
    rng: &mut impl Rng,
    actor: Actor,
    kind: LearningKind,
    content: &ContentRow,
    at: EpochMs,
    tags: Option<Tags>,
) -> Statement {
    Statement {
        id: uuid::Builder::from_random_bytes(rng.random()).into_uuid(),
        actor,
        verb: verb(kind),
        object: activity(content),
        result: (kind == LearningKind::Completed).then_some(Outcome { completion: true }),
        context: Context { platform: "Demo learning", extensions: tags },
        timestamp: timestamp(at),
        version: "1.0.3",
    }
}

fn verb(kind: LearningKind) -> Verb {
    let (id, word) = match kind {
        LearningKind::Started => (VERB_INITIALIZED, "initialized"),
        LearningKind::Completed => (VERB_COMPLETED, "completed"),
        LearningKind::Attended => (VERB_ATTENDED, "attended"),
        LearningKind::Applied => (VERB_APPLIED, "applied"),
    };
    Verb { id, display: English { en: word.to_owned() } }
}

fn activity(content: &ContentRow) -> Activity {
    Activity {
        object_type: "Activity",
        id: content.id.clone(),
        definition: Definition {
            name: English { en: content.name.clone() },
            kind: activity_type(content.kind),
        },
    }
}

/// The activity types of the published profile.
fn activity_type(kind: ContentKind) -> String {
    format!("{PROFILE}/activity-types/{}", kind.as_str().replace('_', "-"))
}

//! What content of cmi5 may say, and in which order. Without IO: what was said before comes in.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use xapi::Statement;

pub(super) const CATEGORY: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
pub(super) const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";
pub(super) const SESSION_ID: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

/// The nine verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verb {
    Launched,
    Initialized,
    Completed,
    Passed,
    Failed,
    Abandoned,
    Waived,
    Terminated,
    Satisfied,
}

impl Verb {
    const ALL: [Verb; 9] = [
        Self::Launched,
        Self::Initialized,
        Self::Completed,
        Self::Passed,
        Self::Failed,
        Self::Abandoned,
        Self::Waived,
        Self::Terminated,
        Self::Satisfied,
    ];

    pub(super) fn iri(self) -> &'static str {
        match self {
            Self::Launched => "http://adlnet.gov/expapi/verbs/launched",
            Self::Initialized => "http://adlnet.gov/expapi/verbs/initialized",
            Self::Completed => "http://adlnet.gov/expapi/verbs/completed",
            Self::Passed => "http://adlnet.gov/expapi/verbs/passed",
            Self::Failed => "http://adlnet.gov/expapi/verbs/failed",
            Self::Abandoned => "https://w3id.org/xapi/adl/verbs/abandoned",
            Self::Waived => "https://w3id.org/xapi/adl/verbs/waived",
            Self::Terminated => "http://adlnet.gov/expapi/verbs/terminated",
            Self::Satisfied => "https://w3id.org/xapi/adl/verbs/satisfied",
        }
    }

    pub(super) fn word(self) -> &'static str {
        self.iri().rsplit('/').next().unwrap_or_default()
    }

    fn of(statement: &Statement) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.iri() == statement.verb())
    }
}

/// A verb that was sent, and by which statement: the same statement may come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) verb: Verb,
    pub(super) id: Uuid,
}

/// Looks at a statement of a session. `said`: in this session so far; `before`: in earlier ones of the registration.
///
/// # Errors
/// What is wrong with it, in words for who wrote the content.
pub(super) fn check(statement: &Statement, said: &[Said], before: &[Said]) -> Result<Option<Said>, String> {
    let has = |verb| said.iter().any(|said| said.verb == verb);
    let ever = |verb| has(verb) || before.iter().any(|said| said.verb == verb);
    let verb = Verb::of(statement).filter(|_| is_defined(statement));
    if let Some(id) = statement.id()
        && said.iter().any(|said| said.id == id && Some(said.verb) == verb)
    {
        return Ok(None);
    }
    if has(Verb::Terminated) {
        return Err("nothing may be sent after terminated".to_owned());
    }
    if !has(Verb::Initialized) && verb != Some(Verb::Initialized) {
        return Err("initialized must be sent before anything else".to_owned());
    }
    let Some(verb) = verb else {
        return if is_defined(statement) {
            Err("only the nine verbs may carry cmi5's category".to_owned())
        } else {
            Ok(None)
        };
    };
    let once = |there: bool| if there { Err(format!("{} is sent once", verb.word())) } else { Ok(()) };
    match verb {
        Verb::Initialized => once(has(verb))?,
        Verb::Completed | Verb::Passed => once(ever(verb))?,
        Verb::Failed if ever(Verb::Passed) => return Err("failed cannot follow passed".to_owned()),
        Verb::Failed | Verb::Terminated => {}
        Verb::Launched | Verb::Abandoned | Verb::Waived | Verb::Satisfied => {
            return Err(format!("{} is said by the system that launches, not by content", verb.word()));
        }
    }
    let id = statement.id().ok_or("a statement of cmi5 needs an id")?;
    Ok(Some(Said { verb, id }))
}

/// Is it one of cmi5's own statements, by its category?
fn is_defined(statement: &Statement) -> bool {
    let categories = statement.as_json().pointer("/context/contextActivities/category");
    let is = |activity: &Value| activity["id"] == CATEGORY;
    match categories {
        Some(Value::Array(all)) => all.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

/// What content adds to each of its statements.
pub(super) fn context_template(session: Uuid, activity: &str, skill: Option<&str>) -> Value {
    let mut extensions = json!({ SESSION_ID: session });
    if let Some(skill) = skill {
        extensions[format!("{}skill", domain::learning::TAG_EXTENSIONS)] = json!(skill);
    }
    json!({ "contextActivities": { "grouping": [{ "objectType": "Activity", "id": activity }] }, "extensions": extensions })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(verb: Verb, id: u128) -> Statement {
        Statement::from_value(json!({
            "id": Uuid::from_u128(id),
            "actor": { "account": { "homePage": "https://lms.invalid", "name": "7" } },
            "verb": { "id": verb.iri() },
            "object": { "id": "https://content.invalid/unit" },
            "context": { "contextActivities": { "category": [{ "id": CATEGORY }] } },
        }))
        .unwrap()
    }

    /// What becomes of each verb of a session, one after the other.
    fn session(verbs: &[Verb], before: &[Said]) -> Vec<Result<(), String>> {
        let mut said = Vec::new();
        let mut outcomes = Vec::new();
        for (number, verb) in (1..).zip(verbs) {
            let outcome = check(&sent(*verb, number), &said, before);
            outcomes.push(outcome.map(|news| said.extend(news)));
        }
        outcomes
    }

    #[test]
    fn a_session_in_the_order_of_the_standard_is_taken() {
        use Verb::{Completed, Failed, Initialized, Passed, Terminated};
        let outcomes = session(&[Initialized, Failed, Failed, Completed, Passed, Terminated], &[]);
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    }

    #[test]
    fn what_is_out_of_order_or_not_contents_to_say_is_refused_with_a_reason() {
        use Verb::{
            Abandoned, Completed, Failed, Initialized, Launched, Passed, Satisfied, Terminated, Waived,
        };
        for (verbs, words) in [
            (vec![Completed], "initialized must be sent"),
            (vec![Initialized, Initialized], "once"),
            (vec![Initialized, Completed, Completed], "once"),
            (vec![Initialized, Passed, Failed], "cannot follow"),
            (vec![Initialized, Terminated, Completed], "after terminated"),
            (vec![Initialized, Launched], "system that launches"),
            (vec![Initialized, Abandoned], "system that launches"),
            (vec![Initialized, Waived], "system that launches"),
            (vec![Initialized, Satisfied], "system that launches"),
        ] {
            let outcomes = session(&verbs, &[]);
            let last = outcomes.last().unwrap().clone().unwrap_err();
            assert!(last.contains(words), "{verbs:?}: {last}");
        }
    }

    #[test]
    fn what_was_passed_in_an_earlier_session_stays_passed() {
        let before = [Said { verb: Verb::Passed, id: Uuid::from_u128(99) }];
        let outcomes = session(&[Verb::Initialized, Verb::Failed], &before);
        assert!(outcomes[1].is_err());
    }

    #[test]
    fn the_same_statement_may_come_twice() {
        let said = [Said { verb: Verb::Initialized, id: Uuid::from_u128(1) }];
        assert_eq!(check(&sent(Verb::Initialized, 1), &said, &[]), Ok(None));
    }
}

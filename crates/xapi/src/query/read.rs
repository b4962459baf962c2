//! Parameters of a request, and a query made of them. What is not known is refused: a filter with a slip in its name
//! would otherwise return everything.

use domain::EpochMs;
use serde_json::Value;
use uuid::Uuid;

use super::{Format, StatementQuery};
use crate::{Version, check, identity};

/// Why a parameter is refused. `Display` reads as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the parameter \"{name}\" {problem}")]
pub struct BadParameter {
    pub name: String,
    pub problem: String,
}

fn bad(name: &str, problem: impl Into<String>) -> BadParameter {
    BadParameter { name: name.to_owned(), problem: problem.into() }
}

/// The parameters of one request, each taken once.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    version: Version,
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// # Errors
    /// When a name is none of `known`, or stands there twice.
    pub fn new(
        version: Version,
        pairs: impl IntoIterator<Item = (String, String)>,
        known: &[&str],
    ) -> Result<Self, BadParameter> {
        let mut own: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            if !known.contains(&name.as_str()) {
                let shown: String = name.chars().take(80).collect();
                return Err(bad(&shown, format!("is not known here; known are {}", known.join(", "))));
            }
            if own.iter().any(|(other, _)| *other == name) {
                return Err(bad(&name, "is there twice"));
            }
            own.push((name, value));
        }
        Ok(Self { version, pairs: own })
    }

    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// # Errors
    /// When it is not there.
    pub fn required(&self, name: &str) -> Result<&str, BadParameter> {
        self.text(name).ok_or_else(|| bad(name, "is missing"))
    }

    /// # Errors
    /// When it is not an IRI.
    pub fn iri(&self, name: &str) -> Result<Option<String>, BadParameter> {
        let is_iri = |text: &str| check::is_iri(text).then(|| text.to_owned());
        self.parsed(name, "must be an IRI with a scheme, like https://example.org/x", is_iri)
    }

    /// # Errors
    /// When it is not an IRI, or not there.
    pub fn required_iri(&self, name: &str) -> Result<String, BadParameter> {
        self.iri(name)?.ok_or_else(|| bad(name, "is missing"))
    }

    /// # Errors
    /// When it is not a UUID.
    pub fn uuid(&self, name: &str) -> Result<Option<Uuid>, BadParameter> {
        self.parsed(name, "must be a UUID of 8-4-4-4-12 hexadecimal digits", |text| {
            check::is_uuid(text).then(|| Uuid::try_parse(text).ok())?
        })
    }

    /// # Errors
    /// When it is not a time.
    pub fn instant(&self, name: &str) -> Result<Option<EpochMs>, BadParameter> {
        self.parsed(name, "must be a time in RFC 3339, like 2026-03-01T09:30:00.000Z", |text| {
            // A plus in a query is a space, unless whoever sends it knows better.
            let text = text.replace(' ', "+");
            check::is_timestamp(&text).then(|| EpochMs::from_rfc3339(&text))?
        })
    }

    /// # Errors
    /// When it is neither `true` nor `false`, in whatever case: Python's libraries send `True`.
    pub fn flag(&self, name: &str) -> Result<bool, BadParameter> {
        let flag =
            self.parsed(name, "must be true or false", |text| text.to_ascii_lowercase().parse().ok())?;
        Ok(flag.unwrap_or_default())
    }

    /// The identifier of the agent that the parameter holds as JSON.
    ///
    /// # Errors
    /// When it is not JSON, or not an agent that the standard allows.
    pub fn agent(&self, name: &str) -> Result<Option<String>, BadParameter> {
        self.actor(name, check::agent)
    }

    /// As [`Parameters::agent`], when it has to be there.
    ///
    /// # Errors
    /// As above, or when it is missing.
    pub fn required_agent(&self, name: &str) -> Result<String, BadParameter> {
        self.agent(name)?.ok_or_else(|| bad(name, "is missing"))
    }

    /// An agent, or a group that has an identifier of its own.
    fn agent_or_group(&self, name: &str) -> Result<Option<String>, BadParameter> {
        self.actor(name, check::actor)
    }

    fn actor(
        &self,
        name: &str,
        check: fn(&Value, Version) -> Result<(), crate::Invalid>,
    ) -> Result<Option<String>, BadParameter> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let value: Value =
            serde_json::from_str(text).map_err(|error| bad(name, format!("is not JSON ({error})")))?;
        check(&value, self.version).map_err(|invalid| {
            let at = if invalid.pointer.is_empty() { "it" } else { &invalid.pointer };
            bad(name, format!("is no agent: {at} {}", invalid.problem))
        })?;
        let identifier = identity::identifier(&value);
        identifier.map(Some).ok_or_else(|| bad(name, "is an anonymous group, which nothing can be found by"))
    }

    fn parsed<T>(
        &self,
        name: &str,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadParameter> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let shown: String = text.chars().take(80).collect();
        parse(text).map(Some).ok_or_else(|| bad(name, format!("is \"{shown}\"; it {wanted}")))
    }
}

impl StatementQuery {
    /// What `GET /statements` knows beside `statementId` and `voidedStatementId`.
    pub const PARAMETERS: [&str; 12] = [
        "agent",
        "verb",
        "activity",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "limit",
        "format",
        "attachments",
        "ascending",
    ];

    /// # Errors
    /// Names the first parameter that is not as it should be.
    pub fn read(parameters: &Parameters) -> Result<Self, BadParameter> {
        Ok(Self {
            agent: parameters.agent_or_group("agent")?,
            verb: parameters.iri("verb")?,
            activity: parameters.iri("activity")?,
            registration: parameters.uuid("registration")?,
            related_activities: parameters.flag("related_activities")?,
            related_agents: parameters.flag("related_agents")?,
            since: parameters.instant("since")?,
            until: parameters.instant("until")?,
            limit: parameters
                .parsed("limit", "must be a whole number, not negative", |text| text.parse().ok())?
                .unwrap_or_default(),
            format: parameters
                .parsed("format", "must be ids, exact or canonical", Format::named)?
                .unwrap_or_default(),
            attachments: parameters.flag("attachments")?,
            ascending: parameters.flag("ascending")?,
        })
    }
}

impl Format {
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "ids" => Some(Self::Ids),
            "exact" => Some(Self::Exact),
            "canonical" => Some(Self::Canonical),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Ids => "ids",
            Self::Exact => "exact",
            Self::Canonical => "canonical",
        }
    }
}

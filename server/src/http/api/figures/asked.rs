//! What `GET /figures` is asked: one point of the lattice of groups and periods, or all groups of a kind.

use axum::http::Uri;
use domain::figure::MetricId;
use service::export::{Asked, By, Window};
use utoipa::{
    ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

use super::super::{page, problem::Problem, query::Query};

/// Periods are made of whole sprints, so that what can be asked is a finite set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "kebab-case")]
pub enum Period {
    /// Each sprint for itself.
    Sprint,
    /// The newest three, six or twelve sprints together.
    #[schema(rename = "last-3")]
    Last3,
    #[schema(rename = "last-6")]
    Last6,
    #[schema(rename = "last-12")]
    Last12,
    /// Each quarter, of the sprints that began in it.
    Quarter,
    /// The time before the programme began.
    Baseline,
    /// From one sprint to another, both included, together.
    Range,
}

impl Period {
    pub const ALL: [Period; 7] = [
        Period::Sprint,
        Period::Last3,
        Period::Last6,
        Period::Last12,
        Period::Quarter,
        Period::Baseline,
        Period::Range,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Period::Sprint => "sprint",
            Period::Last3 => "last-3",
            Period::Last6 => "last-6",
            Period::Last12 => "last-12",
            Period::Quarter => "quarter",
            Period::Baseline => "baseline",
            Period::Range => "range",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == text)
    }
}

const OWN: [&str; 6] = ["by", "group", "metric", "period", "from", "to"];

/// The parameters of a request, which are known and stand there once.
pub fn query(uri: &Uri) -> Result<Query, Problem> {
    Query::read(uri, &[&OWN[..], &page::PARAMETERS[..]].concat())
}

/// The question of a request.
pub fn read(query: &Query) -> Result<Asked, Problem> {
    let metrics = || MetricId::ALL.iter().map(|metric| metric.as_str().to_owned()).collect();
    let metric = query.choice("metric", MetricId::parse, metrics)?;
    Ok(Asked {
        by: by(query)?,
        group: query.get("group").map(str::to_owned),
        window: window(query)?,
        metrics: Vec::from_iter(metric),
    })
}

fn by(query: &Query) -> Result<By, Problem> {
    let all = || By::ALL.map(|by| by.as_str().to_owned()).to_vec();
    let parse = |text: &str| By::ALL.into_iter().find(|by| by.as_str() == text);
    query.choice("by", parse, all)?.ok_or_else(|| missing("by", all()))
}

fn window(query: &Query) -> Result<Window, Problem> {
    let all = || Period::ALL.map(|period| period.as_str().to_owned()).to_vec();
    let period = query.choice("period", Period::parse, all)?.unwrap_or(Period::Sprint);
    if period != Period::Range {
        no_ends(query)?;
    }
    Ok(match period {
        Period::Sprint => Window::EachSprint,
        Period::Last3 => Window::Last(3),
        Period::Last6 => Window::Last(6),
        Period::Last12 => Window::Last(12),
        Period::Quarter => Window::EachQuarter,
        Period::Baseline => Window::Baseline,
        Period::Range => Window::Between(end(query, "from")?, end(query, "to")?),
    })
}

fn end(query: &Query, name: &str) -> Result<String, Problem> {
    let words = || format!("With period=range, {name} must be the key of a sprint; see /api/v1/sprints.");
    query.get(name).map(str::to_owned).ok_or_else(|| Problem::parameter(name, words()))
}

fn no_ends(query: &Query) -> Result<(), Problem> {
    match ["from", "to"].into_iter().find(|name| query.get(name).is_some()) {
        None => Ok(()),
        Some(name) => {
            Err(Problem::parameter(name, format!("{name} goes with period=range only; leave it out.")))
        }
    }
}

/// What figures are grouped by, for the description of the API.
pub fn kinds() -> Object {
    let kinds = By::ALL.map(By::as_str);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(kinds)).build()
}

fn missing(name: &str, allowed: Vec<String>) -> Problem {
    let words = format!("{name} is needed: one of {}.", allowed.join(", "));
    Problem::parameter(name, words).with_allowed(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Asked, Problem> {
        read(&query(&format!("/?{text}").parse().unwrap())?)
    }

    #[test]
    fn a_range_has_two_ends_and_nothing_else_has_any() {
        assert!(asked("by=team&period=range&from=a&to=b").is_ok());
        assert!(asked("by=team&period=range&from=a").is_err());
        assert!(asked("by=team&period=sprint&to=b").is_err());
    }

    #[test]
    fn what_is_not_on_the_lattice_cannot_be_asked() {
        for query in ["", "by=person", "by=team&period=day", "by=team&since=2026-01-01", "by=team&by=cohort"]
        {
            assert!(asked(query).is_err(), "{query}");
        }
        assert_eq!(asked("by=team").unwrap().window, Window::EachSprint);
    }
}

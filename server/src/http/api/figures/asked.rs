//! What `GET /figures` is asked: one point of the lattice of groups and periods, or all groups of a kind.

use axum::http::Uri;
use domain::figure::MetricId;
use utoipa::ToSchema;

use super::super::{page, problem::Problem, query::Query};

/// What figures are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum By {
    Team,
    Cohort,
    Wave,
    Repository,
    Organisation,
}

impl By {
    const ALL: [By; 5] = [By::Team, By::Cohort, By::Wave, By::Repository, By::Organisation];

    pub fn as_str(self) -> &'static str {
        match self {
            By::Team => "team",
            By::Cohort => "cohort",
            By::Wave => "wave",
            By::Repository => "repository",
            By::Organisation => "organisation",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }
}

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

/// The question of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub by: By,
    /// One group; without it all that the viewer may see.
    pub group: Option<String>,
    /// Empty: every metric.
    pub metrics: Vec<MetricId>,
    pub period: Period,
    /// Of a range.
    pub from: Option<String>,
    pub to: Option<String>,
}

const OWN: [&str; 6] = ["by", "group", "metric", "period", "from", "to"];

impl Asked {
    pub fn query(uri: &Uri) -> Result<Query, Problem> {
        Query::read(uri, &[&OWN[..], &page::PARAMETERS[..]].concat())
    }

    pub fn read(query: &Query) -> Result<Self, Problem> {
        let kinds = || By::ALL.map(|by| by.as_str().to_owned()).to_vec();
        let by = query.choice("by", By::parse, kinds)?.ok_or_else(|| missing("by", kinds()))?;
        let periods = || Period::ALL.map(|period| period.as_str().to_owned()).to_vec();
        let period = query.choice("period", Period::parse, periods)?.unwrap_or(Period::Sprint);
        let metrics = || MetricId::ALL.iter().map(|metric| metric.as_str().to_owned()).collect();
        let metric = query.choice("metric", MetricId::parse, metrics)?;
        let text = |name| query.get(name).map(str::to_owned);
        let asked = Self {
            by,
            group: text("group"),
            metrics: Vec::from_iter(metric),
            period,
            from: text("from"),
            to: text("to"),
        };
        asked.with_a_range_or_none()
    }

    fn with_a_range_or_none(self) -> Result<Self, Problem> {
        let ends = [("from", &self.from), ("to", &self.to)];
        let is_range = self.period == Period::Range;
        match ends.iter().find(|(_, end)| end.is_some() != is_range) {
            None => Ok(self),
            Some((name, _)) if is_range => {
                let words =
                    format!("With period=range, {name} must be the key of a sprint; see /api/v1/sprints.");
                Err(Problem::parameter(name, words))
            }
            Some((name, _)) => {
                Err(Problem::parameter(name, format!("{name} goes with period=range only; leave it out.")))
            }
        }
    }
}

fn missing(name: &str, allowed: Vec<String>) -> Problem {
    let words = format!("{name} is needed: one of {}.", allowed.join(", "));
    Problem::parameter(name, words).with_allowed(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked, Problem> {
        Asked::read(&Asked::query(&format!("/?{query}").parse().unwrap())?)
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
        assert_eq!(asked("by=team").unwrap().period, Period::Sprint);
    }
}

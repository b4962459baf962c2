//! `GET /api/v1/definitions`: what each metric means.

use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};
use domain::figure::{Direction, Family, MetricId, Unit};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

use super::{
    caller::Caller,
    page,
    problem::{Problem, Problems},
    query::Query,
    representation::{CsvRow, Form, Tag, rows},
};

/// A metric as people and programs may cite it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionRow {
    metric: &'static str,
    /// Grows when the same facts would give another figure.
    version: u16,
    name: &'static str,
    /// flow, quality, practice or adoption.
    family: &'static str,
    /// hours, lines, count, share, `per_hundred_merged` or `per_hundred_lines`.
    unit: &'static str,
    /// `lower_is_better`, `higher_is_better` or neutral.
    direction: &'static str,
    /// What it is, in a plain sentence.
    statement: &'static str,
    /// How it is computed, in terms of facts.
    formula: &'static str,
    /// Metrics that must be shown beside this one.
    guards: Vec<&'static str>,
    /// What n counts.
    of: &'static str,
}

#[derive(Serialize, ToSchema)]
struct DefinitionPage {
    rows: Vec<DefinitionRow>,
    next_cursor: Option<String>,
}

/// Definitions change with the program, never with the data.
const REVISION: i64 = 0;

/// What each metric means: name, unit, formula, guards.
#[utoipa::path(
    get,
    path = "/api/v1/definitions",
    tag = "figures",
    params(page::PageParameters),
    responses(
        (status = 200, description = "The definitions.", content(
            (DefinitionPage = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Nothing changed since the answer whose ETag was sent."),
        Problems,
    ),
    security(("token" = [])),
)]
pub async fn definitions(Caller(bearer): Caller, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let query = Query::read(&uri, &page::PARAMETERS)?;
    let page = page::Page::read(&query, REVISION)?;
    let form = Form::negotiate(&headers, &[Form::Json, Form::Csv])?;
    let tag = Tag::new(REVISION, bearer.owner(), &uri, form);
    if let Some(known) = tag.known(&headers) {
        return Ok(known);
    }
    let (found, next_cursor) = page.cut(MetricId::ALL.iter().map(|id| row(*id)).collect());
    Ok(tag.mark(rows(form, found, next_cursor)?))
}

/// The metrics that can be asked for.
pub fn metric_ids() -> Object {
    let ids: Vec<&str> = MetricId::ALL.iter().map(|id| id.as_str()).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(ids)).build()
}

fn row(id: MetricId) -> DefinitionRow {
    let definition = metrics::definition(id);
    DefinitionRow {
        metric: id.as_str(),
        version: definition.version,
        name: definition.name,
        family: match definition.family {
            Family::Flow => "flow",
            Family::Quality => "quality",
            Family::Practice => "practice",
            Family::Adoption => "adoption",
        },
        unit: match definition.unit {
            Unit::Hours => "hours",
            Unit::Lines => "lines",
            Unit::Count => "count",
            Unit::Share => "share",
            Unit::PerHundredMerged => "per_hundred_merged",
            Unit::PerHundredLines => "per_hundred_lines",
        },
        direction: match definition.direction {
            Direction::LowerIsBetter => "lower_is_better",
            Direction::HigherIsBetter => "higher_is_better",
            Direction::Neutral => "neutral",
        },
        statement: definition.statement,
        formula: definition.formula,
        guards: definition.guards.iter().map(|guard| guard.as_str()).collect(),
        of: definition.of,
    }
}

impl CsvRow for DefinitionRow {
    const COLUMNS: &'static [&'static str] =
        &["metric", "version", "name", "family", "unit", "direction", "statement", "formula", "guards", "of"];

    fn cells(&self) -> Vec<String> {
        let text = |text: &str| text.to_owned();
        vec![
            text(self.metric),
            self.version.to_string(),
            text(self.name),
            text(self.family),
            text(self.unit),
            text(self.direction),
            text(self.statement),
            text(self.formula),
            self.guards.join(" "),
            text(self.of),
        ]
    }
}

//! `GET /api/v1/figures`: figures by group and period, from the fixed lattice and no further.

mod asked;
mod row;

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use serde::Serialize;
use service::Service;
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Figures,
    page::{Page, PageParameters},
    problem::{Problem, Problems},
    representation::{Form, Tag, rows},
};
use asked::Period;
use row::FigureRow;

/// Described only: the query is read in [`asked`], which says what is wrong with it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
struct FigureParameters {
    /// What figures are grouped by.
    #[param(schema_with = asked::kinds, example = "team")]
    by: String,
    /// One group's key; without it every group that the token's owner may see.
    #[param(min_length = 1, max_length = 200, example = "payments")]
    group: Option<String>,
    /// One metric; without it all of them.
    #[param(schema_with = super::definitions::metric_ids, example = "pr_cycle_time")]
    metric: Option<String>,
    /// Without it, each sprint for itself.
    #[param(inline, example = "sprint")]
    period: Option<Period>,
    /// The first sprint of a range, by key.
    #[param(min_length = 1, max_length = 200)]
    from: Option<String>,
    /// The last sprint of a range, by key.
    #[param(min_length = 1, max_length = 200)]
    to: Option<String>,
}

/// Figures, a page at a time.
#[derive(Serialize, ToSchema)]
struct FigurePage {
    rows: Vec<FigureRow>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// Figures by group and period.
///
/// A figure that would single people out is hidden here as on every page, with the reason. Only whole sprints and
/// whole groups can be asked for.
#[utoipa::path(
    get,
    path = "/api/v1/figures",
    tag = "figures",
    params(FigureParameters, PageParameters),
    responses(
        (status = 200, description = "The figures.", content(
            (FigurePage = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Nothing changed since the answer whose ETag was sent."),
        Problems,
    ),
    security(("token" = ["figures:read"])),
)]
pub async fn figures(
    State(service): State<Service>,
    Figures(viewer): Figures,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = asked::query(&uri)?;
    let asked = asked::read(&query)?;
    let revision = *service.changes().borrow();
    let page = Page::read(&query, revision)?;
    let form = Form::negotiate(&headers, &[Form::Json, Form::Csv])?;
    let tag = Tag::new(revision, &viewer, &uri, form);
    if let Some(known) = tag.known(&headers) {
        return Ok(known);
    }
    let (told, next_cursor) = page.cut(service.told(&viewer, &asked).await?);
    let told = told.into_iter().map(FigureRow::from).collect();
    form.note_export(&service, &viewer, &uri).await?;
    Ok(tag.mark(rows(form, told, next_cursor)?))
}

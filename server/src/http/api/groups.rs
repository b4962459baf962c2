//! `GET /api/v1/teams`, `/cohorts` and `/sprints`: which groups and periods the token's owner may ask about.

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use domain::viewer::Viewer;
use serde::Serialize;
use service::{Service, ServiceError, views::TeamLine};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Directory,
    page,
    problem::{Problem, Problems},
    query::Query,
    representation::{CsvRow, Form, Tag, rows},
};

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamRow {
    key: String,
    name: String,
    /// People today; null where the team is too small to say.
    people: Option<u64>,
    /// The wave it joined with; null while it has not.
    wave: Option<u16>,
}

/// A cohort.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortRow {
    key: String,
    name: String,
    wave: u16,
    /// Of the learning sprint.
    #[schema(format = Date)]
    first_day: String,
    #[schema(format = Date)]
    last_day: String,
    /// Keys of the skills it practises.
    skills: Vec<String>,
}

/// A team's sprint.
#[derive(Debug, Serialize, ToSchema)]
pub struct SprintRow {
    team: String,
    key: String,
    #[schema(format = Date)]
    first_day: String,
    #[schema(format = Date)]
    last_day: String,
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident of $row:ident;)+) => {
        $($(#[$doc])*
        #[derive(Serialize, ToSchema)]
        struct $name {
            rows: Vec<$row>,
            /// Where the next page starts; null on the last one.
            next_cursor: Option<String>,
        })+
    };
}

pages! {
    /// Teams, a page at a time.
    TeamPage of TeamRow;
    /// Cohorts, a page at a time.
    CohortPage of CohortRow;
    /// Sprints, a page at a time.
    SprintPage of SprintRow;
}

/// The teams whose figures can be asked for.
#[utoipa::path(
    get,
    path = "/api/v1/teams",
    tag = "directory",
    params(page::PageParameters),
    responses(
        (status = 200, description = "The teams.", content(
            (TeamPage = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Nothing changed since the answer whose ETag was sent."),
        Problems,
    ),
    security(("token" = ["directory:read"])),
)]
pub async fn teams(
    State(service): State<Service>,
    Directory(viewer): Directory,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let listing = Listing::read(&service, &uri, &headers, &[])?;
    let found = async || Ok(all_teams(&service, &viewer).await?.into_iter().map(team_row).collect());
    listing.answer(&viewer, &uri, &headers, found).await
}

/// The cohorts whose figures can be asked for.
#[utoipa::path(
    get,
    path = "/api/v1/cohorts",
    tag = "directory",
    params(page::PageParameters),
    responses(
        (status = 200, description = "The cohorts.", content(
            (CohortPage = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Nothing changed since the answer whose ETag was sent."),
        Problems,
    ),
    security(("token" = ["directory:read"])),
)]
pub async fn cohorts(
    State(service): State<Service>,
    Directory(viewer): Directory,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let listing = Listing::read(&service, &uri, &headers, &[])?;
    let found = async || {
        let cohorts = service.cohorts(&viewer).await?;
        Ok(cohorts.into_iter().map(cohort_row).collect())
    };
    listing.answer(&viewer, &uri, &headers, found).await
}

/// Described only.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
struct SprintParameters {
    /// One team's key; without it every team that the token's owner may see.
    #[param(min_length = 1, max_length = 200, example = "payments")]
    team: Option<String>,
}

/// The sprints of teams: periods that can be asked for.
#[utoipa::path(
    get,
    path = "/api/v1/sprints",
    tag = "directory",
    params(SprintParameters, page::PageParameters),
    responses(
        (status = 200, description = "The sprints.", content(
            (SprintPage = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Nothing changed since the answer whose ETag was sent."),
        Problems,
    ),
    security(("token" = ["directory:read"])),
)]
pub async fn sprints(
    State(service): State<Service>,
    Directory(viewer): Directory,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let listing = Listing::read(&service, &uri, &headers, &["team"])?;
    let team = listing.query.get("team").map(str::to_owned);
    let found = async || {
        let teams = match team {
            Some(team) => vec![team],
            None => team_keys(&service, &viewer).await?,
        };
        let mut rows = Vec::new();
        for team in teams {
            let sprints = service.team_figures(&viewer, &team)?.sprints().await?;
            rows.extend(sprints.into_iter().map(|sprint| SprintRow {
                team: team.clone(),
                key: sprint.key,
                first_day: sprint.first_day.to_string(),
                last_day: sprint.last_day.to_string(),
            }));
        }
        Ok(rows)
    };
    listing.answer(&viewer, &uri, &headers, found).await
}

/// What lists have in common: their parameters, their form, and being known already.
struct Listing {
    query: Query,
    page: page::Page,
    form: Form,
    revision: i64,
}

impl Listing {
    fn read(service: &Service, uri: &Uri, headers: &HeaderMap, own: &[&str]) -> Result<Self, Problem> {
        let query = Query::read(uri, &[own, &page::PARAMETERS[..]].concat())?;
        let revision = *service.changes().borrow();
        let page = page::Page::read(&query, revision)?;
        let form = Form::negotiate(headers, &[Form::Json, Form::Csv])?;
        Ok(Self { query, page, form, revision })
    }

    async fn answer<T: Serialize + CsvRow>(
        self,
        viewer: &Viewer,
        uri: &Uri,
        headers: &HeaderMap,
        found: impl AsyncFnOnce() -> Result<Vec<T>, ServiceError>,
    ) -> Result<Response, Problem> {
        let tag = Tag::new(self.revision, viewer, uri, self.form);
        if let Some(known) = tag.known(headers) {
            return Ok(known);
        }
        let (found, next_cursor) = self.page.cut(found().await?);
        Ok(tag.mark(rows(self.form, found, next_cursor)?))
    }
}

/// Every team that the viewer may see, whatever a page of the application holds.
async fn all_teams(service: &Service, viewer: &Viewer) -> Result<Vec<TeamLine>, ServiceError> {
    let first = service.teams(viewer, "", 1).await?;
    let mut lines = first.lines;
    for page in 2..=first.pages {
        lines.extend(service.teams(viewer, "", page).await?.lines);
    }
    Ok(lines)
}

pub async fn team_keys(service: &Service, viewer: &Viewer) -> Result<Vec<String>, ServiceError> {
    Ok(all_teams(service, viewer).await?.into_iter().map(|line| line.key).collect())
}

fn team_row(line: TeamLine) -> TeamRow {
    TeamRow { key: line.key, name: line.name, people: line.people, wave: line.wave }
}

fn cohort_row(line: service::views::CohortLine) -> CohortRow {
    CohortRow {
        key: line.key,
        name: line.name,
        wave: line.wave,
        first_day: line.first_day.to_string(),
        last_day: line.last_day.to_string(),
        skills: line.skills,
    }
}

impl CsvRow for TeamRow {
    const COLUMNS: &'static [&'static str] = &["key", "name", "people", "wave"];

    fn cells(&self) -> Vec<String> {
        let people = self.people.map(|people| people.to_string()).unwrap_or_default();
        let wave = self.wave.map(|wave| wave.to_string()).unwrap_or_default();
        vec![self.key.clone(), self.name.clone(), people, wave]
    }
}

impl CsvRow for CohortRow {
    const COLUMNS: &'static [&'static str] = &["key", "name", "wave", "first_day", "last_day", "skills"];

    fn cells(&self) -> Vec<String> {
        let Self { key, name, wave, first_day, last_day, skills } = self;
        let skills = skills.join(" ");
        vec![key.clone(), name.clone(), wave.to_string(), first_day.clone(), last_day.clone(), skills]
    }
}

impl CsvRow for SprintRow {
    const COLUMNS: &'static [&'static str] = &["team", "key", "first_day", "last_day"];

    fn cells(&self) -> Vec<String> {
        vec![self.team.clone(), self.key.clone(), self.first_day.clone(), self.last_day.clone()]
    }
}

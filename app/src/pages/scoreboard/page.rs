//! The page: four groups of figures, one composition for teams and cohorts.

use domain::{figure::MetricId, period::GroupKind};
use leptos::prelude::*;
use service::views::Scoreboard;

use super::{chart, lead, range, tiles};
use crate::components::{
    Breadcrumbs, ChartFigure, ChartFigureData, Choice, ComparePicker, CustomRange, EmptyState, Link, MeterTile,
    MeterTileData, PageHeader, RangePicker, Section, Tile, TileData,
};
use crate::islands::LiveFigures;
use crate::web::Parameters;

/// Everything the page shows, in words and pictures.
pub struct Content {
    title: String,
    lead: String,
    breadcrumbs: Vec<Link>,
    path: String,
    parameters: Vec<(String, String)>,
    live: String,
    range: RangeContent,
    compare: Option<CompareContent>,
    board: Option<Board>,
}

struct RangeContent {
    selected: String,
    custom: CustomRange,
    sprint: Option<Link>,
}

struct CompareContent {
    groups: Vec<Choice>,
    selected: String,
}

struct Board {
    chart: ChartFigureData,
    beside: Vec<TileData>,
    more: Vec<(String, String)>,
    quality: Option<Vec<TileData>>,
    practice: Vec<TileData>,
    adoption: Vec<MeterTileData>,
    adoption_link: Option<Link>,
}

impl Content {
    pub fn of(board: &Scoreboard, path: &str, parameters: &Parameters) -> Self {
        let is_team = board.group == GroupKind::Team;
        let base = if is_team { format!("/teams/{}", board.key) } else { format!("/cohorts/{}", board.key) };
        let this_year = board.trend.known_until.map_or(0, |now| now.date().year());
        let compare = CompareContent {
            groups: board.comparable.iter().map(|(key, name)| Choice::new(key.clone(), name.clone())).collect(),
            selected: board.comparison.as_ref().map(|other| other.key.clone()).unwrap_or_default(),
        };
        Self {
            title: board.name.clone(),
            lead: lead::lead(board, this_year),
            breadcrumbs: breadcrumbs(board),
            path: path.to_owned(),
            parameters: parameters.0.clone(),
            live: range::csv(&base, parameters).replacen("/figures.csv", "/live", 1),
            range: RangeContent {
                selected: range::selected(parameters),
                custom: range::custom(board, this_year),
                sprint: is_team.then(|| newest(board)).flatten(),
            },
            compare: (is_team && !compare.groups.is_empty()).then_some(compare),
            board: (!board.trend.sprints.is_empty()).then(|| Board::of(board, range::csv(&base, parameters))),
        }
    }

    pub fn tiles(&self) -> impl Iterator<Item = &TileData> {
        let board = self.board.iter();
        board.flat_map(|board| board.beside.iter().chain(board.quality.iter().flatten()).chain(&board.practice))
    }

    pub fn meters(&self) -> impl Iterator<Item = &MeterTileData> {
        self.board.iter().flat_map(|board| &board.adoption)
    }
}

fn breadcrumbs(board: &Scoreboard) -> Vec<Link> {
    match board.group {
        GroupKind::Cohort => {
            vec![Link::new("Cohorts", "/cohorts"), Link::new(board.name.clone(), format!("/cohorts/{}", board.key))]
        }
        _ => vec![Link::new("Teams", "/teams")],
    }
}

/// To the newest sprint by itself.
fn newest(board: &Scoreboard) -> Option<Link> {
    let sprint = board.trend.latest()?;
    Some(Link::new("Sprint", format!("/teams/{}/drill/{}", board.key, sprint.key)))
}

impl Board {
    fn of(board: &Scoreboard, csv: String) -> Self {
        let tile = |metric, label| tiles::tile(board, metric, label);
        let meter = |metric, label| tiles::meter(board, metric, label);
        let quality = || {
            vec![
                tile(MetricId::DefectsAfterRelease, "Found after release"),
                tile(MetricId::DefectsBeforeRelease, "Found before release"),
                tile(MetricId::Backouts, "Backouts"),
                tile(MetricId::Hotfixes, "Hotfixes"),
            ]
        };
        Self {
            chart: chart::chart(board, csv),
            beside: vec![
                tile(MetricId::FirstReviewTime, "First review"),
                tile(MetricId::PrSize, "Pull request size"),
                tile(MetricId::ReviewDepth, "Review depth"),
            ],
            more: MORE.iter().map(|metric| tiles::line(board, *metric)).collect(),
            quality: (board.group == GroupKind::Team).then(quality),
            practice: vec![
                tile(MetricId::SmallPrShare, "Small pull requests"),
                tile(MetricId::ChecklistUse, "Review checklist"),
                tile(MetricId::TestPassRate, "Tests pass"),
                tile(MetricId::SecurityChecked, "Security check"),
            ],
            adoption: vec![
                meter(MetricId::Joined, "Joined"),
                meter(MetricId::LabsCompleted, "Labs completed"),
                meter(MetricId::JobAidsUsed, "Used a job aid"),
                meter(MetricId::SessionsAttended, "Huddles attended"),
            ],
            adoption_link: board
                .learning
                .first()
                .filter(|_| board.group == GroupKind::Team)
                .map(|learning| Link::new(learning.name.clone(), format!("/cohorts/{}", learning.cohort))),
        }
    }
}

/// What is looked at now and then.
const MORE: [MetricId; 9] = [
    MetricId::Waiting,
    MetricId::WaitingAge,
    MetricId::CycleTimeP75,
    MetricId::CycleTimeP90,
    MetricId::CycleTimeBusiness,
    MetricId::CycleTimeKm,
    MetricId::DraftTime,
    MetricId::ReviewedIn24h,
    MetricId::FirstReviewTimeBusiness,
];

pub fn view(content: Content) -> impl IntoView {
    let Content { title, lead, breadcrumbs, path, parameters, live, range, compare, board } = content;
    view! {
        <Breadcrumbs trail=breadcrumbs here=title.clone() />
        <PageHeader title lead>
            <Pickers path parameters range compare />
        </PageHeader>
        {match board {
            Some(board) => view! { <Groups board /> <LiveFigures url=live /> }.into_any(),
            None => view! { <Nothing /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Pickers(
    path: String,
    parameters: Vec<(String, String)>,
    range: RangeContent,
    compare: Option<CompareContent>,
) -> impl IntoView {
    let RangeContent { selected, custom, sprint } = range;
    view! {
        <RangePicker
            path=path.clone()
            parameters=parameters.clone()
            choices=range::choices()
            selected
            custom
            sprint
        />
        {compare
            .map(|CompareContent { groups, selected }| {
                view! { <ComparePicker path parameters groups selected /> }
            })}
    }
    .into_any()
}

#[component]
fn Groups(board: Board) -> impl IntoView {
    let Board { chart, beside, more, quality, practice, adoption, adoption_link } = board;
    view! {
        <Section title="Flow">
            <div class="grid-main">
                <div class="stack">
                    <ChartFigure data=chart />
                    <More lines=more />
                </div>
                <div class="stack">{beside.into_iter().map(|data| view! { <Tile data /> }).collect_view()}</div>
            </div>
        </Section>
        <Section title="Quality">
            {match quality {
                Some(tiles) => view! { <Tiles tiles /> }.into_any(),
                None => {
                    view! {
                        <p class="sentence">
                            "Defects are counted by team: an issue tracker does not say whose work a defect goes back to. \
                             See the scoreboards of the teams."
                        </p>
                    }
                        .into_any()
                }
            }}
        </Section>
        <Section title="Practice">
            <Tiles tiles=practice />
        </Section>
        <Section title="Adoption" aside=adoption_link>
            <div class="grid-4">
                {adoption.into_iter().map(|data| view! { <MeterTile data /> }).collect_view()}
            </div>
        </Section>
    }
    .into_any()
}

#[component]
fn Tiles(tiles: Vec<TileData>) -> impl IntoView {
    view! { <div class="grid-4">{tiles.into_iter().map(|data| view! { <Tile data /> }).collect_view()}</div> }
        .into_any()
}

#[component]
fn More(lines: Vec<(String, String)>) -> impl IntoView {
    let line = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <details class="more">
            <summary>"More on flow"</summary>
            <dl class="facts">{lines.into_iter().map(line).collect_view()}</dl>
        </details>
    }
    .into_any()
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <EmptyState
            missing="There are no figures for this group yet."
            next_step="They appear once its sprints and its people's pull requests are imported: sightline import sprints FILE, then sightline import github FILE."
            action=Link::new("See the teams", "/teams")
        />
    }
    .into_any()
}

//! The page: four groups of figures under one header.

use leptos::prelude::*;

use super::{
    content::{Board, CompareContent, Content, RangeContent},
    range,
};
use crate::components::{
    Breadcrumbs, ChartFigure, ComparePicker, DataTable, EmptyState, Link, MeterTile, MeterTileData, Notice,
    NoticeKind, PageHeader, RangePicker, Section, TableData, Tile, TileData,
};
use crate::islands::LiveFigures;

/// `problem`: why the range in view is not the one that was asked for.
pub fn view(content: Content, problem: Option<String>) -> impl IntoView {
    let Content { title, lead, breadcrumbs, here, path, parameters, live, range, compare, board } = content;
    view! {
        <Breadcrumbs trail=breadcrumbs here />
        {problem.map(|text| view! { <Notice kind=NoticeKind::Problem text /> })}
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
    let Board { scope, chart, flow, waiting, more_flow, quality, more_quality, .. } = board;
    let Board { practice, more_practice, adoption, adoption_link, .. } = board;
    view! {
        <Section title="Flow">
            <div class="grid-main">
                <div class="stack">
                    <p class="sentence">{scope}</p>
                    <ChartFigure data=chart />
                    <p class="sentence">{waiting}</p>
                </div>
                <div class="stack">{flow.into_iter().map(|data| view! { <Tile data /> }).collect_view()}</div>
            </div>
            <More title="All figures of flow" table=more_flow />
        </Section>
        <Section title="Quality">
            <Quality tiles=quality table=more_quality />
        </Section>
        <Section title="Practice">
            <Tiles tiles=practice />
            <More title="All figures of practice" table=more_practice />
        </Section>
        <Section title="Adoption" aside=adoption_link>
            <Meters meters=adoption />
        </Section>
    }
    .into_any()
}

#[component]
fn Quality(tiles: Vec<TileData>, table: TableData) -> impl IntoView {
    if tiles.is_empty() {
        return view! {
            <p class="sentence">
                "Defects are counted by team: an issue tracker does not say whose work a defect goes back to. They stand on the scoreboards of "
                <a href="/teams">"the teams"</a>"."
            </p>
        }
        .into_any();
    }
    view! {
        <Tiles tiles />
        <More title="All figures of quality" table />
    }
    .into_any()
}

#[component]
fn Tiles(tiles: Vec<TileData>) -> impl IntoView {
    view! { <div class="grid-4">{tiles.into_iter().map(|data| view! { <Tile data /> }).collect_view()}</div> }
        .into_any()
}

#[component]
fn Meters(meters: Vec<MeterTileData>) -> impl IntoView {
    view! { <div class="grid-4">{meters.into_iter().map(|data| view! { <MeterTile data /> }).collect_view()}</div> }
        .into_any()
}

/// What is looked at now and then, and what each figure means.
#[component]
fn More(title: &'static str, table: TableData) -> impl IntoView {
    view! {
        <details class="more">
            <summary>{title}</summary>
            <DataTable data=table caption_hidden=true />
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

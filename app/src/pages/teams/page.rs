//! The list of teams: how each works now and worked in the baseline, in words.

use domain::figure::{Figure, MetricId};
use leptos::prelude::*;
use service::views::{TeamLine, TeamList};

use crate::components::{
    Cell, Column, DataTable, EmptyState, Link, PageHeader, Pager, SearchForm, TableData, below, href,
};
use crate::words;

#[component]
pub fn Teams(list: TeamList, search: String) -> impl IntoView {
    if list.all == 0 {
        return view! { <NoTeams /> }.into_any();
    }
    let query = search.clone();
    view! {
        <PageHeader title="Teams" lead=lead(&list, &search)>
            <SearchForm path="/teams" label="Find a team" query />
        </PageHeader>
        <div class="list">
            {if list.lines.is_empty() {
                view! { <NoneMatches search /> }.into_any()
            } else {
                view! { <Found list search /> }.into_any()
            }}
        </div>
    }
    .into_any()
}

fn lead(list: &TeamList, search: &str) -> String {
    let teams = if search.is_empty() {
        format!("{}, by name.", words::plural(list.all as u64, "team", "teams"))
    } else {
        format!("{} of {}, by name.", list.total, words::plural(list.all as u64, "team", "teams"))
    };
    format!(
        "{teams} Cycle time is the median from opening a pull request to merging it, now and in the baseline."
    )
}

#[component]
fn Found(list: TeamList, search: String) -> impl IntoView {
    let TeamList { lines, page, pages, .. } = list;
    let neighbour = |number: usize| {
        let number = number.to_string();
        let query = Some(("q", search.as_str())).filter(|_| !search.is_empty());
        href("/teams", query.into_iter().chain([("page", number.as_str())]))
    };
    let previous = (page > 1).then(|| neighbour(page - 1));
    let next = (page < pages).then(|| neighbour(page + 1));
    view! {
        <DataTable data=table(lines) caption_hidden=true />
        <Pager page pages previous next />
    }
    .into_any()
}

fn table(lines: Vec<TeamLine>) -> TableData {
    TableData {
        caption: "Teams by name".to_owned(),
        columns: vec![
            Column::text("Team"),
            Column::number("People"),
            Column::text("Wave"),
            Column::number("Cycle time"),
            Column::number("Baseline"),
        ],
        rows: lines.into_iter().map(row).collect(),
    }
}

fn row(line: TeamLine) -> Vec<Cell> {
    let href = below("/teams", &line.key);
    vec![
        Link::new(line.name, href).into(),
        line.people.map_or(Cell::Muted("Too few".to_owned()), |people| words::count(people).into()),
        line.wave.map_or(Cell::Muted("Not yet".to_owned()), |wave| wave.to_string().into()),
        cycle_time(line.cycle_time),
        cycle_time(line.baseline),
    ]
}

/// The reading, or in a word why there is none.
fn cycle_time(figure: Option<Figure>) -> Cell {
    let unit = metrics::definition(MetricId::CycleTime).unit;
    let Some(figure) = figure else { return Cell::Muted("No data".to_owned()) };
    match (words::hidden(MetricId::CycleTime, figure.state), figure.value) {
        (None, Some(value)) => words::reading(unit, value).to_string().into(),
        (Some(hidden), _) => Cell::Muted(hidden.label.to_owned()),
        (None, None) => Cell::Muted("No data".to_owned()),
    }
}

#[component]
fn NoneMatches(search: String) -> impl IntoView {
    view! {
        <EmptyState
            missing=format!("No team has “{search}” in its name.")
            next_step="Try fewer letters, or look at all teams."
            action=Link::new("Show all teams", "/teams")
        />
    }
    .into_any()
}

#[component]
fn NoTeams() -> impl IntoView {
    view! {
        <PageHeader title="Teams" />
        <EmptyState
            missing="There is no team here that you may open."
            next_step="Teams come in with “sightline import teams FILE” and “sightline import people FILE”. If there are teams already, ask your administrator which of them are yours."
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::figure::FigureState;

    use super::*;

    fn line(people: Option<u64>, state: FigureState) -> TeamLine {
        let figure = Figure {
            metric: MetricId::CycleTime,
            value: (state == FigureState::Shown).then_some(28.4),
            n: 96,
            contributors: 11,
            coverage: None,
            state,
        };
        TeamLine {
            key: "r&d".to_owned(),
            name: "R&D".to_owned(),
            people,
            wave: None,
            cycle_time: Some(figure.clone()),
            baseline: None,
        }
    }

    fn html(lines: Vec<TeamLine>, search: &str, all: usize) -> String {
        let list = TeamList { total: lines.len(), lines, all, page: 1, pages: 1 };
        view! { <Teams list search=search.to_owned() /> }.into_view().to_html()
    }

    #[test]
    fn a_team_links_to_its_scoreboard_and_shows_its_cycle_time() {
        let html = html(vec![line(Some(11), FigureState::Shown)], "", 1);
        assert!(html.contains("<a href=\"/teams/r%26d\">R&amp;D</a>"), "{html}");
        assert!(html.contains("28\u{a0}h"), "{html}");
    }

    #[test]
    fn a_small_team_shows_neither_head_count_nor_figure() {
        let html = html(vec![line(None, FigureState::Suppressed)], "", 1);
        assert!(html.contains("Too few") && html.contains("Hidden"), "{html}");
    }

    #[test]
    fn a_search_without_result_offers_the_way_back() {
        let html = html(vec![], "zzz", 12);
        assert!(html.contains("No team has “zzz” in its name."), "{html}");
        assert!(html.contains("href=\"/teams\""), "{html}");
    }

    #[test]
    fn no_team_at_all_says_how_teams_come_in() {
        assert!(html(vec![], "", 0).contains("sightline import teams"));
    }
}

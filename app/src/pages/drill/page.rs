//! The page: the outcome beside the practice of one sprint, and the items behind it.

use domain::figure::{Figure, MetricId, Unit};
use leptos::prelude::*;
use service::views::{Drill, WorkItem};

use super::{METRICS, items};
use crate::components::{
    Breadcrumbs, DataTable, EmptyState, Link, PageHeader, Pager, Section, TableData, Tile, TileData, TileState, href,
};
use crate::pages::scoreboard::{hidden, subject};
use crate::words;

const PAGE: usize = 100;

/// What people did, beside what came of it.
const PRACTICE: [MetricId; 3] = [MetricId::SmallPrShare, MetricId::ChecklistUse, MetricId::TestPassRate];

pub fn view(drill: Drill, page: usize) -> impl IntoView {
    let days = words::range(drill.sprint.first_day(), drill.sprint.last_day(), i16::MIN);
    let title = format!("{}, sprint {}", drill.team_name, drill.sprint.key);
    let team = Link::new(drill.team_name.clone(), format!("/teams/{}", drill.team));
    let neighbour = |key: &Option<String>| key.as_ref().map(|key| address(&drill, key));
    let (before, after) = (neighbour(&drill.before), neighbour(&drill.after));
    let beside = PRACTICE.into_iter().filter(|metric| *metric != drill.metric);
    let tiles: Vec<TileData> = std::iter::once(drill.metric).chain(beside).map(|metric| tile(&drill, metric)).collect();
    view! {
        <Breadcrumbs trail=vec![Link::new("Teams", "/teams"), team] here=drill.sprint.key.clone() />
        <PageHeader title lead=days>
            <Neighbours before after />
        </PageHeader>
        <Metrics drill=drill.clone() />
        <Section title="The figure, and the practice beside it">
            <div class="grid-4">{tiles.into_iter().map(|data| view! { <Tile data /> }).collect_view()}</div>
        </Section>
        <List drill page />
    }
    .into_any()
}

/// A page of the items, with the file of all of them.
#[component]
fn List(drill: Drill, page: usize) -> impl IntoView {
    let base = base(&drill, &drill.sprint.key);
    let pages = drill.items.len().div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    let at = |page: usize| href(&base, [("metric", drill.metric.as_str()), ("page", page.to_string().as_str())]);
    let (previous, next) = ((page > 1).then(|| at(page - 1)), (page < pages).then(|| at(page + 1)));
    let csv = Link::new("CSV", href(&format!("{base}/items.csv"), [("metric", drill.metric.as_str())]));
    let shown: Vec<WorkItem> = drill.items.iter().skip((page - 1) * PAGE).take(PAGE).cloned().collect();
    let table = items::table(drill.metric, &shown);
    view! {
        <Section title="Work items" aside=(!shown.is_empty()).then_some(csv)>
            <Items sum=adds_up(&drill) table hidden=drill.hidden />
            <Pager page pages previous next />
        </Section>
    }
    .into_any()
}

fn base(drill: &Drill, sprint: &str) -> String {
    format!("/teams/{}/drill/{sprint}", drill.team)
}

fn address(drill: &Drill, sprint: &str) -> String {
    href(&base(drill, sprint), [("metric", drill.metric.as_str())])
}

#[component]
fn Neighbours(before: Option<String>, after: Option<String>) -> impl IntoView {
    view! {
        <nav class="pager" aria-label="Sprints">
            {before
                .map(|href| {
                    view! {
                        <a class="button" rel="prev" href=href>
                            "Sprint before"
                        </a>
                    }
                })}
            {after
                .map(|href| {
                    view! {
                        <a class="button" rel="next" href=href>
                            "Sprint after"
                        </a>
                    }
                })}
        </nav>
    }
    .into_any()
}

/// The other figures of this sprint.
#[component]
fn Metrics(drill: Drill) -> impl IntoView {
    let link = |metric: MetricId| {
        let href = href(&base(&drill, &drill.sprint.key), [("metric", metric.as_str())]);
        let current = (metric == drill.metric).then_some("true");
        view! {
            <li>
                <a href=href aria-current=current>
                    {metrics::definition(metric).name}
                </a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label="Figure">
            <ul>{METRICS.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

fn tile(drill: &Drill, metric: MetricId) -> TileData {
    let figure = drill.sprint.figures.get(metric);
    TileData {
        key: metric.as_str().to_owned(),
        label: subject(metric).name.to_owned(),
        guard: false,
        state: state(drill, metric, &figure),
        link: None,
    }
}

fn state(drill: &Drill, metric: MetricId, figure: &Figure) -> TileState {
    let Some(value) = figure.value else { return TileState::Hidden(hidden(metric, Some(figure))) };
    let baseline = drill.baseline.as_ref().map(|baseline| baseline.figures.get(metric));
    TileState::Shown {
        reading: words::reading(subject(metric).unit, value),
        unit: None,
        sentence: words::comparison(subject(metric), baseline.as_ref(), drill.baseline_sprints),
        warning: false,
        sparkline: None,
        evidence: words::evidence(figure),
    }
}

/// How the rows become the figure: words before, the exact value, words after.
fn adds_up(drill: &Drill) -> (String, String, &'static str) {
    let figure = drill.sprint.figures.get(drill.metric);
    let (_, many) = words::items(drill.metric);
    let n = words::count(figure.n);
    let Some(value) = figure.value else { return Default::default() };
    match drill.metric {
        MetricId::CycleTime | MetricId::FirstReviewTime => {
            (format!("The median of these {n} is"), format!("{value:.2}"), "hours: the figure above.")
        }
        MetricId::PrSize => (format!("The median of these {n} is"), value.to_string(), "lines: the figure above."),
        MetricId::ChecklistUse | MetricId::TestPassRate => {
            (format!("Of {n} {many} that tell of it,"), words::reading(Unit::Share, value).to_string(), "do: the figure above.")
        }
        _ => (String::new(), words::plural(drill.items.len() as u64, "item", "items"), "in this sprint."),
    }
}

#[component]
fn Items(sum: (String, String, &'static str), table: TableData, hidden: bool) -> impl IntoView {
    if hidden {
        return view! {
            <EmptyState
                missing="This list is hidden: too few people stand behind it to protect each of them."
                next_step="A sprint in which more people of the team merged work can be opened."
            />
        }
        .into_any();
    }
    if table.rows.is_empty() {
        return view! { <EmptyState missing="There are no such items in this sprint." next_step="Choose another figure or another sprint above." /> }
            .into_any();
    }
    view! {
        <p class="sentence">
            {sum.0} " " <span data-part="sum">{sum.1}</span> " " {sum.2} " Items are listed without people."
        </p>
        <DataTable data=table caption_hidden=true />
    }
    .into_any()
}

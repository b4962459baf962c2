//! The page: the outcome beside the practice of one sprint, and the items behind it.

use domain::figure::MetricId;
use leptos::prelude::*;
use service::views::{Drill, WorkItem};

use super::{
    METRICS, address, base, items,
    sum::{Sum, sum},
    tiles::tiles,
};
use crate::components::{
    Breadcrumbs, DataTable, EmptyState, Link, PageHeader, Pager, Section, TableData, Tile, below, href,
};
use crate::words;

/// Rows on a page.
const PAGE: usize = 100;

pub fn view(drill: Drill, page: usize) -> impl IntoView {
    let days = words::range(drill.sprint.first_day(), drill.sprint.last_day(), i16::MIN);
    let title = format!("{}, sprint {}", drill.team_name, drill.sprint.key);
    let team = Link::new(drill.team_name.clone(), below("/teams", &drill.team));
    let neighbour = |key: &Option<String>| key.as_ref().map(|key| address(&drill.team, key, drill.metric));
    let (before, after) = (neighbour(&drill.before), neighbour(&drill.after));
    let tiles = tiles(&drill).into_iter().map(|data| view! { <Tile data /> }).collect_view();
    view! {
        <Breadcrumbs trail=vec![Link::new("Teams", "/teams"), team] here=drill.sprint.key.clone() />
        <PageHeader title lead=days>
            <Neighbours before after />
        </PageHeader>
        <Metrics team=drill.team.clone() sprint=drill.sprint.key.clone() current=drill.metric />
        <Section title="The figure, and the practice beside it">
            <div class="grid-4">{tiles}</div>
        </Section>
        <List drill page />
    }
    .into_any()
}

#[component]
fn Neighbours(before: Option<String>, after: Option<String>) -> impl IntoView {
    let link = |href: String, rel: &'static str, text: &'static str| {
        view! {
            <a class="button" rel=rel href=href>
                {text}
            </a>
        }
    };
    view! {
        <nav class="pager" aria-label="Sprints">
            {before.map(|href| link(href, "prev", "Sprint before"))}
            {after.map(|href| link(href, "next", "Sprint after"))}
        </nav>
    }
    .into_any()
}

/// The other figures of this sprint.
#[component]
fn Metrics(team: String, sprint: String, current: MetricId) -> impl IntoView {
    let link = |metric: MetricId| {
        let marked = (metric == current).then_some("true");
        view! {
            <li>
                <a href=address(&team, &sprint, metric) aria-current=marked>
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

/// A page of the items, with the file of all of them.
#[component]
fn List(drill: Drill, page: usize) -> impl IntoView {
    let base = base(&drill.team, &drill.sprint.key);
    let metric = ("metric", drill.metric.as_str());
    let pages = drill.items.len().div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    let at = |page: usize| href(&base, [metric, ("page", page.to_string().as_str())]);
    let (previous, next) = ((page > 1).then(|| at(page - 1)), (page < pages).then(|| at(page + 1)));
    let csv = Link::new("CSV", href(&format!("{base}/items.csv"), [metric]));
    let shown: Vec<WorkItem> = drill.items.iter().skip((page - 1) * PAGE).take(PAGE).cloned().collect();
    let table = items::table(drill.metric, &shown);
    view! {
        <Section title="Work items" aside=(!shown.is_empty()).then_some(csv)>
            <Items sum=sum(&drill) table hidden=drill.hidden />
            <Pager page pages previous next />
        </Section>
    }
    .into_any()
}

#[component]
fn Items(sum: Option<Sum>, table: TableData, hidden: bool) -> impl IntoView {
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
        return view! {
            <EmptyState
                missing="There are no such items in this sprint."
                next_step="Choose another figure or another sprint above."
            />
        }
        .into_any();
    }
    let sum = sum
        .map(|sum| view! { {sum.before} " " <span data-part="sum">{sum.value}</span> " " {sum.after} " " });
    view! {
        <p class="sentence">{sum} "Items are listed without people."</p>
        <DataTable data=table caption_hidden=true />
    }
    .into_any()
}

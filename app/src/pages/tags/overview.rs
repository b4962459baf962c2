//! The queue of what waits, the rules, the coverage.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    quality::Tag,
    tags::{Cause, Coverage, Filter, Queue, TagRule},
};

use super::{NEW, PATH};
use crate::components::{
    Cell, Choice, Column, DataTable, EmptyState, Link, Notice, NoticeKind, PageHeader, Pager, Section,
    TableData,
    form::{Confirm, SelectField},
    href,
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

const TITLE: &str = "Tags";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, &parameters).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, parameters: &Parameters) -> Result<Response, ServiceError> {
    let desk = app.service.tag_desk(viewer)?;
    let wanted = parameters.get("tag").unwrap_or_default();
    let filter = Filter {
        tag: Tag::ALL.into_iter().find(|tag| tag.as_str() == wanted),
        source: parameters.get("source").unwrap_or_default().to_owned(),
    };
    let number = parameters.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let queue = desk.queue(&filter, number).await?;
    let (rules, coverage) = (desk.rules().await?, desk.coverage().await?);
    let notice = parameters.notice();
    Ok(Page::new(app, Some(viewer), PATH, TITLE).render(|| {
        view! {
            {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
            <PageHeader
                title=TITLE
                lead="Learning counts where its skill, role, team, repository and sprint are known. Nothing is refused for its tags: what lacks one waits here until a rule gives it."
            />
            <Waiting queue filter />
            <Rules rules />
            <CoverageTable coverage />
        }
    }))
}

#[component]
pub fn Waiting(queue: Queue, filter: Filter) -> impl IntoView {
    let Queue { causes, total, page, pages, sources } = queue;
    if sources.is_empty() {
        return view! {
            <EmptyState
                missing="No event waits for a tag."
                next_step="When a source sends learning without a tag that is known, it is listed here with its cause."
            />
        }
        .into_any();
    }
    let data = TableData {
        caption: "Events that wait, by cause".to_owned(),
        columns: vec![
            Column::text("Cause"),
            Column::text("Their activities"),
            Column::number("Events"),
            Column::text("What to do"),
        ],
        rows: causes.iter().map(row).collect(),
    };
    let tag = filter.tag.map(Tag::as_str).unwrap_or_default();
    let neighbour = |number: usize| {
        let number = number.to_string();
        href(PATH, [("tag", tag), ("source", filter.source.as_str()), ("page", number.as_str())])
    };
    let previous = (page > 1).then(|| neighbour(page - 1));
    let next = (page < pages).then(|| neighbour(page + 1));
    view! {
        <Section title="What waits">
            <Filters sources tag=tag.to_owned() source=filter.source.clone() />
            <p class="sentence">{words::plural(total as u64, "cause", "causes")}</p>
            <DataTable data caption_hidden=true />
            <Pager page pages previous next />
        </Section>
    }
    .into_any()
}

#[component]
fn Filters(sources: Vec<String>, tag: String, source: String) -> impl IntoView {
    let tags = Tag::ALL.map(|tag| Choice::new(tag.as_str(), tag.as_str())).to_vec();
    let sources = sources.into_iter().map(|source| Choice::new(source.clone(), source)).collect::<Vec<_>>();
    view! {
        <form class="form" method="get" action=PATH>
            <SelectField name="tag" label="Tag" choices=tags selected=tag empty="All tags" />
            <SelectField name="source" label="Source" choices=sources selected=source empty="All sources" />
            <div class="form-actions">
                <button class="button" type="submit">
                    "Show"
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn row(cause: &Cause) -> Vec<Cell> {
    let Cause { source, tag, value, events, activities, prefix } = cause;
    let name = tag.as_str();
    let reason = if value.is_empty() {
        format!("{source}: no {name}")
    } else {
        format!("{source}: {name} “{value}” is not known")
    };
    let activities = words::plural(*activities as u64, "activity", "activities");
    let begin = if prefix.is_empty() { activities } else { format!("{activities}; ids begin with {prefix}") };
    vec![reason.into(), begin.into(), words::count(*events).into(), step(cause)]
}

/// A rule cannot mend what was sent: that wins. Then the list is to be completed, or the source corrected.
fn step(cause: &Cause) -> Cell {
    let Cause { source, tag, value, prefix, .. } = cause;
    if value.is_empty() {
        let asked =
            [("source", source.as_str()), ("activity_prefix", prefix.as_str()), ("tag", tag.as_str())];
        return Link::new("Write a rule", href(NEW, asked)).into();
    }
    match tag {
        Tag::Skill | Tag::Role => {
            Link::new("Add it to the skill map, or correct it at the source", "/skill-map").into()
        }
        _ => "Import it, or correct it at the source".into(),
    }
}

#[component]
pub fn Rules(rules: Vec<TagRule>) -> impl IntoView {
    if rules.is_empty() {
        return view! {
            <Section title="Rules">
                <EmptyState
                    missing="There are no rules."
                    next_step="A rule gives tags to the learning of a source that cannot send them."
                    action=Link::new("Write a rule", NEW)
                />
            </Section>
        }
        .into_any();
    }
    let data = TableData {
        caption: "Rules, in the order in which they are tried".to_owned(),
        columns: ["Number", "For events", "They belong to", "Order"].map(Column::text).to_vec(),
        rows: rules
            .iter()
            .enumerate()
            .map(|(place, rule)| told(rule, place.checked_sub(1).map(|p| &rules[p])))
            .collect(),
    };
    let delete = |rule: TagRule| {
        view! {
            <Confirm
                title=format!("Delete rule {}", rule.id)
                consequence="The events that it gave tags to lose them again, unless another rule gives them. Nothing else changes."
                action=format!("{PATH}/rules/{}/delete", rule.id)
                button="Delete the rule"
            />
        }
    };
    view! {
        <Section title="Rules">
            <p class="sentence">"What a source sends always wins. Of the rules, the first that fits and has the tag decides."</p>
            <DataTable data caption_hidden=true />
            <p class="form-actions">
                <a class="button" href=NEW>
                    "Write a rule"
                </a>
            </p>
            {rules.into_iter().map(delete).collect_view()}
        </Section>
    }
    .into_any()
}

fn told(rule: &TagRule, before: Option<&TagRule>) -> Vec<Cell> {
    let order = before.map_or_else(
        || "Tried first".into(),
        |before| Cell::Act {
            text: format!("Try {} before {}", rule.id, before.id),
            action: format!("{PATH}/rules/{}/move-up", rule.id),
        },
    );
    vec![rule.id.to_string().into(), conditions(rule).into(), gives(rule).into(), order]
}

fn conditions(rule: &TagRule) -> String {
    let said = |words: &str, value: &str| (!value.is_empty()).then(|| format!("{words} {value}"));
    let all = [
        said("of the source", &rule.source),
        said("whose activity begins with", &rule.activity_prefix),
        said("of the registration", &rule.registration),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn gives(rule: &TagRule) -> String {
    let all = [&rule.skill, &rule.role, &rule.team, &rule.repository, &rule.sprint];
    let given = Tag::ALL.into_iter().zip(all).filter(|(_, value)| !value.is_empty());
    given.map(|(tag, value)| format!("{} {value}", tag.as_str())).collect::<Vec<_>>().join(", ")
}

#[component]
pub fn CoverageTable(coverage: Vec<Coverage>) -> impl IntoView {
    if coverage.is_empty() {
        return ().into_any();
    }
    let heading = |tag: Tag| Column::number(tag.as_str());
    let row = |source: Coverage| {
        let share = |tagged: &u64| {
            let part = tagged * 100 / source.events.max(1);
            Cell::Meter { text: format!("{part} %"), per_cent: part as f64 }
        };
        let mut row: Vec<Cell> = vec![source.source.into(), words::count(source.events).into()];
        row.extend(source.tagged.iter().map(share));
        row
    };
    let data = TableData {
        caption: "The share of each source's events whose tag is known".to_owned(),
        columns: [Column::text("Source"), Column::number("Events")]
            .into_iter()
            .chain(Tag::ALL.map(heading))
            .collect(),
        rows: coverage.into_iter().map(row).collect(),
    };
    view! {
        <Section title="Coverage">
            <DataTable data />
        </Section>
    }
    .into_any()
}

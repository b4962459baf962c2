//! `/sources/content`: content that is launched, registered and retired.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    sources::launchables::{LaunchKind, Launchable, LaunchableForm},
};

use super::CONTENTS;
use super::parts::{Saved, Way, skills};
use crate::components::{
    Cell, Choice, Column, DataTable, EmptyState, PageHeader, Section, TableData,
    form::{Act, Confirm, ErrorSummary, SelectField, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, RowId, SignedIn, beside, summary, with_notice,
};

const TITLE: &str = "Launched content";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice(), LaunchableForm::default(), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), CONTENTS, error))
}

pub async fn add(State(app): State<AppState>, Posted { viewer, form }: Posted<LaunchableForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), CONTENTS, error);
    let desk = app.service.source_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_launchable(&form).await {
        Ok(_) => Ok(with_notice(CONTENTS, "The content was registered. People find it under Learn.")),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, None, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

pub async fn retire(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    set_retired(&app, &viewer, id, true, "The content was retired: nobody can open it any more.").await
}

pub async fn bring_back(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    set_retired(&app, &viewer, id, false, "The content can be opened again.").await
}

async fn set_retired(app: &AppState, viewer: &Viewer, id: i64, retired: bool, words: &str) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), CONTENTS, error);
    let desk = app.service.source_desk(viewer).map_err(refuse)?;
    desk.retire_launchable(id, retired).await.map_err(refuse)?;
    Ok(with_notice(CONTENTS, words))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    form: LaunchableForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let contents = app.service.source_desk(viewer)?.launchables().await?;
    let skills = skills(app, viewer).await.unwrap_or_default();
    Ok(Page::with_form(app, viewer, CONTENTS, TITLE, &wrong).render(|| {
        view! {
            <Way here=TITLE />
            <PageHeader
                title=TITLE
                lead="Each opening gets a key that reaches its own learner and registration, and ends within a day."
            />
            <Saved notice />
            <List contents />
            <Add form wrong skills />
        }
    }))
}

#[component]
fn List(contents: Vec<Launchable>) -> impl IntoView {
    if contents.is_empty() {
        return view! {
            <EmptyState
                missing="No content is registered yet."
                next_step="Publish it for xAPI or cmi5, put it on a web server, and register its start page below."
            />
        }
        .into_any();
    }
    let row = |content: &Launchable| -> Vec<Cell> {
        let state = if content.retired { "retired" } else { "open" };
        vec![
            content.title.clone().into(),
            content.kind.title().into(),
            content.skill.clone().into(),
            content.opened.to_string().into(),
            content.finished.to_string().into(),
            state.into(),
        ]
    };
    let columns = ["Title", "Published as", "Skill"].map(Column::text).into_iter();
    let data = TableData {
        caption: "Content that is launched".to_owned(),
        columns: columns
            .chain(["Opened", "Finished"].map(Column::number))
            .chain([Column::text("State")])
            .collect(),
        rows: contents.iter().map(row).collect(),
    };
    let act = |content: Launchable| {
        let action = format!("{CONTENTS}/{}", content.id);
        if content.retired {
            let text = format!("Bring {} back", content.title);
            return view! { <Act action=format!("{action}/bring-back") text /> }.into_any();
        }
        view! {
            <Confirm
                title=format!("Retire {}", content.title)
                consequence="Nobody can open it any more. What was learnt with it stays, and it can be brought back."
                action=format!("{action}/retire")
                button="Retire the content"
            />
        }
        .into_any()
    };
    view! {
        <Section title="Registered">
            <DataTable data caption_hidden=true />
            {contents.into_iter().map(act).collect_view()}
        </Section>
    }
    .into_any()
}

#[component]
fn Add(form: LaunchableForm, wrong: Fields, skills: Vec<Choice>) -> impl IntoView {
    let kinds = LaunchKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.title())).to_vec();
    view! {
        <Section title="Register content">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=CONTENTS>
                <TextField name="title" label="Title" value=form.title error=beside(&wrong, "title") required=true />
                <TextField
                    name="url"
                    label="Address of its start page"
                    value=form.url
                    help="As it was uploaded: https://content.example/slicing/story.html"
                    error=beside(&wrong, "url")
                    required=true
                />
                <SelectField
                    name="kind"
                    label="Published as"
                    choices=kinds
                    selected=form.kind
                    error=beside(&wrong, "kind")
                    required=true
                />
                <TextField
                    name="activity"
                    label="Activity"
                    value=form.activity
                    help="The IRI that it was published with (in tincan.xml or cmi5.xml); empty: its address."
                    error=beside(&wrong, "activity")
                />
                <SelectField
                    name="skill"
                    label="Skill"
                    choices=skills
                    selected=form.skill
                    empty="None"
                    error=beside(&wrong, "skill")
                />
                <Submit text="Register the content" />
            </form>
        </Section>
    }
    .into_any()
}

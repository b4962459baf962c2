//! `/sources/links`: short links to job aids, with how often they were followed.

use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    sources::links::{LinkForm, ShortLink},
};

use super::LINKS;
use super::parts::{Saved, Way, day, skills};
use crate::components::{
    Cell, Choice, Column, DataTable, EmptyState, Link, PageHeader, Section, TableData, below,
    form::{Act, Confirm, ErrorSummary, SelectField, Submit, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, summary, with_notice,
};

const TITLE: &str = "Short links";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice(), LinkForm::default(), Fields::default()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), LINKS, error))
}

pub async fn add(State(app): State<AppState>, Posted { viewer, form }: Posted<LinkForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), LINKS, error);
    let desk = app.service.source_desk(&viewer).map_err(refuse)?;
    let answer = match desk.add_link(&form).await {
        Ok(code) => Ok(with_notice(LINKS, &format!("The link was made: /l/{code} leads to the job aid."))),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, None, form, wrong).await,
        Err(error) => Err(error),
    };
    answer.map_err(refuse)
}

pub async fn retire(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(code): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &code, true, "The link was retired: it leads nowhere any more.").await
}

pub async fn bring_back(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    Path(code): Path<String>,
) -> Answer {
    set_retired(&app, &viewer, &code, false, "The link leads to its job aid again.").await
}

async fn set_retired(app: &AppState, viewer: &Viewer, code: &str, retired: bool, words: &str) -> Answer {
    let refuse = |error| Refusal::new(app, Some(viewer), LINKS, error);
    let desk = app.service.source_desk(viewer).map_err(refuse)?;
    desk.retire_link(code, retired).await.map_err(refuse)?;
    Ok(with_notice(LINKS, words))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    form: LinkForm,
    wrong: Fields,
) -> Result<Response, ServiceError> {
    let links = app.service.source_desk(viewer)?.links().await?;
    let skills = skills(app, viewer).await.unwrap_or_default();
    Ok(Page::with_form(app, viewer, LINKS, TITLE, &wrong).render(|| {
        view! {
            <Way here=TITLE />
            <PageHeader
                title=TITLE
                lead="A short link leads to a job aid at once. For readers who are signed in and known as a person it is noted that they looked; who, is not shown here."
            />
            <Saved notice />
            <List links />
            <Add form wrong skills />
        }
    }))
}

#[component]
fn List(links: Vec<ShortLink>) -> impl IntoView {
    if links.is_empty() {
        return view! {
            <EmptyState missing="There are no short links yet." next_step="Make one below and put it where the job aid is needed." />
        }
        .into_any();
    }
    let row = |link: &ShortLink| -> Vec<Cell> {
        let lead: Cell = if link.retired {
            Cell::Muted(format!("/l/{} (retired)", link.code))
        } else {
            Link::new(format!("/l/{}", link.code), below("/l", &link.code)).into()
        };
        vec![
            lead,
            link.title.clone().into(),
            link.skill.clone().into(),
            link.followed.to_string().into(),
            link.recorded.to_string().into(),
            day(link.last_followed_at).into(),
        ]
    };
    let data = TableData {
        caption: "Short links".to_owned(),
        columns: vec![
            Column::text("Link"),
            Column::text("Job aid"),
            Column::text("Skill"),
            Column::number("Followed"),
            Column::number("By known people"),
            Column::text("Last"),
        ],
        rows: links.iter().map(row).collect(),
    };
    let act = |link: ShortLink| {
        let action = below(LINKS, &link.code);
        if link.retired {
            let text = format!("Bring /l/{} back", link.code);
            return view! { <Act action=format!("{action}/bring-back") text /> }.into_any();
        }
        view! {
            <Confirm
                title=format!("Retire /l/{}", link.code)
                consequence="Whoever follows it is told that there is no such page. It can be brought back."
                action=format!("{action}/retire")
                button="Retire the link"
            />
        }
        .into_any()
    };
    view! {
        <Section title="Links">
            <DataTable data caption_hidden=true />
            {links.into_iter().map(act).collect_view()}
        </Section>
    }
    .into_any()
}

#[component]
fn Add(form: LinkForm, wrong: Fields, skills: Vec<Choice>) -> impl IntoView {
    view! {
        <Section title="Make a link">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=LINKS>
                <TextField name="title" label="Job aid" value=form.title error=beside(&wrong, "title") required=true />
                <TextField
                    name="url"
                    label="Address"
                    value=form.url
                    help="Where the link leads: https://wiki.example/how-to-slice"
                    error=beside(&wrong, "url")
                    required=true
                />
                <TextField
                    name="code"
                    label="Short word"
                    value=form.code
                    help="Behind /l/, of small letters, digits and hyphens. Empty: one of chance."
                    error=beside(&wrong, "code")
                />
                <SelectField
                    name="skill"
                    label="Skill"
                    choices=skills
                    selected=form.skill
                    empty="None"
                    error=beside(&wrong, "skill")
                />
                <Submit text="Make the link" />
            </form>
        </Section>
    }
    .into_any()
}

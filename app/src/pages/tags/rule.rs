//! Writing a rule: first what it would do, then it is saved; and taking one back.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    tags::{Preview, RuleForm},
};

use super::{NEW, PATH};
use crate::components::{
    Breadcrumbs, Link, PageHeader, Section,
    form::{ErrorSummary, TextField},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, RowId, SignedIn, beside, summary, with_notice,
};
use crate::words;

const TITLE: &str = "Write a rule";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let text = |name: &str| parameters.get(name).unwrap_or_default().to_owned();
    let form =
        RuleForm { activity_prefix: text("activity_prefix"), source: text("source"), ..RuleForm::default() };
    app.service.tag_desk(&viewer).map_err(|error| Refusal::new(&app, Some(&viewer), NEW, error))?;
    Ok(page(&app, &viewer, form, vec![], &Fields::default()))
}

fn page(app: &AppState, viewer: &Viewer, form: RuleForm, previews: Vec<Preview>, wrong: &Fields) -> Response {
    let trail = vec![Link::new("Tags", PATH)];
    Page::with_form(app, viewer, NEW, TITLE, wrong).render(|| {
        view! {
            <Breadcrumbs trail here=TITLE />
            <PageHeader
                title=TITLE
                lead="All the conditions that you fill in must hold. What a source sends itself stays as it is."
            />
            <RuleFields form previews wrong=wrong.clone() />
        }
    })
}

pub async fn preview_or_save(
    State(app): State<AppState>,
    Posted { viewer, form }: Posted<RuleForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.tag_desk(&viewer).map_err(refuse)?;
    let previews = match desk.preview(&form).await {
        Ok(previews) => previews,
        Err(ServiceError::Invalid(wrong)) => return Ok(page(&app, &viewer, form, vec![], &wrong)),
        Err(error) => return Err(refuse(error)),
    };
    if form.act != "save" {
        return Ok(page(&app, &viewer, form, previews, &Fields::default()));
    }
    let repaired = desk.add(&form).await.map_err(refuse)?;
    let statements = words::plural(repaired.statements as u64, "statement was", "statements were");
    Ok(with_notice(PATH, &format!("Rule {} is in force; {statements} read anew.", repaired.rule)))
}

pub async fn delete(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let desk = app.service.tag_desk(&viewer).map_err(refuse)?;
    let repaired = desk.remove(id).await.map_err(refuse)?;
    let statements = words::plural(repaired.statements as u64, "statement was", "statements were");
    Ok(with_notice(PATH, &format!("Rule {id} was deleted; {statements} read anew.")))
}

pub async fn move_up(State(app): State<AppState>, SignedIn(viewer): SignedIn, RowId(id): RowId) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), PATH, error);
    let desk = app.service.tag_desk(&viewer).map_err(refuse)?;
    let repaired = desk.move_up(id).await.map_err(refuse)?;
    let statements = words::plural(repaired.statements as u64, "statement was", "statements were");
    Ok(with_notice(PATH, &format!("Rule {id} is tried earlier; {statements} read anew.")))
}

#[component]
pub fn RuleFields(form: RuleForm, previews: Vec<Preview>, wrong: Fields) -> impl IntoView {
    let previewed = !previews.is_empty();
    let said = |preview: Preview| {
        let Preview { tag, fixes, of } = preview;
        let text = format!(
            "This rule would fix {} of {} that wait for a {}.",
            words::count(fixes),
            words::plural(of, "event", "events"),
            tag.as_str()
        );
        view! { <p class="sentence">{text}</p> }
    };
    let field = |(name, label, value, help): (&'static str, &'static str, String, &'static str)| {
        let error = beside(&wrong, name);
        view! { <TextField name label value help error /> }
    };
    let RuleForm { activity_prefix, source, registration, skill, role, team, repository, sprint, .. } = form;
    let conditions = [
        (
            "activity_prefix",
            "Their activity begins with",
            activity_prefix,
            "Letter by letter, as https://labs.example.com/",
        ),
        ("source", "Their source", source, "The name of a key. Empty: any."),
        (
            "registration",
            "Their registration",
            registration,
            "A UUID: that of a cohort in the system that sends. Empty: any.",
        ),
    ];
    let given = [
        ("skill", "Skill", skill, "Its key in the skill map."),
        ("role", "Role", role, "Its key in the skill map."),
        ("team", "Team", team, "Its key. Empty: the team of whoever learned, at the time."),
        ("repository", "Repository", repository, "As owner/name."),
        ("sprint", "Sprint", sprint, "Its key. Empty: the team's sprint at the time."),
    ];
    let conditions = conditions.map(field).into_iter().collect_view();
    let given = given.map(field).into_iter().collect_view();
    view! {
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=NEW>
            <Section title="For events">{conditions}</Section>
            <Section title="They belong to">{given}</Section>
            {previewed
                .then(|| {
                    view! {
                        <Section title="What it would do">{previews.into_iter().map(said).collect_view()}</Section>
                    }
                })}
            <div class="form-actions">
                <button class="button" type="submit" name="act" value="preview">
                    "Show what it would do"
                </button>
                <button class="button button-main" type="submit" name="act" value="save">
                    "Save the rule"
                </button>
                <a class="button" href=PATH>
                    "Cancel"
                </a>
            </div>
        </form>
    }
    .into_any()
}

//! `/admin/policy`: who may look at work records of individual people. Nobody, until an administrator says so here.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    individual::{PolicyDesk, PolicyForm, WorkRecordRule},
};

use super::POLICY;
use crate::components::{
    Choice, EmptyState, Notice, NoticeKind, PageHeader, Section,
    form::{CheckboxGroup, Confirm, ErrorSummary, Hidden, SelectField, Submit},
};
use crate::web::{
    Answer, AppState, Page, Parameters, Posted, Refusal, SignedIn, beside, summary, with_notice,
};
use crate::words;

#[derive(serde::Deserialize)]
pub struct RevokeForm {
    id: i64,
}

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let (form, wrong) = (PolicyForm::default(), Fields::default());
    let page = page(&app, &viewer, form, wrong, parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), POLICY, error))
}

pub async fn grant(State(app): State<AppState>, Posted { viewer, form }: Posted<PolicyForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), POLICY, error);
    let granted = app.service.work_record_policy(&viewer).map_err(refuse)?.grant(&form).await;
    match granted {
        Ok(()) => Ok(with_notice(POLICY, "Granted. Everybody whose records it opens can read that it does.")),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, form, wrong, None).await.map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

pub async fn revoke(State(app): State<AppState>, Posted { viewer, form }: Posted<RevokeForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), POLICY, error);
    app.service.work_record_policy(&viewer).map_err(refuse)?.revoke(form.id).await.map_err(refuse)?;
    Ok(with_notice(POLICY, "Taken back. Nothing it opened can be opened any more."))
}

async fn page(
    app: &AppState,
    viewer: &Viewer,
    form: PolicyForm,
    wrong: Fields,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let scopes = app.service.work_record_policy(viewer)?.scopes().await?;
    let rules = app.service.work_record_rules().await?;
    let year = app.service.data_day().await?.year();
    Ok(Page::with_form(app, viewer, POLICY, "Work records policy", &wrong)
        .render(|| view! { <Policy rules scopes form wrong notice year /> }))
}

#[component]
fn Policy(
    rules: Vec<WorkRecordRule>,
    scopes: Vec<(String, String)>,
    form: PolicyForm,
    wrong: Fields,
    notice: Option<String>,
    year: i16,
) -> impl IntoView {
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader
            title="Work records of individual people"
            lead="Off by default: what one engineer did is theirs to see, and everybody else sees teams."
        />
        <ErrorSummary errors=summary(&wrong) />
        <Section title="Open today">
            <Rules rules year />
        </Section>
        <Section title="Open it to a role">
            <p class="sentence">
                "This costs trust. People who know that their work can be looked at one by one begin to work for the record: smaller risks, safer reviews, fewer questions. It also shows on everybody's page and cannot be done quietly."
            </p>
            <GrantForm scopes form wrong />
        </Section>
    }
    .into_any()
}

#[component]
fn Rules(rules: Vec<WorkRecordRule>, year: i16) -> impl IntoView {
    if rules.is_empty() {
        return view! {
            <EmptyState
                missing="Nobody may look at another person's work record."
                next_step="That is how it should stay unless there is a reason that everybody knows of."
            />
        }
        .into_any();
    }
    let rule = |rule: WorkRecordRule| {
        let since = words::day(rule.granted_at.date(), year);
        let title = format!("{} for {}, since {since}", rule.role.title(), rule.of_whom);
        view! {
            <Confirm
                title
                consequence="From then on the role has no way to these records. What was looked at stays in the log and on people's pages."
                action=format!("{POLICY}/revoke")
                button="Take it back"
            >
                <Hidden name="id" value=rule.id.to_string() />
            </Confirm>
        }
    };
    rules.into_iter().map(rule).collect_view().into_any()
}

#[component]
fn GrantForm(scopes: Vec<(String, String)>, form: PolicyForm, wrong: Fields) -> impl IntoView {
    let roles = PolicyDesk::ROLES
        .map(|role| Choice { value: role.as_str().to_owned(), text: role.title().to_owned() });
    let scopes = scopes.into_iter().map(|(value, text)| Choice { value, text }).collect();
    let understood = Choice {
        value: "yes".to_owned(),
        text: "I have read what this costs, and those concerned were told".to_owned(),
    };
    let selected = if form.understood.is_empty() { vec![] } else { vec!["yes".to_owned()] };
    view! {
        <form class="form" method="post" action=POLICY>
            <SelectField
                name="role"
                label="Role"
                choices=roles.to_vec()
                selected=form.role
                empty="Choose a role"
                error=beside(&wrong, "role")
                required=true
            />
            <SelectField
                name="scope"
                label="Whose work records"
                choices=scopes
                selected=form.scope
                empty="Choose whose"
                help="Within what the role reaches anyway: a manager only their own teams."
                error=beside(&wrong, "scope")
                required=true
            />
            <CheckboxGroup
                name="understood"
                legend="What it costs"
                choices=vec![understood]
                selected
                error=beside(&wrong, "understood")
            />
            <Submit text="Open work records to this role" />
        </form>
    }
    .into_any()
}

//! `/admin/users/{id}`: one user: access, roles, sessions, who they are.

use axum::{extract::State, response::Response};
use domain::viewer::{Scope, Viewer};
use jiff::civil::Date;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    administration::{GrantForm, UserFile},
};

use super::{
    HOME, PEOPLE, USERS,
    grants::{Choices, Roles},
    sessions::Sessions,
    user_acts::Acts,
    words as told,
};
use crate::components::{
    Badge, BadgeKind, Breadcrumbs, Link, Notice, NoticeKind, PageHeader, Section, below,
    form::{Confirm, ErrorSummary},
};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, RowId, SignedIn, summary};

pub async fn show(
    State(app): State<AppState>,
    SignedIn(viewer): SignedIn,
    RowId(id): RowId,
    parameters: Parameters,
) -> Answer {
    let page = page(&app, &viewer, id, GrantForm::default(), Fields::default(), parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), &path(id), error))
}

pub fn path(id: i64) -> String {
    below(USERS, &id.to_string())
}

/// The user's page, with the role that was being given and what is wrong about it.
pub async fn page(
    app: &AppState,
    viewer: &Viewer,
    id: i64,
    form: GrantForm,
    wrong: Fields,
    notice: Option<String>,
) -> Result<Response, ServiceError> {
    let desk = app.service.administration(viewer)?;
    let user = desk.user(id).await?;
    let (teams, cohorts) = desk.groups().await?;
    let today = desk.today();
    let choices = Choices { teams, cohorts, today };
    let title = user.line.name.clone();
    Ok(Page::with_form(app, viewer, &path(id), &title, &wrong)
        .render(|| view! { <User user choices form wrong notice /> }))
}

#[component]
fn User(
    user: UserFile,
    choices: Choices,
    form: GrantForm,
    wrong: Fields,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let trail = vec![Link::new("Administration", HOME), Link::new("Users", USERS)];
    let (name, today) = (user.line.name.clone(), choices.today);
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <Breadcrumbs trail here=name.clone() />
        <PageHeader title=name lead=lead(&user, today) />
        <ErrorSummary errors=summary(&wrong) />
        <Access user=user.clone() />
        <Roles user=user.clone() choices form wrong />
        <WhoTheyAre user=user.clone() />
        <Sessions user this_year=today.year() />
    }
    .into_any()
}

fn lead(user: &UserFile, today: Date) -> String {
    let ways = match told::ways(&user.line.ways) {
        ways if ways.is_empty() => "No way to sign in yet.".to_owned(),
        ways => format!("Signs in with: {ways}."),
    };
    let seen = user
        .line
        .last_seen_at
        .map_or("Never seen.".to_owned(), |at| format!("Last seen {}.", told::moment(at, today.year())));
    let login = user.line.login.as_ref().map(|login| format!(" Known as {login}.")).unwrap_or_default();
    format!("{ways}{login} {seen}")
}

#[component]
fn Access(user: UserFile) -> impl IntoView {
    let (kind, state, said) = match (user.line.disabled_at, user.must_change) {
        (Some(_), _) => (
            BadgeKind::Attention,
            "Disabled",
            "They cannot sign in and have no sessions. Their roles are kept.",
        ),
        (None, true) => {
            (BadgeKind::Quiet, "First password", "They have not chosen a password of their own yet.")
        }
        (None, false) => (BadgeKind::Quiet, "Open", "They can sign in."),
    };
    view! {
        <Section title="Access">
            <p>
                <Badge kind text=state /> " " {said} " "
                {user.has_two_step.then_some("Two-step sign-in is on.")}
            </p>
            <Acts user />
        </Section>
    }
    .into_any()
}

#[component]
fn WhoTheyAre(user: UserFile) -> impl IntoView {
    let choose = format!("{}/person", path(user.line.id));
    let has_own = user.line.roles.iter().any(|role| role.scope == Scope::Own);
    let body = match user.person {
        Some((person, name)) => view! {
            <p>
                "In the directory this is "
                <a href=below(PEOPLE, &person.0.to_string())>{name}</a> ". Roles for what is their own follow from it."
            </p>
            <Confirm
                title="This is not them"
                consequence="Roles for what is their own then show nothing. Records of the person stay as they are."
                action=choose.clone()
                button="Unlink the user"
            />
            <p>
                <a href=choose>"Choose another person"</a>
            </p>
        }
        .into_any(),
        None => view! {
            {has_own
                .then(|| {
                    view! {
                        <Notice
                            kind=NoticeKind::Problem
                            text="A role for what is their own shows nothing yet: say who in the directory this user is."
                        />
                    }
                })}
            <p>"Nobody of the directory yet. Roles for what is their own, such as an engineer's own team, need it."</p>
            <p>
                <a class="button" href=choose>
                    "Choose the person"
                </a>
            </p>
        }
        .into_any(),
    };
    view! { <Section title="Who they are">{body}</Section> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::{
        EpochMs, Span,
        viewer::{AccessRole, Scope},
    };
    use service::administration::{GrantState, RoleLine, SignInWay, UserLine};

    use super::*;
    use crate::pages::testing::html;

    fn user() -> UserFile {
        let role = RoleLine {
            id: 3,
            role: AccessRole::Engineer,
            scope: Scope::Own,
            scope_name: String::new(),
            source: "administrator".to_owned(),
            span: Span { start: EpochMs(1_782_864_000_000), end: EpochMs(i64::MAX) },
            state: GrantState::Now,
        };
        let line = UserLine {
            id: 7,
            name: "Demo Person 07".to_owned(),
            login: Some("person07@demo.invalid".to_owned()),
            ways: vec![SignInWay::Password],
            roles: vec![role.clone()],
            disabled_at: None,
            last_seen_at: None,
        };
        UserFile {
            line,
            person: None,
            roles: vec![RoleLine { id: 2, state: GrantState::Over, ..role.clone() }, role],
            has_two_step: true,
            must_change: false,
            sessions: vec![],
            is_self: false,
        }
    }

    fn page(user: UserFile) -> String {
        let choices = Choices { teams: vec![], cohorts: vec![], today: jiff::civil::date(2026, 7, 2) };
        html(|| view! { <User user choices form=GrantForm::default() wrong=Fields::default() notice=None /> })
    }

    #[test]
    fn roles_that_ended_stay_in_the_history_and_what_hurts_is_confirmed() {
        let html = page(user());
        assert!(html.contains("Engineer, what is their own") && html.contains("Since 1 July"), "{html}");
        assert!(html.contains("Roles that ended"), "{html}");
        assert_eq!(html.matches("<details class=\"confirm\"").count(), 4, "{html}");
        assert!(html.contains("say who in the directory"), "{html}");
    }

    #[test]
    fn a_disabled_user_can_be_enabled_and_ones_own_access_is_not_ones_own_to_end() {
        let mut disabled = user();
        disabled.line.disabled_at = Some(EpochMs(0));
        assert!(page(disabled).contains("/admin/users/7/enable"));
        let own = UserFile { is_self: true, ..user() };
        assert!(!page(own).contains("/admin/users/7/disable"));
    }
}

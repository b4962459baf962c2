//! `/admin/users/new`: a user with a first password, and the page that shows it this once.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    Fields, ServiceError,
    administration::{NewUser, NewUserForm},
};

use super::{HOME, USERS};
use crate::components::{
    Breadcrumbs, Link, PageHeader, below,
    form::{ErrorSummary, Submit, TextField},
};
use crate::web::{Answer, AppState, Page, Posted, Refusal, SignedIn, beside, summary};

const NEW: &str = "/admin/users/new";
const TITLE: &str = "New user";

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let page = page(&app, &viewer, NewUserForm::default(), Fields::default());
    page.map_err(|error| Refusal::new(&app, Some(&viewer), NEW, error))
}

pub async fn create(State(app): State<AppState>, Posted { viewer, form }: Posted<NewUserForm>) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), NEW, error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    match desk.create_user(&form).await {
        Ok(user) => Ok(first_password(&app, &viewer, "The user was created", user)),
        Err(ServiceError::Invalid(wrong)) => page(&app, &viewer, form, wrong).map_err(refuse),
        Err(error) => Err(refuse(error)),
    }
}

fn page(app: &AppState, viewer: &Viewer, form: NewUserForm, wrong: Fields) -> Result<Response, ServiceError> {
    app.service.administration(viewer)?;
    Ok(Page::with_form(app, viewer, NEW, TITLE, &wrong).render(|| view! { <New form wrong /> }))
}

/// The answer that carries a password: it is nowhere else, and not in any address.
pub fn first_password(app: &AppState, viewer: &Viewer, title: &'static str, user: NewUser) -> Response {
    Page::new(app, Some(viewer), NEW, title).render(|| view! { <FirstPassword title user /> })
}

#[component]
fn New(form: NewUserForm, wrong: Fields) -> impl IntoView {
    let trail = vec![Link::new("Administration", HOME), Link::new("Users", USERS)];
    view! {
        <Breadcrumbs trail here=TITLE />
        <PageHeader
            title=TITLE
            lead="For somebody who signs in with a password of this installation. A first password is made for them; at their first sign-in they choose their own."
        />
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=NEW>
            <TextField
                name="name"
                label="Name"
                value=form.name
                help="As others should read it."
                error=beside(&wrong, "name")
                required=true
            />
            <TextField
                name="login"
                label="E-mail or user name"
                value=form.login
                help="What they sign in with."
                error=beside(&wrong, "login")
                required=true
            />
            <Submit text="Create the user" cancel=USERS />
        </form>
    }
    .into_any()
}

#[component]
fn FirstPassword(title: &'static str, user: NewUser) -> impl IntoView {
    let NewUser { id, name, login, password } = user;
    let trail = vec![Link::new("Administration", HOME), Link::new("Users", USERS)];
    view! {
        <Breadcrumbs trail here=title />
        <PageHeader
            title=title
            lead=format!(
                "Tell {name} this password yourself. It is shown this once; at the first sign-in they choose their own.",
            )
        />
        <dl class="facts">
            <dt>"Signs in as"</dt>
            <dd>{login}</dd>
            <dt>"First password"</dt>
            <dd>
                <code class="secret">{password}</code>
            </dd>
        </dl>
        <p>
            <a class="button button-main" href=below(USERS, &id.to_string())>
                {format!("Go on to {name} and their roles")}
            </a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::testing::html;

    #[test]
    fn the_first_password_is_shown_with_what_to_do_with_it() {
        let user = NewUser {
            id: 7,
            name: "Demo Person 07".into(),
            login: "person07@demo.invalid".into(),
            password: "abcde-fghij-kmnpq-rstuv".into(),
        };
        let html = html(|| view! { <FirstPassword title="The user was created" user /> });
        assert!(html.contains("abcde-fghij-kmnpq-rstuv") && html.contains("shown this once"), "{html}");
        assert!(html.contains("href=\"/admin/users/7\""), "{html}");
    }
}

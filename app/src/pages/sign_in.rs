//! Signing in and out. This version knows the demo's personas; an installation without them says what is missing.

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::{Form, FormRejection};
use domain::viewer::AccessRole;
use leptos::prelude::*;
use service::ServiceError;
use tower_sessions::Session;

use crate::components::{EmptyState, PageHeader, form::Hidden};
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SESSION_USER, redirect};

const PATH: &str = "/sign-in";

pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, get(choose).post(sign_in)).route("/sign-out", post(sign_out))
}

struct Persona {
    persona: String,
    name: String,
    role: AccessRole,
}

async fn choose(State(app): State<AppState>, parameters: Parameters) -> Answer {
    let personas = personas(&app).await?;
    let next = parameters.get("next").filter(|next| is_local(next)).unwrap_or("/").to_owned();
    Ok(Page::new(&app, None, PATH, "Sign in").render(|| view! { <SignIn personas next /> }))
}

async fn personas(app: &AppState) -> Result<Vec<Persona>, Refusal> {
    if !app.demo {
        return Ok(vec![]);
    }
    let personas = app.service.personas().await.map_err(|error| Refusal::new(app, None, PATH, error))?;
    Ok(personas.into_iter().map(|(_, persona, name, role)| Persona { persona, name, role }).collect())
}

#[derive(serde::Deserialize)]
struct Choice {
    persona: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(app): State<AppState>,
    session: Session,
    form: Result<Form<Choice>, FormRejection>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, None, PATH, error);
    let Ok(Form(choice)) = form else { return Err(refuse(ServiceError::NotFound)) };
    if !app.demo {
        return Err(refuse(ServiceError::NotFound));
    }
    let personas = app.service.personas().await.map_err(refuse)?;
    let chosen = personas.into_iter().find(|(_, persona, ..)| *persona == choice.persona);
    let (user, ..) = chosen.ok_or_else(|| refuse(ServiceError::NotFound))?;
    // A new id, so that a session somebody planted before is worth nothing.
    let begun = match session.cycle_id().await {
        Ok(()) => session.insert(SESSION_USER, user).await,
        Err(error) => Err(error),
    };
    if let Err(error) = begun {
        tracing::error!(%error, "a session could not be stored");
        return Ok(unavailable());
    }
    Ok(redirect(if is_local(&choice.next) { &choice.next } else { "/" }))
}

async fn sign_out(session: Session) -> Response {
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "a session could not be ended");
        return unavailable();
    }
    redirect(PATH)
}

fn unavailable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "The session could not be stored. Try again in a minute.").into_response()
}

/// A path of this site: no scheme, no other host, nothing a browser would read as one.
fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t'])
}

#[component]
fn SignIn(personas: Vec<Persona>, next: String) -> impl IntoView {
    if personas.is_empty() {
        return view! { <NotSetUp /> }.into_any();
    }
    let persona = |persona: Persona| {
        let next = next.clone();
        view! { <PersonaForm persona next /> }
    };
    view! {
        <PageHeader
            title="Choose whom to be"
            lead="This is the demo organisation. Each of these people is made up, and sees what their role may see."
        />
        <ul class="personas">{personas.into_iter().map(persona).collect_view()}</ul>
    }
    .into_any()
}

#[component]
fn PersonaForm(persona: Persona, next: String) -> impl IntoView {
    let sees = match persona.role {
        AccessRole::Executive => "The programme: two outcomes against their baseline, waves, every team.",
        AccessRole::LAndD => "Cohorts and the skill map: create, edit, enrol.",
        AccessRole::Manager => "One team's scoreboard, beside a team that has not joined.",
        AccessRole::Coach => "One's own cohorts and their teams.",
        AccessRole::Engineer => "One's own team, never another person.",
        AccessRole::Admin | AccessRole::Auditor => "No figures by role; the skill map.",
    };
    view! {
        <li>
            <form method="post" action=PATH>
                <Hidden name="persona" value=persona.persona />
                <Hidden name="next" value=next />
                <button class="button button-main" type="submit">
                    {format!("Sign in as {}", persona.role.title())}
                </button>
                <p class="sentence">{format!("{}. {sees}", persona.name)}</p>
            </form>
        </li>
    }
    .into_any()
}

#[component]
fn NotSetUp() -> impl IntoView {
    view! {
        <PageHeader title="Sign in" />
        <EmptyState
            missing="No way to sign in is set up for this installation."
            next_step="This version signs in to the demo organisation only: sightline demo loads it into a database of its own, sightline serve --demo offers its people."
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_sent_on_to_this_site_only() {
        assert!(is_local("/teams/payments?range=3"));
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "teams", "", "/a\nb"] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }
}

//! What an administrator does to a user's access. Each act says first what follows from it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use axum::extract::State;
use leptos::prelude::*;
use serde::Deserialize;
use service::{
    ServiceError,
    administration::{GrantForm, SignInWay, UserFile},
    sign_in::SessionKey,
};

use super::{new_user::first_password, user::page, user::path};
use crate::components::form::Confirm;
use crate::web::{Answer, AppState, Posted, Refusal, RowId, with_notice};
use crate::words;

/// A form with nothing but its button.
#[derive(Deserialize)]
pub struct Nothing {}

pub async fn disable(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, .. }: Posted<Nothing>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    match desk.disable(id).await {
        Ok(_) => Ok(with_notice(&path(id), "The account is disabled and its sessions have ended.")),
        Err(ServiceError::Invalid(wrong)) => {
            page(&app, &viewer, id, GrantForm::default(), wrong, None).await.map_err(refuse)
        }
        Err(error) => Err(refuse(error)),
    }
}

pub async fn enable(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, .. }: Posted<Nothing>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    desk.enable(id).await.map_err(refuse)?;
    Ok(with_notice(&path(id), "The account is open again."))
}

pub async fn reset_password(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, .. }: Posted<Nothing>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    let user = desk.reset_password(id).await.map_err(refuse)?;
    Ok(first_password(&app, &viewer, "The password was reset", user))
}

pub async fn reset_two_step(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, .. }: Posted<Nothing>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    desk.reset_two_step(id).await.map_err(refuse)?;
    Ok(with_notice(&path(id), "Two-step sign-in is off for this user. They can turn it on again."))
}

/// Which session; none: all of them.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SessionForm {
    session: Option<SessionKey>,
}

pub async fn end_sessions(
    State(app): State<AppState>,
    RowId(id): RowId,
    Posted { viewer, form }: Posted<SessionForm>,
) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), &path(id), error);
    let desk = app.service.administration(&viewer).map_err(refuse)?;
    let ended = desk.end_sessions(id, form.session.as_ref()).await.map_err(refuse)?;
    let notice = match ended {
        // It ended by itself meanwhile: what was wanted is so.
        0 => "There was no such session any more.".to_owned(),
        n => format!("{} ended.", words::plural(n, "session", "sessions")),
    };
    Ok(with_notice(&format!("{}#sessions", path(id)), &notice))
}

/// What can be done to this user's access.
#[component]
pub fn Acts(user: UserFile) -> impl IntoView {
    let path = path(user.line.id);
    let has_password = user.line.ways.contains(&SignInWay::Password);
    let access = match (user.line.disabled_at, user.is_self) {
        (Some(_), _) => view! {
            <form method="post" action=format!("{path}/enable")>
                <button class="button" type="submit">
                    "Enable the account"
                </button>
            </form>
        }
        .into_any(),
        (None, true) => {
            view! { <p class="help">"This is your own account. Another administrator can disable it."</p> }.into_any()
        }
        (None, false) => view! {
            <Confirm
                title="Disable the account"
                consequence="They are signed out everywhere and cannot sign in until the account is enabled again. Their roles are kept."
                action=format!("{path}/disable")
                button="Disable the account"
            />
        }
        .into_any(),
    };
    view! {
        {has_password
            .then(|| {
                view! {
                    <Confirm
                        title="Reset the password"
                        consequence="The password of now stops working, their sessions end, and a new first password is shown to you once."
                        action=format!("{path}/reset-password")
                        button="Reset the password"
                    />
                }
            })}
        {user
            .has_two_step
            .then(|| {
                view! {
                    <Confirm
                        title="Turn two-step sign-in off"
                        consequence="For somebody who has lost phone and recovery codes. Make sure that it is they who ask: from then on the password alone opens the account."
                        action=format!("{path}/reset-two-step")
                        button="Turn two-step sign-in off"
                    />
                }
            })}
        {access}
    }
    .into_any()
}

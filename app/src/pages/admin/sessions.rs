//! A user's sessions.

use leptos::prelude::*;
use service::{administration::UserFile, sign_in::SessionLine};

use super::{user::path, words as told};
use crate::components::{
    Section,
    form::{Confirm, Hidden},
};

#[component]
pub fn Sessions(user: UserFile, this_year: i16) -> impl IntoView {
    let action = format!("{}/end-sessions", path(user.line.id));
    let (none, several) = (user.sessions.is_empty(), user.sessions.len() > 1);
    let entries = user
        .sessions
        .into_iter()
        .map(|session| view! { <Session session action=action.clone() this_year /> })
        .collect_view();
    view! {
        <Section title="Sessions" id="sessions">
            {none.then(|| view! { <p>"They are signed in nowhere."</p> })}
            <ul class="personas">{entries}</ul>
            {several
                .then(|| {
                    view! {
                        <Confirm
                            title="End all sessions"
                            consequence="They are signed out everywhere and can sign in again at once."
                            action=action
                            button="End all sessions"
                        />
                    }
                })}
        </Section>
    }
    .into_any()
}

#[component]
fn Session(session: SessionLine, action: String, this_year: i16) -> impl IntoView {
    let browser = if session.browser.is_empty() { "A browser".to_owned() } else { session.browser };
    let times = format!(
        "Signed in {}, last used {}",
        told::moment(session.began_at, this_year),
        told::moment(session.last_seen_at, this_year)
    );
    let label = format!("End the session of {browser}");
    view! {
        <li>
            <div>
                <p>{browser}</p>
                <p class="under">{times}</p>
            </div>
            <form method="post" action=action>
                <Hidden name="session" value=session.key.as_str() />
                <button class="button" type="submit" aria-label=label>
                    "End"
                </button>
            </form>
        </li>
    }
    .into_any()
}

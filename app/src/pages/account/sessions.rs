//! Where one is signed in, and the way to end that.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::EpochMs;
use leptos::prelude::*;
use service::sign_in::{OfferedProvider, SessionKey, SessionLine};

use crate::components::{
    Badge, BadgeKind, Section,
    form::{Confirm, Hidden},
};
use crate::words;

#[component]
pub fn Sessions(
    sessions: Vec<SessionLine>,
    current: SessionKey,
    providers: Vec<OfferedProvider>,
) -> impl IntoView {
    let others = sessions.iter().filter(|session| session.key != current).count();
    let entry = |session: SessionLine| {
        let how = how(&session.how, &providers);
        let is_current = session.key == current;
        view! { <Entry session how is_current /> }
    };
    let entries = sessions.into_iter().map(entry).collect_view();
    view! {
        <Section title="Where you are signed in">
            <p class="sentence">"End a session that you do not know, or that you left open elsewhere."</p>
            <ul class="personas">{entries}</ul>
            {(others > 0).then(|| view! { <EndOthers others /> })}
            <p class="evidence">"Times are UTC, to the minute."</p>
        </Section>
    }
    .into_any()
}

#[component]
fn EndOthers(others: usize) -> impl IntoView {
    let count = words::plural(u64::try_from(others).unwrap_or(u64::MAX), "other session", "other sessions");
    view! {
        <Confirm
            title="End all other sessions"
            consequence=format!("{count} will be ended: whoever uses them has to sign in again. This one goes on.")
            action="/account/sessions/end-others"
            button="End all other sessions"
        />
    }
    .into_any()
}

#[component]
fn Entry(session: SessionLine, how: String, is_current: bool) -> impl IntoView {
    let SessionLine { key, browser, began_at, last_seen_at, .. } = session;
    let browser =
        if browser.is_empty() { "A browser that does not say its name".to_owned() } else { browser };
    let told = format!("{how}. Since {}, last used {}.", moment(began_at), moment(last_seen_at));
    let end = if is_current {
        view! { <Badge kind=BadgeKind::Quiet text="This session" /> }.into_any()
    } else {
        view! {
            <form method="post" action="/account/sessions/end">
                <Hidden name="session" value=key.as_str().to_owned() />
                <button class="button" type="submit">
                    "End this session"
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <p class="persona-name">{browser}</p>
                <p class="sentence">{told}</p>
            </div>
            {end}
        </li>
    }
    .into_any()
}

/// How somebody signed in, as a sentence begins.
fn how(how: &str, providers: &[OfferedProvider]) -> String {
    match (how, how.strip_prefix("provider:")) {
        ("persona", _) => "As a person of the demo organisation".to_owned(),
        ("password", _) => "With your password".to_owned(),
        ("set-up", _) => "With the set-up link".to_owned(),
        (_, Some(name)) => {
            let offered = providers.iter().find(|provider| provider.name == name);
            format!("Through {}", offered.map_or(name, |provider| provider.title.as_str()))
        }
        (other, None) => format!("By {other}"),
    }
}

fn moment(at: EpochMs) -> String {
    let minutes = at.0.rem_euclid(domain::time::MS_PER_DAY) / 60_000;
    format!("{}, {:02}:{:02}", words::day(at.date(), i16::MIN), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_somebody_signed_in_is_named_as_they_know_it() {
        let provider = OfferedProvider { name: "corporate".to_owned(), title: "Example Corp".to_owned() };
        assert_eq!(how("provider:corporate", &[provider]), "Through Example Corp");
        assert_eq!(how("provider:gone", &[]), "Through gone");
        assert_eq!(how("password", &[]), "With your password");
    }

    #[test]
    fn a_moment_is_said_to_the_minute() {
        assert_eq!(moment(EpochMs(1_795_366_805_000)), "22 November 2026, 17:00");
    }
}

//! Why somebody was not signed in, what they can do about it, and what whoever helps them has to know.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use service::sign_in::{Refusal, RefusedSignIn, Untrusted};

use super::{PATH, page::provider_path};
use crate::components::{EmptyState, Link, PageHeader};
use crate::web::{AppState, Page};

/// `next` is where they were going.
pub fn page(app: &AppState, refused: &RefusedSignIn, next: &str) -> Response {
    let RefusedSignIn { reason, title: provider, reference, .. } = refused;
    let title = title(*reason, provider);
    let (missing, next_step) =
        (happened(*reason, provider), next_step(*reason, app.service.sign_in_contact()));
    let again = match reason {
        Refusal::Unavailable => Link::new("Try again", provider_path(&refused.provider, next)),
        _ => Link::new("Back to the sign-in page", PATH),
    };
    Page::new(app, None, PATH, title.clone()).status(status(*reason)).render(|| {
        view! {
            <PageHeader title />
            <EmptyState missing next_step action=again />
            <p class="muted">{format!("Reference: {reference}")}</p>
        }
    })
}

fn status(reason: Refusal) -> StatusCode {
    match reason {
        Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Stale => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    }
}

fn title(reason: Refusal, provider: &str) -> String {
    match reason {
        Refusal::Unavailable => format!("{provider} does not answer"),
        Refusal::Stale => "This sign-in cannot be finished".to_owned(),
        Refusal::Cancelled => "You were not signed in".to_owned(),
        Refusal::Declined => format!("{provider} did not sign you in"),
        Refusal::Untrusted(_) => format!("The answer of {provider} was not trusted"),
        Refusal::NoRole => "You have no access to Sightline yet".to_owned(),
        Refusal::Disabled => "Your access was ended".to_owned(),
    }
}

fn happened(reason: Refusal, provider: &str) -> String {
    match reason {
        Refusal::Unavailable => "Sightline could not reach it, so nobody can sign in that way at the moment. Nothing is wrong with your account.".to_owned(),
        Refusal::Stale => "It was begun more than ten minutes ago or in another browser, or it was finished already. Nobody was signed in.".to_owned(),
        Refusal::Cancelled => format!("The sign-in was stopped at {provider}."),
        Refusal::Declined => "It answered that it could not.".to_owned(),
        Refusal::Untrusted(what) => format!("{}, so nobody was signed in.", check(what)),
        Refusal::NoRole => format!("{provider} knows you, but none of your groups there is mapped to a role in Sightline, and nobody gave you one here. You were not signed in."),
        Refusal::Disabled => format!("{provider} knows you, but your account in Sightline is disabled. You were not signed in."),
    }
}

fn next_step(reason: Refusal, contact: &str) -> String {
    let tell = format!("If it happens again, give {contact} the reference below.");
    match reason {
        Refusal::Unavailable => format!("Try again in a minute. {tell}"),
        Refusal::Cancelled => "Start again from the sign-in page when you like.".to_owned(),
        Refusal::NoRole => format!("Ask {contact} for access, and give them the reference below."),
        Refusal::Disabled => {
            format!("If you still need it, ask {contact}, and give them the reference below.")
        }
        Refusal::Stale | Refusal::Declined | Refusal::Untrusted(_) => {
            format!("Start again from the sign-in page. {tell}")
        }
    }
}

/// Which of the checks failed.
fn check(what: Untrusted) -> &'static str {
    match what {
        Untrusted::Issuer => "It was issued by somebody else",
        Untrusted::Audience => "It was made for another application",
        Untrusted::Nonce => "It belongs to another sign-in",
        Untrusted::Expired => "It was too old when it arrived",
        Untrusted::Signature => "Its signature is not the provider's",
        Untrusted::Incomplete => "A part of it is missing or does not fit the rest",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_without_a_role_reads_where_it_fails_and_whom_to_ask() {
        assert_eq!(status(Refusal::NoRole), StatusCode::FORBIDDEN);
        let happened = happened(Refusal::NoRole, "Example Corp");
        assert!(happened.starts_with("Example Corp knows you, but none of your groups there"), "{happened}");
        let next_step = next_step(Refusal::NoRole, "the service desk");
        assert!(next_step.starts_with("Ask the service desk for access"), "{next_step}");
    }

    #[test]
    fn a_provider_that_is_down_is_nobodys_fault() {
        assert_eq!(status(Refusal::Unavailable), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(title(Refusal::Unavailable, "Example Corp"), "Example Corp does not answer");
        assert!(
            happened(Refusal::Unavailable, "Example Corp").ends_with("Nothing is wrong with your account.")
        );
    }
}

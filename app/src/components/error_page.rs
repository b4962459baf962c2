//! Pages for when there is no page: what happened in words, and where to go from here.

use leptos::prelude::*;

use super::{EmptyState, Link, PageHeader};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Also for what the viewer may not know of.
    NotFound,
    Forbidden,
    /// What was sent does not hold together; the words say what.
    BadRequest(String),
    /// Turned away before any page saw it.
    Refused {
        title: &'static str,
        happened: String,
        next_step: &'static str,
    },
    /// Our fault; the reference finds the log line.
    Internal {
        reference: String,
    },
}

impl Failure {
    /// For the window's title and the page's heading.
    pub fn title(&self) -> &'static str {
        match self {
            Failure::NotFound => "There is nothing here",
            Failure::Forbidden => "This is not open to your role",
            Failure::BadRequest(_) => "That request could not be read",
            Failure::Refused { title, .. } => title,
            Failure::Internal { .. } => "Something went wrong on our side",
        }
    }

    fn words(&self) -> (String, &'static str) {
        match self {
            Failure::NotFound => (
                "The page may have moved, or it shows something you have no access to.".to_owned(),
                "Check the address, or start from your own page.",
            ),
            Failure::Forbidden => (
                "Your role does not include this step.".to_owned(),
                "An administrator can change roles. Your own page shows what you can do.",
            ),
            Failure::BadRequest(what) => (what.clone(), "Go back, change it and try again."),
            Failure::Refused { happened, next_step, .. } => (happened.clone(), next_step),
            Failure::Internal { reference } => (
                format!("Nothing was saved. Reference: {reference}"),
                "Try again in a minute. If it happens again, give the reference to your administrator.",
            ),
        }
    }
}

#[component]
pub fn ErrorPage(failure: Failure) -> impl IntoView {
    let (missing, next_step) = failure.words();
    view! {
        <PageHeader title=failure.title() />
        <EmptyState missing next_step action=Link::new("Go to your page", "/") />
    }
    .into_any()
}

//! The page of those who have no role yet: how they get one.

use leptos::prelude::*;

use crate::components::{EmptyState, PageHeader};

pub const TITLE: &str = "Your page";

#[component]
pub fn NoRoleYet() -> impl IntoView {
    view! {
        <PageHeader title=TITLE lead="You are signed in." />
        <EmptyState
            missing="You have no role yet, so there is nothing to show."
            next_step="An administrator of your organisation gives you one. Ask them, then reload this page."
        />
    }
    .into_any()
}

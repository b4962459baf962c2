//! One's own tokens, each with the way to revoke it.

use domain::EpochMs;
use leptos::prelude::*;
use service::tokens::TokenLine;

use super::PATH;
use crate::components::{Cell, Column, DataTable, EmptyState, Section, TableData, form::Confirm};

#[component]
pub fn OwnList(tokens: Vec<TokenLine>) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <EmptyState
                missing="You have no tokens."
                next_step="Make one below when a program of yours is to read figures."
            />
        }
        .into_any();
    }
    let data = TableData {
        caption: "Your tokens".to_owned(),
        columns: columns(&[]),
        rows: tokens.iter().map(cells).collect(),
    };
    let revoke = |token: TokenLine| {
        view! {
            <Confirm
                title=format!("Revoke {}", token.name)
                consequence="What uses it is refused at once. A revoked token cannot be brought back; a new one can be made."
                action=format!("{PATH}/{}/revoke", token.id)
                button="Revoke the token"
            />
        }
    };
    view! {
        <Section title="Your tokens">
            <DataTable data caption_hidden=true />
            {tokens.into_iter().map(revoke).collect_view()}
        </Section>
    }
    .into_any()
}

/// The columns of a list of tokens, after these.
pub(super) fn columns(before: &[&str]) -> Vec<Column> {
    let own = ["Name", "May read", "Made on", "Last used", "Expires"];
    before.iter().chain(&own).map(|heading| Column::text(*heading)).collect()
}

pub(super) fn cells(token: &TokenLine) -> Vec<Cell> {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    let used = token.last_used_at.map_or_else(|| Cell::Muted("never".to_owned()), |at| day(at).into());
    let expires = if token.expired {
        Cell::Muted(format!("expired on {}", day(token.expires_at)))
    } else {
        day(token.expires_at).into()
    };
    vec![token.name.clone().into(), scopes.join(", ").into(), day(token.created_at).into(), used, expires]
}

/// With its year: a token may outlive this one.
pub(super) fn day(at: EpochMs) -> String {
    at.date().to_string()
}

//! Other people's tokens, for administrators.

use leptos::prelude::*;
use service::tokens::{OthersToken, TokenPage};

use super::{
    PATH,
    list::{cells, columns},
};
use crate::components::{DataTable, Pager, Section, TableData, form::Confirm, href};

#[component]
pub fn OthersList(page: TokenPage) -> impl IntoView {
    let TokenPage { tokens, total, page, pages } = page;
    if total == 0 {
        return view! {
            <Section title="Other people's tokens">
                <p>"Nobody else has a token that opens anything."</p>
            </Section>
        }
        .into_any();
    }
    let row = |other: &OthersToken| {
        let mut row = vec![other.owner.clone().into()];
        row.extend(cells(&other.token));
        row
    };
    let data = TableData {
        caption: "Other people's tokens".to_owned(),
        columns: columns(&["Whose"]),
        rows: tokens.iter().map(row).collect(),
    };
    let revoke = |other: OthersToken| {
        view! {
            <Confirm
                title=format!("Revoke {} of {}", other.token.name, other.owner)
                consequence="What uses it is refused at once. Its owner can make a new one unless their account is disabled."
                action=format!("{PATH}/others/{}/revoke", other.token.id)
                button="Revoke the token"
            />
        }
    };
    let neighbour = |number: usize| href(PATH, [("page", number.to_string().as_str())]);
    let previous = (page > 1).then(|| neighbour(page - 1));
    let next = (page < pages).then(|| neighbour(page + 1));
    view! {
        <Section title="Other people's tokens">
            <DataTable data caption_hidden=true />
            {tokens.into_iter().map(revoke).collect_view()}
            <Pager page pages previous next />
        </Section>
    }
    .into_any()
}

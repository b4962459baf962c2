//! The accounts that are taken to be the reader's.

use domain::EpochMs;
use leptos::prelude::*;
use service::individual::OwnAccount;

use super::{PATH, source_name};
use crate::components::{Cell, Column, DataTable, EmptyState, Link, Section, TableData};
use crate::words;

#[component]
pub(super) fn Accounts(accounts: Vec<OwnAccount>, year: i16) -> impl IntoView {
    if accounts.is_empty() {
        return view! {
            <Section title="Accounts taken to be you">
                <EmptyState
                    missing="No account is linked to you."
                    next_step="If you work under one, tell an administrator which: until then its work counts as nobody's."
                />
            </Section>
        }
        .into_any();
    }
    let data = TableData {
        caption: "Accounts that are taken to be you".to_owned(),
        columns: ["Account", "Source", "First seen", "What rests on it", "Not you?"]
            .map(Column::text)
            .to_vec(),
        rows: accounts.into_iter().map(|account| row(account, year)).collect(),
    };
    view! {
        <Section title="Accounts taken to be you">
            <DataTable data caption_hidden=true />
        </Section>
    }
    .into_any()
}

fn row(account: OwnAccount, year: i16) -> Vec<Cell> {
    let seen = words::day(EpochMs(account.first_seen_at).date(), year);
    let rests = rests_on(&account);
    let link = Link::new("That account isn't me", format!("{PATH}/accounts/{}/not-mine", account.id));
    vec![account.login.into(), source_name(&account.provider).into(), seen.into(), rests.into(), link.into()]
}

/// `12 pull requests and 3 defects`; `nothing yet`.
pub(super) fn rests_on(account: &OwnAccount) -> String {
    let counted = [
        (account.pull_requests, "pull request", "pull requests"),
        (account.defects, "defect", "defects"),
        (account.learning_events, "moment of learning", "moments of learning"),
    ];
    let some = counted.into_iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> =
        some.map(|(n, one, many)| words::plural(u64::try_from(n).unwrap_or_default(), one, many)).collect();
    if parts.is_empty() { "nothing yet".to_owned() } else { words::listed(&parts) }
}

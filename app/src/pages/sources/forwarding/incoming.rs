//! Record stores whose statements are taken over.

use leptos::prelude::*;
use service::{
    Fields,
    sources::pulls::{Pull, PullForm},
};

use super::super::FORWARDING;
use super::super::parts::day;
use crate::components::{
    Cell, Column, DataTable, EmptyState, Section, TableData,
    form::{Act, Confirm, ErrorSummary, Submit, TextField},
};
use crate::web::{beside, summary};

#[component]
pub fn Incoming(pulls: Vec<Pull>, form: PullForm, wrong: Fields) -> impl IntoView {
    view! {
        <Section title="From other record stores">
            <List pulls />
        </Section>
        <Section title="Add a record store">
            <ErrorSummary errors=summary(&wrong) />
            <form class="form" method="post" action=format!("{FORWARDING}/in")>
                <TextField
                    name="name"
                    label="Name of the record store"
                    value=form.name
                    help="Its statements stand under this name."
                    error=beside(&wrong, "name")
                    required=true
                />
                <TextField
                    name="url"
                    label="Its address"
                    value=form.url
                    help="https://lrs.example/xapi"
                    error=beside(&wrong, "url")
                    required=true
                />
                <TextField name="key" label="Key" value=form.key error=beside(&wrong, "key") required=true />
                <TextField
                    name="secret"
                    label="Secret"
                    help="Kept sealed. It needs to read statements, no more."
                    error=beside(&wrong, "secret")
                    required=true
                    kind="password"
                    autocomplete="new-password"
                />
                <Submit text="Add the record store" />
            </form>
        </Section>
    }
    .into_any()
}

#[component]
fn List(pulls: Vec<Pull>) -> impl IntoView {
    if pulls.is_empty() {
        return view! {
            <EmptyState missing="No other record store is asked." next_step="Add one below to take its statements over." />
        }
        .into_any();
    }
    let row = |pull: &Pull| -> Vec<Cell> {
        let state = match (pull.paused, pull.problem.is_empty()) {
            (true, _) => "paused".to_owned(),
            (false, true) => "works".to_owned(),
            (false, false) => format!("{}; tried again by itself", pull.problem),
        };
        vec![
            pull.name.clone().into(),
            pull.url.clone().into(),
            pull.taken.to_string().into(),
            pull.refused.to_string().into(),
            day(pull.last_at).into(),
            state.into(),
        ]
    };
    let data = TableData {
        caption: "Record stores that are asked".to_owned(),
        columns: vec![
            Column::text("Name"),
            Column::text("Address"),
            Column::number("Taken over"),
            Column::number("Refused"),
            Column::text("Last asked"),
            Column::text("State"),
        ],
        rows: pulls.iter().map(row).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        {pulls.into_iter().map(|pull| view! { <Acts pull /> }).collect_view()}
    }
    .into_any()
}

#[component]
fn Acts(pull: Pull) -> impl IntoView {
    let path = format!("{FORWARDING}/in/{}", pull.id);
    let (act, word) = if pull.paused { ("resume", "Resume") } else { ("pause", "Pause") };
    view! {
        <Act action=format!("{path}/{act}") text=format!("{word} {}", pull.name) />
        <Confirm
            title=format!("Remove {}", pull.name)
            consequence="Its credentials are forgotten and it is not asked any more. The statements that came from it stay."
            action=format!("{path}/remove")
            button="Remove the record store"
        />
    }
    .into_any()
}

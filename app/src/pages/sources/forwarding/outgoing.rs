//! Systems that statements are sent on to.

use leptos::prelude::*;
use service::{
    Fields,
    sources::webhooks::{Webhook, WebhookForm},
};

use super::super::FORWARDING;
use super::super::parts::day;
use crate::components::{
    Cell, Choice, Column, DataTable, EmptyState, Section, TableData,
    form::{Act, Confirm, FieldError, SelectField, Submit, TextField},
};
use crate::web::beside;

#[component]
pub fn Outgoing(webhooks: Vec<Webhook>, form: WebhookForm, wrong: Fields) -> impl IntoView {
    let from = vec![
        Choice::new("now", "Only what comes from now on"),
        Choice::new("beginning", "Everything, from the beginning"),
    ];
    // The other form of the page has fields of the same names: these are told beside themselves.
    let errors: Vec<FieldError> = crate::web::summary(&wrong);
    view! {
        <Section title="To other systems">
            <List webhooks />
        </Section>
        <Section title="Add a webhook" id="add-webhook">
            {errors
                .into_iter()
                .map(|error| view! { <p class="field-error">{error.message}</p> })
                .collect_view()}
            <form class="form" method="post" action=format!("{FORWARDING}/out")>
                <Named name="name" label="Name of the webhook" value=form.name help="" wrong=wrong.clone() />
                <Named
                    name="url"
                    label="Address of the receiver"
                    value=form.url
                    help="https://chat.example/hooks/learning"
                    wrong=wrong.clone()
                />
                <TextField
                    name="verb"
                    label="Only this verb"
                    value=form.verb
                    help="http://adlnet.gov/expapi/verbs/completed; empty: every verb."
                    error=beside(&wrong, "verb")
                />
                <TextField
                    name="activity_prefix"
                    label="Only activities that begin with"
                    value=form.activity_prefix
                    help="https://labs.example/; empty: every activity."
                    error=beside(&wrong, "activity_prefix")
                />
                <SelectField name="from" label="Which statements" choices=from selected=form.from required=true />
                <Submit text="Add the webhook" />
            </form>
        </Section>
    }
    .into_any()
}

/// A field whose name the other form uses as an id.
#[component]
fn Named(
    name: &'static str,
    label: &'static str,
    value: String,
    help: &'static str,
    wrong: Fields,
) -> impl IntoView {
    let id = format!("webhook-{name}");
    let invalid = beside(&wrong, name).map(|_| "true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {(!help.is_empty()).then(|| view! { <p class="help">{help}</p> })}
            <input type="text" id=id name=name value=value required=true autocomplete="off" aria-invalid=invalid />
        </div>
    }
    .into_any()
}

#[component]
fn List(webhooks: Vec<Webhook>) -> impl IntoView {
    if webhooks.is_empty() {
        return view! {
            <EmptyState missing="Statements are sent on to nobody." next_step="Add a webhook below: it gets each statement once, signed." />
        }
        .into_any();
    }
    let row = |hook: &Webhook| -> Vec<Cell> {
        let state = match (hook.paused, hook.problem.is_empty()) {
            (true, _) => "paused".to_owned(),
            (false, true) => "works".to_owned(),
            (false, false) => format!("{}; tried again by itself", hook.problem),
        };
        vec![
            hook.name.clone().into(),
            hook.url.clone().into(),
            hook.delivered.to_string().into(),
            hook.dead.to_string().into(),
            day(hook.last_at).into(),
            state.into(),
        ]
    };
    let data = TableData {
        caption: "Webhooks".to_owned(),
        columns: vec![
            Column::text("Name"),
            Column::text("Address"),
            Column::number("Delivered"),
            Column::number("Not taken"),
            Column::text("Last sent"),
            Column::text("State"),
        ],
        rows: webhooks.iter().map(row).collect(),
    };
    view! {
        <DataTable data caption_hidden=true />
        {webhooks.into_iter().map(|hook| view! { <Acts hook /> }).collect_view()}
    }
    .into_any()
}

#[component]
fn Acts(hook: Webhook) -> impl IntoView {
    let path = format!("{FORWARDING}/out/{}", hook.id);
    let (act, word) = if hook.paused { ("resume", "Resume") } else { ("pause", "Pause") };
    let letters = letters(&hook);
    let resend = (hook.dead > 0).then(|| {
        view! {
            <DataTable data=letters />
            <Act action=format!("{path}/resend") text=format!("Send {} again to {}", hook.dead, hook.name) />
        }
    });
    view! {
        {resend}
        <Act action=format!("{path}/{act}") text=format!("{word} {}", hook.name) />
        <Confirm
            title=format!("Remove {}", hook.name)
            consequence="Nothing is sent there any more, its secret and the list of what it did not take are forgotten."
            action=format!("{path}/remove")
            button="Remove the webhook"
        />
    }
    .into_any()
}

fn letters(hook: &Webhook) -> TableData {
    let rows = hook.letters.iter().map(|letter| -> Vec<Cell> {
        let state = if letter.resend { "is sent again" } else { "waits for you" };
        vec![
            format!("{} in the log", letter.seq).into(),
            letter.problem.clone().into(),
            day(Some(letter.died_at)).into(),
            state.into(),
        ]
    });
    TableData {
        caption: format!("What {} did not take", hook.name),
        columns: ["Statement", "Answer", "Given up on", "State"].map(Column::text).to_vec(),
        rows: rows.collect(),
    }
}

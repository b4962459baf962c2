//! `/api`: how programs ask for figures, read by the people who write them. What is told comes from the description of
//! the API itself.

use leptos::prelude::*;

use crate::components::{Column, DataTable, Link, PageHeader, Section, TableData};

/// One address with its method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET /api/v1/figures`
    pub address: String,
    pub summary: String,
    pub description: String,
    pub inputs: Vec<Input>,
    /// What a token needs; empty: any token does.
    pub scopes: Vec<String>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub meaning: String,
}

const LEAD: &str = "Figures for programs, hidden where a page would hide them. Send a token of yours: \
                    Authorization: Bearer sl_…";

#[component]
pub fn Guide(endpoints: Vec<Endpoint>) -> impl IntoView {
    let description = Link::new("Description for programs (OpenAPI)", "/api/v1/openapi.json");
    view! {
        <PageHeader title="API" lead=LEAD />
        <p>
            <a href="/account/tokens">"Make a token"</a>
            ". Rows come as JSON or, with Accept: text/csv, as CSV. A list goes on where its next_cursor says. An answer that has not changed since its ETag costs nothing."
        </p>
        <Section title="Addresses" aside=description>
            {endpoints.into_iter().map(|endpoint| view! { <OneEndpoint endpoint /> }).collect_view()}
        </Section>
    }
    .into_any()
}

#[component]
fn OneEndpoint(endpoint: Endpoint) -> impl IntoView {
    let Endpoint { address, summary, description, inputs, scopes } = endpoint;
    let scope = if scopes.is_empty() { "any".to_owned() } else { scopes.join(", ") };
    view! {
        <h3>
            <code>{address.clone()}</code>
        </h3>
        <p>{summary}</p>
        {(!description.is_empty()).then(|| view! { <p>{description}</p> })}
        <p>"Scope of the token: " <code>{scope}</code></p>
        {(!inputs.is_empty()).then(|| view! { <DataTable data=parameters(&address, inputs) caption_hidden=true /> })}
    }
    .into_any()
}

fn parameters(address: &str, inputs: Vec<Input>) -> TableData {
    TableData {
        caption: format!("Parameters of {address}"),
        columns: vec![Column::text("Parameter"), Column::text("Meaning")],
        rows: inputs.into_iter().map(|input| vec![input.name.into(), input.meaning.into()]).collect(),
    }
}

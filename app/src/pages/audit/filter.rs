//! What the list is narrowed by: as it was typed, and as the log understands it.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use domain::EpochMs;
use domain::time::MS_PER_DAY;
use jiff::civil::Date;
use leptos::prelude::*;
use service::{Fields, audit::AuditFilter};

use super::PATH;
use crate::components::{
    Choice,
    form::{DateField, SelectField, TextField},
};
use crate::web::{Parameters, beside};

/// Typed into the form, or a link's query.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub action: String,
    pub who: String,
    pub subject: String,
    pub from: String,
    pub to: String,
}

impl Typed {
    pub fn of(parameters: &Parameters) -> Self {
        let get = |name| parameters.get(name).unwrap_or_default().trim().to_owned();
        Self {
            action: get("action"),
            who: get("who"),
            subject: get("subject"),
            from: get("from"),
            to: get("to"),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As query parameters, without what is empty.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = [
            ("action", self.action.as_str()),
            ("who", &self.who),
            ("subject", &self.subject),
            ("from", &self.from),
            ("to", &self.to),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// What the log is asked for, and what is wrong with what was typed: a day that cannot be read narrows nothing.
    pub fn read(&self) -> (AuditFilter, Fields) {
        let mut wrong = Fields::default();
        let from = day("from", &self.from, &mut wrong);
        let to = day("to", &self.to, &mut wrong);
        let filter = AuditFilter {
            action: self.action.clone(),
            who: self.who.clone(),
            subject: self.subject.clone(),
            from: from.map(|day| EpochMs::from_date(day).0),
            // The last day belongs to it.
            to: to.map(|day| EpochMs::from_date(day).0.saturating_add(MS_PER_DAY)),
        };
        (filter, wrong)
    }
}

fn day(field: &'static str, typed: &str, wrong: &mut Fields) -> Option<Date> {
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse::<Date>().ok().filter(|day| (2000..2200).contains(&day.year()));
    if day.is_none() {
        wrong.add(field, "Give the day as year-month-day, such as 2026-03-30.");
    }
    day
}

#[component]
pub fn FilterForm(typed: Typed, actions: Vec<String>, wrong: Fields) -> impl IntoView {
    let choices = actions.into_iter().map(|action| Choice { value: action.clone(), text: action }).collect();
    let narrowed = !typed.is_empty();
    let Typed { action, who, subject, from, to } = typed;
    let kind_of = "A word that ends with a colon stands for all of its kind.";
    view! {
        <details class="more" open=narrowed>
            <summary>"Narrow the list"</summary>
            <form class="form" method="get" action=PATH>
                <SelectField name="action" label="What was done" choices selected=action empty="Anything" />
                <TextField name="who" label="Who" value=who help=format!("user:7 or operator. {kind_of}") />
                <TextField
                    name="subject"
                    label="To what"
                    value=subject
                    help=format!("cohort:c1 or person:. {kind_of}")
                />
                <DateField name="from" label="First day (UTC)" value=from error=beside(&wrong, "from") />
                <DateField name="to" label="Last day (UTC)" value=to error=beside(&wrong, "to") />
                <div class="form-actions">
                    <button class="button button-main" type="submit">
                        "Narrow"
                    </button>
                    {narrowed
                        .then(|| {
                            view! {
                                <a class="button" href=PATH>
                                    "Show all"
                                </a>
                            }
                        })}
                </div>
            </form>
        </details>
    }
    .into_any()
}

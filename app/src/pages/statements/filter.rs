//! What the list is narrowed by: as it was typed, and as the service understands it.

use leptos::prelude::*;
use service::stream::StatementFilter;

use super::PATH;
use crate::components::{
    Choice,
    form::{SelectField, TextField},
};
use crate::web::Parameters;

/// Typed into the form, or a link's query.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub source: String,
    pub verb: String,
    pub activity: String,
    pub tags: String,
}

impl Typed {
    pub fn of(parameters: &Parameters) -> Self {
        let get = |name| parameters.get(name).unwrap_or_default().trim().to_owned();
        Self { source: get("source"), verb: get("verb"), activity: get("activity"), tags: get("tags") }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As query parameters, without what is empty.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = [
            ("source", self.source.as_str()),
            ("verb", &self.verb),
            ("activity", &self.activity),
            ("tags", &self.tags),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty())
    }

    /// A state of tags that there is not narrows nothing.
    pub fn read(&self) -> StatementFilter {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        StatementFilter {
            source: given(&self.source),
            verb: given(&self.verb),
            activity: given(&self.activity),
            tags: StatementFilter::tag_state(&self.tags),
        }
    }
}

fn state(word: &'static str) -> Choice {
    let text = match word {
        "complete" => "All five, of known people",
        "incomplete" => "One is missing",
        "unknown_person" => "Of somebody unknown",
        "no_learning" => "No moment of learning",
        other => other,
    };
    Choice::new(word, text)
}

#[component]
pub fn FilterForm(typed: Typed, sources: Vec<String>) -> impl IntoView {
    let choices = sources.into_iter().map(|source| Choice::new(source.clone(), source)).collect();
    let states = StatementFilter::tag_words().map(state).collect();
    let narrowed = !typed.is_empty();
    let Typed { source, verb, activity, tags } = typed;
    view! {
        <details class="more" open=narrowed>
            <summary>"Narrow the list"</summary>
            <form class="form" method="get" action=PATH>
                <SelectField name="source" label="Source" choices selected=source empty="Any" />
                <TextField
                    name="verb"
                    label="Verb"
                    value=verb
                    help="Its whole address, letter by letter; a verb in the list leads to it."
                />
                <TextField
                    name="activity"
                    label="Activity"
                    value=activity
                    help="Its whole id, letter by letter."
                />
                <SelectField name="tags" label="Tags" choices=states selected=tags empty="In any state" />
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

//! The question that comes before a person's record.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use leptos::prelude::*;
use service::{
    Fields,
    individual::{Purpose, PurposeForm},
};

use crate::components::{
    Choice,
    form::{ErrorSummary, SelectField, Submit, TextArea},
};
use crate::web::{beside, summary};

#[component]
pub(super) fn AskPurpose(
    form: PurposeForm,
    wrong: Fields,
    /// Of the page itself, which the form posts to.
    path: String,
    /// Where "Cancel" leads.
    back: String,
) -> impl IntoView {
    let choice =
        |purpose: Purpose| Choice { value: purpose.as_str().to_owned(), text: purpose.title().to_owned() };
    view! {
        <ErrorSummary errors=summary(&wrong) />
        <form class="form" method="post" action=path>
            <SelectField
                name="purpose"
                label="What for"
                choices=Purpose::ALL.map(choice).to_vec()
                selected=form.purpose
                empty="Choose a purpose"
                error=beside(&wrong, "purpose")
                required=true
            />
            <TextArea
                name="note"
                label="In your words"
                value=form.note
                help="10 to 300 characters. The person reads this, with your name and the time."
                error=beside(&wrong, "note")
                required=true
                rows=3
            />
            <Submit text="Log this and open the record" cancel=back />
        </form>
    }
    .into_any()
}

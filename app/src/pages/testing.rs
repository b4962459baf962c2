//! Pages as text, for the tests of all of them.

use leptos::{config::LeptosOptions, prelude::*};

use crate::shell::{Chrome, render};

/// The HTML of a page's own content as a reader meets it: spaces that do not break are plain, Leptos' marks are gone.
pub fn html<V: IntoView>(body: impl FnOnce() -> V) -> String {
    let options = LeptosOptions::builder().output_name("sightline").build();
    let document = render(&options, None, Chrome::default(), body);
    let from = document.find("<main").unwrap_or_default();
    let to = document.find("</main>").unwrap_or(document.len());
    document[from..to].replace('\u{a0}', " ").replace("<!>", "").replace("<!---->", "")
}

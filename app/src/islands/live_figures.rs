//! Keeps the figures on screen current: the server sends what changed, the words of the tiles are replaced.

use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// One changed figure, as the server sends it (a list per message).
#[derive(Deserialize)]
struct Change {
    /// Names the tile: its elements carry `data-live="<key>"`.
    key: String,
    /// Number and unit, parted by a space that does not break: `28 h`.
    value: String,
    sentence: String,
}

/// Listens at `url` (server-sent events, JSON `[{"key","value","sentence"}]`) while the page is open. The browser
/// reconnects by itself; without script the page simply shows what was true when it was loaded.
#[island]
pub fn LiveFigures(url: String) -> impl IntoView {
    let (updates, set_updates) = signal(0_u32);
    Effect::new(move |_| listen(&url, set_updates));
    let said = move || match updates.get() {
        0 => "",
        // Two texts in turn, so that a screen reader hears the second of two updates as well.
        odd if odd % 2 == 1 => "Updated just now",
        _ => "Updated just now.",
    };
    let class = move || if updates.get() == 0 { "" } else { "live-note" };
    view! {
        <p class=class role="status">
            {said}
        </p>
    }
}

fn listen(url: &str, updates: WriteSignal<u32>) {
    let Ok(source) = EventSource::new(url) else { return };
    let receive = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        let Ok(changes) = serde_json::from_str::<Vec<Change>>(&text) else { return };
        let shown = changes.iter().filter(|change| show(change)).count();
        if shown > 0 {
            updates.update(|count| *count = count.wrapping_add(1));
        }
    });
    source.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // The page listens for as long as it is open.
    receive.forget();
}

/// Replaces the words of one tile; false where the page has no such tile.
fn show(change: &Change) -> bool {
    let (number, unit) = change.value.split_once('\u{a0}').unwrap_or((&change.value, ""));
    let shown = replace(&change.key, "number", number);
    replace(&change.key, "unit", unit);
    replace(&change.key, "sentence", &change.sentence);
    shown
}

fn replace(key: &str, part: &str, text: &str) -> bool {
    let selector = ["[data-live=\"", key, "\"] [data-part=\"", part, "\"]"].concat();
    let Ok(Some(element)) = document().query_selector(&selector) else { return false };
    element.set_text_content(Some(text));
    true
}

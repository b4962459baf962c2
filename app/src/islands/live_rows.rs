//! Keeps a list on screen current: the server sends the words of new rows, which are put on top of the table.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, EventSource, MessageEvent};

/// Rows that a page holds at most; the last go.
const MOST: u32 = 50;

/// Listens at `url` (server-sent events, JSON `[["cell", …], …]`, the oldest first) while the page is open, and puts rows
/// into the table within `[data-live-rows]`. Without script the page simply shows what was true when it was loaded.
#[island]
pub fn LiveRows(url: String) -> impl IntoView {
    let (arrived, set_arrived) = signal(0_usize);
    Effect::new(move |_| listen(&url, set_arrived));
    let said = move || match arrived.get() {
        0 => String::new(),
        1 => "1 arrived since you opened this page".to_owned(),
        count => [&count.to_string(), " arrived since you opened this page"].concat(),
    };
    let class = move || if arrived.get() == 0 { "" } else { "live-note" };
    view! {
        <p class=class role="status">
            {said}
        </p>
    }
}

fn listen(url: &str, arrived: WriteSignal<usize>) {
    let Ok(source) = EventSource::new(url) else { return };
    let receive = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        let Ok(rows) = serde_json::from_str::<Vec<Vec<String>>>(&text) else { return };
        for row in &rows {
            let _ = put(row);
        }
        arrived.update(|count| *count += rows.len());
    });
    source.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // The page listens for as long as it is open.
    receive.forget();
}

/// Puts a row on top; `None` where the page has no table yet: its words say how many arrived.
fn put(cells: &[String]) -> Option<()> {
    let body = document().query_selector("[data-live-rows] tbody").ok()??;
    let row = document().create_element("tr").ok()?;
    for (at, text) in cells.iter().enumerate() {
        let cell = document().create_element(if at == 0 { "th" } else { "td" }).ok()?;
        if at == 0 {
            cell.set_attribute("scope", "row").ok()?;
        }
        // Text from outside is only ever text.
        cell.set_text_content(Some(text));
        row.append_child(&cell).ok()?;
    }
    body.insert_before(&row, body.first_child().as_ref()).ok()?;
    shorten(&body);
    Some(())
}

fn shorten(body: &Element) {
    while body.child_element_count() > MOST {
        let Some(last) = body.last_element_child() else { return };
        last.remove();
    }
}

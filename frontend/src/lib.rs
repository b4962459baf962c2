//! The browser's entry point: wakes the islands of a page, nothing else.

// Without this link the islands of `app` would be dropped from the module.
use app as _;

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}

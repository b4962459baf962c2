//! A share of a whole as a bar: how many of those who could have done so.

use leptos::prelude::*;

use crate::words::{Hidden, count};

#[derive(Debug, Clone, PartialEq)]
pub struct MeterTileData {
    pub key: String,
    pub label: String,
    pub state: Result<Meter, Hidden>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meter {
    pub done: u64,
    pub of: u64,
    /// Read as a percentage rather than as `37 of 40`.
    pub as_share: bool,
}

impl Meter {
    fn per_cent(self) -> u64 {
        (self.done * 100).checked_div(self.of).unwrap_or(0).min(100)
    }

    /// Number and unit as the tile prints them.
    pub fn words(self) -> (String, String) {
        if self.as_share {
            (self.per_cent().to_string(), "%".to_owned())
        } else {
            (count(self.done), format!("of {}", count(self.of)))
        }
    }
}

#[component]
pub fn MeterTile(data: MeterTileData) -> impl IntoView {
    let MeterTileData { key, label, state } = data;
    let body = match state {
        Ok(meter) => view! { <Progress meter /> }.into_any(),
        Err(hidden) => view! {
            <p class="figure figure-hidden">{hidden.label}</p>
            <p class="sentence">{hidden.reason}</p>
            <p class="evidence">{hidden.remedy}</p>
        }
        .into_any(),
    };
    view! {
        <div class="tile" data-live=key>
            <h3 class="tile-label">{label}</h3>
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn Progress(meter: Meter) -> impl IntoView {
    let (number, unit) = meter.words();
    view! {
        <p class="figure">
            <span data-part="number">{number}</span>
            " "
            <small data-part="unit">{unit}</small>
        </p>
        <Bar per_cent=meter.per_cent() as f64 />
    }
    .into_any()
}

/// The bar alone, decorative: the words above it say the same. Drawn rather than a `<meter>`, which browsers style
/// each in their own way, and without a style attribute, which the content security policy forbids.
#[component]
pub(super) fn Bar(per_cent: f64) -> impl IntoView {
    let width = format!("{:.1}", per_cent.clamp(0.0, 100.0));
    view! {
        <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="bar-track" width="100" height="6" />
            <rect class="bar-done" width=width height="6" />
        </svg>
    }
    .into_any()
}

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
}

#[component]
pub fn MeterTile(data: MeterTileData) -> impl IntoView {
    let MeterTileData { key, label, state } = data;
    let body = match state {
        Ok(meter) => view! { <Bar label=label.clone() meter /> }.into_any(),
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
fn Bar(label: String, meter: Meter) -> impl IntoView {
    let (number, unit) = if meter.as_share {
        (meter.per_cent().to_string(), "%".to_owned())
    } else {
        (count(meter.done), format!("of {}", count(meter.of)))
    };
    view! {
        <p class="figure">
            <span data-part="number">{number}</span>
            " "
            <small data-part="unit">{unit}</small>
        </p>
        <meter min="0" max="100" value=meter.per_cent() aria-label=label></meter>
    }
    .into_any()
}

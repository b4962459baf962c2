//! A figure: label, large number with small unit, the sentence that compares it, a small line, what stands behind it.

use leptos::prelude::*;

use super::Link;
use crate::words::{Hidden, Reading};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileData {
    /// Names the tile to live updates; unique on the page.
    pub key: String,
    pub label: String,
    /// It guards another figure against gaming, and says so.
    pub guard: bool,
    pub state: TileState,
    /// To the items, the definition or the next step.
    pub link: Option<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TileState {
    Shown {
        reading: Reading,
        /// In place of the unit where it says more: `defects`, `of 11`.
        unit: Option<String>,
        /// `11.8 h in the baseline`.
        sentence: String,
        /// The guard's sentence asks to check for gaming.
        warning: bool,
        /// An SVG from `charts::Sparkline`.
        sparkline: Option<String>,
        /// `1,204 pull requests, 11 people`.
        evidence: String,
    },
    Hidden(Hidden),
}

#[component]
pub fn Tile(data: TileData) -> impl IntoView {
    let TileData { key, label, guard, state, link } = data;
    let label = if guard { format!("{label} (guard)") } else { label };
    view! {
        <div class="tile" data-live=key>
            <h3 class="tile-label">{label}</h3>
            {match state {
                TileState::Shown { reading, unit, sentence, warning, sparkline, evidence } => {
                    let unit = unit.unwrap_or_else(|| reading.unit.to_owned());
                    view! {
                        <Number number=reading.number unit />
                        <Sentence text=sentence warning />
                        {sparkline.map(|svg| view! { <div class="tile-line" inner_html=svg></div> })}
                        <Evidence text=evidence link />
                    }
                        .into_any()
                }
                TileState::Hidden(hidden) => {
                    view! {
                        <p class="figure figure-hidden">{hidden.label}</p>
                        <p class="sentence">{hidden.reason}</p>
                        <Evidence text=hidden.remedy.to_owned() link />
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Number(number: String, unit: String) -> impl IntoView {
    view! {
        <p class="figure">
            <span data-part="number">{number}</span>
            " "
            <small data-part="unit">{unit}</small>
        </p>
    }
    .into_any()
}

#[component]
fn Sentence(text: String, warning: bool) -> impl IntoView {
    view! {
        <p class="sentence" class:warning=warning data-part="sentence">
            {text}
        </p>
    }
    .into_any()
}

#[component]
fn Evidence(text: String, link: Option<Link>) -> impl IntoView {
    if text.is_empty() && link.is_none() {
        return None;
    }
    let text =
        if text.is_empty() || link.is_none() || text.ends_with('.') { text } else { format!("{text}.") };
    Some(view! {
        <p class="evidence">
            {text} " " {link.map(|link| view! { <a href=link.href>{link.text}</a> })}
        </p>
    })
}

//! A cursor over a chart: pointer or arrow keys step from sprint to sprint, a small box reads the values.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A place on the time axis and what stands there, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CursorPoint {
    /// From the chart's left edge, in ten-thousandths of its width: finer than any screen, and short to send.
    pub x: u32,
    pub label: String,
    pub values: Vec<CursorValue>,
    /// The items behind the point; Enter or a click goes there.
    pub href: Option<String>,
}

/// The chart's width in the unit of [`CursorPoint::x`].
const WHOLE: f64 = 10_000.0;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CursorValue {
    pub name: String,
    pub value: String,
}

/// Wraps a chart. `label` names the control for screen readers, for whom the box is announced as it changes.
#[island]
pub fn ChartCursor(label: String, points: Vec<CursorPoint>, children: Children) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    let (slot, set_slot) = signal(None::<usize>);
    // Only once the island is awake is there anything to focus.
    let (awake, set_awake) = signal(false);
    Effect::new(move |_| set_awake.set(true));

    let points = StoredValue::new(points);
    let last = move || points.with_value(Vec::len).saturating_sub(1);
    let open = move || {
        let href = slot.get_untracked().and_then(|at| points.with_value(|all| all.get(at)?.href.clone()));
        if let Some(href) = href {
            // A failed navigation leaves the reader where they are.
            _ = window().location().set_href(&href);
        }
    };
    let follow = move |event: PointerEvent| {
        let Some(frame) = frame.get_untracked() else { return };
        let bounds = frame.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - bounds.left()) * WHOLE / bounds.width().max(1.0);
        set_slot.set(points.with_value(|all| nearest(all, x)));
    };
    // A finger first wants to read; the table under the chart holds the same links.
    let click = move |event: PointerEvent| {
        if event.pointer_type() != "touch" && event.button() == 0 {
            open();
        }
    };
    let step = move |event: KeyboardEvent| {
        let to = match (event.key().as_str(), slot.get_untracked()) {
            ("ArrowRight", Some(at)) => Some((at + 1).min(last())),
            ("ArrowLeft", Some(at)) => Some(at.saturating_sub(1)),
            ("ArrowRight" | "Home", _) => Some(0),
            ("ArrowLeft" | "End", _) => Some(last()),
            ("Escape", _) => None,
            ("Enter", _) => return open(),
            _ => return,
        };
        event.prevent_default();
        set_slot.set(to);
    };

    view! {
        <div
            class="cursor"
            node_ref=frame
            role="group"
            aria-label=label
            tabindex=move || awake.get().then_some("0")
            on:pointermove=follow
            on:pointerdown=follow
            on:pointerleave=move |_| set_slot.set(None)
            on:pointerup=click
            on:keydown=step
            on:blur=move |_| set_slot.set(None)
        >
            {children()}
            <div class="cursor-live" aria-live="polite">
                {move || slot.get().and_then(|at| points.with_value(|all| all.get(at).map(reading)))}
            </div>
        </div>
    }
}

/// The slot nearest to `x`.
fn nearest(points: &[CursorPoint], x: f64) -> Option<usize> {
    let distance = |point: &CursorPoint| (f64::from(point.x) - x).abs();
    (0..points.len()).min_by(|a, b| distance(&points[*a]).total_cmp(&distance(&points[*b])))
}

fn reading(point: &CursorPoint) -> impl IntoView + use<> {
    let at = position(point.x);
    // The box lies on the side that has room for it.
    let side = if f64::from(point.x) < WHOLE / 2.0 { "cursor-box after" } else { "cursor-box before" };
    let values = point.values.iter().map(|value| {
        view! {
            <p>
                <span>{value.name.clone()}</span>
                " "
                <strong>{value.value.clone()}</strong>
            </p>
        }
    });
    view! {
        <div class="cursor-line" style:left=at.clone()></div>
        <div class=side style:left=at>
            <p class="cursor-slot">{point.label.clone()}</p>
            {values.collect_view()}
        </div>
    }
}

/// Set by script as a property, which a content security policy without inline styles allows.
fn position(x: u32) -> String {
    ["calc(", &x.to_string(), "% / 100)"].concat()
}

//! Did it hold? The sprints since joining as a strip, each by itself.

use leptos::prelude::*;
use service::impact::view::{Held, Scale};

use super::{event_study::since, scale};
use crate::words;

/// One box a sprint: filled where the effect points the way hoped for, and said in words.
pub fn strip(scale: Scale, held: &[Held]) -> impl IntoView + use<> {
    let boxes = held.iter().map(|point| {
        let class = if point.holds { "held held-yes" } else { "held" };
        let (short, said) = (words::signed_whole(point.since_joining), scale::effect(scale, point.effect));
        let holds = if point.holds { "the way hoped for" } else { "not the way hoped for" };
        let label = format!("{}: {said}, {holds}", since(point.since_joining));
        view! {
            <li class=class>
                <span class="held-sprint" aria-hidden="true">{short}</span>
                <span class="held-effect" aria-hidden="true">{said}</span>
                <span class="visually-hidden">{label}</span>
            </li>
        }
    });
    let boxes = boxes.collect_view();
    (!held.is_empty()).then(|| {
        view! {
            <div class="held-strip">
                <h3>"Held over the sprints since joining"</h3>
                <ol>{boxes}</ol>
                <p class="evidence">"Filled: the effect of that sprint alone points the way hoped for."</p>
            </div>
        }
    })
}

//! What must not get worse while an outcome gets better, and which teams should be looked at.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use std::sync::Arc;

use leptos::prelude::*;
use service::impact::view::{Findings, Guard, ImpactReport, Report};

use super::{compared::name, said, scale, verdict_box::Said};
use crate::components::{Badge, BadgeKind, Link, below};
use crate::words;

/// The guards of an outcome with their own effects, by the same method.
#[component]
pub fn Guards(report: Arc<ImpactReport>, told: Report, findings: Findings) -> impl IntoView {
    let lines = findings.guards.iter().map(line).collect_view();
    let warnings = said::warnings(&told).into_iter().map(|parts| {
        view! { <p class="sentence warning"><Said parts /></p> }
    });
    let warnings = warnings.collect_view();
    let none = findings.guards.is_empty().then_some("Nothing guards this outcome.");
    view! {
        <div class="guards">
            <h3>"Guards"</h3>
            {none.map(|words| view! { <p class="sentence">{words}</p> })}
            <ul class="plain-list">{lines}</ul>
            {warnings}
            <Gaming teams=gaming(&report, &findings) />
        </div>
    }
    .into_any()
}

fn line(guard: &Guard) -> impl IntoView + use<> {
    let name = guard.name.clone();
    view! {
        <li class="sentence">
            {name} ": " {state(guard)} " "
            {guard.got_worse.then(|| view! { <Badge kind=BadgeKind::Attention text="Got worse" /> })}
        </li>
    }
}

/// `−21 % (95 % interval −30 to −10 %)`, or why there is none.
pub fn state(guard: &Guard) -> String {
    match (guard.effect, guard.interval) {
        (Some(effect), Some(interval)) => format!(
            "{} (95 % interval {})",
            scale::effect(guard.scale, effect),
            scale::interval(guard.scale, interval)
        ),
        (Some(effect), None) => format!("{}, with no interval", scale::effect(guard.scale, effect)),
        (None, _) => guard.missing.clone().unwrap_or_else(|| "nothing to compare".to_owned()),
    }
}

fn gaming(report: &ImpactReport, findings: &Findings) -> Vec<Link> {
    let link = |key: &domain::TeamKey| Link::new(name(report, key), below("/teams", key.as_str()));
    let mut links: Vec<Link> = findings.check_for_gaming.iter().map(link).collect();
    links.sort_by(|a, b| a.text.cmp(&b.text));
    links
}

/// Where a gain may come from splitting work rather than from working better.
#[component]
fn Gaming(teams: Vec<Link>) -> impl IntoView {
    let all = words::plural(teams.len() as u64, "team gained", "teams gained");
    let links = teams.iter().enumerate().map(|(index, link)| {
        let comma = if index > 0 { ", " } else { "" };
        view! { {comma} <a href=link.href.clone()>{link.text.clone()}</a> }
    });
    (!teams.is_empty()).then(|| {
        view! {
            <p class="sentence warning">
                {all} " here while a guard got worse, so look before believing it: check for gaming in "
                {links.collect_view()} "."
            </p>
        }
    })
}

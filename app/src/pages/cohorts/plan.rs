//! What the cohort plans: when, what to practise, with which labs and whose help.

use domain::cohort::{SPRINT_DAYS_MAX, SPRINT_DAYS_MIN};
use jiff::civil::Date;
use leptos::prelude::*;
use service::views::CohortPage;

use crate::components::Section;
use crate::words;

#[component]
pub fn Plan(cohort: CohortPage, today: Date) -> impl IntoView {
    let facts = facts(cohort, today).into_iter().map(|(name, lines)| {
        view! {
            <div>
                <dt>{name}</dt>
                {lines.into_iter().map(|line| view! { <dd>{line}</dd> }).collect_view()}
            </div>
        }
    });
    view! {
        <Section title="Plan">
            <dl class="plan">{facts.collect_view()}</dl>
        </Section>
    }
    .into_any()
}

fn facts(cohort: CohortPage, today: Date) -> Vec<(&'static str, Vec<String>)> {
    let line = cohort.line;
    let days = (line.last_day - line.first_day).get_days() + 1;
    let when = words::range(line.first_day, line.last_day, today.year());
    let limits = if (SPRINT_DAYS_MIN..=SPRINT_DAYS_MAX).contains(&days) {
        String::new()
    } else {
        format!(" (a learning sprint lasts {SPRINT_DAYS_MIN} to {SPRINT_DAYS_MAX})")
    };
    let labs = if cohort.labs.is_empty() {
        vec!["None yet: no lab in the content list practises these skills.".to_owned()]
    } else {
        cohort.labs
    };
    let mut facts = vec![
        ("Learning sprint", vec![format!("{when}, {days} days{limits}")]),
        ("Skills", line.skills),
        ("Labs", labs),
    ];
    if cohort.may_edit || cohort.coach.is_some() {
        facts.push(("Coach", vec![cohort.coach.unwrap_or_else(|| "None yet".to_owned())]));
    }
    facts
}

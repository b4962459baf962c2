//! What tries to break a finding: without one team, as if joined earlier, without the sprints just before joining, by
//! another method, with the sprints that were left out.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props: Leptos builds them for it")]

use leptos::prelude::*;
use service::impact::view::{Donut, Findings, Interval, LeftOneOut, OutcomeReport, Placebo, Scale};

use super::scale;
use crate::components::{Cell, Column, DataTable, Link, TableData, below};
use crate::words;

/// One line for each way of looking, the headline first.
pub fn ways(outcome: &OutcomeReport, findings: &Findings) -> TableData {
    let scale = outcome.scale;
    let headline = &findings.headline;
    let line = |what: &str, effect: f64, interval: Option<Interval>, asks: &str| {
        vec![
            what.into(),
            Cell::Text(scale::effect(scale, effect)),
            scale::interval_cell(scale, interval),
            asks.into(),
        ]
    };
    let mut rows = vec![
        line("Headline", headline.effect, headline.by_team, "Imputation, leaving out one team at a time"),
        line("By wave", headline.effect, headline.by_cohort, "The same, leaving out one wave at a time"),
    ];
    rows.extend(findings.with_all_sprints.as_ref().map(|all| {
        line("With every sprint", all.effect, all.by_team, "Do holidays and releases decide it?")
    }));
    rows.extend(findings.group_time.as_ref().map(|other| {
        line("Cross-check", other.effect, other.interval, "Group-time averages: does another method agree?")
    }));
    rows.extend(findings.doubts.placebo.iter().map(|placebo| placebo_row(scale, placebo)));
    rows.extend(findings.doubts.donut.iter().map(|donut| donut_row(scale, donut)));
    let untried = |untried: &service::impact::view::Interrupted| {
        vec![
            untried.what.clone().into(),
            Cell::Muted("not tried".to_owned()),
            "".into(),
            untried.why.clone().into(),
        ]
    };
    rows.extend(findings.doubts.not_tried.iter().map(untried));
    TableData {
        caption: "The effect, looked at in other ways".to_owned(),
        columns: vec![
            Column::text("Way of looking"),
            Column::number("Effect"),
            Column::number("95 % interval"),
            Column::text("What it asks"),
        ],
        rows,
    }
}

fn placebo_row(scale: Scale, placebo: &Placebo) -> Vec<Cell> {
    vec![
        Cell::Text(format!("Placebo, {} earlier", scale::sprints(placebo.sprints_earlier))),
        Cell::Text(scale::effect(scale, placebo.effect)),
        scale::interval_cell(scale, placebo.interval),
        "As if all had joined earlier: there should be nothing".into(),
    ]
}

fn donut_row(scale: Scale, donut: &Donut) -> Vec<Cell> {
    vec![
        Cell::Text(format!("Without the last {} before joining", scale::sprints(donut.sprints_dropped))),
        Cell::Text(scale::effect(scale, donut.effect)),
        scale::interval_cell(scale, donut.interval),
        "Were teams already getting ready?".into(),
    ]
}

/// The effect without each team in turn.
#[component]
pub fn LeaveOneOut(scale: Scale, teams: Vec<LeftOneOut>) -> impl IntoView {
    let turned: Vec<String> = teams.iter().filter(|t| !t.keeps_sign).map(|t| t.name.clone()).collect();
    let sentence = if turned.is_empty() {
        "Whichever team is left out, the effect keeps its sign.".to_owned()
    } else {
        format!("Without {} the effect would change its sign.", words::listed(&turned))
    };
    let row = |team: &LeftOneOut| {
        let kept =
            if team.keeps_sign { Cell::from("keeps its sign") } else { Cell::from("changes its sign") };
        vec![
            Cell::Link(Link::new(team.name.clone(), below("/teams", team.team.as_str()))),
            Cell::Text(scale::effect(scale, team.effect)),
            kept,
        ]
    };
    let data = TableData {
        caption: "Effect without each team, by name".to_owned(),
        columns: vec![Column::text("Without"), Column::number("Effect"), Column::text("Sign")],
        rows: teams.iter().map(row).collect(),
    };
    view! {
        <p class="sentence">{sentence}</p>
        <DataTable data caption_hidden=true />
    }
    .into_any()
}

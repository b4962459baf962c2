//! The waves as a table: who, when, how far with the labs, before and now.

use domain::figure::{Figure, MetricId};
use service::views::{ProgrammeView, Side, WaveLine};

use crate::components::{Cell, Column, TableData};
use crate::pages::scoreboard::subject;
use crate::words;

pub fn table(view: &ProgrammeView, year: i16) -> TableData {
    let outcome = |metric: MetricId| format!("{}, baseline → now", subject(metric).name);
    TableData {
        caption: "Waves with their teams, labs and outcomes".to_owned(),
        columns: vec![
            Column::text("Wave"),
            Column::text("Teams"),
            Column::text("Learning sprint"),
            Column::text("Labs completed"),
            Column::number(outcome(view.speed.metric)),
            Column::number(format!("{}, a sprint and team", outcome(view.quality.metric))),
        ],
        rows: view.waves.iter().map(|wave| row(wave, year)).collect(),
    }
}

fn row(wave: &WaveLine, year: i16) -> Vec<Cell> {
    vec![
        Cell::Text(wave.wave.to_string()),
        Cell::Text(wave.teams.join(", ")),
        Cell::Text(words::range(wave.first_day, wave.last_day, year)),
        labs(wave.labs_completed.as_ref()),
        change(&wave.speed),
        change(&wave.quality),
    ]
}

fn labs(figure: Option<&Figure>) -> Cell {
    let Some((figure, share)) = figure.and_then(|figure| Some((figure, figure.value?))) else {
        return Cell::Muted("nothing to show yet".to_owned());
    };
    Cell::Meter { text: words::reading(subject(figure.metric).unit, share).to_string(), per_cent: share * 100.0 }
}

fn change(side: &Side) -> Cell {
    let said = |figure: &Figure| figure.value.map(|value| words::reading(subject(figure.metric).unit, value).to_string());
    match (said(&side.baseline), said(&side.now)) {
        (Some(before), Some(now)) => Cell::Text(format!("{before} → {now}")),
        _ => Cell::Muted("too few people to show".to_owned()),
    }
}

//! The waves as a table: who, when, how far with the labs, from the baseline to now.

use domain::figure::{Figure, FigureState, Unit};
use service::views::{ProgrammeView, Side, WaveLine};

use crate::components::{Cell, Column, TableData};
use crate::pages::scoreboard::subject;
use crate::words;

pub fn table(view: &ProgrammeView, year: i16) -> TableData {
    TableData {
        caption: "Waves with their teams, labs and outcomes, from the baseline to now".to_owned(),
        columns: vec![
            Column::text("Wave"),
            Column::text("Teams"),
            Column::text("Learning sprint"),
            Column::text("Labs completed"),
            Column::number(heading(&view.speed.joined)),
            Column::number(heading(&view.quality.joined)),
        ],
        rows: view.waves.iter().map(|wave| row(wave, year)).collect(),
    }
}

/// A count is told per sprint and team.
fn heading(side: &Side) -> String {
    let subject = subject(side.now.metric);
    let each = if subject.unit == Unit::Count { ", a sprint and team" } else { "" };
    format!("{}{each}", subject.name)
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
    match figure.and_then(|figure| Some((figure, figure.value?))) {
        Some((figure, share)) => {
            let text = words::reading(subject(figure.metric).unit, share).to_string();
            Cell::Meter { text, per_cent: share * 100.0 }
        }
        None => Cell::Muted(figure.map_or("not started yet", why).to_owned()),
    }
}

/// `40 → 28 h`.
fn change(side: &Side) -> Cell {
    let unit = subject(side.now.metric).unit;
    match (side.baseline.value, side.now.value) {
        (Some(before), Some(now)) => {
            let (before, now) = (words::reading(unit, before), words::reading(unit, now));
            let before = if before.unit == now.unit { before.number } else { before.to_string() };
            Cell::Text(format!("{before} → {now}"))
        }
        (None, _) => Cell::Muted(why(&side.baseline).to_owned()),
        (_, None) => Cell::Muted(why(&side.now).to_owned()),
    }
}

fn why(figure: &Figure) -> &'static str {
    match figure.state {
        FigureState::Suppressed => "too few people to show",
        FigureState::TooFew => "too few items to tell",
        FigureState::Shown | FigureState::NoData => "nothing to count",
    }
}

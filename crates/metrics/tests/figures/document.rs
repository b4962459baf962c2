//! `docs/METRICS.md` is written from the registry. `UPDATE=1 cargo test -p metrics` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use domain::figure::{Direction, Family, MetricId, Unit};
use metrics::{Definition, definition, definition_id};

const INTRODUCTION: &str = include_str!("introduction.md");

#[test]
fn the_document_says_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/METRICS.md");
    let wanted = document();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "docs/METRICS.md is out of date: UPDATE=1 cargo test -p metrics writes it anew");
}

fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    for family in [Family::Flow, Family::Quality, Family::Practice, Family::Adoption] {
        write!(text, "\n## {family:?}\n\n").unwrap();
        text.push_str("| id | name | unit | direction | what it is | formula | n counts | guards |\n");
        text.push_str("|---|---|---|---|---|---|---|---|\n");
        let of_family = MetricId::ALL.iter().map(|id| definition(*id)).filter(|d| d.family == family);
        of_family.for_each(|definition| row(&mut text, definition));
    }
    text
}

fn row(text: &mut String, definition: &Definition) {
    let guards: Vec<String> = definition.guards.iter().map(|guard| format!("`{guard}`")).collect();
    writeln!(
        text,
        "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
        definition_id(definition.id),
        definition.name,
        unit(definition.unit),
        direction(definition.direction),
        definition.statement,
        definition.formula,
        definition.of,
        if guards.is_empty() { "–".to_owned() } else { guards.join(", ") },
    )
    .unwrap();
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours",
        Unit::Lines => "lines",
        Unit::Count => "count",
        Unit::Share => "share 0..1",
        Unit::PerHundredMerged => "per 100 merged",
        Unit::PerHundredLines => "per 100 lines",
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LowerIsBetter => "lower is better",
        Direction::HigherIsBetter => "higher is better",
        Direction::Neutral => "neither",
    }
}

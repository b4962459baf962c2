//! The effect by sprint since joining, as a chart with its table.

use charts::{Band, BandKind, Drawing, EffectChart, EffectPoint, Estimate};
use service::impact::view::{EventPoint, Findings, Held, OutcomeReport, Report, Scale};

use super::scale;
use crate::components::{Cell, Column, Link, PictureData, Reading, TableData};
use crate::words;

/// The chart of an outcome; `None` where nothing could be estimated.
pub fn figure(outcome: &OutcomeReport, links: Vec<Link>) -> Option<PictureData> {
    let findings = outcome.findings.as_ref()?;
    let finding = finding(&outcome.told, &findings.held);
    let chart = chart(outcome, findings, &finding);
    let (wide, narrow) = PictureData::drawings(&chart.id, |id, size| sized(&chart, id, size));
    Some(PictureData {
        finding,
        description: chart.description.clone(),
        wide,
        narrow,
        readings: slots(&findings.events).into_iter().map(|slot| reading(outcome.scale, &slot)).collect(),
        cursor: "Effect by sprint since joining".to_owned(),
        evidence: scale::evidence(outcome, &findings.headline),
        links,
        table: table(outcome.scale, &findings.events),
    })
}

pub fn sized(chart: &EffectChart, id: String, (width, height): (u32, u32)) -> Drawing {
    EffectChart { id, width, height, ..chart.clone() }.render()
}

pub fn chart(outcome: &OutcomeReport, findings: &Findings, finding: &str) -> EffectChart {
    let slots = slots(&findings.events);
    let joined = slots.iter().position(|slot| slot.since >= 0);
    let learning = joined.map(|slot| Band {
        from: slot,
        to: slot,
        kind: BandKind::Learning,
        label: "learning sprint".to_owned(),
    });
    EffectChart {
        id: format!("effect-{}", outcome.definition.key),
        title: finding.to_owned(),
        description: description(outcome),
        unit_label: unit(outcome.scale).to_owned(),
        axis: "sprints since the team joined".to_owned(),
        points: slots.iter().map(|slot| point(outcome.scale, slot)).collect(),
        joined: joined.map(|slot| (slot, "joining".to_owned())),
        bands: learning.into_iter().collect(),
        width: 0,
        height: 0,
    }
}

fn description(outcome: &OutcomeReport) -> String {
    let what = match outcome.scale {
        Scale::Log => "Per cent",
        Scale::Share => "Points",
    };
    let name = words::lower_first(&outcome.definition.name);
    format!(
        "{what} by which {name} differs from what it would have been, with 95 % interval; open before joining"
    )
}

pub const fn unit(scale: Scale) -> &'static str {
    match scale {
        Scale::Log => "%",
        Scale::Share => "pts",
    }
}

/// How the sprints since joining went. Where no effect is claimed, only which way each of them points.
pub fn finding(told: &Report, held: &[Held]) -> String {
    if let Some(sentence) = &told.held {
        return sentence.to_string().trim_end_matches('.').to_owned();
    }
    let (all, hoped) = (held.len(), held.iter().filter(|point| point.holds).count());
    match all {
        0 => "No sprint since joining can be compared yet".to_owned(),
        1 if hoped == 1 => "The one sprint since joining points the way hoped for".to_owned(),
        1 => "The one sprint since joining does not point the way hoped for".to_owned(),
        _ => format!("{hoped} of {all} sprints since joining point the way hoped for, each taken alone"),
    }
}

/// A sprint on the axis; without a point where nothing could be compared.
struct Slot<'a> {
    since: i64,
    point: Option<&'a EventPoint>,
}

/// Every sprint from the first to the last point.
fn slots(events: &[EventPoint]) -> Vec<Slot<'_>> {
    let known = || events.iter().map(|point| point.since_joining);
    let (Some(first), Some(last)) = (known().min(), known().max()) else { return Vec::new() };
    let slot = |since| Slot { since, point: events.iter().find(|point| point.since_joining == since) };
    (first..=last).map(slot).collect()
}

fn point(scale: Scale, slot: &Slot) -> EffectPoint {
    let estimate = slot.point.map(|point| Estimate {
        value: scale.per_cent(point.effect),
        interval: point.interval.map(|i| (scale.per_cent(i.low), scale.per_cent(i.high))),
    });
    EffectPoint { label: since(slot.since), short: words::signed_whole(slot.since), estimate }
}

/// `3 sprints before joining`.
pub fn since(sprints: i64) -> String {
    match sprints {
        0 => "The sprint of joining".to_owned(),
        before if before < 0 => format!("{} before joining", scale::sprints(before)),
        after => format!("{} after joining", scale::sprints(after)),
    }
}

fn reading(scale: Scale, slot: &Slot) -> Reading {
    let values = match slot.point {
        None => vec![("Effect".to_owned(), "nothing to compare".to_owned())],
        Some(point) => {
            let interval = point.interval.map(|i| ("95 % interval".to_owned(), scale::interval(scale, i)));
            let effect = ("Effect".to_owned(), scale::effect(scale, point.effect));
            std::iter::once(effect).chain(interval).collect()
        }
    };
    Reading { label: since(slot.since), values }
}

pub fn table(scale: Scale, events: &[EventPoint]) -> TableData {
    let row = |slot: Slot| {
        let name = Cell::Text(since(slot.since));
        match slot.point {
            None => vec![name, Cell::Muted("nothing to compare".to_owned()), "".into(), "".into()],
            Some(point) => vec![
                name,
                Cell::Text(scale::effect(scale, point.effect)),
                scale::interval_cell(scale, point.interval),
                Cell::Text(point.teams.to_string()),
            ],
        }
    };
    TableData {
        caption: "Effect by sprint since joining".to_owned(),
        columns: vec![
            Column::text("Sprint"),
            Column::number("Effect"),
            Column::number("95 % interval"),
            Column::number("Teams"),
        ],
        rows: slots(events).into_iter().map(row).collect(),
    }
}

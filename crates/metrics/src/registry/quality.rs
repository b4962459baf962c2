//! Quality: what went wrong, and whether it was found in time.

use domain::figure::{Direction, Family, MetricId, Unit};

use super::Definition;

/// Less of everything may come from less work.
const VOLUME: &[MetricId] = &[MetricId::Merged];

/// Fewer escapes may come from finding or shipping less.
const ESCAPED: &[MetricId] = &[MetricId::DefectsBeforeRelease, MetricId::Merged];

const ESCAPED_RATE: &[MetricId] = &[MetricId::DefectsBeforeReleaseRate, MetricId::Merged];

pub(super) static DEFECTS_BEFORE_RELEASE: Definition = Definition {
    id: MetricId::DefectsBeforeRelease,
    version: 1,
    name: "Defects found before release",
    family: Family::Quality,
    unit: Unit::Count,
    direction: Direction::Neutral,
    statement: "Defects created in the period that were found before release.",
    formula: "count of defects with created_at in the period and found = before_release",
    guards: VOLUME,
    of: "defects created",
};

pub(super) static DEFECTS_AFTER_RELEASE: Definition = Definition {
    id: MetricId::DefectsAfterRelease,
    version: 1,
    name: "Escaped defects",
    family: Family::Quality,
    unit: Unit::Count,
    direction: Direction::LowerIsBetter,
    statement: "Defects created in the period that were found after release.",
    formula: "count of defects with created_at in the period and found = after_release",
    guards: ESCAPED,
    of: "defects created",
};

pub(super) static DEFECTS_UNKNOWN: Definition = Definition {
    id: MetricId::DefectsUnknown,
    version: 1,
    name: "Defects of unknown phase",
    family: Family::Quality,
    unit: Unit::Count,
    direction: Direction::Neutral,
    statement: "Defects created in the period of which nobody knows whether release came first.",
    formula: "count of defects with created_at in the period and found = unknown",
    guards: &[],
    of: "defects created",
};

pub(super) static DEFECTS_BEFORE_RELEASE_RATE: Definition = Definition {
    id: MetricId::DefectsBeforeReleaseRate,
    version: 1,
    name: "Defects before release per 100 merged",
    family: Family::Quality,
    unit: Unit::PerHundredMerged,
    direction: Direction::Neutral,
    statement: "Defects found before release for every 100 pull requests merged in the same period.",
    formula: "100 × defects_before_release / merged",
    guards: VOLUME,
    of: "merged pull requests",
};

pub(super) static DEFECTS_AFTER_RELEASE_RATE: Definition = Definition {
    id: MetricId::DefectsAfterReleaseRate,
    version: 1,
    name: "Escaped defects per 100 merged",
    family: Family::Quality,
    unit: Unit::PerHundredMerged,
    direction: Direction::LowerIsBetter,
    statement: "Defects found after release for every 100 pull requests merged in the same period.",
    formula: "100 × defects_after_release / merged",
    guards: ESCAPED_RATE,
    of: "merged pull requests",
};

pub(super) static ESCAPE_SHARE: Definition = Definition {
    id: MetricId::EscapeShare,
    version: 1,
    name: "Escape share",
    family: Family::Quality,
    unit: Unit::Share,
    direction: Direction::LowerIsBetter,
    statement: "Share of defects that were found only after release.",
    formula: "defects_after_release / (defects_before_release + defects_after_release)",
    guards: ESCAPED,
    of: "defects of known phase",
};

pub(super) static BACKOUTS: Definition = Definition {
    id: MetricId::Backouts,
    version: 1,
    name: "Backouts",
    family: Family::Quality,
    unit: Unit::Count,
    direction: Direction::LowerIsBetter,
    statement: "Merged pull requests that take back another one.",
    formula: "count of pull requests merged in the period that are reverts",
    guards: VOLUME,
    of: "merged pull requests",
};

pub(super) static HOTFIXES: Definition = Definition {
    id: MetricId::Hotfixes,
    version: 1,
    name: "Hotfixes",
    family: Family::Quality,
    unit: Unit::Count,
    direction: Direction::LowerIsBetter,
    statement: "Merged pull requests that repair production in a hurry.",
    formula: "count of pull requests merged in the period that match the hotfix rule",
    guards: VOLUME,
    of: "merged pull requests",
};

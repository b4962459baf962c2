//! Adoption: who takes part, and how far it reaches into the work.

use domain::figure::{Direction, Family, MetricId, Unit};

use super::Definition;

pub(super) static JOINED: Definition = Definition {
    id: MetricId::Joined,
    version: 1,
    name: "Joined",
    family: Family::Adoption,
    unit: Unit::Count,
    direction: Direction::HigherIsBetter,
    statement: "People enrolled in a cohort whose learning sprint has started.",
    formula: "count of members that have joined",
    guards: &[],
    of: "members of the group",
};

pub(super) static LABS_COMPLETED: Definition = Definition {
    id: MetricId::LabsCompleted,
    version: 1,
    name: "Labs completed",
    family: Family::Adoption,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of the assigned labs that are completed.",
    formula: "completed / assigned labs over the members that have joined",
    guards: &[],
    of: "labs assigned",
};

pub(super) static JOB_AIDS_USED: Definition = Definition {
    id: MetricId::JobAidsUsed,
    version: 1,
    name: "Job aids used",
    family: Family::Adoption,
    unit: Unit::Count,
    direction: Direction::HigherIsBetter,
    statement: "Participants who used a job aid in their work.",
    formula: "count of joined members with at least one applied event for a job aid in the period",
    guards: &[],
    of: "members that have joined",
};

pub(super) static SESSIONS_ATTENDED: Definition = Definition {
    id: MetricId::SessionsAttended,
    version: 1,
    name: "Sessions attended",
    family: Family::Adoption,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of the peer sessions held that participants attended.",
    formula: "sessions attended / sessions held, summed over the members that have joined",
    guards: &[],
    of: "sessions held, once for each joined member",
};

pub(super) static DOSE: Definition = Definition {
    id: MetricId::Dose,
    version: 1,
    name: "Dose",
    family: Family::Adoption,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "How fully the group takes up the practice: 0 not at all, 1 in everything.",
    formula: "mean over all members of (labs completed share + fully ticked share of own merged pull \
                requests) / 2; the known one where the other has nothing to count; 0 before joining. \
                none < 0.05 ≤ partial < 0.8 ≤ full",
    guards: &[],
    of: "members of the group",
};

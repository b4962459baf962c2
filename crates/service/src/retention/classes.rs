//! The classes of data, and for how many days each is kept.

use domain::{EpochMs, time::MS_PER_DAY};
use serde::{Deserialize, Serialize};

/// Days; 0 keeps for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// From the arrival of a statement to the end of its text.
    pub statements: u32,
    /// From the arrival of a payload of a code host or issue tracker to its end.
    pub raw_payloads: u32,
    /// From somebody's last day in a team to their erasure.
    pub people_who_left: u32,
    /// From an act to the end of its row.
    pub audit_log: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { statements: 1095, raw_payloads: 1095, people_who_left: 0, audit_log: 0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionClass {
    Statements,
    RawPayloads,
    PeopleWhoLeft,
    AuditLog,
}

impl RetentionClass {
    pub const ALL: [RetentionClass; 4] =
        [Self::Statements, Self::RawPayloads, Self::PeopleWhoLeft, Self::AuditLog];

    /// As the log and the configuration name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::RawPayloads => "raw_payloads",
            Self::PeopleWhoLeft => "people_who_left",
            Self::AuditLog => "audit_log",
        }
    }
}

impl Retention {
    /// `None`: kept for ever.
    pub fn days(&self, class: RetentionClass) -> Option<u32> {
        let days = match class {
            RetentionClass::Statements => self.statements,
            RetentionClass::RawPayloads => self.raw_payloads,
            RetentionClass::PeopleWhoLeft => self.people_who_left,
            RetentionClass::AuditLog => self.audit_log,
        };
        (days > 0).then_some(days)
    }

    /// What is older than this instant may go; `None` where nothing may.
    pub(super) fn cutoff(&self, class: RetentionClass, now: EpochMs) -> Option<EpochMs> {
        self.days(class).map(|days| EpochMs(now.0 - i64::from(days) * MS_PER_DAY))
    }
}

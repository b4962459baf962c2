//! Practice: how the work is done, pull request by pull request.

use domain::figure::{Direction, Family, MetricId, Unit};

use super::Definition;

pub(super) static PR_SIZE: Definition = Definition {
    id: MetricId::PrSize,
    version: 1,
    name: "Pull request size",
    family: Family::Practice,
    unit: Unit::Lines,
    direction: Direction::LowerIsBetter,
    statement: "Half of the merged pull requests change no more lines than this.",
    formula: "median of changed lines (additions + deletions without generated paths) over merged pull \
                requests",
    guards: &[],
    of: "merged pull requests of known size",
};

pub(super) static SMALL_PR_SHARE: Definition = Definition {
    id: MetricId::SmallPrShare,
    version: 1,
    name: "Small pull requests",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of merged pull requests within the size limit.",
    formula: "changed lines ≤ the limit (default 400), over merged pull requests of known size",
    guards: &[],
    of: "merged pull requests of known size",
};

pub(super) static CHECKLIST_USE: Definition = Definition {
    id: MetricId::ChecklistUse,
    version: 1,
    name: "Review checklist used",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of merged pull requests whose review checklist is fully ticked.",
    formula: "checklist section there and every box ticked, over merged pull requests of known \
                description; coverage: share of merged pull requests with a checklist section, ticked or \
                not",
    guards: &[],
    of: "merged pull requests of known description",
};

pub(super) static TEST_PASS_RATE: Definition = Definition {
    id: MetricId::TestPassRate,
    version: 1,
    name: "Checks passed at merge",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of merged pull requests whose checks had all passed.",
    formula: "last completed conclusion of every check on the head commit is a pass (success, neutral, \
                skipped), over merged pull requests with completed checks",
    guards: &[],
    of: "merged pull requests with checks",
};

pub(super) static FIRST_TRY_PASS_RATE: Definition = Definition {
    id: MetricId::FirstTryPassRate,
    version: 1,
    name: "Checks passed at the first try",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of merged pull requests whose checks passed at once.",
    formula: "attempt 1 of every check on the first head commit is a pass, over merged pull requests \
                with such checks",
    guards: &[],
    of: "merged pull requests with first-try checks",
};

pub(super) static SECURITY_CHECKED: Definition = Definition {
    id: MetricId::SecurityChecked,
    version: 1,
    name: "Security checks passed",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::HigherIsBetter,
    statement: "Share of merged pull requests whose configured security checks had all passed.",
    formula: "every configured security check passed, over merged pull requests on which one ran; \
                coverage: share of merged pull requests on which one ran",
    guards: &[],
    of: "merged pull requests with security checks",
};

pub(super) static REVIEW_DEPTH: Definition = Definition {
    id: MetricId::ReviewDepth,
    version: 1,
    name: "Review depth",
    family: Family::Practice,
    unit: Unit::PerHundredLines,
    direction: Direction::HigherIsBetter,
    statement: "Review comments by others for every 100 changed lines.",
    formula: "100 × sum of review comments / sum of changed lines, over merged pull requests of which \
                both are known",
    guards: &[],
    of: "merged pull requests of known size and comments",
};

pub(super) static MERGED_UNREVIEWED: Definition = Definition {
    id: MetricId::MergedUnreviewed,
    version: 1,
    name: "Merged without review",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::LowerIsBetter,
    statement: "Share of merged pull requests that nobody else reviewed.",
    formula: "no first_review_at, over merged pull requests",
    guards: &[],
    of: "merged pull requests",
};

pub(super) static QUICK_APPROVAL_SHARE: Definition = Definition {
    id: MetricId::QuickApprovalShare,
    version: 1,
    name: "Quick approvals",
    family: Family::Practice,
    unit: Unit::Share,
    direction: Direction::LowerIsBetter,
    statement: "Share of merged pull requests that are not tiny and were approved within minutes.",
    formula: "approved < 5 min after opening with > 100 changed lines (defaults), over merged pull \
                requests of known size",
    guards: &[],
    of: "merged pull requests of known size",
};

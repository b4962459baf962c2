//! Check runs: what the pipeline said of the first commit, of a second try, and of the commit that was merged.

use domain::EpochMs;
use rand::Rng;

use crate::calendar::after;
use crate::effects;
use crate::random::Chance;

pub(super) const SECURITY_CHECK: &str = "security-scan";
const BUILD: &str = "build";
const UNIT_TESTS: &str = "unit-tests";
const PREVIEW: &str = "preview";
/// Runs of the preview end in ways that say nothing about the change.
const PREVIEWS: f64 = 0.04;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Commit {
    First,
    Head,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub name: &'static str,
    pub commit: Commit,
    pub attempt: u32,
    pub conclusion: &'static str,
    pub at: EpochMs,
}

#[derive(Debug)]
pub(super) struct Checks {
    pub first_sha: String,
    /// Equal to `first_sha` where nothing was pushed after opening.
    pub head_sha: String,
    /// By time.
    pub runs: Vec<Run>,
}

/// How the unit tests got from the first commit to the merge.
enum Course {
    /// One commit, one try.
    Straight,
    /// One commit, run again.
    Retried,
    /// Another commit was pushed.
    Pushed,
}

pub(super) fn draw_checks(rng: &mut impl Rng, uptake: f64, opened: EpochMs, settled: EpochMs) -> Checks {
    let security = effects::SECURITY.expected(uptake);
    let tests_pass = rng.happens(effects::TESTS.expected(uptake) / security);
    let first_try = rng.happens(effects::FIRST_TRY.expected(uptake));
    let course = match (first_try, first_try == tests_pass) {
        (true, true) => Course::Straight,
        (false, _) if rng.happens(0.4) => Course::Retried,
        _ => Course::Pushed,
    };
    let begun = after(opened, rng.random_range(0.1..0.4)).min(settled);
    let ended = after(settled, -rng.random_range(0.05..0.5)).max(begun);
    let pushed = matches!(course, Course::Pushed);
    let mut runs = Vec::new();
    if pushed {
        runs.extend(round(Commit::First, 1, begun, first_try, true));
    } else if matches!(course, Course::Retried) {
        runs.push(run(UNIT_TESTS, Commit::First, 1, false, begun));
    }
    let (commit, attempt, at) = match course {
        Course::Straight => (Commit::First, 1, begun),
        Course::Retried => (Commit::First, 2, after(begun, 0.2).min(settled)),
        Course::Pushed => (Commit::Head, 1, ended),
    };
    runs.extend(round(commit, attempt, at, tests_pass, rng.happens(security)));
    runs.extend(preview(rng, commit, at));
    let first_sha = sha(rng);
    let head_sha = if pushed { sha(rng) } else { first_sha.clone() };
    Checks { first_sha, head_sha, runs }
}

/// All checks of one commit. Only the unit tests are run again.
fn round(commit: Commit, attempt: u32, at: EpochMs, tests: bool, security: bool) -> [Run; 3] {
    [
        run(BUILD, commit, 1, true, at),
        run(UNIT_TESTS, commit, attempt, tests, at),
        run(SECURITY_CHECK, commit, 1, security, at),
    ]
}

fn run(name: &'static str, commit: Commit, attempt: u32, passed: bool, at: EpochMs) -> Run {
    Run { name, commit, attempt, conclusion: if passed { "success" } else { "failure" }, at }
}

fn preview(rng: &mut impl Rng, commit: Commit, at: EpochMs) -> Option<Run> {
    let conclusion = rng.pick(&["cancelled", "skipped", "neutral"]);
    rng.happens(PREVIEWS).then_some(Run { name: PREVIEW, commit, attempt: 1, conclusion, at })
}

/// Forty hexadecimal digits.
fn sha(rng: &mut impl Rng) -> String {
    format!("{:016x}{:016x}{:08x}", rng.random::<u64>(), rng.random::<u64>(), rng.random::<u32>())
}

//! Check runs → passed or not, on the head commit and at the first try.

use std::collections::BTreeMap;

use domain::EpochMs;

use super::payload::{CheckRun, Line, Pull};
use crate::words::is_one_of;

/// `None`: no check completed that could tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checks {
    pub passed: Option<bool>,
    pub first_try_passed: Option<bool>,
    /// Of the configured security checks, those that ran.
    pub security_passed: Option<bool>,
}

/// Where runs are looked for. `Any`: the payload names no commits, as far as it goes there is only one.
#[derive(Clone, Copy)]
enum Commit<'a> {
    Any,
    Sha(&'a str),
}

impl Commit<'_> {
    /// A run that names no commit may be on any.
    fn has(self, run: &Run) -> bool {
        match (self, run.sha) {
            (Commit::Sha(wanted), Some(sha)) => wanted == sha,
            _ => true,
        }
    }
}

/// A run with a conclusion that says something about the code.
struct Run<'a> {
    name: &'a str,
    sha: Option<&'a str>,
    attempt: Option<u32>,
    completed_at: Option<EpochMs>,
    passed: bool,
}

pub(super) fn read(line: &Line, pull: &Pull, security_checks: &[String]) -> Checks {
    let runs: Vec<Run> = line.check_runs.iter().filter_map(conclusive).collect();
    if runs.is_empty() {
        return Checks::default();
    }
    let head = pull.head_sha().or_else(|| newest(&runs)).map_or(Commit::Any, Commit::Sha);
    let last = by_name(&runs, head, |run, known| order(run) >= order(known));
    let first = first_commit(line, pull).and_then(|first| {
        let first_tries = by_name(&runs, first, |run, known| order(run) < order(known));
        all(first_tries.values().filter(|run| run.attempt.unwrap_or(1) == 1).map(|run| run.passed))
    });
    let security = last.values().filter(|run| is_one_of(run.name, security_checks));
    Checks {
        passed: all(last.values().map(|run| run.passed)),
        first_try_passed: first,
        security_passed: all(security.map(|run| run.passed)),
    }
}

/// A cancelled or stale run says nothing, nor does one that is still going.
fn conclusive<'a>(run: &'a CheckRun) -> Option<Run<'a>> {
    let conclusion = run.conclusion.as_deref()?;
    if matches!(conclusion, "cancelled" | "stale" | "") {
        return None;
    }
    Some(Run {
        name: run.name.as_deref()?,
        sha: run.head_sha.as_deref(),
        attempt: run.attempt,
        completed_at: run.completed_at.map(|instant| instant.0),
        passed: matches!(conclusion, "success" | "neutral" | "skipped"),
    })
}

fn order(run: &Run) -> (u32, Option<EpochMs>) {
    (run.attempt.unwrap_or(1), run.completed_at)
}

/// The commit of the run that completed last, for payloads that do not name their head commit.
fn newest<'a>(runs: &[Run<'a>]) -> Option<&'a str> {
    runs.iter().max_by_key(|run| run.completed_at).and_then(|run| run.sha)
}

/// One run per check on one commit: of two, the one that is `better`.
fn by_name<'r, 'a>(
    runs: &'r [Run<'a>],
    commit: Commit,
    better: impl Fn(&Run, &Run) -> bool,
) -> BTreeMap<&'a str, &'r Run<'a>> {
    let mut chosen: BTreeMap<&str, &Run> = BTreeMap::new();
    for run in runs.iter().filter(|run| commit.has(run)) {
        let known = chosen.entry(run.name).or_insert(run);
        if better(run, known) {
            *known = run;
        }
    }
    chosen
}

/// The first head commit: as the line names it, else the only one that it knows of. `None`: there were several and
/// which came first is not told.
fn first_commit<'a>(line: &'a Line, pull: &'a Pull) -> Option<Commit<'a>> {
    if let Some(first) = line.first_head_sha.as_deref() {
        return Some(Commit::Sha(first));
    }
    let mut known = line.check_runs.iter().filter_map(|run| run.head_sha.as_deref()).chain(pull.head_sha());
    let Some(first) = known.next() else { return Some(Commit::Any) };
    known.all(|sha| sha == first).then_some(Commit::Sha(first))
}

fn all(mut passed: impl Iterator<Item = bool>) -> Option<bool> {
    let first = passed.next()?;
    Some(first && passed.all(|passed| passed))
}

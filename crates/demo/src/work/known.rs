//! What GitHub knows of a pull request on the last day of the data: nothing that happens later.

use domain::EpochMs;

use super::change::{Author, Change, Fate, Kind};
use super::checks::{Commit, Run};
use super::rest::{Base, CheckRun, Head, Label, PullRequest, Review, TimelineItem, User};
use super::reviews::{self, Reviewer};
use crate::calendar::{data_end, timestamp};
use crate::people::Person;
use crate::random::whole;

pub(super) fn pull_request(
    change: &Change,
    number: u64,
    title: String,
    branch: String,
    body: Option<String>,
) -> PullRequest {
    let closed = closed_at(change);
    let additions = whole(f64::from(change.lines) * 0.7);
    PullRequest {
        number,
        title,
        state: if closed.is_some() { "closed" } else { "open" },
        draft: closed.is_none() && change.ready.is_some_and(|ready| ready >= data_end()),
        user: author(change),
        created_at: timestamp(change.opened),
        updated_at: timestamp(updated_at(change)),
        merged_at: merged_at(change).map(timestamp),
        closed_at: closed.map(timestamp),
        additions,
        deletions: change.lines - additions,
        changed_files: 1 + change.lines / 60,
        review_comments: if submitted(change).next().is_some() { change.review_comments } else { 0 },
        base: Base { branch: "main" },
        head: Head { branch, sha: head_sha(change) },
        labels: labels(change.kind),
        body,
        merged_by: merged_at(change).and_then(|_| merger(change)),
    }
}

/// Known by the end of the data.
fn closed_at(change: &Change) -> Option<EpochMs> {
    let closes = change.fate != Fate::Forgotten && change.settled < data_end();
    closes.then_some(change.settled)
}

pub(super) fn merged_at(change: &Change) -> Option<EpochMs> {
    closed_at(change).filter(|_| change.fate == Fate::Merged)
}

/// The newest thing that the payload tells of.
fn updated_at(change: &Change) -> EpochMs {
    let reviews = submitted(change).filter_map(|review| review.at);
    let runs = visible_runs(change).map(|run| run.at);
    reviews.chain(runs).chain(closed_at(change)).fold(change.opened, EpochMs::max)
}

/// A forgotten pull request is one that nobody looked at.
fn submitted<'a>(change: &'a Change) -> impl Iterator<Item = &'a reviews::Review<'a>> {
    let looked_at = change.fate != Fate::Forgotten;
    change.reviews.iter().filter(move |review| looked_at && review.at.is_none_or(|at| at < data_end()))
}

fn visible_runs<'a>(change: &'a Change) -> impl Iterator<Item = &'a Run> {
    change.checks.runs.iter().filter(|run| run.at < data_end())
}

fn head_sha(change: &Change) -> String {
    let pushed = visible_runs(change).any(|run| run.commit == Commit::Head);
    if pushed { change.checks.head_sha.clone() } else { change.checks.first_sha.clone() }
}

pub(super) fn check_runs(change: &Change) -> Vec<CheckRun> {
    visible_runs(change).map(|run| check_run(change, run)).collect()
}

fn check_run(change: &Change, run: &Run) -> CheckRun {
    let sha = match run.commit {
        Commit::First => &change.checks.first_sha,
        Commit::Head => &change.checks.head_sha,
    };
    CheckRun {
        name: run.name,
        head_sha: sha.clone(),
        status: "completed",
        conclusion: run.conclusion,
        completed_at: timestamp(run.at),
        run_attempt: run.attempt,
    }
}

/// Ids are unique over all repositories, as GitHub's are.
pub(super) fn reviews_so_far(change: &Change, team: usize, number: u64) -> Vec<Review> {
    let place = (team as u64 + 1) * 10 + change.repository as u64;
    let first_id = place * 1_000_000 + number * 10;
    (first_id..).zip(submitted(change)).map(|(id, review)| told_review(id, review)).collect()
}

fn told_review(id: u64, review: &reviews::Review) -> Review {
    let user = match review.by {
        Reviewer::Person(person) => Some(user(person)),
        Reviewer::Bot => Some(bot("demo-lint[bot]", 990_002)),
        Reviewer::Deleted => None,
    };
    Review { id, user, state: review.state, submitted_at: review.at.map(timestamp) }
}

pub(super) fn timeline(change: &Change) -> Vec<TimelineItem> {
    let ready = change.ready.filter(|at| *at < data_end() && *at < change.settled);
    ready
        .map(|at| TimelineItem { event: "ready_for_review", created_at: timestamp(at) })
        .into_iter()
        .collect()
}

fn labels(kind: Kind) -> Vec<Label> {
    match kind {
        Kind::Hotfix => vec![Label { name: "hotfix" }],
        Kind::Dependency => vec![Label { name: "dependencies" }],
        Kind::Ordinary | Kind::Revert => Vec::new(),
    }
}

fn author(change: &Change) -> Option<User> {
    match change.author {
        Author::Person(person) => Some(user(person)),
        Author::Bot => Some(bot("demo-deps[bot]", 990_001)),
        Author::Deleted => None,
    }
}

/// Whoever approved last, else the author.
fn merger(change: &Change) -> Option<User> {
    let approved = change.reviews.iter().rev().find(|review| review.state == "APPROVED");
    match approved.map(|review| review.by) {
        Some(Reviewer::Person(person)) => Some(user(person)),
        _ => author(change),
    }
}

fn user(person: &Person) -> User {
    User { login: person.github_login(), id: person.github_id(), kind: "User" }
}

fn bot(login: &str, id: usize) -> User {
    User { login: login.to_owned(), id, kind: "Bot" }
}

//! Short ways to say what tests say often.

#![allow(dead_code, reason = "every test file uses its part")]

use domain::{
    Account, EpochMs, PersonId, Provider, RepositoryName, Span, TeamKey,
    calendar::WorkingTime,
    facts::{Defect, FoundPhase, PullRequest},
};
use store::{
    Store, Tx,
    facts::{JoinedDefect, JoinedIssue, JoinedPullRequest},
    statements::LogRow,
    teams::Team,
};

pub const DAY: i64 = domain::time::MS_PER_DAY;
/// 2026-03-02, a Monday.
pub const MONDAY: i64 = 20_514 * DAY;
/// When things are written.
pub const NOW: i64 = MONDAY + 100 * DAY;

pub fn team_key(key: &str) -> TeamKey {
    TeamKey::new(key).unwrap()
}

pub fn repository(name: &str) -> RepositoryName {
    RepositoryName::new(name).unwrap()
}

pub fn since(start: i64) -> Span {
    Span { start: EpochMs(start), end: EpochMs(i64::MAX) }
}

pub fn span(start: i64, end: i64) -> Span {
    Span { start: EpochMs(start), end: EpochMs(end) }
}

pub fn github(id: Option<&str>, login: &str) -> Account {
    Account { provider: Provider::GitHub, external_id: id.map(str::to_owned), login: login.to_owned() }
}

/// A transaction; the pseudonym key is made before, since that takes the write lock itself.
pub async fn begin(store: &Store) -> Tx {
    store.pseudonym_key().await.unwrap();
    store.begin().await.unwrap()
}

pub async fn add_team(tx: &mut Tx, key: &str) -> TeamKey {
    let key = team_key(key);
    let team = Team { key: key.clone(), name: format!("Team {key}"), working_time: WorkingTime::default() };
    tx.save_team(&team).await.unwrap();
    key
}

/// A person with a GitHub login of the same name.
pub async fn add_person(store: &Store, tx: &mut Tx, name: &str) -> PersonId {
    let key = store.pseudonym_key().await.unwrap();
    let person = tx.save_person(&format!("{name}@demo.invalid"), name, None, &key, NOW).await.unwrap();
    tx.link_account(&github(None, name), person, &key, NOW).await.unwrap();
    person
}

/// Merged a day after it was opened.
pub fn pull_request(number: i64, opened_at: i64, updated_at: i64) -> PullRequest {
    PullRequest {
        repository: repository("acme/shop"),
        number,
        title: format!("Change {number}"),
        author: None,
        left_out: None,
        opened_at: EpochMs(opened_at),
        ready_at: EpochMs(opened_at),
        is_draft: false,
        first_review_at: None,
        first_approval_at: None,
        merged_at: Some(EpochMs(opened_at + DAY)),
        closed_at: Some(EpochMs(opened_at + DAY)),
        updated_at: EpochMs(updated_at),
        additions: Some(10),
        deletions: Some(2),
        changed_lines: Some(12),
        files: None,
        base: "main".to_owned(),
        labels: vec![],
        is_revert: false,
        reverts: None,
        is_hotfix: false,
        checklist: None,
        review_count: 0,
        review_comments: None,
        approvals: 0,
        tests_passed: Some(true),
        first_try_passed: None,
        security_passed: None,
    }
}

pub fn joined(repository_id: i64, team: &str, fact: PullRequest) -> JoinedPullRequest {
    JoinedPullRequest {
        repository_id,
        author_account: None,
        team: team.to_owned(),
        business_cycle_ms: Some(8 * 3_600_000),
        business_first_review_ms: None,
        fact,
    }
}

pub fn issue(key: &str, updated_at: i64, defect: Option<JoinedDefect>) -> JoinedIssue {
    JoinedIssue { key: key.to_owned(), updated_at: EpochMs(updated_at), defect }
}

pub fn defect(key: &str, team: &str, created_at: i64, updated_at: i64) -> JoinedIssue {
    let fact = Defect {
        key: key.to_owned(),
        project: "SHOP".to_owned(),
        components: vec!["Checkout".to_owned(), "Cart".to_owned()],
        summary: "It breaks".to_owned(),
        reporter: None,
        created_at: EpochMs(created_at),
        resolved_at: None,
        updated_at: EpochMs(updated_at),
        found: FoundPhase::AfterRelease,
        severity: Some("high".to_owned()),
    };
    issue(key, updated_at, Some(JoinedDefect { reporter_account: None, team: team.to_owned(), fact }))
}

/// The repository's number.
pub async fn add_repository(store: &Store, tx: &mut Tx, name: &str) -> i64 {
    let mut directory = tx.directory(store.pseudonym_key().await.unwrap()).await.unwrap();
    tx.ensure_repositories(&mut directory, &[&repository(name)]).await.unwrap();
    directory.repository_id(&repository(name)).unwrap()
}

/// A statement at a place in the log, with the place as its id.
pub fn logged(seq: i64, text: &str) -> LogRow {
    LogRow {
        seq,
        id: uuid::Uuid::from_u128(u128::try_from(seq).unwrap()),
        stored_at: NOW,
        voided: false,
        authority: "LMS".to_owned(),
        digest: text.as_bytes().to_vec(),
        payload: format!("{{\"sent\":\"{text}\"}}"),
    }
}

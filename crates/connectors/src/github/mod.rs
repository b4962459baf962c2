//! GitHub: one line with a pull request, its reviews and its checks → one [`PullRequest`].
//!
//! What happened after merge or close (late reviews, late comments) takes part in nothing: it did not help.

mod body;
mod checks;
mod payload;
mod people;
mod review;
mod rules;
mod size;
mod timeline;
mod title;

use domain::RepositoryName;
use domain::facts::{LeftOut, PullRequest};

pub use rules::{Rules, RulesError};

use crate::ReadError;
use crate::words::is_one_of;
use payload::{Line, Pull};
use people::People;
use review::Reviews;
use rules::Generated;
use timeline::Times;

/// Turns lines into pull requests by one set of [`Rules`].
#[derive(Debug, Clone)]
pub struct Reader {
    rules: Rules,
    generated: Generated,
}

impl Reader {
    /// # Errors
    /// When one of the globs for generated paths is malformed.
    pub fn new(rules: &Rules) -> Result<Self, RulesError> {
        Ok(Self { rules: rules.clone(), generated: Generated::new(&rules.generated_paths)? })
    }

    /// Reads one line `{"repository":{"full_name"},"pull_request":{…},"reviews":[…],"check_runs":[…]}`.
    ///
    /// # Errors
    /// When the line is not JSON, has a value of a wrong type, lacks something essential or contradicts itself.
    pub fn read(&self, line: &[u8]) -> Result<PullRequest, ReadError> {
        let line: Line = crate::error::parse(crate::error::utf8(line)?)?;
        let repository = repository(&line)?;
        let pull = line.pull_request.as_ref().ok_or_else(|| ReadError::missing("pull_request"))?;
        let number = number(pull)?;
        let times = Times::read(pull)?;
        Ok(self.assemble(repository, number, &times, pull, &line))
    }

    fn assemble(
        &self,
        repository: RepositoryName,
        number: i64,
        times: &Times,
        pull: &Pull,
        line: &Line,
    ) -> PullRequest {
        let rules = &self.rules;
        let people = People::new(pull.user.as_ref(), &rules.bots);
        let reviews = Reviews::read(line, &people, times);
        let checks = checks::read(line, pull, &rules.security_checks);
        let revert = title::revert(pull, rules);
        let size = size::read(line, pull, &self.generated);
        PullRequest {
            repository,
            number,
            title: pull.title.as_deref().unwrap_or_default().to_owned(),
            author: people.author_account(),
            left_out: left_out(pull, &people, rules),
            opened_at: times.opened_at,
            ready_at: timeline::ready_at(line, times, reviews.first_at),
            is_draft: pull.draft.unwrap_or(false),
            first_review_at: reviews.first_at,
            first_approval_at: reviews.first_approval_at,
            merged_at: times.merged_at,
            closed_at: times.closed_at,
            updated_at: timeline::updated_at(line, pull, times),
            additions: size.additions,
            deletions: size.deletions,
            changed_lines: size.changed_lines,
            files: size.files,
            base: pull.base.as_ref().and_then(|b| b.name.as_deref()).unwrap_or_default().to_owned(),
            labels: pull.label_names().map(str::to_owned).collect(),
            is_revert: revert.is_revert,
            reverts: revert.number,
            is_hotfix: title::is_hotfix(pull, rules),
            checklist: body::checklist(&pull.body, &rules.checklist_heading),
            review_count: reviews.count,
            review_comments: reviews.comments,
            approvals: reviews.approvals,
            tests_passed: checks.passed,
            first_try_passed: checks.first_try_passed,
            security_passed: checks.security_passed,
        }
    }
}

/// The text that names a pull request everywhere: `owner/name#12`.
pub fn natural_key(pull_request: &PullRequest) -> String {
    format!("{}#{}", pull_request.repository, pull_request.number)
}

fn repository(line: &Line) -> Result<RepositoryName, ReadError> {
    const PATH: &str = "repository.full_name";
    let name = line.repository.as_ref().and_then(|r| r.full_name.as_deref());
    let name = name.ok_or_else(|| ReadError::missing(PATH))?;
    crate::sheets::repository_name(name).map_err(|problem| ReadError::new(PATH, problem))
}

fn number(pull: &Pull) -> Result<i64, ReadError> {
    const PATH: &str = "pull_request.number";
    let number = pull.number.ok_or_else(|| ReadError::missing(PATH))?;
    if number < 1 {
        let problem =
            format!("is {number}; pull requests are numbered from 1, so take the number from its URL");
        return Err(ReadError::new(PATH, problem));
    }
    Ok(number)
}

fn left_out(pull: &Pull, people: &People, rules: &Rules) -> Option<LeftOut> {
    if people.author_is_bot() {
        return Some(LeftOut::Bot);
    }
    pull.label_names().any(|label| is_one_of(label, &rules.excluded_labels)).then_some(LeftOut::Label)
}

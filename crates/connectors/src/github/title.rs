//! What title, branch and labels say: this takes another pull request back, this is a hotfix.

use super::payload::{Body, Pull};
use super::rules::Rules;
use crate::words::{is_one_of, starts_with_one_of};

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Revert {
    pub is_revert: bool,
    /// The pull request that is taken back, where branch or description name it.
    pub number: Option<i64>,
}

/// GitHub's revert title counts only together with its description: titles are written by hand, too.
pub(super) fn revert(pull: &Pull, rules: &Rules) -> Revert {
    let body = match &pull.body {
        Body::Text(text) => text,
        Body::NotTold | Body::Empty => "",
    };
    let from_branch = number_in_branch(pull.head_branch());
    let from_body = number_in_body(body);
    let by_title = pull.title.as_deref().is_some_and(|title| title.starts_with("Revert \""))
        && (from_body.is_some() || body.contains("This reverts commit"));
    let is_revert = by_title || from_branch.is_some() || has_label(pull, &rules.revert_label);
    Revert { is_revert, number: from_body.or(from_branch).filter(|_| is_revert) }
}

pub(super) fn is_hotfix(pull: &Pull, rules: &Rules) -> bool {
    pull.label_names().any(|label| is_one_of(label, &rules.hotfix_labels))
        || starts_with_one_of(pull.head_branch(), &rules.hotfix_branch_prefixes)
        || starts_with_one_of(pull.title.as_deref().unwrap_or_default(), &rules.hotfix_title_prefixes)
}

fn has_label(pull: &Pull, wanted: &str) -> bool {
    !wanted.is_empty() && pull.label_names().any(|label| label.eq_ignore_ascii_case(wanted))
}

/// `revert-12-topic`, as the button on GitHub names its branches.
fn number_in_branch(branch: &str) -> Option<i64> {
    let (number, _) = branch.strip_prefix("revert-")?.split_once('-')?;
    digits(number)
}

/// `Reverts owner/name#12` or `Reverts #12`, anywhere in the description.
fn number_in_body(body: &str) -> Option<i64> {
    body.match_indices("Reverts ").find_map(|(at, found)| {
        let reference = body[at + found.len()..].split_whitespace().next()?;
        let (repository, number) = reference.split_once('#')?;
        let names_repository =
            repository.is_empty() || repository.split('/').filter(|p| !p.is_empty()).count() == 2;
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        names_repository.then(|| digits(&number[..end]))?
    })
}

fn digits(text: &str) -> Option<i64> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_is_taken_back_is_read_from_description_and_branch() {
        assert_eq!(number_in_body("Reverts acme/shop#12\n\nIt broke sign-in."), Some(12));
        assert_eq!(number_in_body("Nobody Reverts lightly. Reverts #7."), Some(7));
        assert_eq!(number_in_body("Reverts the colour to #333"), None);
        assert_eq!(number_in_branch("revert-12-fix-login"), Some(12));
        assert_eq!(number_in_branch("revert-twelve-things"), None);
        assert_eq!(number_in_branch("revert-99999999999999999999-x"), None);
    }
}

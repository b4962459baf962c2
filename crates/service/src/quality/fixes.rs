//! The smallest steps that would mend most of what a source does wrong.

use serde::{Deserialize, Serialize};

use super::figures::{Figures, Tag};

/// One step, with what it would mend: `covers` of `of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Fix {
    /// Say whose these accounts are. Their numbers, never their names.
    MapAccounts { accounts: Vec<i64>, covers: u64, of: u64 },
    /// One rule for the activities that begin like this.
    AddRule { tag: Tag, prefix: String, covers: u64, of: u64 },
    /// Have the client choose the statement's id, and send it again under the same one.
    SendOnce { covers: u64, of: u64 },
    /// Set the source's clock or time zone.
    SetClock { covers: u64, of: u64 },
    /// Look at why requests are refused: mostly for `reason`.
    SendValid { reason: String, covers: u64, of: u64 },
}

impl Fix {
    /// What it would mend: (this many, of so many).
    pub fn reach(&self) -> (u64, u64) {
        match self {
            Fix::MapAccounts { covers, of, .. }
            | Fix::AddRule { covers, of, .. }
            | Fix::SendOnce { covers, of }
            | Fix::SetClock { covers, of }
            | Fix::SendValid { covers, of, .. } => (*covers, *of),
        }
    }
}

/// What steps are looked for in.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub figures: Figures,
    /// Accounts that are linked to nobody, with their events.
    pub strangers: Vec<(i64, u64)>,
    /// Activities, with their events and how many of these lack a skill, a role, a repository.
    pub activities: Vec<(String, [u64; 3])>,
    /// Why requests were refused, with how many.
    pub refused: Vec<(String, u64)>,
}

/// Beyond so many one does not map by hand.
const MOST_ACCOUNTS: usize = 10;
/// Tags that a rule about activities can give; team and sprint come with the person.
const BY_ACTIVITY: [Tag; 3] = [Tag::Skill, Tag::Role, Tag::Repository];
/// What is rarer than this is no habit of the source.
const RARE: f64 = 0.01;

/// The steps for one source: whose it is, what it is about, how it is sent.
pub fn fixes(evidence: &Evidence) -> Vec<Fix> {
    let Evidence { figures, strangers, activities, refused } = evidence;
    let mut found: Vec<Fix> = Vec::new();
    found.extend(map_accounts(strangers));
    for (at, tag) in BY_ACTIVITY.into_iter().enumerate() {
        let lacking = activities.iter().map(|(activity, lacking)| (activity.as_str(), lacking[at]));
        let lacking: Vec<(&str, u64)> = lacking.filter(|(_, events)| *events > 0).collect();
        found.extend(add_rule(tag, &lacking));
    }
    if is_habit(figures.duplicates, figures.statements) {
        found.push(Fix::SendOnce { covers: figures.duplicates, of: figures.statements });
    }
    if is_habit(figures.skewed, figures.statements) {
        found.push(Fix::SetClock { covers: figures.skewed, of: figures.statements });
    }
    if let Some((reason, covers)) = refused.iter().max_by_key(|(_, requests)| *requests)
        && is_habit(figures.refused, figures.accepted + figures.refused)
    {
        found.push(Fix::SendValid { reason: reason.clone(), covers: *covers, of: figures.refused });
    }
    found
}

fn is_habit(part: u64, whole: u64) -> bool {
    part > 0 && part as f64 >= RARE * whole as f64
}

/// The fewest accounts that make half of the unknown events.
fn map_accounts(strangers: &[(i64, u64)]) -> Option<Fix> {
    let of: u64 = strangers.iter().map(|(_, events)| events).sum();
    let mut ordered = strangers.to_vec();
    // By number where they are equal, so that the answer does not change from day to day.
    ordered.sort_by_key(|(account, events)| (std::cmp::Reverse(*events), *account));
    let (mut accounts, mut covers) = (Vec::new(), 0);
    for (account, events) in ordered.into_iter().take(MOST_ACCOUNTS) {
        if covers * 2 >= of {
            break;
        }
        accounts.push(account);
        covers += events;
    }
    (!accounts.is_empty()).then_some(Fix::MapAccounts { accounts, covers, of })
}

/// The narrowest prefix that ends between two parts of an address and reaches as far as the widest useful one: half of
/// the events, or else the part that reaches furthest.
fn add_rule(tag: Tag, lacking: &[(&str, u64)]) -> Option<Fix> {
    let of: u64 = lacking.iter().map(|(_, events)| events).sum();
    let mut prefixes: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for (activity, events) in lacking {
        for prefix in prefixes_of(activity) {
            *prefixes.entry(prefix).or_default() += events;
        }
    }
    let half = prefixes.iter().filter(|(_, covers)| **covers * 2 >= of);
    let narrowest = half.max_by_key(|(prefix, covers)| (prefix.len(), **covers));
    let best = narrowest.or_else(|| prefixes.iter().max_by_key(|(prefix, covers)| (**covers, prefix.len())));
    best.map(|(prefix, covers)| Fix::AddRule { tag, prefix: (*prefix).to_owned(), covers: *covers, of })
}

/// `https://lms/a/`, `https://lms/a/b/`, and the activity itself; never the host alone without its slash.
fn prefixes_of(activity: &str) -> Vec<&str> {
    let host = activity.find("://").map_or(0, |at| at + 3);
    let parted = activity.char_indices().filter(|(at, c)| *at >= host && matches!(c, '/' | ':' | '#'));
    let mut ends: Vec<usize> = parted.map(|(at, _)| at + 1).chain([activity.len()]).collect();
    ends.dedup();
    ends.into_iter().map(|end| &activity[..end]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_fewest_accounts_that_make_half_of_the_unknown_events_are_to_be_mapped() {
        let strangers = [(1, 5), (2, 40), (3, 12), (4, 10), (5, 33)];
        let fix = map_accounts(&strangers).unwrap();
        assert_eq!(fix, Fix::MapAccounts { accounts: vec![2, 5], covers: 73, of: 100 });
        assert_eq!(map_accounts(&[]), None);
    }

    #[test]
    fn many_small_accounts_are_not_mapped_all_by_hand() {
        let strangers: Vec<(i64, u64)> = (0..1000).map(|account| (account, 1)).collect();
        let Some(Fix::MapAccounts { accounts, covers, of }) = map_accounts(&strangers) else { panic!() };
        assert_eq!((accounts.len(), covers, of), (MOST_ACCOUNTS, 10, 1000));
    }

    #[test]
    fn one_rule_is_as_narrow_as_it_can_be_and_reaches_half() {
        let lacking = vec![
            ("https://lms.invalid/go/lab1", 30),
            ("https://lms.invalid/go/lab2", 25),
            ("urn:course:7", 45),
        ];
        let fix = add_rule(Tag::Skill, &lacking).unwrap();
        let expected = Fix::AddRule {
            tag: Tag::Skill,
            prefix: "https://lms.invalid/go/".to_owned(),
            covers: 55,
            of: 100,
        };
        assert_eq!(fix, expected);
    }

    #[test]
    fn an_address_is_cut_between_its_parts() {
        assert_eq!(
            prefixes_of("https://a.invalid/b/c"),
            ["https://a.invalid/", "https://a.invalid/b/", "https://a.invalid/b/c"]
        );
        assert_eq!(prefixes_of("course-v1:x"), ["course-v1:", "course-v1:x"]);
        assert_eq!(prefixes_of("https://a.invalid/"), ["https://a.invalid/"]);
    }

    #[test]
    fn what_is_rare_is_no_habit_and_what_is_right_needs_no_step() {
        let figures = Figures {
            statements: 1000,
            duplicates: 3,
            skewed: 500,
            accepted: 90,
            refused: 10,
            ..Figures::default()
        };
        let refused = vec![("invalid".to_owned(), 8), ("conflict".to_owned(), 2)];
        let found = fixes(&Evidence { figures, refused, ..Evidence::default() });
        let valid = Fix::SendValid { reason: "invalid".to_owned(), covers: 8, of: 10 };
        assert_eq!(found, [Fix::SetClock { covers: 500, of: 1000 }, valid]);
        assert_eq!(fixes(&Evidence::default()), []);
    }

    #[test]
    fn steps_are_read_back_as_they_were_written() {
        let fix = Fix::AddRule { tag: Tag::Role, prefix: "urn:x".to_owned(), covers: 1, of: 2 };
        let text = serde_json::to_string(&fix).unwrap();
        assert_eq!(serde_json::from_str::<Fix>(&text).unwrap(), fix, "{text}");
    }

    proptest! {
        #[test]
        fn no_step_promises_more_than_there_is(
            strangers in prop::collection::vec((0_i64..50, 1_u64..100), 0..30),
            activities in prop::collection::vec(("[a-z:/#é]{0,20}", 0_u64..50), 0..20),
        ) {
            let activities = activities.into_iter().map(|(id, n)| (id, [n, n / 2, 0])).collect();
            let evidence = Evidence { strangers, activities, ..Evidence::default() };
            for fix in fixes(&evidence) {
                let (covers, of) = fix.reach();
                prop_assert!(covers <= of && covers > 0, "{fix:?}");
            }
        }
    }
}

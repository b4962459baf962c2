//! What waits for a tag, by cause: one source, one tag, missing or unknown. Taken from the events themselves, so the
//! queue is never out of date.

use std::collections::BTreeMap;

use store::tags::{TagGap, TagRule};

use super::{RuleForm, TagDesk, apply::fits};
use crate::{ServiceError, quality::Tag};

const PAGE: usize = 25;

/// Only these; empty: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub tag: Option<Tag>,
    pub source: String,
}

/// Why events wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub source: String,
    pub tag: Tag,
    /// As sent, and known to nobody; empty: nothing was sent.
    pub value: String,
    pub events: u64,
    pub activities: usize,
    /// How all of their activities begin; may be empty.
    pub prefix: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The most frequent first.
    pub causes: Vec<Cause>,
    pub total: usize,
    /// Counts from 1.
    pub page: usize,
    pub pages: usize,
    /// Sources with anything that waits.
    pub sources: Vec<String>,
}

/// How many of a source's events belong to something that is known, in the order of [`Tag::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub source: String,
    pub events: u64,
    pub tagged: [u64; 5],
}

/// What a rule would do for one tag: it would fix so many of those that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preview {
    pub tag: Tag,
    pub fixes: u64,
    pub of: u64,
}

impl TagDesk<'_> {
    pub async fn queue(&self, filter: &Filter, page: usize) -> Result<Queue, ServiceError> {
        let gaps = self.service.store.tag_gaps().await?;
        let mut sources: Vec<String> = gaps.iter().map(|gap| gap.source.clone()).collect();
        sources.sort_unstable();
        sources.dedup();
        let causes = causes(&gaps);
        let wanted = |cause: &Cause| {
            filter.tag.is_none_or(|tag| tag == cause.tag)
                && (filter.source.is_empty() || filter.source == cause.source)
        };
        let found: Vec<Cause> = causes.into_iter().filter(wanted).collect();
        let pages = found.len().div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let total = found.len();
        let causes = found.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        Ok(Queue { causes, total, page, pages, sources })
    }

    pub async fn coverage(&self) -> Result<Vec<Coverage>, ServiceError> {
        let rows = self.service.store.tag_coverage().await?;
        let count = i64::unsigned_abs;
        let coverage = |row: store::tags::TagCoverage| Coverage {
            events: count(row.events),
            tagged: [row.skill, row.role, row.team, row.repository, row.sprint].map(count),
            source: row.source,
        };
        Ok(rows.into_iter().map(coverage).collect())
    }

    /// What a rule would do, without doing it. Tags that were sent and are unknown stay: what was sent wins.
    pub async fn preview(&self, form: &RuleForm) -> Result<Vec<Preview>, ServiceError> {
        let rule = self.service.checked_rule(form).await?;
        let gaps = self.service.store.tag_gaps().await?;
        let narrowed =
            if rule.registration.is_empty() { None } else { Some(self.service.events_lacking(&rule).await?) };
        let given = Tag::ALL.into_iter().filter(|tag| !given(&rule, *tag).is_empty());
        let preview = |tag: Tag| {
            let waiting = || gaps.iter().filter(|gap| gap.tag == tag.as_str());
            let fits = |gap: &&TagGap| gap.value.is_empty() && fits(&rule, &gap.content, &gap.source, None);
            let fixes = match &narrowed {
                Some(counts) => counts.get(tag.as_str()).copied().unwrap_or_default(),
                None => sum(waiting().filter(fits)),
            };
            Preview { tag, fixes, of: sum(waiting()) }
        };
        Ok(given.map(preview).collect())
    }
}

/// What a rule gives of a tag.
pub(super) fn given(rule: &TagRule, tag: Tag) -> &str {
    match tag {
        Tag::Skill => &rule.skill,
        Tag::Role => &rule.role,
        Tag::Team => &rule.team,
        Tag::Repository => &rule.repository,
        Tag::Sprint => &rule.sprint,
    }
}

fn sum<'g>(gaps: impl Iterator<Item = &'g TagGap>) -> u64 {
    gaps.map(|gap| gap.events.unsigned_abs()).sum()
}

fn causes(gaps: &[TagGap]) -> Vec<Cause> {
    let mut grouped: BTreeMap<(&str, &str, &str), Vec<&TagGap>> = BTreeMap::new();
    for gap in gaps {
        grouped.entry((&gap.source, &gap.tag, &gap.value)).or_default().push(gap);
    }
    let cause = |((source, tag, value), gaps): ((&str, &str, &str), Vec<&TagGap>)| {
        let tag = Tag::ALL.into_iter().find(|known| known.as_str() == tag)?;
        Some(Cause {
            source: source.to_owned(),
            tag,
            value: value.to_owned(),
            events: sum(gaps.iter().copied()),
            activities: gaps.len(),
            prefix: common_beginning(&gaps),
        })
    };
    let mut causes: Vec<Cause> = grouped.into_iter().filter_map(cause).collect();
    // The sort is stable: equal ones stay in the order of their names.
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.events));
    causes
}

/// Cut back to the end of a part of the address, so that a rule made of it means something.
fn common_beginning(gaps: &[&TagGap]) -> String {
    let Some((first, rest)) = gaps.split_first() else { return String::new() };
    let mut common = first.content.as_str();
    for gap in rest {
        let same = common.char_indices().zip(gap.content.chars()).take_while(|((_, a), b)| a == b);
        let end = same.last().map_or(0, |((at, c), _)| at + c.len_utf8());
        common = &common[..end];
    }
    if common.len() < first.content.len() {
        let cut = common.rfind(['/', ':', '#']).map_or(0, |at| at + 1);
        common = &common[..cut];
    }
    common.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gap(source: &str, content: &str, value: &str, events: i64) -> TagGap {
        let [source, content, value] = [source, content, value].map(str::to_owned);
        TagGap { tag: "skill".to_owned(), source, content, value, events }
    }

    #[test]
    fn events_that_wait_for_the_same_reason_are_told_together() {
        let gaps = [
            gap("labs", "https://labs.invalid/go/1", "", 400),
            gap("labs", "https://labs.invalid/go/21", "", 30),
            gap("labs", "https://labs.invalid/go/2", "Revews", 7),
        ];
        let found = causes(&gaps);
        assert_eq!(found.len(), 2);
        let first = &found[0];
        assert_eq!((first.events, first.activities), (430, 2));
        assert_eq!(first.prefix, "https://labs.invalid/go/");
        assert_eq!(
            (found[1].value.as_str(), found[1].prefix.as_str()),
            ("Revews", "https://labs.invalid/go/2")
        );
    }

    proptest! {
        #[test]
        fn all_activities_of_a_cause_begin_as_it_says(contents in prop::collection::vec("[a-c/:é]{1,12}", 1..8)) {
            let gaps: Vec<TagGap> = contents.iter().map(|content| gap("x", content, "", 1)).collect();
            let prefix = common_beginning(&gaps.iter().collect::<Vec<_>>());
            prop_assert!(contents.iter().all(|content| content.starts_with(&prefix)));
        }
    }
}

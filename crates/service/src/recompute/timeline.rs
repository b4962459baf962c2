//! A team's pull requests by when they settled, by when they were opened, and those that are open: a period finds its
//! own without a look at all others.

use domain::{EpochMs, Span};
use metrics::PullRequestItem;

pub(crate) struct Timeline<'a> {
    /// By when they settled.
    items: &'a [PullRequestItem],
    /// By when they were opened: (when, place among the items).
    opened: Vec<(EpochMs, usize)>,
    open: Vec<&'a PullRequestItem>,
}

impl<'a> Timeline<'a> {
    /// `items` by when they settled.
    pub fn of(items: &'a [PullRequestItem]) -> Self {
        let mut opened: Vec<_> = items.iter().enumerate().map(|(at, item)| (item.opened_at, at)).collect();
        opened.sort_unstable();
        Self { items, opened, open: items.iter().filter(|item| item.is_open()).collect() }
    }

    /// What was opened or settled in a span, each once.
    pub fn touching(&self, span: Span) -> impl Iterator<Item = &'a PullRequestItem> {
        self.settled(span).iter().chain(self.opened_alone(span))
    }

    pub fn settled(&self, span: Span) -> &'a [PullRequestItem] {
        within(self.items, span, PullRequestItem::settled_at)
    }

    /// What was opened in a span and did not settle there.
    pub fn opened_alone(&self, span: Span) -> impl Iterator<Item = &'a PullRequestItem> {
        let opened = within(&self.opened, span, |(at, _)| *at).iter().map(|(_, at)| &self.items[*at]);
        opened.filter(move |item| !span.contains(item.settled_at()))
    }

    /// The same, and what is open now.
    pub fn touching_or_open(&self, span: Span) -> impl Iterator<Item = &'a PullRequestItem> {
        let open = self.open.iter().copied().filter(move |item| !span.contains(item.opened_at));
        self.touching(span).chain(open)
    }
}

/// Those of a sorted list that lie in a span.
fn within<T>(sorted: &[T], span: Span, at: impl Fn(&T) -> EpochMs) -> &[T] {
    let first = sorted.partition_point(|one| at(one) < span.start);
    let end = sorted.partition_point(|one| at(one) < span.end);
    sorted.get(first..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(number: i64, opened: i64, merged: Option<i64>) -> PullRequestItem {
        let merged_at = merged.map(|later| EpochMs(opened + later));
        PullRequestItem { merged_at, ..PullRequestItem::new(1, number, EpochMs(opened)) }
    }

    proptest! {
        #[test]
        fn finds_what_a_look_at_everything_finds(
            times in proptest::collection::vec((0..40_i64, proptest::option::of(0..40_i64)), 0..60),
            start in 0..80_i64,
            days in -5..30_i64,
        ) {
            let items = times.iter().zip(0..).map(|((opened, merged), n)| item(n, *opened, *merged)).collect();
            let block = metrics::FactBlock::new(items, vec![]);
            let span = Span { start: EpochMs(start), end: EpochMs(start + days) };
            let touches = |i: &PullRequestItem| span.contains(i.opened_at) || span.contains(i.settled_at());
            let numbers = |found: Vec<&PullRequestItem>| {
                let mut numbers: Vec<i64> = found.iter().map(|item| item.number).collect();
                numbers.sort_unstable();
                numbers
            };
            let timeline = Timeline::of(&block.pull_requests);
            let all = || block.pull_requests.iter();
            prop_assert_eq!(
                numbers(timeline.touching(span).collect()),
                numbers(all().filter(|i| touches(i)).collect())
            );
            prop_assert_eq!(
                numbers(timeline.touching_or_open(span).collect()),
                numbers(all().filter(|i| touches(i) || i.is_open()).collect())
            );
        }
    }
}

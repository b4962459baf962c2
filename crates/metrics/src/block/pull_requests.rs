//! Pull requests as columns. A column holds only the values that are there; bit `k` of an item's flags says
//! whether column `k` has one for it. Times are kept as the distance from `opened_at`, which is small.

use domain::facts::Checklist;
use domain::{EpochMs, PersonKey};

use crate::column::{self, Column, Malformed};
use crate::items::PullRequestItem;

type Read = fn(&PullRequestItem) -> Option<i64>;

const COLUMNS: [Read; 17] = [
    |item| Some(i64::from(item.repository)),
    |item| Some(item.number),
    |item| Some(item.opened_at.0),
    |item| after_opening(item, Some(item.ready_at).filter(|ready| *ready != item.opened_at)),
    |item| item.author.map(|author| author.0),
    |item| after_opening(item, item.first_review_at),
    |item| after_opening(item, item.first_approval_at),
    |item| after_opening(item, item.merged_at),
    |item| after_opening(item, item.closed_at),
    |item| item.lines.map(i64::from),
    |item| item.review_comments.map(i64::from),
    |item| unless_zero(item.review_count),
    |item| unless_zero(item.approvals),
    |item| item.checklist.map(|checklist| i64::from(checklist.done)),
    |item| item.checklist.map(|checklist| i64::from(checklist.total)),
    |item| item.business_cycle_ms,
    |item| item.business_first_review_ms,
];

type Answer = fn(&PullRequestItem) -> bool;

/// The flags above those of the columns.
const ANSWERS: [Answer; 9] = [
    |item| item.is_draft,
    |item| item.is_revert,
    |item| item.is_hotfix,
    |item| item.tests_passed.is_some(),
    |item| item.tests_passed == Some(true),
    |item| item.first_try_passed.is_some(),
    |item| item.first_try_passed == Some(true),
    |item| item.security_passed.is_some(),
    |item| item.security_passed == Some(true),
];

fn after_opening(item: &PullRequestItem, at: Option<EpochMs>) -> Option<i64> {
    at.map(|at| at.0.wrapping_sub(item.opened_at.0))
}

fn unless_zero(count: u32) -> Option<i64> {
    (count > 0).then_some(i64::from(count))
}

pub(super) fn write(out: &mut Vec<u8>, items: &[PullRequestItem]) {
    let flags: Vec<i64> = items.iter().map(flags).collect();
    column::write(out, &flags);
    for read in COLUMNS {
        let values: Vec<i64> = items.iter().filter_map(read).collect();
        column::write(out, &values);
    }
}

fn flags(item: &PullRequestItem) -> i64 {
    let columns = COLUMNS.iter().map(|read| read(item).is_some());
    let answers = ANSWERS.iter().map(|answer| answer(item));
    columns.chain(answers).enumerate().fold(0, |flags, (bit, set)| flags | i64::from(set) << bit)
}

/// Puts `count` items behind those that are there.
pub(super) fn read(
    bytes: &mut &[u8],
    count: usize,
    items: &mut Vec<PullRequestItem>,
) -> Result<(), Malformed> {
    let flags = Column::take(bytes, count)?;
    let mut counts = [0_usize; COLUMNS.len()];
    let mut passing = flags;
    for _ in 0..count {
        let flags = passing.next();
        counts.iter_mut().enumerate().for_each(|(bit, count)| *count += usize::from(flags >> bit & 1 == 1));
    }
    let mut columns = [flags; COLUMNS.len()];
    for (column, count) in columns.iter_mut().zip(counts) {
        *column = Column::take(bytes, count)?;
    }
    let mut rows = Rows { flags, columns };
    // `count` is no more than the bytes there are.
    items.reserve_exact(count);
    for _ in 0..count {
        items.push(rows.next()?);
    }
    Ok(())
}

struct Rows<'a> {
    flags: Column<'a>,
    columns: [Column<'a>; COLUMNS.len()],
}

impl Rows<'_> {
    fn next(&mut self) -> Result<PullRequestItem, Malformed> {
        let flags = self.flags.next();
        let mut row = Row { flags, columns: &mut self.columns };
        let opened = row.value(2).ok_or(Malformed)?;
        let answer = |bit: usize| flags >> (COLUMNS.len() + bit) & 1 == 1;
        let verdict = |bit: usize| answer(bit).then(|| answer(bit + 1));
        Ok(PullRequestItem {
            repository: row.count(0)?.ok_or(Malformed)?,
            number: row.value(1).ok_or(Malformed)?,
            opened_at: EpochMs(opened),
            ready_at: row.time(3, opened).unwrap_or(EpochMs(opened)),
            author: row.value(4).map(PersonKey),
            first_review_at: row.time(5, opened),
            first_approval_at: row.time(6, opened),
            merged_at: row.time(7, opened),
            closed_at: row.time(8, opened),
            lines: row.count(9)?,
            review_comments: row.count(10)?,
            review_count: row.count(11)?.unwrap_or(0),
            approvals: row.count(12)?.unwrap_or(0),
            checklist: row.checklist(13, 14)?,
            business_cycle_ms: row.value(15),
            business_first_review_ms: row.value(16),
            is_draft: answer(0),
            is_revert: answer(1),
            is_hotfix: answer(2),
            tests_passed: verdict(3),
            first_try_passed: verdict(5),
            security_passed: verdict(7),
        })
    }
}

/// One item's values; each column is to be asked once.
struct Row<'r, 'a> {
    flags: i64,
    columns: &'r mut [Column<'a>; COLUMNS.len()],
}

impl Row<'_, '_> {
    fn value(&mut self, column: usize) -> Option<i64> {
        (self.flags >> column & 1 == 1).then(|| self.columns[column].next())
    }

    fn time(&mut self, column: usize, opened: i64) -> Option<EpochMs> {
        self.value(column).map(|after| EpochMs(opened.wrapping_add(after)))
    }

    fn count(&mut self, column: usize) -> Result<Option<u32>, Malformed> {
        self.value(column).map(|value| u32::try_from(value).map_err(|_| Malformed)).transpose()
    }

    fn checklist(&mut self, done: usize, total: usize) -> Result<Option<Checklist>, Malformed> {
        let (done, total) = (self.count(done)?, self.count(total)?);
        Ok(done.zip(total).map(|(done, total)| Checklist { done, total }))
    }
}

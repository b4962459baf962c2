//! How large the change is, with and without generated paths.

use super::payload::{File, Line, Pull};
use super::rules::Generated;

pub(super) struct Size {
    pub additions: Option<u32>,
    pub deletions: Option<u32>,
    pub changed_lines: Option<u32>,
    pub files: Option<u32>,
}

/// Without a list of files, all lines count as written by hand. Totals win over the list, which GitHub ends at
/// 3,000 files.
pub(super) fn read(line: &Line, pull: &Pull, generated: &Generated) -> Size {
    let files = line.files.as_deref();
    let additions = pull.additions.or_else(|| files.map(|files| sum(files, added)));
    let deletions = pull.deletions.or_else(|| files.map(|files| sum(files, deleted)));
    let is_generated = |file: &&File| file.filename.as_deref().is_some_and(|path| generated.contains(path));
    let by_tools =
        sum(files.into_iter().flatten().filter(is_generated), |f| added(f).saturating_add(deleted(f)));
    Size {
        additions,
        deletions,
        changed_lines: additions.zip(deletions).map(|(a, d)| a.saturating_add(d).saturating_sub(by_tools)),
        files: pull.changed_files.or_else(|| files.and_then(|files| u32::try_from(files.len()).ok())),
    }
}

fn added(file: &File) -> u32 {
    file.additions.unwrap_or(0)
}

fn deleted(file: &File) -> u32 {
    file.deletions.unwrap_or(0)
}

fn sum<'f>(files: impl IntoIterator<Item = &'f File<'f>>, lines: impl Fn(&File) -> u32) -> u32 {
    files.into_iter().map(lines).fold(0, u32::saturating_add)
}

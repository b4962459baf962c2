//! Lists, a part at a time (RFC 7644, section 3.4.2.4).

/// Resources in one answer, unless fewer were asked for.
pub(super) const LONGEST: i64 = 200;
const USUAL: i64 = 100;

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// Counts from 1; what is less means 1.
    pub start_index: Option<i64>,
    /// What is less than 0 means 0: only the total is wanted.
    pub count: Option<i64>,
}

impl Page {
    pub(super) fn limit(self) -> i64 {
        self.count.unwrap_or(USUAL).clamp(0, LONGEST)
    }

    pub(super) fn offset(self) -> i64 {
        self.start() - 1
    }

    pub(super) fn start(self) -> i64 {
        self.start_index.unwrap_or(1).max(1)
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    pub total: i64,
    pub start_index: i64,
    pub resources: Vec<T>,
}

impl<T> Listed<T> {
    /// What is found by conditions that exclude one another.
    pub(super) fn nothing(page: Page) -> Self {
        Self { total: 0, start_index: page.start(), resources: vec![] }
    }
}

//! What an import came to, in words.

use service::ingest::Received;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// New payloads.
    pub new: usize,
    /// Payloads that were there already.
    pub repeated: usize,
    /// Rows of a sheet.
    pub applied: usize,
    pub rejected: usize,
}

impl Outcome {
    pub fn in_words(self) -> String {
        let mut parts = Vec::new();
        if self.applied > 0 {
            parts.push(format!("{} rows applied", self.applied));
        }
        if self.new > 0 || (self.applied == 0 && self.repeated == 0) {
            parts.push(format!("{} new", self.new));
        }
        if self.repeated > 0 {
            parts.push(format!("{} already there", self.repeated));
        }
        if self.rejected > 0 {
            parts.push(format!("{} rejected", self.rejected));
        }
        parts.join(", ")
    }
}

impl From<Received> for Outcome {
    fn from(received: Received) -> Self {
        Self { new: received.new, repeated: received.repeated, ..Self::default() }
    }
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.repeated += other.repeated;
        self.applied += other.applied;
        self.rejected += other.rejected;
    }
}

//! Walking the chain: the first row that is not as it was written, and what happened to it.
//!
//! Rows are pushed one after the other in order of their numbers, so a log of any length is verified in constant
//! memory. After the first break the walk goes on: rows further down tell a row that was moved from one that was put in
//! or is missing.

use super::{ChainHash, Head, Row};

/// The first break in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("row {seq} {fault}")]
pub struct Broken {
    /// The row, or the place of the one that is missing.
    pub seq: i64,
    pub fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The row does not say what was written.
    Changed,
    /// Here a row is missing.
    Removed,
    /// The row was put in afterwards.
    Inserted,
    /// The row stands in another's place.
    Swapped,
    /// The chain ends in another row than its head says.
    HeadMismatch,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fault::Changed => "was changed after it was written",
            Fault::Removed => "is missing",
            Fault::Inserted => "was put in afterwards",
            Fault::Swapped => "stands in another row's place",
            Fault::HeadMismatch => "is not the one that the head of the log names",
        })
    }
}

/// What rows below a row out of place say about it.
#[derive(Debug, Clone, Copy)]
struct Suspect {
    /// The number that was expected here.
    seq: i64,
    /// The hash that the row names as the one before it.
    origin: ChainHash,
    /// A later row has that hash: this row comes from down there.
    origin_is_later: bool,
    /// A later row follows the last good one: this row stands between.
    successor_is_later: bool,
}

#[derive(Debug)]
enum Found {
    Nothing,
    Certain(Broken),
    OutOfPlace(Suspect),
}

/// Verifies rows as they are pushed.
#[derive(Debug)]
pub struct Verifier {
    last: Head,
    /// The hash before `last`.
    before: Option<ChainHash>,
    found: Found,
    /// A head that was kept elsewhere and has to be met on the way.
    kept: Option<Head>,
}

impl Verifier {
    /// Starts behind `anchor`: the beginning, or the newest row that retention took away.
    pub fn new(anchor: Head) -> Self {
        Self { last: anchor, before: None, found: Found::Nothing, kept: None }
    }

    /// Also holds the chain against a head of earlier, kept where nobody who can write the log can write.
    #[must_use]
    pub fn against(mut self, kept: Option<Head>) -> Self {
        // What lies before the anchor is gone and cannot be compared.
        self.kept = kept.filter(|kept| kept.seq > self.last.seq);
        self
    }

    pub fn push(&mut self, row: &Row) {
        match &mut self.found {
            Found::Certain(_) => {}
            Found::OutOfPlace(suspect) => {
                suspect.origin_is_later |= row.hash == suspect.origin;
                suspect.successor_is_later |= row.previous == self.last.hash;
            }
            Found::Nothing => self.follow(row),
        }
    }

    fn follow(&mut self, row: &Row) {
        let expected = self.last.seq + 1;
        let certain = |seq, fault| Found::Certain(Broken { seq, fault });
        let follows = row.previous == self.last.hash;
        self.found = if follows && row.is_sound() && row.seq == expected {
            self.step(row);
            return;
        } else if follows {
            certain(row.seq, Fault::Changed)
        } else if self.before == Some(row.previous) {
            // This row follows the one before the last: the last was not there when it was written.
            certain(self.last.seq, Fault::Inserted)
        } else if row.is_sound() && row.seq == expected {
            // Whole in itself, but the row before it is another than it was: that one was written anew.
            certain(self.last.seq.max(1), Fault::Changed)
        } else {
            Found::OutOfPlace(Suspect {
                seq: expected,
                origin: row.previous,
                origin_is_later: false,
                successor_is_later: false,
            })
        };
    }

    fn step(&mut self, row: &Row) {
        self.before = Some(self.last.hash);
        self.last = row.head();
        if self.kept.is_some_and(|kept| kept.seq == row.seq && kept.hash != row.hash) {
            self.found = Found::Certain(Broken { seq: row.seq, fault: Fault::HeadMismatch });
        }
    }

    /// What became of the chain, whose stored head this is.
    ///
    /// # Errors
    /// The first broken row and how it is broken.
    pub fn finish(self, head: Head) -> Result<Head, Broken> {
        let last = self.last;
        match self.found {
            Found::Certain(broken) => return Err(broken),
            Found::OutOfPlace(suspect) => return Err(suspect.judge()),
            Found::Nothing => {}
        }
        let broken = |seq, fault| Err(Broken { seq, fault });
        match (head.seq - last.seq, self.kept) {
            (1.., _) => broken(last.seq + 1, Fault::Removed),
            (..0, _) => broken(head.seq + 1, Fault::Inserted),
            (0, _) if head.hash != last.hash => broken(last.seq, Fault::HeadMismatch),
            (0, Some(kept)) if kept.seq > last.seq => broken(last.seq + 1, Fault::Removed),
            (0, _) => Ok(last),
        }
    }
}

impl Suspect {
    fn judge(self) -> Broken {
        let fault = match (self.origin_is_later, self.successor_is_later) {
            (true, _) => Fault::Swapped,
            (false, true) => Fault::Inserted,
            (false, false) => Fault::Removed,
        };
        Broken { seq: self.seq, fault }
    }
}

//! What is held about one person, and who may look at it: the individual's side of the vault.
//!
//! Like `people`, this reads names, e-mails and logins. It answers for one person at a time, never for a group.

mod held;
mod policy;
mod purposes;
mod records;

pub use held::{HeldAccount, HeldMembership, HeldOfUser, HeldPerson, Lookup};
pub use policy::WorkRecordGrant;
pub use purposes::{RecordKind, StatedPurpose};
pub use records::{OwnPullRequest, RecordFilter, RecordRow, StatementRow};

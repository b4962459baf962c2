//! What is held about one person: their own records, the records of others that may be looked at for a stated
//! purpose, the policy that opens work records, export and erasure.
//!
//! One person at a time, always: nothing here lists people beside a value, and nothing sorts by one.

mod erasure;
mod export;
mod learning;
mod looks;
mod operator;
mod own;
mod policy;
mod purpose;
mod readers;
mod rederive;
mod work;

pub(crate) use erasure::agent_id;
pub use erasure::{Erased, ErasedStatements};
pub use export::{Export, Exported, Format};
pub use learning::{Lab, LearningRecord, LearningRecords, RawStatement, Session, Use};
pub use looks::Look;
pub use operator::Unfound;
pub use own::{ERASE_WORDS, OwnAccount, OwnOverview, OwnRecords, Record, RecordPage, RecordsKind};
pub use policy::{PolicyDesk, PolicyForm, WorkRecordRule};
pub use purpose::{Purpose, PurposeForm};
pub(crate) use readers::Readings;
pub use store::{individual::Lookup, people::ERASED_NAME};
pub use work::{WorkItem, WorkRecord, WorkRecords, WorkSprint};

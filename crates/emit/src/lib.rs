//! What a build or a git hook tells the record store: a statement made from what stands around it, written to disk first,
//! sent when the server is there. Knows no database, so that it runs where only the program is.

mod credentials;
mod deliver;
mod event;
mod person;
mod spool;
mod surroundings;

pub use credentials::{Credentials, CredentialsError};
pub use deliver::{Courier, Delivery};
pub use event::{Event, Verb};
pub use person::Person;
pub use spool::{Spool, SpoolError};
pub use surroundings::Surroundings;

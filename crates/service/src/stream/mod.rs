//! What arrives, statement by statement: as a list that follows the log, as a file, and for programs. Who it is about is
//! not in it; where a team is too small to be shown, neither is the team.

mod export;
mod filter;
mod format;
mod line;
mod outline;
mod page;
mod teller;

pub use export::StatementExport;
pub use filter::{StatementFilter, TagState};
pub use format::{Row, StreamFormat};
pub use line::{StatementLine, Tags, Told};
pub use outline::Object;
pub(crate) use outline::Outline;
pub use page::{Piece, Start, StatementPage, Stream};

use domain::viewer::Viewer;

use crate::{Service, ServiceError, access};

impl Service {
    /// # Errors
    /// `NotFound` for those who do not look after sources.
    pub fn stream<'s>(&'s self, viewer: &'s Viewer) -> Result<Stream<'s>, ServiceError> {
        access::found(access::minds_sources(viewer))?;
        Ok(Stream { service: self, viewer })
    }
}

//! Learning records: courses and labs started and completed, huddles attended, job aids and checklists applied.

mod huddles;
mod moments;
mod statement;
mod strays;

use crate::world::World;
use crate::write::json_line;
pub(crate) use strays::{STRAY_STATEMENTS, UNTAGGED_STATEMENTS};

/// By time.
pub(crate) fn lines(world: &World) -> impl Iterator<Item = String> {
    let mut statements = moments::statements(world);
    statements.sort_by_key(|statement| (statement.timestamp, statement.id));
    statements.into_iter().map(|statement| json_line(&statement))
}

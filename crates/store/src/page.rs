//! A page of rows that may be long.

use futures::{Stream, TryStreamExt};

/// A page ends early where its rows are many bytes: texts may be long, and there may be little room.
const PAGE_BYTES: usize = 8 * 1024 * 1024;

/// The first rows of an ordered reading, at least one where there is one. A page that is not full may have a next one;
/// an empty one has not.
pub(crate) async fn page_of<Row, E>(
    rows: impl Stream<Item = Result<Row, E>>,
    length: impl Fn(&Row) -> usize,
) -> Result<Vec<Row>, E> {
    let mut rows = std::pin::pin!(rows);
    let (mut page, mut bytes) = (Vec::new(), 0);
    while bytes < PAGE_BYTES {
        let Some(row) = rows.try_next().await? else { break };
        bytes += length(&row);
        page.push(row);
    }
    Ok(page)
}

//! Many rows in one statement: what makes imports fast on both engines.

/// Rows a statement: 34 columns times this stays far below SQLite's and PostgreSQL's limits on parameters.
pub(crate) const ROWS: usize = 250;

/// Few different numbers of rows, so that each statement is prepared once and stays prepared.
pub(crate) const SHAPES: [usize; 5] = [128, 32, 8, 3, 1];

/// The same for rows of two columns.
pub(crate) const NARROW_SHAPES: [usize; 5] = [512, 128, 32, 8, 1];

/// Cuts rows into pieces of these sizes, the largest first.
pub(crate) fn shapes<'a, T>(mut rows: &'a [T], sizes: &'static [usize]) -> impl Iterator<Item = &'a [T]> {
    std::iter::from_fn(move || {
        let size = sizes.iter().find(|size| **size <= rows.len())?;
        let (piece, rest) = rows.split_at(*size);
        rows = rest;
        Some(piece)
    })
}

/// `insert_rows!(tx, "INSERT INTO t (a, b) ", rows, |b, row| { b.push_bind(row.a); … }, " ON CONFLICT …")`
macro_rules! insert_rows {
    ($tx:expr, $head:expr, $rows:expr, |$b:ident, $row:ident| $push:block, $tail:expr) => {{
        for chunk in $rows.chunks($crate::bulk::ROWS) {
            writing!($tx, conn => {
                let mut query = sqlx::QueryBuilder::new($head);
                query.push_values(chunk, |mut $b, $row| $push);
                query.push($tail);
                query.build().execute(conn).await.map(|_| ())
            })?;
        }
    }};
}

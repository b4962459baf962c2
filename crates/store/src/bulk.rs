//! Many rows in one statement: what makes imports fast on both engines.

/// Rows a statement: 34 columns times this stays far below SQLite's and PostgreSQL's limits on parameters.
pub(crate) const ROWS: usize = 250;

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

//! Many rows in one statement: what makes imports fast on both engines.

/// Rows a statement: 34 columns times this stays far below SQLite's and PostgreSQL's limits on parameters.
pub(crate) const ROWS: usize = 250;

/// Few different numbers of rows, so that each statement is prepared once and stays prepared. Round ones, as those who
/// send many at once choose them: each piece is a way to the database and back.
pub(crate) const SHAPES: [usize; 8] = [200, 100, 50, 20, 10, 5, 2, 1];

/// The same for rows of two columns, eight of which come with most rows of the former.
pub(crate) const NARROW_SHAPES: [usize; 9] = [800, 400, 160, 80, 40, 8, 4, 2, 1];

/// Lengths of a list of keys that are looked for.
const LISTS: [usize; 4] = [1, 8, 32, 128];

/// Cuts rows into pieces of these sizes, the largest first.
pub(crate) fn shapes<'a, T>(mut rows: &'a [T], sizes: &'static [usize]) -> impl Iterator<Item = &'a [T]> {
    std::iter::from_fn(move || {
        let size = sizes.iter().find(|size| **size <= rows.len())?;
        let (piece, rest) = rows.split_at(*size);
        rows = rest;
        Some(piece)
    })
}

/// Cuts keys into few lists of few different lengths; the last names its last key several times, which finds no more.
pub(crate) fn lists<T: Copy>(keys: &[T]) -> impl Iterator<Item = Vec<T>> {
    keys.chunks(LISTS[LISTS.len() - 1]).map(|chunk| {
        let mut list = chunk.to_vec();
        let length = LISTS.into_iter().find(|length| *length >= chunk.len()).unwrap_or(chunk.len());
        if let Some(last) = chunk.last() {
            list.resize(length, *last);
        }
        list
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_lists_of_few_lengths_and_none_is_left_out() {
        for count in [0, 1, 2, 8, 9, 50, 128, 129, 400] {
            let keys: Vec<usize> = (0..count).collect();
            let mut found: Vec<usize> = Vec::new();
            for list in lists(&keys) {
                assert!(LISTS.contains(&list.len()), "{count}: {}", list.len());
                found.extend(list);
            }
            found.dedup();
            assert_eq!(found, keys, "{count}");
        }
    }

    #[test]
    fn rows_come_in_pieces_of_given_sizes_and_in_their_order() {
        let rows: Vec<usize> = (0..499).collect();
        let pieces: Vec<&[usize]> = shapes(&rows, &NARROW_SHAPES).collect();
        assert_eq!(pieces.iter().map(|piece| piece.len()).collect::<Vec<_>>(), [400, 80, 8, 8, 2, 1]);
        assert_eq!(pieces.concat(), rows);
    }
}

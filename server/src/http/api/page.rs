//! Long lists, a page at a time: a cursor says where the next page starts, and of which figures.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use utoipa::IntoParams;

use super::{problem::Problem, query::Query};

/// Rows in one answer.
pub const MOST: usize = 1000;
const USUAL: usize = 200;

/// Described only: [`Page::read`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described, never made")]
pub struct PageParameters {
    /// Rows in one answer.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

pub const PARAMETERS: [&str; 2] = ["limit", "cursor"];

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    limit: usize,
    start: usize,
    revision: i64,
}

impl Page {
    /// `revision`: of what is listed, now. A list that changed since its first page is not continued: rows would be
    /// told twice, or not at all.
    pub fn read(query: &Query, revision: i64) -> Result<Self, Problem> {
        let limit = query.number("limit", 1, MOST)?.unwrap_or(USUAL);
        let Some(cursor) = query.get("cursor") else { return Ok(Self { limit, start: 0, revision }) };
        let Some((seen, start)) = decode(cursor) else {
            let words = "cursor must be the next_cursor of the page before, unchanged.";
            return Err(Problem::parameter("cursor", words));
        };
        if seen != revision {
            let words = "The list changed since its first page. Start again without cursor.";
            return Err(Problem::parameter("cursor", words));
        }
        Ok(Self { limit, start, revision })
    }

    /// The rows of this page, and the cursor of the next one where there is one.
    pub fn cut<T>(self, rows: Vec<T>) -> (Vec<T>, Option<String>) {
        let end = self.start.saturating_add(self.limit);
        let more = rows.len() > end;
        let rows = rows.into_iter().skip(self.start).take(self.limit).collect();
        (rows, more.then(|| encode(self.revision, end)))
    }
}

fn encode(revision: i64, start: usize) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{revision}.{start}"))
}

fn decode(cursor: &str) -> Option<(i64, usize)> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (revision, start) = text.split_once('.')?;
    Some((revision.parse().ok()?, start.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str, revision: i64) -> Result<Page, Problem> {
        let uri = format!("/?{query}").parse().unwrap();
        Page::read(&Query::read(&uri, &PARAMETERS)?, revision)
    }

    #[test]
    fn pages_follow_one_another_until_nothing_is_left() {
        let (rows, next) = page("limit=2", 7).unwrap().cut(vec![1, 2, 3]);
        assert_eq!(rows, [1, 2]);
        let (rows, next) = page(&format!("limit=2&cursor={}", next.unwrap()), 7).unwrap().cut(vec![1, 2, 3]);
        assert_eq!((rows, next), (vec![3], None));
    }

    #[test]
    fn a_list_that_changed_in_between_is_not_continued() {
        let cursor = encode(7, 2);
        assert!(page(&format!("cursor={cursor}"), 8).is_err());
        assert!(page("cursor=made-up", 7).is_err());
    }
}

//! Reading the log: page by page for people, row by row in order for the chain.

use privacy::audit::{ChainHash, Entry, Head, Row};

use super::hash;
use crate::{Store, StoreError, Tx};

/// Which rows to list; what is empty or `None` does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// The whole word.
    pub action: String,
    /// `user:7`; a word that ends with a colon stands for all of its kind (`user:`).
    pub who: String,
    /// `cohort:c1`, or `cohort:` for all cohorts.
    pub subject: String,
    /// Epoch milliseconds, inclusive.
    pub from: Option<i64>,
    /// Epoch milliseconds, exclusive.
    pub to: Option<i64>,
}

impl AuditFilter {
    pub fn lets_through(&self, entry: &Entry) -> bool {
        (self.action.is_empty() || entry.action == self.action)
            && fits(&entry.who, &self.who)
            && fits(&entry.subject, &self.subject)
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at < to)
    }
}

fn fits(word: &str, wanted: &str) -> bool {
    wanted.is_empty() || word == wanted || (wanted.ends_with(':') && word.starts_with(wanted))
}

/// Both ends of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainEnds {
    /// The newest row that retention took away; the beginning where it took none.
    pub anchor: Head,
    pub head: Head,
}

impl ChainEnds {
    /// How many rows the log holds.
    pub fn rows(&self) -> i64 {
        self.head.seq - self.anchor.seq
    }
}

#[derive(sqlx::FromRow)]
struct AuditRow {
    seq: i64,
    at: i64,
    who: String,
    action: String,
    subject: String,
    detail: String,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl From<AuditRow> for Row {
    fn from(row: AuditRow) -> Self {
        let AuditRow { seq, at, who, action, subject, detail, previous, hash } = row;
        // A hash of another length is a row that was changed: for the verifier to tell, not a reason to stop reading.
        let hash_of = |bytes: &[u8]| ChainHash::try_from(bytes).unwrap_or_default();
        let (previous, hash) = (hash_of(&previous), hash_of(&hash));
        Row { seq, entry: Entry { at, who, action, subject, detail }, previous, hash }
    }
}

const ENDS: &str = "SELECT seq, hash, pruned_seq, pruned_hash FROM audit_head WHERE id = 1";

fn ends((seq, head, pruned, anchor): (i64, Vec<u8>, i64, Vec<u8>)) -> Result<ChainEnds, StoreError> {
    Ok(ChainEnds {
        anchor: Head { seq: pruned, hash: hash("pruned_hash", pruned, &anchor)? },
        head: Head { seq, hash: hash("hash", seq, &head)? },
    })
}

/// `$1` to `$5` as [`AuditFilter`] has them.
macro_rules! narrowed {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM audit_log WHERE ($1 = '' OR action = $1) AND at >= $4 AND at < $5
             AND ($2 = '' OR who = $2 OR ($2 LIKE '%:' AND SUBSTR(who, 1, LENGTH($2)) = $2))
             AND ($3 = '' OR subject = $3 OR ($3 LIKE '%:' AND SUBSTR(subject, 1, LENGTH($3)) = $3)) ",
            $tail
        )
    };
}

const PAGE: &str = narrowed!(
    "SELECT seq, at, who, action, subject, detail, previous, hash",
    "ORDER BY seq DESC LIMIT $6 OFFSET $7"
);
const COUNT: &str = narrowed!("SELECT COUNT(*)", "");

impl Store {
    pub async fn audit_ends(&self) -> Result<ChainEnds, StoreError> {
        ends(reading!(self, pool => sqlx::query_as(ENDS).fetch_one(pool).await)?)
    }

    /// The newest entries of a subject (`cohort:c1`, `skill:small-prs`), newest first.
    pub async fn changes(&self, subject: &str, limit: i64) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<AuditRow> = reading!(self, pool => {
            sqlx::query_as(
                "SELECT seq, at, who, action, subject, detail, previous, hash FROM audit_log WHERE subject = $1
                 ORDER BY seq DESC LIMIT $2")
                .bind(subject).bind(limit).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|row| Row::from(row).entry).collect())
    }

    /// Rows that the filter lets through, newest first.
    pub async fn audit_page(
        &self,
        filter: &AuditFilter,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Row>, StoreError> {
        let (from, to) = (filter.from.unwrap_or(i64::MIN), filter.to.unwrap_or(i64::MAX));
        let rows: Vec<AuditRow> = reading!(self, pool => {
            sqlx::query_as(PAGE).bind(&filter.action).bind(&filter.who).bind(&filter.subject).bind(from).bind(to)
                .bind(limit).bind(offset).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(Row::from).collect())
    }

    /// How many rows the filter lets through.
    pub async fn audit_count(&self, filter: &AuditFilter) -> Result<i64, StoreError> {
        let (from, to) = (filter.from.unwrap_or(i64::MIN), filter.to.unwrap_or(i64::MAX));
        Ok(reading!(self, pool => {
            sqlx::query_scalar(COUNT).bind(&filter.action).bind(&filter.who).bind(&filter.subject).bind(from).bind(to)
                .fetch_one(pool).await
        })?)
    }

    /// Every action there is a row of, in order of the alphabet.
    pub async fn audit_actions(&self) -> Result<Vec<String>, StoreError> {
        Ok(reading!(self, pool => {
            sqlx::query_scalar("SELECT DISTINCT action FROM audit_log ORDER BY action").fetch_all(pool).await
        })?)
    }
}

impl Tx {
    /// Both ends as this transaction sees them.
    pub async fn audit_ends(&mut self) -> Result<ChainEnds, StoreError> {
        ends(writing!(self, conn => sqlx::query_as(ENDS).fetch_one(conn).await)?)
    }

    /// Rows of the chain in their order, after `after`.
    pub async fn audit_rows(&mut self, after: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
        let rows: Vec<AuditRow> = writing!(self, conn => {
            sqlx::query_as(
                "SELECT seq, at, who, action, subject, detail, previous, hash FROM audit_log WHERE seq > $1
                 ORDER BY seq LIMIT $2")
                .bind(after).bind(limit).fetch_all(conn).await
        })?;
        Ok(rows.into_iter().map(Row::from).collect())
    }
}

//! Where a query goes on, as text for a URL: the filters and the last place in the log. It needs no memory of the
//! server, so that it outlives restarts and any number of writes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::EpochMs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xapi::{Format, StatementQuery};

use super::{Cursor, RecordError};

/// A query as it is written into a cursor; short names, for URLs are short.
#[derive(Serialize, Deserialize)]
struct Written {
    after: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verb: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    activity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    registration: Option<Uuid>,
    /// Related activities, related agents, attachments, ascending.
    flags: (bool, bool, bool, bool),
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
    limit: u32,
    format: String,
}

impl Cursor {
    pub(super) fn new(query: &StatementQuery, after: i64) -> Self {
        let written = Written {
            after,
            agent: query.agent.clone(),
            verb: query.verb.clone(),
            activity: query.activity.clone(),
            registration: query.registration,
            flags: (query.related_activities, query.related_agents, query.attachments, query.ascending),
            since: query.since.map(|at| at.0),
            until: query.until.map(|at| at.0),
            limit: query.limit,
            format: query.format.name().to_owned(),
        };
        // Writing plain texts and numbers cannot fail; an empty cursor would be refused with a word.
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&written).unwrap_or_default()))
    }

    /// The query, and the place after which it goes on.
    pub(super) fn read(&self) -> Result<(StatementQuery, i64), RecordError> {
        let bad = || RecordError::Bad("the cursor is none of this store; begin the query anew".to_owned());
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| bad())?;
        let written: Written = serde_json::from_slice(&bytes).map_err(|_| bad())?;
        let (related_activities, related_agents, attachments, ascending) = written.flags;
        let query = StatementQuery {
            agent: written.agent,
            verb: written.verb,
            activity: written.activity,
            registration: written.registration,
            related_activities,
            related_agents,
            since: written.since.map(EpochMs),
            until: written.until.map(EpochMs),
            limit: written.limit,
            format: Format::named(&written.format).ok_or_else(bad)?,
            attachments,
            ascending,
        };
        Ok((query, written.after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_holds_the_whole_query() {
        let query = StatementQuery {
            agent: Some("mbox:ada@example.com".to_owned()),
            since: Some(EpochMs(7)),
            limit: 3,
            ascending: true,
            format: Format::Ids,
            ..StatementQuery::default()
        };
        assert_eq!(Cursor::new(&query, 42).read().unwrap(), (query, 42));
    }

    #[test]
    fn what_is_no_cursor_is_refused_with_a_word() {
        assert!(matches!(Cursor("bm8".to_owned()).read(), Err(RecordError::Bad(_))));
    }
}

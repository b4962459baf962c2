//! What people learn with: each row is a [`Content`] as it is.

use csv::StringRecord;
use domain::content::{Content, ContentKind};
use domain::{ContentId, SkillKey};

use super::cells::{Cells, plain};
use super::{Column, Headers, RowError, Sheet};

impl Sheet for Content {
    const KIND: &'static str = "content";
    const COLUMNS: &'static [Column] = &[
        Column::required("id"),
        Column::required("kind"),
        Column::required("name"),
        Column::optional("skill"),
    ];

    fn parse(record: &StringRecord, headers: &Headers) -> Result<Self, RowError> {
        let cells = Cells::new(record, headers)?;
        Ok(Self {
            id: cells.required("id", content_id)?,
            kind: cells.required("kind", kind)?,
            name: cells.required("name", plain)?,
            skill: cells.optional("skill", SkillKey::new)?,
        })
    }
}

/// Compared as a string with the activity ids of statements, so it is kept as it is written.
fn content_id(text: &str) -> Result<ContentId, &'static str> {
    const PROBLEM: &str =
        "is not an activity id; write the IRI that its statements use, like https://lms.example/lab/1";
    let has_scheme =
        text.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty());
    ContentId::new(text).ok().filter(|_| has_scheme).ok_or(PROBLEM)
}

fn kind(text: &str) -> Result<ContentKind, &'static str> {
    ContentKind::parse(&text.to_lowercase().replace([' ', '-'], "_"))
        .ok_or("is not a kind; write course, lab, job_aid, peer_session, challenge or checklist")
}

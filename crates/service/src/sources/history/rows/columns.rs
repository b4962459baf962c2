//! The columns that a mapping names, found in the file.

use jiff::tz::TimeZone;

use super::{CellError, instant::zone};
use crate::sources::history::mapping::{Mapping, Verb};

/// A column that a mapping names, and where it stands.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) at: usize,
}

impl Column {
    pub(super) fn of<'r>(&self, record: &'r csv::StringRecord) -> &'r str {
        record.get(self.at).unwrap_or_default().trim()
    }
}

pub(super) struct Columns<'m> {
    pub(super) mapping: &'m Mapping,
    pub(super) person: Column,
    pub(super) at: Column,
    pub(super) activity: Column,
    pub(super) name: Option<Column>,
    pub(super) status: Option<Column>,
    pub(super) score: Option<Column>,
    pub(super) tags: Vec<(&'static str, Column)>,
    pub(super) meanings: Vec<(String, Option<Verb>)>,
    pub(super) zone: TimeZone,
}

impl<'m> Columns<'m> {
    pub(super) fn find(heads: &csv::StringRecord, mapping: &'m Mapping) -> Result<Self, Vec<CellError>> {
        let mut errors = Vec::new();
        let mut wrong = |line, column: &str, problem: String| {
            errors.push(CellError { line, column: column.to_owned(), problem });
        };
        let mut find = |what: &str, name: &str, needed: bool| {
            let name = name.trim();
            if name.is_empty() {
                if needed {
                    wrong(0, what, "say which column this is".to_owned());
                }
                return None;
            }
            let at = heads.iter().position(|head| head.trim() == name);
            if at.is_none() {
                let there: Vec<&str> = heads.iter().collect();
                wrong(1, name, format!("there is no such column; there are: {}", there.join(", ")));
            }
            Some(Column { name: name.to_owned(), at: at? })
        };
        let person = find("person", &mapping.person, true);
        let at = find("at", &mapping.at, true);
        let activity = find("activity", &mapping.activity, true);
        let name = find("name", &mapping.name, false);
        let status = find("status", &mapping.status, false);
        let score = find("score", &mapping.score, false);
        let named = [
            ("skill", &mapping.skill),
            ("role", &mapping.role),
            ("team", &mapping.team),
            ("repository", &mapping.repository),
            ("sprint", &mapping.sprint),
        ];
        let tags = named.into_iter().filter_map(|(tag, name)| Some((tag, find(tag, name, false)?))).collect();
        if mapping.source.trim().is_empty() {
            wrong(0, "source", "give the history a name, such as that of the LMS".to_owned());
        }
        let meanings = mapping.meanings().unwrap_or_else(|problem| {
            wrong(0, "statuses", problem);
            vec![]
        });
        let zone = zone(mapping).unwrap_or_else(|problem| {
            wrong(0, "time_zone", problem);
            TimeZone::UTC
        });
        match (person, at, activity) {
            (Some(person), Some(at), Some(activity)) if errors.is_empty() => {
                Ok(Self { mapping, person, at, activity, name, status, score, tags, meanings, zone })
            }
            _ => Err(errors),
        }
    }
}

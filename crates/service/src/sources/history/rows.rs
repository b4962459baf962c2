//! Rows become statements, or errors with line and column. Without IO.

use connectors::sheets::{line_of, unreadable};
use domain::learning::TAG_EXTENSIONS;
use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use xapi::Statement;

use super::History;
use super::mapping::{COMPLETED, Mapping, Verb};

/// After so many a file needs another mapping, not more errors.
const MOST_ERRORS: usize = 100;

/// Something wrong with one cell. `line` is 1 for the names of the columns, 0 for the mapping itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column \"{column}\": {problem}")]
pub struct CellError {
    pub line: u64,
    pub column: String,
    pub problem: String,
}

/// Reads a whole file.
///
/// # Errors
/// Everything that is wrong with it; then nothing of it is used.
pub fn read(bytes: &[u8], mapping: &Mapping) -> Result<History, Vec<CellError>> {
    let bytes = without_mark(bytes);
    let mut reader = opened(bytes);
    let heads = reader.headers().cloned().map_err(|error| vec![broken(1, &error)])?;
    let columns = Columns::find(&heads, mapping)?;
    let mut history = History { statements: vec![], left_out: 0 };
    let mut errors = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = line_of(bytes, record.position());
                match columns.statement(line, &record) {
                    Ok(Some(statement)) => history.statements.push((line, statement)),
                    Ok(None) => history.left_out += 1,
                    Err(error) => errors.push(error),
                }
            }
            Err(error) => errors.push(broken(line_of(bytes, error.position()), &error)),
        }
        if errors.len() >= MOST_ERRORS {
            break;
        }
    }
    if errors.is_empty() { Ok(history) } else { Err(errors) }
}

/// Without what some programs put before UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

pub(super) fn opened(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter(bytes)).from_reader(bytes)
}

/// The one that stands most often in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let columns = |delimiter: &u8| first.split(|byte| byte == delimiter).count();
    // Of equals the last wins: a single column is separated by commas.
    [b'\t', b';', b','].into_iter().max_by_key(columns).unwrap_or(b',')
}

fn broken(line: u64, error: &csv::Error) -> CellError {
    CellError { line, column: String::new(), problem: unreadable(error) }
}

/// A column that a mapping names, and where it stands.
struct Column {
    name: String,
    at: usize,
}

impl Column {
    fn of<'r>(&self, record: &'r csv::StringRecord) -> &'r str {
        record.get(self.at).unwrap_or_default().trim()
    }
}

struct Columns<'m> {
    mapping: &'m Mapping,
    person: Column,
    at: Column,
    activity: Column,
    name: Option<Column>,
    status: Option<Column>,
    score: Option<Column>,
    tags: Vec<(&'static str, Column)>,
    meanings: Vec<(String, Option<Verb>)>,
    zone: TimeZone,
}

impl<'m> Columns<'m> {
    fn find(heads: &csv::StringRecord, mapping: &'m Mapping) -> Result<Self, Vec<CellError>> {
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

    /// `None` for a row that the mapping leaves out.
    fn statement(&self, line: u64, record: &csv::StringRecord) -> Result<Option<Statement>, CellError> {
        let wrong =
            |column: &Column, problem: String| CellError { line, column: column.name.clone(), problem };
        let Some(verb) = self.verb(record).map_err(|(column, problem)| wrong(column, problem))? else {
            return Ok(None);
        };
        let actor = self.actor(record).map_err(|problem| wrong(&self.person, problem))?;
        let at = self.instant(self.at.of(record)).map_err(|problem| wrong(&self.at, problem))?;
        let object = self.object(record).map_err(|problem| wrong(&self.activity, problem))?;
        let mut value = json!({
            "actor": actor,
            "verb": { "id": verb.1, "display": { "en": verb.0 } },
            "object": object,
            "timestamp": format!("{at:.3}"),
        });
        if let Some(score) = &self.score
            && let Some(scaled) = scaled(score.of(record)).map_err(|problem| wrong(score, problem))?
        {
            value["result"] = json!({ "score": { "scaled": scaled } });
        }
        let extensions = self.extensions(record);
        if !extensions.is_empty() {
            value["context"] = json!({ "extensions": extensions });
        }
        // The same row again is the same statement, and so is one whose score or tags were corrected.
        let (who, what) = (&value["actor"], &value["object"]["id"]);
        let same = json!([self.mapping.source.trim(), who, verb.1, what, value["timestamp"]]).to_string();
        value["id"] = json!(Uuid::new_v5(&Uuid::NAMESPACE_URL, same.as_bytes()));
        let statement = Statement::from_value(value);
        statement.map(Some).map_err(|invalid| wrong(&self.activity, invalid.to_string()))
    }

    fn verb(&self, record: &csv::StringRecord) -> Result<Option<Verb>, (&Column, String)> {
        let Some(column) = &self.status else { return Ok(Some(COMPLETED)) };
        let status = column.of(record);
        let meaning = self.meanings.iter().find(|(known, _)| *known == status.to_lowercase());
        match meaning {
            Some((_, verb)) => Ok(*verb),
            None => Err((column, format!("the mapping does not say what the status \"{status}\" means"))),
        }
    }

    fn actor(&self, record: &csv::StringRecord) -> Result<Value, String> {
        let text = self.person.of(record);
        let home_page = self.mapping.home_page.trim();
        if text.is_empty() {
            return Err("it is empty: whose row is this?".to_owned());
        }
        if !home_page.is_empty() {
            return Ok(json!({ "objectType": "Agent", "account": { "homePage": home_page, "name": text } }));
        }
        let is_address = text.split('@').filter(|part| !part.is_empty()).count() == 2 && !text.contains(' ');
        if !is_address {
            return Err(format!(
                "\"{text}\" is no e-mail address; for names of accounts give their home page"
            ));
        }
        Ok(json!({ "objectType": "Agent", "mbox": format!("mailto:{}", text.to_lowercase()) }))
    }

    fn object(&self, record: &csv::StringRecord) -> Result<Value, String> {
        let text = self.activity.of(record);
        if text.is_empty() {
            return Err("it is empty: what was learnt with?".to_owned());
        }
        let id = format!("{}{}", self.mapping.activity_prefix.trim(), text.replace(' ', "%20"));
        if !id.contains(':') {
            return Err(format!("\"{id}\" is no IRI; give a prefix, such as https://lms.example/courses/"));
        }
        let mut object = json!({ "objectType": "Activity", "id": id });
        let name = self.name.as_ref().map(|column| column.of(record)).filter(|name| !name.is_empty());
        if let Some(name) = name {
            object["definition"] = json!({ "name": { "en": name } });
        }
        Ok(object)
    }

    fn extensions(&self, record: &csv::StringRecord) -> Map<String, Value> {
        let tags = self.tags.iter().map(|(tag, column)| (tag, column.of(record)));
        tags.filter(|(_, value)| !value.is_empty())
            .map(|(tag, value)| (format!("{TAG_EXTENSIONS}{tag}"), json!(value)))
            .collect()
    }

    fn instant(&self, text: &str) -> Result<Timestamp, String> {
        let format = self.mapping.date_format.trim();
        if format.is_empty() {
            if let Ok(at) = text.parse::<Timestamp>() {
                return Ok(at);
            }
            let local = text.parse::<civil::DateTime>().map_err(|_| {
                format!(
                    "\"{text}\" is no time as in 2026-03-01T09:30; give the format, such as %d.%m.%Y %H:%M"
                )
            })?;
            return self.at(local, text);
        }
        let broken = jiff::fmt::strtime::parse(format, text)
            .map_err(|_| format!("\"{text}\" is not written as {format}"))?;
        if broken.offset().is_some() {
            return broken.to_timestamp().map_err(|error| format!("\"{text}\" is no time: {error}"));
        }
        let day = || broken.to_date().map(|date| date.to_datetime(civil::Time::midnight()));
        let local = broken
            .to_datetime()
            .or_else(|_| day())
            .map_err(|error| format!("\"{text}\" is no day: {error}"))?;
        self.at(local, text)
    }

    fn at(&self, local: civil::DateTime, text: &str) -> Result<Timestamp, String> {
        let zoned = local.to_zoned(self.zone.clone());
        zoned.map(|at| at.timestamp()).map_err(|error| format!("\"{text}\" is no time: {error}"))
    }
}

fn zone(mapping: &Mapping) -> Result<TimeZone, String> {
    let name = mapping.time_zone.trim();
    if name.is_empty() {
        return Ok(TimeZone::UTC);
    }
    TimeZone::get(name).map_err(|_| format!("\"{name}\" is no time zone; write it as Europe/Berlin"))
}

/// A score from 0 to 100, with or without a sign for per cent; empty is none.
fn scaled(text: &str) -> Result<Option<f64>, String> {
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    let score: Option<f64> = text.parse().ok().filter(|score| (0.0..=100.0).contains(score));
    score.map(|score| Some(score / 100.0)).ok_or_else(|| format!("\"{text}\" is no score from 0 to 100"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> Mapping {
        Mapping {
            source: "moodle".to_owned(),
            person: "E-mail".to_owned(),
            at: "Finished".to_owned(),
            date_format: "%d.%m.%Y %H:%M".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            activity: "Course".to_owned(),
            activity_prefix: "https://lms.invalid/courses/".to_owned(),
            status: "Status".to_owned(),
            statuses: "Done = completed\nNot started =".to_owned(),
            score: "Grade".to_owned(),
            ..Mapping::default()
        }
    }

    const FILE: &str = "E-mail;Course;Status;Finished;Grade\n\
        Ada@demo.invalid;pr-101;Done;01.03.2026 09:30;87,5 %\n\
        bob@demo.invalid;pr-101;not started;;-\n";

    #[test]
    fn a_row_becomes_a_statement_and_the_same_one_each_time() {
        let history = read(FILE.as_bytes(), &mapping()).unwrap();
        assert_eq!((history.statements.len(), history.left_out), (1, 1));
        let value = history.statements[0].1.as_json();
        assert_eq!(value["actor"]["mbox"], "mailto:ada@demo.invalid");
        assert_eq!(value["timestamp"], "2026-03-01T08:30:00.000Z");
        assert_eq!(value["result"]["score"]["scaled"], 0.875);
        let again = read(format!("\u{feff}{FILE}").as_bytes(), &mapping()).unwrap();
        assert_eq!(again.statements[0].1, history.statements[0].1);
    }

    #[test]
    fn every_error_names_its_line_and_column() {
        let file = "E-mail;Course;Status;Finished;Grade\nada;;Done;1 March;\nada@demo.invalid;x;Gone;01.03.2026 09:30;\n\
            ada@demo.invalid;x;Done;01.03.2026 09:30;120\nada@demo.invalid;x;Done;2026-03-01;1\n";
        let errors = read(file.as_bytes(), &mapping()).unwrap_err();
        let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
        assert_eq!(places, [(2, "E-mail"), (3, "Status"), (4, "Grade"), (5, "Finished")]);
    }

    #[test]
    fn lines_of_a_file_from_windows_are_counted_as_its_editor_counts_them() {
        let file =
            format!("\u{feff}{FILE}ada@demo.invalid;x;Gone;;\nada@demo.invalid;x\n").replace('\n', "\r\n");
        let errors = read(file.as_bytes(), &mapping()).unwrap_err();
        let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
        assert_eq!(places, [(4, "Status"), (5, "")]);
    }

    #[test]
    fn a_mapping_that_does_not_fit_is_told_before_any_row() {
        let wrong = Mapping { person: "Mail".to_owned(), statuses: "Done".to_owned(), ..mapping() };
        let errors = read(FILE.as_bytes(), &wrong).unwrap_err();
        let places: Vec<(u64, &str)> = errors.iter().map(|e| (e.line, e.column.as_str())).collect();
        assert_eq!(places, [(1, "Mail"), (0, "statuses")]);
        assert!(errors[0].problem.contains("E-mail, Course"));
    }

    #[test]
    fn days_alone_and_iso_times_are_read_without_a_format() {
        let plain =
            Mapping { date_format: String::new(), status: String::new(), score: String::new(), ..mapping() };
        for (day, at) in
            [("2026-03-01", "2026-02-28T23:00:00.000Z"), ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000Z")]
        {
            let file = format!("E-mail,Course,Finished\nada@demo.invalid,x,{day}\n");
            let history = read(file.as_bytes(), &plain).unwrap();
            assert_eq!(history.statements[0].1.as_json()["timestamp"], at);
        }
    }
}

//! One row as a statement.

use domain::learning::TAG_EXTENSIONS;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use xapi::Statement;

use super::{
    CellError,
    columns::{Column, Columns},
};
use crate::sources::history::mapping::{COMPLETED, Verb};

impl Columns<'_> {
    /// `None` for a row that the mapping leaves out.
    pub(super) fn statement(
        &self,
        line: u64,
        record: &csv::StringRecord,
    ) -> Result<Option<Statement>, CellError> {
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

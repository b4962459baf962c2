//! One golden file: its inputs, its options, and the comparison of what was found with what is expected.

use std::{collections::BTreeMap, error::Error, path::Path};

use libtest_mimic::Failed;
use serde_json::Value;

/// What an answer gives: every expected quantity by its path in `expected`, joined by `/` (rows of a list by index).
/// `null` stands for NaN and for "refused".
pub type Found = Result<BTreeMap<String, Option<f64>>, Box<dyn Error>>;

pub struct Case {
    json: Value,
    folder: std::path::PathBuf,
}

impl Case {
    pub fn read(path: &Path) -> Result<Self, Failed> {
        let json = serde_json::from_slice(&std::fs::read(path)?)?;
        Ok(Self { json, folder: path.parent().unwrap_or(Path::new(".")).to_path_buf() })
    }

    pub fn function(&self) -> &str {
        self.json["function"].as_str().unwrap_or_default()
    }

    /// Any member of the file, such as `options`, `columns`, `inputs`, `expected`.
    pub fn get(&self, member: &str) -> &Value {
        &self.json[member]
    }

    pub fn option(&self, name: &str) -> &Value {
        &self.json["options"][name]
    }

    /// A list of numbers of `inputs`.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        self.json["inputs"][name].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    }

    /// The rows of the CSV named by `input`, by column.
    pub fn rows(&self) -> Result<Vec<BTreeMap<String, String>>, Box<dyn Error>> {
        let path = self.folder.join(self.json["input"].as_str().ok_or("no input is named")?);
        Ok(csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?)
    }

    fn tolerance(&self, path: &str) -> f64 {
        let tolerance = &self.json["tolerance"];
        let own = path.split('/').rev().find_map(|name| tolerance[name].as_f64());
        own.or_else(|| tolerance.as_f64()).unwrap_or(1e-6)
    }

    /// Every number of `expected` must have been found, within tolerance.
    pub fn compare(&self, found: &BTreeMap<String, Option<f64>>) -> Result<(), Failed> {
        let mut expected = BTreeMap::new();
        flatten("", &self.json["expected"], &mut expected);
        let wrong: Vec<String> = expected
            .iter()
            .filter_map(|(path, &wanted)| {
                let got = found.get(path);
                let fits = got.is_some_and(|&got| close(got, wanted, self.tolerance(path)));
                (!fits).then(|| format!("{path}: expected {wanted:?}, found {got:?}"))
            })
            .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
    }
}

fn close(got: Option<f64>, wanted: Option<f64>, tolerance: f64) -> bool {
    match (got, wanted) {
        (Some(got), Some(wanted)) => (got - wanted).abs() <= tolerance,
        (got, wanted) => got.is_none() && wanted.is_none(),
    }
}

fn flatten(path: &str, value: &Value, into: &mut BTreeMap<String, Option<f64>>) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| flatten(&under(name), value, into)),
        Value::Array(rows) => {
            for (at, row) in rows.iter().enumerate() {
                flatten(&under(&at.to_string()), row, into);
            }
        }
        Value::Number(number) => drop(into.insert(path.to_owned(), number.as_f64())),
        Value::Null => drop(into.insert(path.to_owned(), None)),
        Value::Bool(_) | Value::String(_) => {}
    }
}

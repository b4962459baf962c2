//! The query of a request, read strictly: what is not known is an error that lists what is.

use axum::http::Uri;

use super::problem::Problem;

pub struct Query(Vec<(String, String)>);

impl Query {
    /// Each parameter is one of `known` and stands there once.
    pub fn read(uri: &Uri, known: &[&str]) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        for (at, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(unknown(name, known));
            }
            if pairs.iter().take(at).any(|(earlier, _)| earlier == name) {
                return Err(Problem::parameter(name, format!("{name} stands there twice; give it once.")));
            }
        }
        Ok(Self(pairs))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value that `read` makes of a parameter; `allowed` lists those it takes.
    pub fn choice<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: impl Fn() -> Vec<String>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| Problem::not_among(name, value, allowed()))
    }

    /// A whole number within bounds.
    pub fn number(&self, name: &str, least: usize, most: usize) -> Result<Option<usize>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number = value.parse().ok().filter(|number| (least..=most).contains(number));
        let words = || format!("{name} must be a whole number from {least} to {most}.");
        number.map(Some).ok_or_else(|| Problem::parameter(name, words()))
    }
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let name: String = name.chars().take(60).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Problem::parameter(&name, format!("There is no parameter \"{name}\" here. Those there are: {known}."))
}

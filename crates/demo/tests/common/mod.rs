//! Reads the import files the way an outsider would: JSON and CSV only.

#![expect(clippy::unwrap_used, reason = "a test may fail where the data is not as promised")]

use std::collections::BTreeMap;
use std::ops::Range;

use demo::{TeamTruth, Truth, organisation};
use domain::EpochMs;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

pub struct PullRequest {
    pub team: String,
    /// Index of the sprint of opening.
    pub sprint: usize,
    pub hours: Option<f64>,
    pub lines: f64,
    pub comments: f64,
    /// 1 if its checklist is fully ticked, else 0, so that a mean is a share; and so on.
    pub checklist_ticked: f64,
    pub green: f64,
    pub quickly_approved: f64,
    pub is_open: bool,
    /// By people other than the author.
    pub reviews: usize,
}

pub struct Defect {
    pub team: String,
    pub sprint: usize,
    /// `None` where no version is named.
    pub after_release: Option<bool>,
}

pub struct Demo {
    pub truth: Truth,
    pub pull_requests: Vec<PullRequest>,
    pub defects: Vec<Defect>,
}

impl Demo {
    pub fn read(seed: u64) -> Self {
        let demo = organisation(seed).unwrap();
        let teams = columns(&demo.repositories, "name", "team");
        let homes = columns(&demo.teams, "jira", "key");
        let lines = demo.github().map(|line| serde_json::from_str::<Value>(&line).unwrap());
        let pull_requests = lines
            .filter(|line| line["pull_request"]["user"]["type"] != "Bot")
            .map(|line| pull_request(&line, &teams, &demo.truth))
            .collect();
        let issues = demo.jira().map(|line| serde_json::from_str::<Value>(&line).unwrap());
        let defects = issues
            .filter(|issue| issue["fields"]["issuetype"]["name"] == "Bug")
            .map(|issue| defect(&issue["fields"], &homes, &demo.truth))
            .collect();
        Self { truth: demo.truth, pull_requests, defects }
    }

    /// A value of the pull requests that a team opened in a sprint.
    pub fn cell(&self, team: &str, sprint: usize, value: fn(&[&PullRequest]) -> f64) -> f64 {
        let items = self.pull_requests.iter().filter(|item| item.team == team && item.sprint == sprint);
        value(&items.collect::<Vec<_>>())
    }

    pub fn defects(&self, team: &str, sprints: Range<usize>, which: fn(&Defect) -> bool) -> f64 {
        let found = self.defects.iter().filter(|it| it.team == team && sprints.contains(&it.sprint));
        found.filter(|defect| which(defect)).count() as f64
    }

    /// Index of the sprint in which a team joins.
    pub fn joined(&self, team: &TeamTruth) -> usize {
        let key = team.joins.as_ref().unwrap();
        self.truth.sprints.iter().position(|sprint| sprint.sprint == *key).unwrap()
    }
}

fn pull_request(line: &Value, teams: &BTreeMap<String, String>, truth: &Truth) -> PullRequest {
    let item = &line["pull_request"];
    let opened = time(&item["created_at"]).unwrap();
    let author = &item["user"]["login"];
    let reviews: Vec<&Value> = line["reviews"].as_array().unwrap().iter().collect();
    let by_others = reviews.iter().filter(|it| it["user"]["login"] != *author && it["user"]["type"] != "Bot");
    let approvals = reviews.iter().filter(|review| review["state"] == "APPROVED");
    let first_approval = approvals.filter_map(|review| time(&review["submitted_at"])).min();
    let body = item["body"].as_str().unwrap_or_default();
    PullRequest {
        team: teams[line["repository"]["full_name"].as_str().unwrap()].clone(),
        sprint: sprint_of(opened, truth),
        hours: time(&item["merged_at"]).map(|merged| merged.hours_since(opened)),
        lines: item["additions"].as_f64().unwrap() + item["deletions"].as_f64().unwrap(),
        comments: item["review_comments"].as_f64().unwrap(),
        checklist_ticked: one_if(body.contains("## Review checklist") && !body.contains("- [ ]")),
        green: one_if(is_green(line)),
        quickly_approved: one_if(first_approval.is_some_and(|at| at.hours_since(opened) < 5.0 / 60.0)),
        is_open: item["state"] == "open",
        reviews: by_others.count(),
    }
}

/// Whether the last run of every check on the head commit passed; lines list a check's attempts in order.
fn is_green(line: &Value) -> bool {
    let head = &line["pull_request"]["head"]["sha"];
    let runs = line["check_runs"].as_array().unwrap().iter().filter(|run| run["head_sha"] == *head);
    let last: BTreeMap<&str, &str> =
        runs.map(|run| (run["name"].as_str().unwrap(), run["conclusion"].as_str().unwrap())).collect();
    last.values().all(|conclusion| *conclusion != "failure")
}

fn defect(fields: &Value, homes: &BTreeMap<String, String>, truth: &Truth) -> Defect {
    let project = fields["project"]["key"].as_str().unwrap();
    let home = match fields["components"][0]["name"].as_str() {
        Some(component) => format!("{project}/{component}"),
        None => project.to_owned(),
    };
    let created: Date = fields["created"].as_str().unwrap()[..10].parse().unwrap();
    let versions = fields["versions"].as_array().unwrap().iter();
    let released =
        versions.map(|version| version["releaseDate"].as_str().unwrap().parse::<Date>().unwrap()).min();
    Defect {
        team: homes[&home].clone(),
        sprint: sprint_on(created, truth),
        after_release: released.map(|day| day <= created),
    }
}

fn columns(csv_text: &str, key: &str, value: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.unwrap()).map(|row| (row[key].clone(), row[value].clone())).collect()
}

fn time(value: &Value) -> Option<EpochMs> {
    let text = value.as_str()?;
    Some(EpochMs(text.parse::<Timestamp>().unwrap().as_millisecond()))
}

fn sprint_of(at: EpochMs, truth: &Truth) -> usize {
    sprint_on(at.date(), truth)
}

fn sprint_on(day: Date, truth: &Truth) -> usize {
    truth.sprints.iter().position(|sprint| sprint.first_day <= day && day <= sprint.last_day).unwrap()
}

fn one_if(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

pub fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// The upper of the two middle values where their number is even.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

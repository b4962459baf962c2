//! A company of any size, the same every time: forty teams of ten, a year of two-week sprints.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use domain::{
    EpochMs,
    figure::MetricId,
    programme::{Outcome, Programme},
    time::MS_PER_DAY,
    viewer::{AccessRole, Scope},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use service::{Service, ingest::SheetKind, onboarding::PlannedPersona};
use store::Store;

pub const TEAMS: usize = 40;
pub const REVIEWS: usize = 3;
const PEOPLE: usize = 10;
const SPRINTS: i64 = 26;
const SPRINT_DAYS: i64 = 14;

/// 2025-01-06, a Monday.
const FIRST_DAY: i64 = 1_736_121_600_000;

pub struct Company {
    pull_requests: Vec<PullRequest>,
}

struct PullRequest {
    team: usize,
    author: usize,
    opened_at: i64,
    merged_at: Option<i64>,
    lines: u32,
    reviews: [i64; REVIEWS],
}

impl Company {
    pub fn new(pull_requests: usize) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        Self { pull_requests: (0..pull_requests).map(|_| PullRequest::random(&mut random)).collect() }
    }

    /// Teams, people, sprints, a programme and somebody to sign in as.
    pub async fn found(&self, database: &Path) -> anyhow::Result<()> {
        let store = Store::open(&format!("sqlite://{}", database.display()).parse()?).await?;
        let service = Service::new(store.clone(), service::Rules::default(), service::system_clock).await?;
        for (kind, text) in
            [(SheetKind::Teams, teams()), (SheetKind::People, people()), (SheetKind::Sprints, sprints())]
        {
            let report = service.apply_sheet(kind, text.as_bytes()).await?;
            anyhow::ensure!(report.rejected.is_empty(), "{kind:?}: {:?}", report.rejected);
        }
        service.set_programme(&programme()).await?;
        service.plant_personas(&[executive()]).await?;
        store.close().await;
        Ok(())
    }

    /// JSON lines as `import github` reads them.
    pub fn write_lines(&self, file: &Path) -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        for (number, pull_request) in (1..).zip(&self.pull_requests) {
            serde_json::to_writer(&mut out, &pull_request.line(number))?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// The columns that the peer's one query needs.
    pub fn write_csv(&self, file: &Path) -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        writeln!(out, "team,sprint,opened_at,merged_at")?;
        for p in &self.pull_requests {
            let merged = p.merged_at.map(|at| at.to_string()).unwrap_or_default();
            let sprint = (p.merged_at.unwrap_or(p.opened_at) - FIRST_DAY) / (SPRINT_DAYS * MS_PER_DAY);
            writeln!(out, "team-{:02},S{:02},{},{merged}", p.team, sprint + 1, p.opened_at)?;
        }
        out.flush()
    }
}

impl PullRequest {
    fn random(random: &mut ChaCha8Rng) -> Self {
        let opened_at = FIRST_DAY + random.random_range(0..SPRINTS * SPRINT_DAYS * MS_PER_DAY / 1000) * 1000;
        // Between 7 h and 5 d, short ones more often.
        let short = random.random_range(7 * 3600..60 * 3600);
        let seconds =
            if random.random_bool(0.7) { short } else { random.random_range(60 * 3600..120 * 3600) };
        let closed_at: i64 = opened_at + seconds * 1000;
        let merged = random.random_bool(0.93);
        Self {
            team: random.random_range(0..TEAMS),
            author: random.random_range(0..PEOPLE),
            opened_at,
            merged_at: merged.then_some(closed_at),
            lines: random.random_range(3..900),
            // After a third, a half and two thirds of its life.
            reviews: [2, 3, 4].map(|sixths| opened_at + seconds * sixths / 6 * 1000),
        }
    }

    fn line(&self, number: usize) -> serde_json::Value {
        let login = |author: usize| format!("person-{:02}-{author:02}", self.team);
        let user = |author: usize| json!({ "login": login(author), "id": self.team * PEOPLE + author + 1, "type": "User" });
        let reviews: Vec<_> = (1..).zip(self.reviews).map(|(n, at)| {
            let state = if n == REVIEWS { "APPROVED" } else { "COMMENTED" };
            json!({ "id": n, "user": user((self.author + n) % PEOPLE), "state": state, "submitted_at": time(at) })
        }).collect();
        let state = if self.merged_at.is_some() { "closed" } else { "open" };
        json!({
            "repository": { "full_name": format!("bench/repository-{:02}", self.team) },
            "pull_request": {
                "number": number, "state": state, "draft": false, "title": format!("Change number {number}"),
                "user": user(self.author), "created_at": time(self.opened_at),
                "merged_at": self.merged_at.map(time), "closed_at": self.merged_at.map(time),
                "additions": self.lines, "deletions": self.lines / 3, "changed_files": 4,
                "review_comments": self.lines % 7, "base": { "ref": "main" }, "head": { "ref": "change", "sha": "abc" },
                "labels": [], "body": "## Review checklist\n- [x] Tests\n- [x] Small",
            },
            "reviews": reviews,
        })
    }
}

fn time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

fn teams() -> String {
    let row = |team: usize| format!("team-{team:02},Team {team:02},T{team:02}\n");
    (0..TEAMS).fold("key,name,jira\n".to_owned(), |text, team| text + &row(team))
}

fn people() -> String {
    let mut text = "email,name,team,from,github_login,github_id\n".to_owned();
    for (team, person) in (0..TEAMS).flat_map(|team| (0..PEOPLE).map(move |person| (team, person))) {
        let id = team * PEOPLE + person + 1;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "p{id}@bench.invalid,Bench Person {id},team-{team:02},2024-01-01,person-{team:02}-{person:02},{id}"
        );
    }
    text
}

fn sprints() -> String {
    let row = |n: i64| {
        let day = |days: i64| EpochMs(FIRST_DAY + days * MS_PER_DAY).date();
        format!(",S{:02},{},{}\n", n + 1, day(n * SPRINT_DAYS), day((n + 1) * SPRINT_DAYS - 1))
    };
    (0..=SPRINTS).fold("team,key,start,end\n".to_owned(), |text, n| text + &row(n))
}

fn programme() -> Programme {
    let first = EpochMs(FIRST_DAY).date();
    Programme {
        name: "Bench".to_owned(),
        speed: Outcome { metric: MetricId::CycleTime, target_change: -0.2 },
        quality: Outcome { metric: MetricId::DefectsAfterRelease, target_change: -0.2 },
        baseline_from: first,
        baseline_to: first.saturating_add(jiff::Span::new().days(6 * SPRINT_DAYS - 1)),
    }
}

fn executive() -> PlannedPersona {
    PlannedPersona {
        persona: "executive",
        name: "Bench Executive".to_owned(),
        role: AccessRole::Executive,
        person_email: None,
        scopes: vec![Scope::Everything],
    }
}

//! Pages as a client sees them: one connection, one request after the other. The scoreboard at two sizes in turn, the
//! impact pages of the demo organisation from their stored report.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use serde_json::{Value, json};
use ureq::Agent;

use crate::generate::TEAMS;
use crate::program::{Program, Server};

const WARM_UP: usize = 100;
const REQUESTS: usize = 2000;
const IMPACT_REQUESTS: usize = 200;
/// What an executive opens.
const IMPACT_PAGES: [(&str, &str); 2] = [("overview_ms", "/impact"), ("outcome_ms", "/impact/speed")];

pub fn measure(program: &Program, large: &Path, small: &Path) -> anyhow::Result<Value> {
    let (large, small) = (Visit::start(program, large)?, Visit::start(program, small)?);
    let (mut slow, mut fast) = (Vec::new(), Vec::new());
    for n in 0..WARM_UP + REQUESTS {
        let times = (large.scoreboard(n % TEAMS)?, small.scoreboard(n % TEAMS)?);
        if n >= WARM_UP {
            slow.push(times.0);
            fast.push(times.1);
        }
    }
    let (slow, fast) = (Times::of(slow), Times::of(fast));
    Ok(json!({
        "requests": REQUESTS,
        "scoreboard_ms_200000": slow.report(),
        "scoreboard_ms_2000": fast.report(),
        "ratio_p50": slow.p50 / fast.p50,
        "ratio_p99": slow.p99 / fast.p99,
        "server_peak_memory_bytes": large.server.peak_memory()?,
    }))
}

/// `database`: where the demo organisation is loaded anew, its report with it.
pub fn measure_impact(program: &Program, database: &Path) -> anyhow::Result<Value> {
    program.run(&["demo"], database)?;
    let visit = Visit::start(program, database)?;
    let mut report = serde_json::Map::from_iter([("requests".to_owned(), json!(IMPACT_REQUESTS))]);
    for (name, path) in IMPACT_PAGES {
        let mut times = Vec::new();
        for n in 0..WARM_UP + IMPACT_REQUESTS {
            let time = visit.page(path, "</svg>")?;
            if n >= WARM_UP {
                times.push(time);
            }
        }
        report.insert(name.to_owned(), Times::of(times).report());
    }
    Ok(Value::Object(report))
}

struct Visit {
    server: Server,
    agent: Agent,
}

impl Visit {
    fn start(program: &Program, database: &Path) -> anyhow::Result<Self> {
        let server = program.serve(database)?;
        let agent = Agent::new_with_defaults();
        let url = format!("http://{}/sign-in", server.address);
        agent.post(url).send_form([("persona", "executive")]).context("signing in failed")?;
        Ok(Self { server, agent })
    }

    fn scoreboard(&self, team: usize) -> anyhow::Result<f64> {
        self.page(&format!("/teams/team-{team:02}"), "Review checklist")
    }

    /// Milliseconds until the whole page has arrived; `words` tell it from a refusal.
    fn page(&self, path: &str, words: &str) -> anyhow::Result<f64> {
        let url = format!("http://{}{path}", self.server.address);
        let start = Instant::now();
        let page = self.agent.get(url).call()?.into_body().read_to_string()?;
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        anyhow::ensure!(page.contains("</html>") && page.contains(words), "{path} is another page");
        Ok(milliseconds)
    }
}

struct Times {
    p50: f64,
    p90: f64,
    p99: f64,
}

impl Times {
    fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        let at = |per_cent: usize| all.get(all.len() * per_cent / 100).copied().unwrap_or(f64::NAN);
        Self { p50: at(50), p90: at(90), p99: at(99) }
    }

    fn report(&self) -> Value {
        json!({ "p50": self.p50, "p90": self.p90, "p99": self.p99 })
    }
}

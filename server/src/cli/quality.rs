//! `sightline quality`

use std::process::ExitCode;

use clap::ValueEnum;
use service::quality::{Component, Fix, QualityReport, SourceQuality, Tag};

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    Table,
    Json,
}

#[derive(Debug, clap::Args)]
pub struct Quality {
    /// Only this source: the name of its key
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Print what was found last instead of looking again
    #[arg(long)]
    stored: bool,
}

impl Quality {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let service = service(config).await?;
        if !self.stored {
            service.project().await?;
            service.check_quality().await?;
        }
        let mut report = service.quality().await?;
        service.end().await;
        if let Some(name) = &self.source {
            report.sources.retain(|source| source.source == *name);
            anyhow::ensure!(
                !report.sources.is_empty(),
                "there is no source \"{name}\"; `sightline quality` lists them"
            );
        }
        match self.format {
            Format::Json => say!("{}", serde_json::to_string_pretty(&json(&report))?),
            Format::Table => table(&report),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn json(report: &QualityReport) -> serde_json::Value {
    let source = |source: &SourceQuality| {
        let figures = &source.figures;
        let tags: serde_json::Map<_, _> =
            Tag::ALL.iter().map(|tag| (tag.as_str().to_owned(), figures.tagged(*tag).into())).collect();
        let part = |c: &Component| {
            serde_json::json!({ "part": format!("{:?}", c.part).to_lowercase(), "weight": c.part.weight(),
                "share": c.share })
        };
        serde_json::json!({
            "source": source.source,
            "score": source.score.value,
            "score_before": source.earlier,
            "parts": source.score.components.iter().map(part).collect::<Vec<_>>(),
            "last_seen_ms": figures.last_seen.map(|at| at.0),
            "statements": figures.statements,
            "events": figures.events,
            "events_with": tags,
            "events_of_unknown_people": figures.unknown,
            "duplicates": figures.duplicates,
            "skewed": figures.skewed,
            "requests": { "accepted": figures.accepted, "refused": figures.refused },
            "steps": source.fixes,
        })
    };
    serde_json::json!({
        "looked_at_ms": report.looked_at.map(|at| at.0),
        "sources": report.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn table(report: &QualityReport) {
    if report.sources.is_empty() {
        say!(
            "No source sends statements yet. Make a key for one with `sightline keys create --name SOURCE`."
        );
        return;
    }
    say!(
        "{:<28} {:>5} {:>6} {:>10} {:>6} {:>8} {:>8} {:>6}  last seen",
        "source",
        "score",
        "before",
        "statements",
        "tags",
        "unknown",
        "refused",
        "twice"
    );
    for source in &report.sources {
        let figures = &source.figures;
        let told = |score: Option<u32>| score.map_or_else(|| "-".to_owned(), |score| score.to_string());
        let share = |share: Option<f64>| {
            share.map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", share * 100.0))
        };
        let unknown = (figures.events > 0).then(|| figures.unknown as f64 / figures.events as f64);
        say!(
            "{:<28} {:>5} {:>6} {:>10} {:>6} {:>8} {:>8} {:>6}  {}",
            source.source,
            told(source.score.value),
            told(source.earlier),
            figures.statements,
            share(figures.tag_coverage()),
            share(unknown),
            share(figures.invalid_rate()),
            figures.duplicates,
            figures.last_seen.map_or_else(|| "never".to_owned(), |at| at.date().to_string()),
        );
        source.fixes.iter().for_each(|fix| say!("    {}", step(fix)));
    }
}

/// A step in words.
fn step(fix: &Fix) -> String {
    let (covers, of) = fix.reach();
    let share = if of > 0 { covers as f64 / of as f64 * 100.0 } else { 0.0 };
    match fix {
        Fix::MapAccounts { accounts, .. } => {
            let noun = if accounts.len() == 1 { "account" } else { "accounts" };
            format!("map {} {noun}: {share:.0} % of the events of unknown people", accounts.len())
        }
        Fix::AddRule { tag, prefix, .. } => {
            format!("one rule for {prefix}: {share:.0} % of the events without {}", tag.as_str())
        }
        Fix::SendOnce { .. } => {
            format!("keep the statement's id when sending again: {share:.0} % are told twice")
        }
        Fix::SetClock { .. } => {
            format!("set the clock or time zone: {share:.0} % have a time that cannot be right")
        }
        Fix::SendValid { reason, .. } => format!("{share:.0} % of the refused requests: {reason}"),
    }
}

//! `sightline figures`

use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use domain::{
    figure::MetricId,
    period::{GroupKind, PeriodKind},
};
use service::export::{FigureRow, Question};

use super::{say, service};
use crate::config::Config;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum By {
    Team,
    Cohort,
    Repository,
    Organisation,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Period {
    Sprint,
    Month,
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    Table,
    Csv,
    Json,
}

#[derive(Debug, clap::Args)]
pub struct Figures {
    /// What to group by
    #[arg(long, value_enum)]
    by: By,
    /// Which figures (see docs/METRICS.md); all of them when left out
    #[arg(long, value_name = "ID", num_args = 1.., value_parser = metric)]
    metric: Vec<MetricId>,
    /// Over which time
    #[arg(long, value_enum, default_value = "sprint")]
    period: Period,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Show figures of groups too small to show. For the operator; that it was done is logged
    #[arg(long)]
    unsuppressed: bool,
}

fn metric(text: &str) -> Result<MetricId, String> {
    MetricId::parse(text).ok_or_else(|| {
        let known: Vec<&str> = MetricId::ALL.iter().map(|id| id.as_str()).collect();
        format!("there is no such figure; known are {}", known.join(", "))
    })
}

impl Figures {
    pub async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let format = self.format;
        let service = service(config).await?;
        let rows = service.figures(&self.question()).await?;
        service.end().await;
        match format {
            Format::Json => say!("{}", serde_json::to_string_pretty(&rows)?),
            Format::Csv => say!("{}", csv(&rows)?.trim_end()),
            Format::Table => table(&rows),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn question(self) -> Question {
        Question {
            by: match self.by {
                By::Team => GroupKind::Team,
                By::Cohort => GroupKind::Cohort,
                By::Repository => GroupKind::Repository,
                By::Organisation => GroupKind::Organisation,
            },
            period: match self.period {
                Period::Sprint => PeriodKind::Sprint,
                Period::Month => PeriodKind::Month,
                Period::All => PeriodKind::All,
            },
            metrics: self.metric,
            unsuppressed: self.unsuppressed,
        }
    }
}

fn csv(rows: &[FigureRow]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(vec![]);
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes =
        writer.into_inner().map_err(csv::IntoInnerError::into_error).context("the CSV cannot be written")?;
    Ok(String::from_utf8(bytes)?)
}

fn table(rows: &[FigureRow]) {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    say!(
        "{:<28} {:<10} {:<28} {:>12} {:>7} {:>7} {:>9}  state",
        "group",
        "period",
        "metric",
        "value",
        "n",
        "people",
        "coverage"
    );
    for row in rows {
        say!(
            "{:<28} {:<10} {:<28} {:>12} {:>7} {:>7} {:>9}  {}",
            if row.group.is_empty() { "(no team)" } else { &row.group },
            row.period,
            row.metric,
            number(row.value),
            row.n,
            row.contributors,
            number(row.coverage),
            row.state.as_str(),
        );
    }
}

//! What may be asked of a panel.

use std::path::PathBuf;

use clap::ValueEnum;
use impact::group_time;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Two-way fixed effects from cells not joined yet (Borusyak, Jaravel, Spiess 2024)
    Imputation,
    /// Effects by wave and time (Callaway, Sant'Anna 2021)
    GroupTime,
    /// As imputation, for counts: observed over expected
    Counts,
    /// Interaction-weighted event study against units that never join (2021)
    SunAbraham,
    /// The static two-way fixed-effects coefficient, for comparison only
    Twfe,
    /// Synthetic difference in differences, where all join at once (2021)
    Synthetic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Controls {
    NotYet,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Base {
    Last,
    Mean,
    Universal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Adjust {
    Regression,
    Weighting,
    DoublyRobust,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Inference {
    Jackknife,
    Permutation,
    Analytic,
    Bootstrap,
}

/// A panel of any units, such as teams, shops or counties, over time.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "A panel of your own")]
pub struct Arguments {
    /// A CSV file with a row per unit and time. Empty or NA is missing
    #[arg(long, value_name = "FILE", requires_all = ["unit", "time", "joined", "outcome"])]
    pub panel: Option<PathBuf>,
    /// Column that names the unit
    #[arg(long, value_name = "COLUMN", default_value = "", hide_default_value = true, requires = "panel")]
    pub unit: String,
    /// Column of the time, a whole number
    #[arg(long, value_name = "COLUMN", default_value = "", hide_default_value = true, requires = "panel")]
    pub time: String,
    /// Column of the time the unit joined at. Empty, 0, NA or Inf: never
    #[arg(long, value_name = "COLUMN", default_value = "", hide_default_value = true, requires = "panel")]
    pub joined: String,
    /// Column of the outcome
    #[arg(long, value_name = "COLUMN", default_value = "", hide_default_value = true, requires = "panel")]
    pub outcome: String,
    /// Column of what a count is counted over
    #[arg(long, value_name = "COLUMN", requires = "panel")]
    pub exposure: Option<String>,
    #[arg(long, value_enum, default_value = "imputation", requires = "panel")]
    pub method: Method,
    /// Who joined units are compared with (group-time)
    #[arg(long, value_enum, default_value = "not-yet", requires = "panel")]
    pub controls: Controls,
    /// What a time is compared with (group-time): the last one before joining, the mean of all, or the last one also
    /// before joining
    #[arg(long, value_enum, default_value = "last", requires = "panel")]
    pub base: Base,
    /// Times before joining in which the effect may already show (group-time)
    #[arg(long, value_name = "K", default_value_t = 0, requires = "panel")]
    pub anticipation: u32,
    /// Times to leave out for every unit, separated by commas
    #[arg(long, value_name = "TIMES", value_delimiter = ',', requires = "panel")]
    pub exclude_times: Vec<i64>,
    /// Count effects only up to so long after joining
    #[arg(long, value_name = "K", requires = "panel")]
    pub max_event_time: Option<i64>,
    /// Columns to compare like with like by (group-time, sun-abraham), separated by commas
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', requires = "panel")]
    pub covariates: Vec<String>,
    /// How covariates are taken into account (group-time)
    #[arg(long, value_enum, default_value = "doubly-robust", requires = "panel")]
    pub adjust: Adjust,
    /// Where the interval comes from. Without it: jackknife by unit; for group-time, sun-abraham and twfe analytic
    #[arg(long, value_enum, requires = "panel")]
    pub inference: Option<Inference>,
    /// How many permutations, or bootstrap draws, where not all can be tried
    #[arg(long, value_name = "B", default_value_t = 999, requires = "panel")]
    pub permutations: u32,
    #[arg(long, value_name = "S", default_value_t = 1, requires = "panel")]
    pub seed: u64,
    /// Event study of the same waves throughout, up to this event time (group-time)
    #[arg(long, value_name = "E", requires = "panel")]
    pub balance: Option<i64>,
    /// Leave out so many times just before each unit joins
    #[arg(long, value_name = "K", requires = "panel")]
    pub donut: Option<i64>,
    /// Pretend that all joined so much earlier, and leave out what came since: the effect should be nothing
    #[arg(long, value_name = "K", requires = "panel")]
    pub placebo: Option<i64>,
}

impl Arguments {
    /// An option that would be passed over is an error: its absence from the result would not be seen.
    pub fn check(&self) -> anyhow::Result<()> {
        let only = |given: bool, option: &str, methods: &[Method]| {
            let fits = !given || methods.contains(&self.method);
            let names: Vec<String> =
                methods.iter().map(|method| format!("--method {}", name(method))).collect();
            anyhow::ensure!(
                fits,
                "{option} goes with {}; leave it out or change the method",
                names.join(" or ")
            );
            Ok(())
        };
        let group_time = [Method::GroupTime];
        only(self.controls != Controls::NotYet, "--controls", &group_time)?;
        only(self.base != Base::Last, "--base", &group_time)?;
        only(self.anticipation > 0, "--anticipation", &group_time)?;
        only(self.balance.is_some(), "--balance", &group_time)?;
        only(self.adjust != Adjust::DoublyRobust, "--adjust", &group_time)?;
        only(!self.covariates.is_empty(), "--covariates", &[Method::GroupTime, Method::SunAbraham])?;
        only(self.exposure.is_some(), "--exposure", &[Method::Counts])?;
        only(
            self.max_event_time.is_some(),
            "--max-event-time",
            &[Method::Imputation, Method::Counts, Method::GroupTime],
        )?;
        anyhow::ensure!(self.permutations > 0, "--permutations must be at least 1");
        Ok(())
    }

    pub fn inference(&self) -> Inference {
        self.inference.unwrap_or(match self.method {
            Method::Imputation | Method::Counts | Method::Synthetic => Inference::Jackknife,
            Method::GroupTime | Method::SunAbraham | Method::Twfe => Inference::Analytic,
        })
    }

    pub fn group_time(&self) -> group_time::Options {
        group_time::Options {
            controls: match self.controls {
                Controls::NotYet => group_time::Controls::NotYetJoined,
                Controls::Never => group_time::Controls::NeverJoined,
            },
            base: match self.base {
                Base::Last => group_time::Base::Last,
                Base::Mean => group_time::Base::Mean,
                Base::Universal => group_time::Base::Universal,
            },
            anticipation: self.anticipation,
        }
    }

    pub const fn adjustment(&self) -> group_time::Adjustment {
        match self.adjust {
            Adjust::Regression => group_time::Adjustment::Regression,
            Adjust::Weighting => group_time::Adjustment::Weighting,
            Adjust::DoublyRobust => group_time::Adjustment::DoublyRobust,
        }
    }
}

/// The name of a choice as it is written on the command line.
pub fn name(of: &impl ValueEnum) -> String {
    of.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

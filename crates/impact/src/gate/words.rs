//! What was left out and what is missing, in words: half sentences, to be put after a colon or into a list.

use std::fmt;

use super::{LeftOut, Missing, Side};

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyJoined => f.write_str("no team has joined yet"),
            Self::Teams { have: 0, need } => write!(f, "no team is left to compare, {need} are needed"),
            Self::Teams { have, need } => {
                let are = if *have == 1 { "is" } else { "are" };
                write!(f, "only {} {are} left to compare, {need} are needed", counted(*have, "team"))
            }
            Self::Controls { have: 0, need } => {
                write!(f, "no team was still to join once others had, {need} are needed")
            }
            Self::Controls { have, need } => {
                let were = if *have == 1 { "was" } else { "were" };
                let teams = counted(*have, "team");
                write!(f, "at most {teams} {were} still to join once others had, {need} are needed")
            }
            Self::SprintsBefore { have: 0, need } => {
                write!(f, "no team has a usable sprint before it joined, {need} are needed")
            }
            Self::SprintsBefore { have, need } => {
                let sprints = counted(*have, "usable sprint");
                write!(f, "no team has more than {sprints} before it joined, {need} are needed")
            }
            Self::PullRequests { have: 0, need } => {
                write!(f, "no team has a pull request in any sprint, {need} are needed")
            }
            Self::PullRequests { have, need } => {
                let pull_requests = counted(*have, "pull request");
                write!(f, "no team has more than {pull_requests} in a sprint, {need} are needed")
            }
            Self::People { side: Side::Joined, need } => {
                write!(f, "the teams that joined have fewer than {need} people, too few to show")
            }
            Self::People { side: Side::Waiting, need } => {
                write!(f, "the teams to compare with have fewer than {need} people, too few to show")
            }
            Self::Estimate { why } => f.write_str(why),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ThinCell { team, sprint, pull_requests } => {
                write!(f, "{team} in sprint {sprint}: {}", counted(*pull_requests, "pull request"))
            }
            Self::ShortHistory { team, sprints_before } => {
                write!(f, "{team}: {} before it joined", counted(*sprints_before, "usable sprint"))
            }
            Self::FewControls { sprint, controls } => {
                write!(f, "sprint {sprint}: {} still to join", counted(*controls, "team"))
            }
        }
    }
}

/// `1 team`, `2 teams`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

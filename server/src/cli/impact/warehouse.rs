//! The programme of this installation: teams that joined against teams that had not joined yet.

use std::process::ExitCode;

use service::impact::view::{Canned, ContentFinding, Findings, ImpactReport, OutcomeReport, Question};

use super::{Config, Format, say, service};

pub(super) async fn run(config: &Config, format: Format) -> anyhow::Result<ExitCode> {
    let service = service(config).await?;
    let report = service.impact_now().await?;
    service.end().await;
    let Some(report) = report else {
        anyhow::bail!("no programme has been set up, so there is nothing to report on");
    };
    match format {
        Format::Json => say!("{}", serde_json::to_string_pretty(&report)?),
        Format::Text => text(&report),
    }
    Ok(ExitCode::SUCCESS)
}

fn text(report: &ImpactReport) {
    say!("{}", report.programme);
    say!("As far as is known until {}.", report.known_until.date());
    let (joined, all) =
        (report.teams.iter().filter(|team| team.joined.is_some()).count(), report.teams.len());
    say!("{joined} of {all} teams joined; {} sprints.\n", report.sprints.len());
    for excluded in report.sprints.iter().filter_map(|s| Some((&s.key, s.excluded.as_ref()?))) {
        say!("  Left out for every team: sprint {} ({})", excluded.0, excluded.1.label);
    }
    report.outcomes.iter().for_each(outcome);
    report.questions.iter().for_each(question);
    contents(report);
}

fn outcome(outcome: &OutcomeReport) {
    say!("\n{} ({})", outcome.definition.name, outcome.metric);
    say!("  {}", outcome.told);
    if let Some(day) = outcome.evidence.earliest {
        say!("  There could be enough from {day} on.");
    }
    if let Some(findings) = &outcome.findings {
        found(findings);
    }
    if !outcome.left_out.is_empty() {
        say!("  Left out: {} cells or teams; --format json lists them with why.", outcome.left_out.len());
    }
}

fn found(findings: &Findings) {
    let headline = &findings.headline;
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    say!(
        "  effect {:+.4}, p {} (adjusted {}), {} teams, {} items",
        headline.effect,
        number(headline.p),
        number(headline.p_adjusted),
        headline.teams,
        headline.items
    );
    say!("  {:>14} {:>9} {:>9} {:>9} {:>6}", "since joining", "effect", "from", "to", "teams");
    for event in &findings.events {
        let ends = event.interval;
        say!(
            "  {:>14} {:>+9.4} {:>9} {:>9} {:>6}",
            event.since_joining,
            event.effect,
            number(ends.map(|ends| ends.low)),
            number(ends.map(|ends| ends.high)),
            event.teams
        );
    }
    if !findings.check_for_gaming.is_empty() {
        let teams: Vec<&str> = findings.check_for_gaming.iter().map(domain::TeamKey::as_str).collect();
        say!("  Check for gaming: {}", teams.join(", "));
    }
}

fn question(canned: &Canned) {
    let asked = match canned.question {
        Question::SmallPullRequestLab => {
            "Did teams that completed the lab on small pull requests get faster within two sprints?"
        }
        Question::ReviewChecklist => "Did teams that used the review checklist see fewer escaped defects?",
    };
    say!("\n{asked}\n  {} of {} teams did. {}", canned.teams, canned.of, canned.told);
}

fn contents(report: &ImpactReport) {
    let league = &report.contents;
    if league.lines.is_empty() && league.hidden == 0 {
        return;
    }
    say!("\nContents beside gains in speed, by role (together, not because of):");
    for ContentFinding { role_name, name, slope, interval, p_adjusted, teams, people, .. } in &league.lines {
        say!(
            "  {role_name:<20} {name:<32} {slope:>+8.3} ({:+.3} to {:+.3}), p {p_adjusted:.3}, {teams} teams, \
             {people} people",
            interval.low,
            interval.high
        );
    }
    say!("  {} more are not shown: too few people or teams.", league.hidden);
}

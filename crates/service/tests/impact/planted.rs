//! Against the truth that the demo organisation was made with.

use demo::{Dose, TeamTruth};
use domain::TeamKey;
use impact::verdict::{Evidence, Interval};
use service::impact::{
    report,
    view::{DosePoint, Findings, Headline, ImpactReport, OutcomeReport, Verdict},
};

use crate::{
    common::clock,
    world::{Demo, demo, outcome, shuffled},
};

fn found<'r>(report: &'r ImpactReport, key: &str) -> &'r Findings {
    outcome(report, key).findings.as_ref().unwrap()
}

fn truth_of<'d>(demo: &'d Demo, team: &TeamKey) -> &'d TeamTruth {
    demo.truth.teams.iter().find(|truth| truth.team == team.as_str()).unwrap()
}

/// The mean of what was planted on a metric in the joined cells that count.
fn planted(demo: &Demo, key: &str, gaming: impl Fn(f64) -> f64) -> f64 {
    let outcome = outcome(&demo.report, key);
    let effects = &demo.truth.effects;
    let full = effects.iter().find(|effect| effect.metric == outcome.definition.metric).unwrap().full;
    let mut cells = Vec::new();
    for sprint in &found(&demo.report, key).compared {
        for team in &sprint.joined {
            let truth = truth_of(demo, team);
            let joined = demo.report.teams.iter().find(|own| own.team == *team).unwrap().joined;
            let share = if Some(sprint.sprint) == joined { demo.truth.first_sprint_share } else { 1.0 };
            let effect = full * truth.dose.strength();
            cells.push(share * if truth.games { gaming(effect) } else { effect });
        }
    }
    cells.iter().sum::<f64>() / cells.len() as f64
}

#[tokio::test]
async fn what_was_planted_lies_inside_the_interval() {
    let demo = demo().await;
    let faster = demo.truth.gaming.as_ref().unwrap().log_cycle_time;
    for (key, truth) in [
        ("speed", planted(demo, "speed", |_| faster)),
        ("quality", planted(demo, "quality", |effect| effect)),
        ("checklist_use", planted(demo, "checklist_use", |effect| effect)),
        ("backouts", planted(demo, "backouts", |effect| effect)),
        ("hotfixes", planted(demo, "hotfixes", |effect| effect)),
    ] {
        let headline = &found(&demo.report, key).headline;
        assert!(headline.by_team.unwrap().holds(truth), "{key} {truth:.3}: {headline:?}");
    }
    let speed = outcome(&demo.report, "speed");
    assert!(matches!(speed.verdict, Verdict::LikelyReal(_) | Verdict::Suggestive(..)), "{}", speed.told);
    let check = found(&demo.report, "speed").group_time.as_ref().unwrap();
    assert!(check.interval.unwrap().holds(planted(demo, "speed", |_| faster)), "{:?}", check.interval);
}

#[tokio::test]
async fn a_gain_bought_with_a_guard_is_flagged_and_no_honest_team_is() {
    let demo = demo().await;
    let gaming = demo.truth.gaming.as_ref().unwrap();
    let flagged: Vec<&str> =
        found(&demo.report, "speed").check_for_gaming.iter().map(TeamKey::as_str).collect();
    assert_eq!(flagged, [gaming.team.as_str()]);
}

#[tokio::test]
async fn partial_adopters_lie_between_none_and_full() {
    let demo = demo().await;
    let dose = found(&demo.report, "speed").dose.as_ref().unwrap();
    let honest = |wanted: Dose| {
        let of = |point: &&DosePoint| {
            let truth = truth_of(demo, &point.team);
            truth.dose == wanted && !truth.games
        };
        let effects: Vec<f64> = dose.points.iter().filter(of).map(|point| point.effect).collect();
        effects.iter().sum::<f64>() / effects.len() as f64
    };
    let (partial, full) = (honest(Dose::Partial), honest(Dose::Full));
    assert!(full < partial && partial < 0.0, "partial {partial:.3}, full {full:.3}");
    for point in &dose.points {
        let wanted = if truth_of(demo, &point.team).dose == Dose::Full { "full" } else { "partial" };
        assert_eq!(point.band, wanted, "{} {}", point.name, point.dose);
    }
}

/// By the rule, as far as a headline alone tells.
fn verdict(outcome: &OutcomeReport, headline: &Headline) -> Verdict {
    let ends = |ends: service::impact::view::Interval| Interval::new(ends.low, ends.high).unwrap();
    let evidence = Evidence {
        effect: headline.effect,
        team: ends(headline.by_team.unwrap()),
        cohort: headline.by_cohort.map(ends),
        holm_p: headline.p,
        keeps_sign: true,
        smallest: outcome.definition.smallest_effect.ln_1p(),
    };
    evidence.verdict(true)
}

#[tokio::test]
async fn holidays_and_the_release_do_not_move_the_verdict() {
    let demo = demo().await;
    let excluded = demo.report.sprints.iter().filter_map(|sprint| sprint.excluded.as_ref());
    let excluded: Vec<&str> = excluded.map(|why| why.label.as_str()).collect();
    assert_eq!(excluded, ["Easter", "Spring release"], "a single day off is no reason");
    let speed = outcome(&demo.report, "speed");
    let (without, with) = (&found(&demo.report, "speed").headline, found(&demo.report, "speed"));
    let with = with.with_all_sprints.as_ref().unwrap();
    let kind = |verdict: Verdict| std::mem::discriminant(&verdict);
    assert_eq!(kind(verdict(speed, without)), kind(verdict(speed, with)), "{without:?} {with:?}");
    assert!(without.by_team.unwrap().holds(with.effect) && with.sprints > without.sprints);
}

/// Now and then chance deals almost the waves that were; what counts is that it is seldom, and never "likely real".
#[tokio::test]
async fn with_waves_dealt_out_by_chance_there_is_not_enough_evidence() {
    let demo = demo().await;
    let verdicts: Vec<Verdict> = (1..=20)
        .map(|seed| outcome(&report(&shuffled(&demo.study, seed), clock()), "speed").verdict.clone())
        .collect();
    let unsure = verdicts.iter().filter(|verdict| **verdict == Verdict::NotEnough).count();
    assert!(unsure >= 18, "{verdicts:?}");
    assert!(!verdicts.iter().any(|verdict| matches!(verdict, Verdict::LikelyReal(_))), "{verdicts:?}");
}

#[tokio::test]
async fn the_small_team_is_in_no_figure_and_is_listed_with_why() {
    let demo = demo().await;
    let small = demo.truth.oddities.small_team;
    for outcome in &demo.report.outcomes {
        let listed =
            outcome.left_out.iter().any(|out| out.team.as_ref().is_some_and(|t| t.as_str() == small));
        assert!(listed, "{}", outcome.definition.key);
        let findings = outcome.findings.as_ref().unwrap();
        let compared =
            findings.compared.iter().flat_map(|s| s.joined.iter().chain(&s.not_yet).chain(&s.never));
        assert!(!compared.into_iter().any(|team| team.as_str() == small), "{}", outcome.definition.key);
    }
}

#[tokio::test]
async fn nobody_is_named_in_a_report_and_no_content_is_told_of_few() {
    let demo = demo().await;
    let text = serde_json::to_string(&demo.report).unwrap().to_lowercase();
    for mark in ["demo person", "@demo.invalid", "demo-person-", "demo-acc-"] {
        assert!(!text.contains(mark), "{mark}");
    }
    let contents = &demo.report.contents;
    assert!(contents.hidden > 0 && !contents.lines.is_empty());
    assert!(contents.lines.iter().all(|line| line.people >= service::THRESHOLD && line.teams >= 5));
}

#[tokio::test]
async fn the_same_study_gives_the_same_report_and_the_same_hash() {
    let demo = demo().await;
    assert_eq!(report(&demo.study, clock()), demo.report);
    assert_eq!(demo.study.hash().unwrap(), demo.study.clone().hash().unwrap());
    assert_ne!(demo.study.hash().unwrap(), shuffled(&demo.study, 1).hash().unwrap());
    let text = serde_json::to_string(&demo.report).unwrap();
    let read: ImpactReport = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

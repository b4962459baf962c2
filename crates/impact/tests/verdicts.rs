//! Every sentence that a verdict can come with, over a grid, to be read: does any of them claim more than its figure?

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::fmt::Write;

use impact::gate::{LeftOut, Missing, Side};
use impact::verdict::{
    Basis, Controls, Dose, Doubts, Drift, Evidence, Facts, Guard, Held, Interval, Naive, Open, Outcome,
    Placebo, Report, Scale, Words,
};

fn outcome(name: &str, plural: bool, lower_is_better: bool, words: [&str; 2], scale: Scale) -> Outcome {
    let words = Words { less: words[0].to_owned(), more: words[1].to_owned() };
    Outcome { name: name.to_owned(), plural, lower_is_better, words, scale, smallest: 0.05 }
}

fn outcomes() -> [Outcome; 3] {
    [
        outcome("Cycle time", false, true, ["faster", "slower"], Scale::Log),
        outcome("Defects after release", true, true, ["fewer", "more"], Scale::Log),
        outcome("Checklist use", false, false, ["lower", "higher"], Scale::Share),
    ]
}

const BASIS: Basis = Basis { teams: 24, sprints: 9, controls: Controls::NotYet };

fn evidence(outcome: &Outcome, low: f64, high: f64) -> Evidence {
    let interval = Interval::new(low, high).unwrap();
    Evidence {
        effect: f64::midpoint(low, high),
        team: interval,
        cohort: Some(interval),
        holm_p: Some(0.01),
        keeps_sign: true,
        smallest: outcome.band(),
    }
}

fn report(outcome: &Outcome, evidence: &Evidence, basis: Basis, doubts: &Doubts, guards: &[Guard]) -> Report {
    let coming: Vec<String> = (1..=4).map(|day| format!("{} July", 6 * day)).collect();
    Report::of(&Facts { outcome, evidence: Ok(evidence), basis, doubts, guards, coming: &coming })
}

/// Intervals of every verdict, on both sides, with ends next to zero, and wide ones.
const INTERVALS: [(f64, f64); 16] = [
    (-0.34, -0.06),
    (0.06, 0.34),
    (-0.30, -0.0002),
    (0.0002, 0.30),
    (-0.12, -0.008),
    (-2.0, -0.5),
    (0.5, 2.0),
    (-0.40, 0.22),
    (-0.22, 0.40),
    (-0.30, 0.30),
    (-0.30, 0.0),
    (0.0, 0.30),
    (-0.02, 0.03),
    (-0.03, -0.01),
    (-0.0002, 0.0003),
    (-1.5, 1.2),
];

#[test]
fn the_verdict_sentences_of_every_outcome_and_interval() {
    let mut told = String::new();
    for outcome in outcomes() {
        for (low, high) in INTERVALS {
            let (low, high) =
                if outcome.scale == Scale::Share { (low / 4.0, high / 4.0) } else { (low, high) };
            let report = report(&outcome, &evidence(&outcome, low, high), BASIS, &Doubts::default(), &[]);
            writeln!(told, "{low} to {high} [{}]\n  {report}", report.label).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_keeps_a_verdict_from_likely_real() {
    let [outcome, ..] = outcomes();
    let good = evidence(&outcome, -0.34, -0.06);
    let worse = evidence(&outcome, 0.06, 0.34);
    let zero = Some(Interval::new(-0.5, 0.1).unwrap());
    let all =
        |from: &Evidence| Evidence { cohort: zero, holm_p: Some(0.2), keeps_sign: false, ..from.clone() };
    let cases = [
        Evidence { cohort: None, ..good.clone() },
        Evidence { cohort: zero, ..good.clone() },
        Evidence { holm_p: None, ..good.clone() },
        Evidence { holm_p: Some(0.2), ..good.clone() },
        Evidence { keeps_sign: false, ..good.clone() },
        all(&good),
        all(&worse),
    ];
    let mut told = String::new();
    for evidence in cases {
        writeln!(told, "{}", report(&outcome, &evidence, BASIS, &Doubts::default(), &[])).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn singular_and_plural_and_who_is_compared_with() {
    let [outcome, ..] = outcomes();
    let mut told = String::new();
    for (teams, sprints, controls) in [(8, 1, Controls::NotYet), (1, 2, Controls::Never)] {
        for interval in [(-0.34, -0.06), (-0.056, 0.002)] {
            let evidence = evidence(&outcome, interval.0, interval.1);
            let basis = Basis { teams, sprints, controls };
            writeln!(told, "{}", report(&outcome, &evidence, basis, &Doubts::default(), &[])).unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

fn doubts() -> Vec<Doubts> {
    let interval = |low, high| Interval::new(low, high).unwrap();
    let mean = |level: &str, teams, effect| (level.to_owned(), teams, effect);
    let means = vec![mean("full", 5, -0.27), mean("partial", 1, -0.09), mean("none", 2, 0.0001)];
    vec![
        Doubts {
            drift: Some(Drift(-0.014)),
            naive: Some(Naive(-0.37)),
            excluded: vec![("sprint 8".into(), "holiday".into()), ("sprint 13".into(), "release".into())],
            open: Some(Open { open: 7, of: 212 }),
            held: Some(Held { held: 8, of: 9, onset: Some(2) }),
            dose: Some(Dose { means: means.clone(), p_value: Some(0.01) }),
            placebo: Some(Placebo { shift: 3, effect: 0.02, interval: interval(-0.1, 0.14) }),
        },
        Doubts {
            drift: Some(Drift(0.0003)),
            naive: Some(Naive(0.2)),
            excluded: Vec::new(),
            open: Some(Open { open: 1, of: 1 }),
            held: Some(Held { held: 1, of: 1, onset: Some(1) }),
            dose: Some(Dose { means: means.clone(), p_value: Some(0.4) }),
            placebo: Some(Placebo { shift: 1, effect: -0.2, interval: interval(-0.3, -0.1) }),
        },
        Doubts {
            naive: Some(Naive(0.0)),
            open: Some(Open { open: 0, of: 40 }),
            held: Some(Held { held: 0, of: 1, onset: None }),
            dose: Some(Dose { means, p_value: None }),
            ..Doubts::default()
        },
        Doubts { held: Some(Held { held: 0, of: 0, onset: None }), ..Doubts::default() },
        Doubts {
            held: Some(Held { held: 4, of: 6, onset: None }),
            dose: Some(Dose { means: vec![], p_value: None }),
            ..Doubts::default()
        },
    ]
}

#[test]
fn what_stands_beside_a_verdict() {
    let mut told = String::new();
    for outcome in outcomes() {
        for interval in [(-0.34, -0.06), (0.06, 0.34), (-0.4, 0.22), (-0.02, 0.03)] {
            for doubts in doubts() {
                let evidence = evidence(&outcome, interval.0, interval.1);
                let report = report(&outcome, &evidence, BASIS, &doubts, &[]);
                let beside = report.sentences().skip(4).map(|sentence| format!("  {sentence}\n"));
                writeln!(told, "{} [{}]", outcome.name, report.label).unwrap();
                told.extend(beside);
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_guard_is_warned_of_where_it_got_worse_by_its_own_evidence() {
    let [speed, defects, _] = outcomes();
    let depth = outcome("Review depth", false, false, ["lower", "higher"], Scale::Log);
    let mut told = String::new();
    for main in [(-0.34, -0.06), (0.06, 0.34), (-0.4, 0.22)] {
        for guard in [(-0.34, -0.06), (0.06, 0.34), (-0.4, 0.22), (-0.02, 0.03)] {
            let guards: Vec<Guard> = [&depth, &defects]
                .map(|outcome| Guard {
                    outcome: outcome.clone(),
                    evidence: evidence(outcome, guard.0, guard.1),
                })
                .into();
            let report =
                report(&speed, &evidence(&speed, main.0, main.1), BASIS, &Doubts::default(), &guards);
            writeln!(told, "[{}] guards {} to {}", report.label, guard.0, guard.1).unwrap();
            told.extend(report.warnings.iter().map(|warning| format!("  {warning}\n")));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn where_teams_cannot_be_compared_it_is_said_what_is_missing_and_there_is_no_figure() {
    let [outcome, ..] = outcomes();
    let some = |have| {
        [
            Missing::Teams { have, need: 8 },
            Missing::Controls { have, need: 3 },
            Missing::SprintsBefore { have, need: 4 },
            Missing::PullRequests { have, need: 5 },
        ]
    };
    let mut cases: Vec<Vec<Missing>> = (0..=2).flat_map(some).map(|missing| vec![missing]).collect();
    cases.push(vec![Missing::NobodyJoined]);
    cases.push(vec![Missing::People { side: Side::Joined, need: 8 }]);
    cases.push(vec![Missing::Teams { have: 6, need: 8 }, Missing::People { side: Side::Waiting, need: 8 }]);
    cases.push(vec![Missing::Estimate { why: "the estimate is the same whoever is left out".into() }]);
    let mut told = String::new();
    for missing in &cases {
        let (doubts, guards) = (&doubts()[0], &[]);
        let facts =
            Facts { outcome: &outcome, evidence: Err(missing), basis: BASIS, doubts, guards, coming: &[] };
        let report = Report::of(&facts);
        assert!(report.interval.is_none() && report.naive.is_none());
        writeln!(told, "{report}").unwrap();
    }
    let left_out = [
        LeftOut::ThinCell { team: "Search".into(), sprint: 4, pull_requests: 1 },
        LeftOut::ShortHistory { team: "Search".into(), sprints_before: 3 },
        LeftOut::FewControls { sprint: 20, controls: 1 },
    ];
    for left_out in left_out {
        writeln!(told, "{left_out}").unwrap();
    }
    insta::assert_snapshot!(told);
}

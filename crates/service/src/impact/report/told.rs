//! What may be said of an outcome: the rule's verdict, and its sentences.

use ::impact::{
    gate::Missing,
    verdict::{
        self, Basis, Controls, Dose, Doubts, Drift, Facts, Held, Naive, Open, Outcome, Placebo, Report,
    },
};
use domain::outcome::OutcomeDefinition;
use jiff::civil::Date;

use super::{
    super::{
        study::Study,
        view::{self, Findings, Headline, StillOpen},
    },
    dates::coming,
    words::spoken,
};

pub(super) fn told(
    study: &Study,
    definition: &OutcomeDefinition,
    findings: Result<&Findings, &Vec<Missing>>,
    sign_holds: bool,
    guards: &[verdict::Guard],
    open: Option<&StillOpen>,
) -> Report {
    let outcome = spoken(definition);
    let doubts = findings.map_or_else(|_| Doubts::default(), |findings| doubts(study, findings, open));
    let headline = findings.map(|findings| &findings.headline).map_err(Vec::as_slice);
    say(study, &outcome, headline, sign_holds, &doubts, guards)
}

/// The sentences of a headline alone, or of what is missing for one.
pub(super) fn say(
    study: &Study,
    outcome: &Outcome,
    headline: Result<&Headline, &[Missing]>,
    sign_holds: bool,
    doubts: &Doubts,
    guards: &[verdict::Guard],
) -> Report {
    let evidence = headline.map(|headline| evidence(outcome, headline, sign_holds));
    let no_interval = [Missing::Estimate { why: "there is no interval".to_owned() }];
    let evidence = match &evidence {
        Ok(Some(evidence)) => Ok(evidence),
        Ok(None) => Err(&no_interval[..]),
        Err(missing) => Err(*missing),
    };
    let coming: Vec<String> = coming(study).into_iter().map(day).collect();
    let (teams, sprints) = headline.map_or((0, 0), |headline| (headline.teams, headline.sprints));
    let basis = Basis { teams, sprints, controls: Controls::NotYet };
    Report::of(&Facts { outcome, evidence, basis, doubts, guards, coming: &coming })
}

fn evidence(outcome: &Outcome, headline: &Headline, keeps_sign: bool) -> Option<verdict::Evidence> {
    Some(verdict::Evidence {
        effect: headline.effect,
        team: interval(headline.by_team?)?,
        cohort: headline.by_cohort.and_then(interval),
        holm_p: headline.p_adjusted,
        keeps_sign,
        smallest: outcome.band(),
    })
}

fn interval(ends: view::Interval) -> Option<verdict::Interval> {
    verdict::Interval::new(ends.low, ends.high).ok()
}

fn doubts(study: &Study, findings: &Findings, open: Option<&StillOpen>) -> Doubts {
    let points: Vec<_> = findings
        .events
        .iter()
        .filter_map(|event| Some((event.since_joining, event.effect, interval(event.interval?)?)))
        .collect();
    let placebo = findings.doubts.placebo.first();
    Doubts {
        drift: findings.doubts.drift.map(|drift| Drift(drift.to_zero)),
        naive: findings.naive.as_ref().map(|naive| Naive(naive.effect)),
        excluded: excluded(study),
        open: open
            .filter(|open| open.of > 0)
            .map(|still| Open { open: count(still.open), of: count(still.of) }),
        held: Some(Held::of(&points, findings.headline.effect)),
        dose: findings.dose.as_ref().map(|dose| Dose { means: means(dose), p_value: dose.p }),
        placebo: placebo.and_then(|placebo| {
            Some(Placebo {
                shift: usize::try_from(placebo.sprints_earlier).ok()?,
                effect: placebo.effect,
                interval: interval(placebo.interval?)?,
            })
        }),
    }
}

fn excluded(study: &Study) -> Vec<(String, String)> {
    let out = study.begun().filter_map(|sprint| Some((sprint, sprint.excluded.as_ref()?)));
    out.map(|(sprint, why)| (format!("sprint {}", sprint.key), why.label.clone())).collect()
}

fn means(dose: &view::DoseFinding) -> Vec<(String, usize, f64)> {
    let classes = dose.classes.iter().rev();
    classes.filter_map(|class| Some((class.band.clone(), class.teams, class.effect?))).collect()
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// "27 July".
fn day(date: Date) -> String {
    date.strftime("%-d %B").to_string()
}

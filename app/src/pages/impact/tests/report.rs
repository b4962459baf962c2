//! Made-up reports: one outcome that is likely real, one of which little is known, one that cannot be compared.

use std::sync::Arc;

use domain::{
    ContentId, EpochMs, OutcomeKey, RoleKey, SprintKey, TeamKey,
    calendar::MarkKind,
    content::ContentKind,
    figure::{Direction, MetricId},
    outcome::{OutcomeDefinition, Rank, Transform},
};
use jiff::{ToSpan, civil::date};
use service::impact::view::{
    Canned, Compared, ContentFinding, ContentLeague, Course, Donut, DoseClass, DoseFinding, DosePoint,
    Doubts, Drift, EventPoint, Evidence, Exclusion, Findings, Guard, Headline, Held, Impact, ImpactReport,
    Interval, LeftOneOut, LeftOut, LeftOutReason, Missing, Naive, OutcomeReport, PanelSprint, PanelTeam,
    Part, Placebo, Question, Report, Scale, Sentence, SeriesPoint, StillOpen, Verdict,
};

pub fn team(key: &str) -> TeamKey {
    TeamKey::new(key).expect("a key")
}

#[expect(clippy::unnecessary_wraps, reason = "an effect may have none; these have")]
fn interval(low: f64, high: f64) -> Option<Interval> {
    Some(Interval { low, high })
}

fn words(text: &str) -> Sentence {
    Sentence(vec![Part::Text(text.to_owned())])
}

pub fn impact() -> Impact {
    Impact { report: Some(Arc::new(report())), is_being_renewed: false }
}

pub fn report() -> ImpactReport {
    let sprint = |number: i64| {
        let first_day = date(2026, 1, 5).checked_add(((number - 1) * 14).days()).expect("a day");
        PanelSprint {
            number,
            key: SprintKey::new(&format!("2026-S{number:02}")).expect("a key"),
            first_day,
            last_day: first_day.checked_add(13.days()).expect("a day"),
            excluded: (number == 8)
                .then(|| Exclusion { kind: MarkKind::Holiday, label: "Easter week".to_owned() }),
            is_partial: false,
        }
    };
    let panel = |key: &str, name: &str, joined| PanelTeam {
        team: team(key),
        name: name.to_owned(),
        joined,
        wave: joined.map(|_| 1),
    };
    ImpactReport {
        programme: "Engineering upskilling 2026".to_owned(),
        computed_at: EpochMs(1_784_000_000_000),
        known_until: EpochMs(1_784_000_000_000),
        teams: vec![
            panel("payments", "Payments", Some(7)),
            panel("identity", "Identity", Some(7)),
            panel("search", "Search", None),
        ],
        sprints: (1..=12).map(sprint).collect(),
        outcomes: vec![speed(), quality(), checks()],
        questions: vec![canned()],
        contents: contents(),
        left_out: vec![],
    }
}

fn definition(key: &str, metric: MetricId, transform: Transform, rank: Rank) -> OutcomeDefinition {
    let found = metrics::definition(metric);
    OutcomeDefinition {
        key: OutcomeKey::new(key).expect("a key"),
        name: found.name.to_owned(),
        metric,
        direction: Direction::LowerIsBetter,
        guards: found.guards.to_vec(),
        smallest_effect: 0.1,
        transform,
        rank,
        retired: false,
    }
}

pub fn told(verdict: Verdict, label: &str, headline: Vec<Part>) -> Report {
    Report {
        verdict,
        label: label.to_owned(),
        headline: Sentence(headline),
        interval: None,
        basis: None,
        conclusion: words("."),
        vanish: None,
        naive: None,
        excluded: None,
        open: None,
        held: None,
        dose: None,
        placebo: None,
        warnings: vec![],
    }
}

fn text(text: &str) -> Part {
    Part::Text(text.to_owned())
}

fn strong(text: &str) -> Part {
    Part::Strong(text.to_owned())
}

fn headline(effect: f64, low: f64, high: f64) -> Headline {
    Headline {
        effect,
        per_cent: 100.0 * effect.exp_m1(),
        by_team: interval(low, high),
        by_cohort: interval(low - 0.02, high + 0.02),
        p: Some(0.012),
        p_adjusted: Some(0.012),
        is_exact: false,
        teams: 12,
        joined_teams: 9,
        sprints: 6,
        items: 1872,
    }
}

fn events() -> Vec<EventPoint> {
    let point = |(since, effect): (i64, f64)| EventPoint {
        since_joining: since,
        effect,
        interval: interval(effect - 0.08, effect + 0.08),
        teams: 9,
    };
    // The sprint of the holiday is missing.
    [(-3, 0.01), (-2, -0.02), (-1, 0.0), (0, -0.08), (2, -0.19), (3, -0.2)].map(point).to_vec()
}

pub fn speed() -> OutcomeReport {
    let likely = Report {
        interval: Some(words("95 % interval 6 to 29 % faster.")),
        basis: Some(words("12 teams, 6 sprints, against teams that had not joined yet.")),
        naive: Some(Sentence(vec![
            text("A plain before/after would have said "),
            Part::Struck("31 % faster".to_owned()),
            text("."),
        ])),
        held: Some(words(
            "It shows within 3 sprints of joining; the estimate is on the faster side in 3 of 3 sprints since joining.",
        )),
        open: Some(words(
            "Of 1872 pull requests, 3 were still open; they count as lasting longer than they have so far.",
        )),
        warnings: vec![words("Check for gaming: a guard got worse. Pull requests were 40 % smaller.")],
        ..told(
            Verdict::LikelyReal(Course::Better),
            "Likely real",
            vec![text("Cycle time was "), strong("18 % faster"), text(" than it would have been.")],
        )
    };
    OutcomeReport {
        definition: definition("speed", MetricId::CycleTime, Transform::LogMedian, Rank::PrimarySpeed),
        metric: "pr_cycle_time@1".to_owned(),
        scale: Scale::Log,
        verdict: likely.verdict.clone(),
        told: likely,
        evidence: Evidence::default(),
        findings: Some(findings()),
        still_open: Some(StillOpen { open: 3, of: 1872, newest_sprint: Some(0.02) }),
        smallest_detectable: Some(0.14),
        left_out: vec![LeftOut {
            team: Some(team("search")),
            sprint: Some(SprintKey::new("2026-S03").expect("a key")),
            reason: LeftOutReason::TooFewItems,
        }],
    }
}

fn findings() -> Findings {
    Findings {
        headline: headline(-0.2, -0.34, -0.06),
        with_all_sprints: Some(headline(-0.18, -0.33, -0.03)),
        events: events(),
        group_time: None,
        series: (7..=12)
            .filter(|sprint| *sprint != 8)
            .map(|sprint| SeriesPoint {
                sprint,
                observed: 30.0,
                would_have_been: 37.0,
                joined_teams: 9,
                not_joined: Some(39.0),
                not_joined_teams: 3,
            })
            .collect(),
        held: [(0, -0.08), (2, -0.19), (3, -0.2)]
            .map(|(since_joining, effect)| Held {
                since_joining,
                effect,
                interval: None,
                teams: 9,
                holds: true,
            })
            .to_vec(),
        dose: Some(dose()),
        guards: vec![Guard {
            metric: MetricId::PrSize,
            name: "Pull request size".to_owned(),
            scale: Scale::Log,
            effect: Some(-0.5),
            interval: interval(-0.7, -0.3),
            got_worse: true,
            missing: None,
        }],
        check_for_gaming: vec![team("identity")],
        naive: Some(Naive { effect: -0.37, per_cent: -31.0, before: 40.0, after: 27.6 }),
        compared: vec![Compared {
            sprint: 9,
            joined: vec![team("payments"), team("identity")],
            not_yet: vec![team("search")],
            never: vec![],
        }],
        doubts: Doubts {
            leave_one_out: vec![LeftOneOut {
                team: team("payments"),
                name: "Payments".to_owned(),
                effect: -0.15,
                keeps_sign: true,
            }],
            placebo: vec![Placebo { sprints_earlier: 2, effect: 0.01, interval: interval(-0.1, 0.12) }],
            donut: vec![Donut { sprints_dropped: 1, effect: -0.21, interval: interval(-0.36, -0.06) }],
            drift: Some(Drift { to_zero: -0.014, to_interval: Some(-0.005) }),
            not_tried: vec![],
        },
    }
}

fn dose() -> DoseFinding {
    let point = |key: &str, name: &str, dose, effect| DosePoint {
        team: team(key),
        name: name.to_owned(),
        dose,
        band: DosePoint::band_of(dose),
        effect,
    };
    let class =
        |band: &str, teams, effect| DoseClass { band: band.to_owned(), teams, effect, interval: None };
    DoseFinding {
        points: vec![point("identity", "Identity", 0.9, -0.27), point("payments", "Payments", 0.4, -0.09)],
        slope: Some(-0.36),
        intercept: Some(0.05),
        p: Some(0.03),
        is_exact: true,
        classes: vec![
            class("none", 0, None),
            class("partial", 1, Some(-0.09)),
            class("full", 1, Some(-0.27)),
        ],
    }
}

pub fn quality() -> OutcomeReport {
    let gap = Missing::Controls { have: 1, need: 3 };
    let cannot = told(
        Verdict::CannotBeCompared,
        "Cannot be compared",
        vec![text(
            "Escaped defects cannot be compared: at most 1 team was still to join once others had, 3 are needed.",
        )],
    );
    OutcomeReport {
        definition: definition(
            "quality",
            MetricId::DefectsAfterRelease,
            Transform::Count,
            Rank::PrimaryQuality,
        ),
        metric: "defects_after_release@1".to_owned(),
        verdict: cannot.verdict.clone(),
        told: cannot,
        evidence: Evidence { missing: vec![gap], earliest: Some(date(2026, 9, 7)) },
        findings: None,
        still_open: None,
        left_out: vec![],
        ..speed()
    }
}

fn checks() -> OutcomeReport {
    let open = Report {
        conclusion: Sentence(vec![
            text("Verdict: "),
            strong("not enough evidence yet"),
            text(". The earliest clear answer is in 4 sprints, about 7 September."),
        ]),
        ..told(
            Verdict::NotEnough,
            "Not enough evidence yet",
            vec![text("Security checks passed: the estimate is "), strong("3 points higher")],
        )
    };
    let mut found = findings();
    found.headline = headline(0.03, -0.04, 0.1);
    OutcomeReport {
        definition: OutcomeDefinition {
            name: "=Security checks".to_owned(),
            ..definition("security", MetricId::SecurityChecked, Transform::Share, Rank::Secondary)
        },
        metric: "security_checked@1".to_owned(),
        scale: Scale::Share,
        verdict: open.verdict.clone(),
        told: open,
        findings: Some(found),
        left_out: vec![],
        ..speed()
    }
}

fn canned() -> Canned {
    let verdict = Verdict::LikelyReal(Course::Better);
    let told = told(
        verdict.clone(),
        "Likely real",
        vec![text("Cycle time was "), strong("15 % faster"), text(" than it would have been.")],
    );
    Canned {
        question: Question::SmallPullRequestLab,
        scale: Scale::Log,
        verdict,
        told,
        evidence: Evidence::default(),
        headline: Some(headline(-0.16, -0.3, -0.02)),
        events: events(),
        teams: 7,
        of: 12,
    }
}

fn contents() -> ContentLeague {
    let line = |name: &str, slope| ContentFinding {
        role: RoleKey::new("backend").expect("a key"),
        role_name: "Backend".to_owned(),
        content: ContentId::new(name).expect("an id"),
        kind: ContentKind::Lab,
        name: name.to_owned(),
        slope,
        interval: Interval { low: slope - 0.1, high: slope + 0.1 },
        p: 0.04,
        p_adjusted: 0.08,
        teams: 9,
        people: 31,
    };
    // By what they promise, as the report has them.
    ContentLeague { lines: vec![line("Small steps", -0.3), line("Clean builds", -0.1)], hidden: 2 }
}

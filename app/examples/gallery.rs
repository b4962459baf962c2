//! Every component in every state on one page, with the style sheet inlined: `cargo run -p app --features ssr
//! --example gallery > gallery.html`. With an argument (`light`, `dark`) the page keeps that theme.

use std::io::Write;
use std::path::Path;

use app::components::form::{
    CheckboxGroup, Confirm, DateField, ErrorSummary, FieldError, SelectField, Submit, TextArea, TextField,
};
use app::components::{
    Badge, BadgeKind, Breadcrumbs, Cell, ChartFigure, ChartFigureData, Choice, Column, ComparePicker,
    CustomRange, DataTable, EmptyState, ErrorPage, Failure, Link, Meter, MeterTile, MeterTileData, Notice,
    NoticeKind, Outcome, OutcomeData, PageHeader, Pager, RangePicker, Section, SlotReading, TableData, Tile,
    TileData, TileState,
};
use app::islands::LiveFigures;
use app::shell::{Chrome, SignedIn, links, render};
use app::words::{Reading, hidden, reading};
use charts::{Band, BandKind, LineChart, Mark, MarkKind, Role, Series, Slot, Sparkline};
use domain::figure::{FigureState, MetricId, Unit};
use domain::viewer::{AccessRole, Grant, Reach, Viewer};
use leptos::config::LeptosOptions;
use leptos::prelude::*;

fn manager() -> Viewer {
    let grants = vec![Grant { role: AccessRole::Manager, reach: Reach::nothing() }];
    Viewer { user_id: 1, name: "Demo Person 07".into(), person: None, grants }
}

fn main() -> std::io::Result<()> {
    let options = LeptosOptions::builder().output_name("sightline").build();
    let chrome = Chrome {
        title: "Gallery".into(),
        path: "/teams/payments".into(),
        links: links(&manager()),
        viewer: Some(SignedIn { role: "Manager".into(), name: "Demo Person 07".into() }),
        hidden_and_why: Some("/trust".into()),
        banner: Some("Demo organisation: every person and figure is made up".into()),
    };
    let html = render(&options, None, chrome, || view! { <Scoreboard /> <Lists /> <Forms /> <Failures /> });
    let theme = std::env::args().nth(1).map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    let html = html.replace("<html lang=\"en\"", &format!("<html lang=\"en\"{theme}"));
    let html = html.replace("</head>", &format!("<style>{}</style></head>", style()?));
    std::io::stdout().write_all(html.as_bytes())
}

fn style() -> std::io::Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let main = std::fs::read_to_string(folder.join("main.css"))?;
    let imports = main.lines().filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"));
    imports.map(|name| std::fs::read_to_string(folder.join(name))).collect()
}

fn line_chart() -> LineChart {
    let shorts = [
        "5 Jan", "19 Jan", "2 Feb", "16 Feb", "2 Mar", "16 Mar", "30 Mar", "13 Apr", "27 Apr", "11 May",
        "25 May", "8 Jun",
    ];
    let slots = shorts.iter().enumerate();
    LineChart {
        id: "cycle-time".into(),
        title: "Pull requests merge in 28\u{a0}h, down from 40\u{a0}h before the learning sprint".into(),
        description: "Median hours from opening to merge, by sprint".into(),
        unit_label: "h".into(),
        slots: slots
            .map(|(i, short)| Slot {
                label: format!("Sprint {}, from {short}", i + 1),
                short: (*short).into(),
            })
            .collect(),
        series: vec![
            Series { name: "Payments".into(), role: Role::Main, values: PAYMENTS.to_vec() },
            Series { name: "Checkout".into(), role: Role::Comparison, values: CHECKOUT.map(Some).to_vec() },
        ],
        bands: vec![
            Band { from: 0, to: 5, kind: BandKind::Baseline, label: "baseline, three months".into() },
            Band { from: 6, to: 7, kind: BandKind::Learning, label: "learning sprint".into() },
        ],
        marks: vec![Mark { slot: 9, kind: MarkKind::Release, label: "release".into() }],
        zero_based: true,
        width: 0,
        height: 0,
    }
}

const PAYMENTS: [Option<f64>; 12] = [
    Some(41.0),
    Some(39.0),
    Some(43.0),
    Some(40.0),
    Some(38.0),
    Some(42.0),
    Some(36.0),
    None,
    Some(29.0),
    Some(30.0),
    Some(28.0),
    Some(28.0),
];
const CHECKOUT: [f64; 12] = [40.0, 42.0, 39.0, 41.0, 43.0, 40.0, 41.0, 39.0, 42.0, 40.0, 41.0, 40.0];

fn chart_figure() -> ChartFigureData {
    let said = |value: Option<f64>| {
        value.map_or("no merged pull requests".to_owned(), |v| reading(Unit::Hours, v).to_string())
    };
    let readings = PAYMENTS.iter().zip(CHECKOUT).enumerate().map(|(i, (payments, checkout))| SlotReading {
        values: vec![said(*payments), said(Some(checkout))],
        href: Some(format!("/teams/payments/items?sprint={i}")),
    });
    ChartFigureData {
        chart: line_chart(),
        readings: readings.collect(),
        evidence: "1,204 pull requests, 11 people".into(),
        items: Some(Link::new("Show the 96 of this sprint", "/teams/payments/items")),
        csv: Some("/teams/payments/cycle-time.csv".into()),
    }
}

fn tile(key: &str, label: &str, value: Reading, sentence: &str, line: &[f64]) -> TileData {
    let sparkline = Sparkline { values: line.iter().copied().map(Some).collect(), baseline: Some((0, 5)) };
    TileData {
        key: key.into(),
        label: label.into(),
        guard: false,
        state: TileState::Shown {
            reading: value,
            unit: None,
            sentence: sentence.into(),
            warning: sentence.contains("gaming"),
            sparkline: Some(sparkline.render()),
            evidence: "1,131 pull requests, 11 people".into(),
        },
        link: Some(Link::new("Items", "/teams/payments/items")),
    }
}

const FALLING: [f64; 12] = [9.8, 10.8, 10.8, 9.8, 11.8, 10.8, 7.8, 4.8, 4.3, 4.2, 3.9, 4.0];
const RISING: [f64; 12] = [61.0, 63.0, 60.0, 62.0, 64.0, 62.0, 71.0, 80.0, 83.0, 84.0, 84.0, 85.0];

fn without(key: &str, label: &str, state: FigureState) -> Option<TileData> {
    let hidden = hidden(MetricId::DefectsAfterRelease, state)?;
    Some(TileData {
        key: key.into(),
        label: label.into(),
        guard: false,
        state: TileState::Hidden(hidden),
        link: None,
    })
}

#[component]
fn Scoreboard() -> impl IntoView {
    view! {
        <PageHeader
            title="Payments"
            lead="11 people. Joined in wave 1 on 30 March to practise small pull requests and fast reviews. Compared with Checkout, a similar team that has not joined yet."
        >
            <Pickers />
        </PageHeader>
        <LiveFigures url="/live".to_owned() />
        <Section title="Flow" aside=Link::new("Definitions", "#")>
            <div class="grid-main">
                <ChartFigure data=chart_figure() />
                <div class="stack">
                    <Tile data=tile(
                        "first-review",
                        "First review",
                        reading(Unit::Hours, 5.2),
                        "12 h in the baseline. 91 % within 24 h",
                        &FALLING,
                    ) />
                    <Tile data=TileData {
                        guard: true,
                        ..tile(
                            "size",
                            "Pull request size",
                            reading(Unit::Lines, 182.0),
                            "240 in the baseline, so the gain is not from splitting alone",
                            &FALLING,
                        )
                    } />
                </div>
            </div>
        </Section>
        <States />
        <Adoption />
        <Section title="Outcomes">
            <Outcomes />
        </Section>
    }
    .into_any()
}

#[component]
fn Pickers() -> impl IntoView {
    let parameters =
        vec![("range".to_owned(), "12".to_owned()), ("compare".to_owned(), "checkout".to_owned())];
    let choices = [("1", "Sprint"), ("3", "Last 3"), ("12", "12 sprints"), ("quarter", "Quarter")];
    let sprints = vec![Choice::new("s1", "Sprint 1, 5 January"), Choice::new("s2", "Sprint 2, 19 January")];
    view! {
        <RangePicker
            path="/teams/payments"
            parameters=parameters.clone()
            choices=choices.map(|(value, text)| Choice::new(value, text)).to_vec()
            selected="12"
            custom=CustomRange { sprints, from: "s1".into(), to: "s2".into() }
        />
        <ComparePicker
            path="/teams/payments"
            parameters
            groups=vec![Choice::new("checkout", "Checkout"), Choice::new("reporting", "Reporting")]
            selected="checkout"
        />
    }
    .into_any()
}

#[component]
fn States() -> impl IntoView {
    view! {
        <Section title="Quality" aside=Link::new("Definitions", "#")>
            <div class="grid-4">
                <Tile data=tile(
                    "small",
                    "Small pull requests",
                    reading(Unit::Share, 0.84),
                    "At most 400 lines; 61 % in the baseline",
                    &RISING,
                ) />
                <Tile data=TileData {
                    guard: true,
                    ..tile(
                        "depth",
                        "Review depth",
                        reading(Unit::PerHundredLines, 1.1),
                        "1.9 in the baseline; check for gaming: reviews have become thinner",
                        &FALLING,
                    )
                } />
                {[FigureState::Suppressed, FigureState::TooFew, FigureState::NoData]
                    .into_iter()
                    .filter_map(|state| without(state.as_str(), "Found after release", state))
                    .map(|data| view! { <Tile data /> })
                    .collect_view()}
            </div>
        </Section>
    }
    .into_any()
}

#[component]
fn Adoption() -> impl IntoView {
    let meter = |label: &str, done, of, as_share| MeterTileData {
        key: label.into(),
        label: label.into(),
        state: Ok(Meter { done, of, as_share }),
    };
    let meters = [
        meter("Joined", 10, 11, false),
        meter("Labs completed", 37, 40, false),
        meter("Used a job aid", 0, 10, false),
        meter("Huddles attended", 86, 100, true),
    ];
    view! {
        <Section title="Adoption" aside=Link::new("Cohort 1", "#")>
            <div class="grid-4">{meters.map(|data| view! { <MeterTile data /> }).into_iter().collect_view()}</div>
        </Section>
    }
    .into_any()
}

#[component]
fn Outcomes() -> impl IntoView {
    let outcome = |badge: (BadgeKind, &str), finding: &str, details: &str| OutcomeData {
        badge: (badge.0, badge.1.into()),
        finding: finding.into(),
        details: details.into(),
        link: Some(Link::new("By team", "/teams")),
    };
    view! {
        <div class="grid-2">
            <Outcome data=outcome(
                (BadgeKind::Accent, "On track"),
                "Pull requests merge in 31\u{a0}h, down from 40\u{a0}h in the baseline",
                "Target: 20 % less. 4,812 pull requests, 118 people, 12 teams.",
            ) />
            <Outcome data=outcome(
                (BadgeKind::Quiet, "Not there yet"),
                "6 defects a sprint were found after release, the same as in the baseline",
                "Target: 30 % less.",
            ) />
        </div>
    }
    .into_any()
}

#[component]
fn Lists() -> impl IntoView {
    let cell = |text: &str| Cell::from(text);
    let row = |wave: &str, teams: &str, per_cent: f64, time: &str, defects: Cell| {
        let meter = Cell::Meter { text: format!("{per_cent} %"), per_cent };
        vec![Cell::from(Link::new(wave, "#")), cell(teams), meter, cell(time), defects]
    };
    let table = TableData {
        caption: "Waves, in the order they start".into(),
        columns: vec![
            Column::text("Wave"),
            Column::text("Teams"),
            Column::text("Labs completed"),
            Column::number("Cycle time"),
            Column::number("Escaped defects"),
        ],
        rows: vec![
            row("1, pilot", "Payments, Identity", 93.0, "40 → 28 h", cell("7 → 3")),
            row("2", "Search, Mobile, Data platform", 81.0, "44 → 37 h", cell("6 → 5")),
            row("3", "Billing, Partner API", 12.0, "39 → 38 h", Cell::Muted("too few people to show".into())),
        ],
    };
    view! {
        <Section title="Waves">
            <DataTable data=table />
            <Pager page=2 pages=5 previous=Some("?page=1".to_owned()) next=Some("?page=3".to_owned()) />
        </Section>
    }
    .into_any()
}

#[component]
fn Forms() -> impl IntoView {
    let error = "Enter a start after 30 March 2026, when the baseline ends";
    let choice = |(value, text): (&str, &str)| Choice::new(value, text);
    view! {
        <Section title="Edit cohort">
            <Breadcrumbs trail=vec![Link::new("Cohorts", "/cohorts"), Link::new("Wave 1", "#")] here="Cohort 1" />
            <Notice kind=NoticeKind::Saved text="Saved. Two people were enrolled." />
            <Notice kind=NoticeKind::Problem text="Not saved: the cohort changed while you edited it." />
            <ErrorSummary errors=vec![FieldError { field: "start".into(), message: error.into() }] />
            <form class="form" method="post">
                <TextField name="name" label="Name" value="Small pull requests, fast reviews" required=true />
                <DateField
                    name="start"
                    label="Learning sprint starts"
                    value="2026-03-01"
                    help="A learning sprint lasts 14 to 21 days."
                    error=Some(error.to_owned())
                    required=true
                />
                <SelectField
                    name="coach"
                    label="Coach"
                    choices=[("1", "Demo Person 03"), ("2", "Demo Person 09")].map(choice).to_vec()
                    selected="2"
                />
                <CheckboxGroup
                    name="skills"
                    legend="Skills"
                    help="One or two."
                    choices=[("a", "Small pull requests"), ("b", "Fast reviews")].map(choice).to_vec()
                    selected=vec!["a".to_owned()]
                />
                <TextArea name="goal" label="Goal" value="Merge within a day." />
                <Submit text="Save cohort" cancel="/cohorts" />
            </form>
            <Confirm
                title="Close this cohort"
                consequence="Its people can join another one. Its figures stay."
                action="/cohorts/1/close"
                button="Close cohort 1"
            />
        </Section>
    }
    .into_any()
}

#[component]
fn Failures() -> impl IntoView {
    view! {
        <Section title="Nothing to show">
            <p>
                <Badge kind=BadgeKind::Attention text="Check for gaming" />
            </p>
            <EmptyState
                missing="No sprints yet"
                next_step="Figures are told by sprint. Import the calendar of your teams first."
                action=Link::new("Import sprints", "/admin/import")
            />
        </Section>
        <section class="section">
            <ErrorPage failure=Failure::Internal { reference: "7f3a".into() } />
        </section>
    }
    .into_any()
}

//! `/impact/method`: how teams are compared, in plain words, with the numbers of the evidence gate and the papers behind.

use axum::extract::State;
use leptos::prelude::*;
use service::impact::view::Gate;

use super::{METHOD, PATH, PLAN};
use crate::components::{Breadcrumbs, Cell, Column, DataTable, Link, PageHeader, Section, TableData};
use crate::web::{Answer, AppState, Page, Refusal, SignedIn};

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn) -> Answer {
    let refuse = |error| Refusal::new(&app, Some(&viewer), METHOD, error);
    app.service.programme_figures(&viewer).map_err(refuse)?;
    Ok(Page::new(&app, Some(&viewer), METHOD, "How impact is worked out").render(content))
}

pub fn content() -> impl IntoView {
    let lead = "Plain before and after is not proof: much else changes in a year. So every team is compared with \
                teams that had not joined yet, in the same sprints.";
    view! {
        <Breadcrumbs trail=vec![Link::new("Impact", PATH)] here="How this is worked out" />
        <PageHeader title="How this is worked out" lead />
        <Section title="In five steps">
            <Steps />
        </Section>
        <Section title="What the verdicts mean" id="verdicts">
            <DataTable data=pairs("Verdicts and what they mean", ["Verdict", "It is said when"], &VERDICTS) caption_hidden=true />
        </Section>
        <Section title="What must be there first" id="gate">
            <p class="sentence">
                "Below this nothing is compared, and the page says what is missing. A hidden figure is never used either."
            </p>
            <div class="short-table">
                <DataTable data=gate(&Gate::default()) caption_hidden=true />
            </div>
        </Section>
        <Section title="How an outcome is read">
            <DataTable data=pairs("How outcomes are put on a scale", ["A cell holds", "So that"], &SCALES) caption_hidden=true />
            <p class="sentence">
                "Before the next wave joins, see what it could show: " <a href=PLAN>"plan the next wave"</a> "."
            </p>
        </Section>
        <Section title="What tries to break a finding">
            <DataTable data=pairs("Checks of a finding", ["Check", "It asks"], &DOUBTS) caption_hidden=true />
        </Section>
        <Section title="Sources">
            <ul class="sources">{SOURCES.map(|source| view! { <li class="sentence">{source}</li> })}</ul>
        </Section>
    }
    .into_any()
}

const STEPS: [&str; 5] = [
    "The unit is a team in a sprint. People are never compared. A team has joined from the sprint in which its first learning sprint starts.",
    "From teams and sprints before joining we learn two things: how each team usually does, and how each sprint went for everybody.",
    "Together they say how a team that joined would have done. The effect is what was observed, against that.",
    "Teams are left out one by one, then whole waves, to see how far the result leans on any of them: that gives the interval. Joining dates are dealt out anew, over and over, to see how often chance alone does as much: that gives p.",
    "Sprints with a holiday or a big release are out for every team, on both sides; the page shows the result with them as well.",
];

#[component]
fn Steps() -> impl IntoView {
    view! { <ol class="steps">{STEPS.map(|step| view! { <li class="sentence">{step}</li> })}</ol> }.into_any()
}

const VERDICTS: [[&str; 2]; 5] = [
    [
        "Likely real",
        "the intervals by team and by wave both exclude no change, chance seldom does as much (p below 0.05, adjusted where several outcomes share it), and no single team turns it",
    ],
    [
        "Suggestive",
        "the interval by team excludes no change, but not every check agrees; the page says which",
    ],
    [
        "Not enough evidence yet",
        "the interval holds no change, and changes that would matter as well: we do not know yet",
    ],
    [
        "No meaningful change",
        "the whole interval is smaller than the smallest change that matters: we know that little changed",
    ],
    ["Cannot be compared", "too little is there for a fair comparison; the page says what is missing"],
];

const SCALES: [[&str; 2]; 4] = [
    [
        "Times: the logarithm of the median over pull requests opened in the sprint, those still open counted as “at least this long”",
        "slow ones do not drop out by not being merged yet, and effects read as per cent",
    ],
    [
        "Counts: as they are, for what they are counted in",
        "sprints without a defect count too; the effect is observed over expected",
    ],
    ["Shares: the share itself", "effects read as points"],
    [
        "Smallest change that matters: declared with the outcome, before anybody looks",
        "a tiny change is not called a success for being certain",
    ],
];

const DOUBTS: [[&str; 2]; 7] = [
    ["Without each team", "does one team carry the result?"],
    ["Placebo", "as if all had joined earlier: there should be nothing"],
    ["Without the sprints just before joining", "were teams already getting ready?"],
    ["Drift", "how much faster would joiners have had to improve anyway for the effect to be nothing else?"],
    ["Cross-check", "does another method, with other weights, agree?"],
    ["Guards", "was it paid for elsewhere: in smaller pull requests, thinner reviews, more defects?"],
    ["Adoption", "did teams that adopted more gain more? Teams choose, so this is a pattern and no cause."],
];

const SOURCES: [&str; 8] = [
    "Borusyak, Jaravel, Spiess (2024): Revisiting event-study designs. Review of Economic Studies 91(6). The headline.",
    "Callaway, Sant’Anna (2021): Difference-in-differences with multiple time periods. Journal of Econometrics 225(2). The cross-check.",
    "Karim, Nielsen, MacKinnon, Webb (2026): Jackknife inference, arXiv 2602.12043. The intervals by team and by wave.",
    "MacKinnon, Webb (2020): Randomization inference for difference-in-differences with few treated clusters. Journal of Econometrics 218(2). The p-values.",
    "Roth (2022): Pretest with caution. American Economic Review: Insights 4(3). Why a quiet “before” proves little.",
    "Rambachan, Roth (2023): A more credible approach to parallel trends. Review of Economic Studies 90(5). The drift that would undo it.",
    "Holm (1979): A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2).",
    "Kaplan, Meier (1958): Nonparametric estimation from incomplete observations. Journal of the American Statistical Association 53. Open pull requests.",
];

fn pairs(caption: &str, headings: [&str; 2], rows: &[[&str; 2]]) -> TableData {
    TableData {
        caption: caption.to_owned(),
        columns: headings.map(Column::text).to_vec(),
        rows: rows.iter().map(|row| row.map(Cell::from).to_vec()).collect(),
    }
}

/// The gate's own numbers, so that the page cannot say others.
pub fn gate(gate: &Gate) -> TableData {
    let rows = [
        ("Teams in the comparison", gate.teams),
        ("Teams not joined yet, in every sprint that counts", gate.controls),
        ("Sprints before joining, for each team that joined", gate.sprints_before),
        ("Pull requests of a team in a sprint", gate.pull_requests),
        ("People on each side", gate.people),
    ];
    TableData {
        caption: "What must be there before teams are compared".to_owned(),
        columns: vec![Column::text("What"), Column::number("At least")],
        rows: rows.map(|(what, least)| vec![what.into(), Cell::Text(least.to_string())]).to_vec(),
    }
}

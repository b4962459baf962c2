//! `/my-records`: the whole at a glance.

use axum::{extract::State, response::Response};
use domain::viewer::Viewer;
use leptos::prelude::*;
use service::{
    ServiceError,
    individual::{Look, OwnOverview},
};

use super::{PATH, access::AccessTable, accounts::Accounts};
use crate::components::{
    Cell, Column, DataTable, Link, Notice, NoticeKind, PageHeader, Section, TableData, href,
};
use crate::pages::person::rules_in_words;
use crate::web::{Answer, AppState, Page, Parameters, Refusal, SignedIn};
use crate::words;

/// How many of the newest looks stand on the first page.
const SHOWN: usize = 10;

pub async fn show(State(app): State<AppState>, SignedIn(viewer): SignedIn, parameters: Parameters) -> Answer {
    let page = page(&app, &viewer, parameters.notice()).await;
    page.map_err(|error| Refusal::new(&app, Some(&viewer), PATH, error))
}

async fn page(app: &AppState, viewer: &Viewer, notice: Option<String>) -> Result<Response, ServiceError> {
    let records = app.service.own_records(viewer)?;
    let (overview, looks) = (records.overview().await?, records.looks().await?);
    let year = app.service.data_day().await?.year();
    Ok(Page::new(app, Some(viewer), PATH, "My records")
        .render(|| view! { <Overview overview looks year notice /> }))
}

#[component]
pub fn Overview(
    overview: OwnOverview,
    looks: Vec<Look>,
    year: i16,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let held = held(&overview);
    let who = Some(Link::new("All of it", format!("{PATH}/access")));
    let rules = rules_in_words(&overview.rules);
    let looks: Vec<Look> = looks.into_iter().take(SHOWN).collect();
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader
            title="My records"
            lead="Everything Sightline holds about you, where it came from, and who looked at it. Only you can open this page."
        />
        <Section title="What is held">
            <DataTable data=held caption_hidden=true />
            <p class="evidence">
                "Your team's figures count you as one of its people and never show you on your own."
            </p>
        </Section>
        <Accounts accounts=overview.accounts year />
        <Section title="Who looked, and why" aside=who>
            <AccessTable looks year />
        </Section>
        <Section title="Who may look at your work records">
            <p class="sentence">{rules}</p>
        </Section>
        <Section title="Take it with you, or take it out">
            <div class="form-actions">
                <a class="button" href=format!("{PATH}/export.json")>"Export as JSON"</a>
                <a class="button" href=format!("{PATH}/export.csv")>"Export as CSV"</a>
                <a class="button button-danger" href=format!("{PATH}/erase")>"Erase me"</a>
            </div>
            <p class="evidence">
                "The export has everything above, every statement and every document that names you. That you asked for it is logged."
            </p>
        </Section>
    }
    .into_any()
}

fn held(overview: &OwnOverview) -> TableData {
    let count = |n: i64, kind: &str| {
        let text = words::count(u64::try_from(n).unwrap_or_default());
        Cell::from(Link::new(text, href(&format!("{PATH}/records"), [("kind", kind)])))
    };
    let none = |list: &[String]| {
        if list.is_empty() { Cell::Muted("none".to_owned()) } else { Cell::from(words::listed(list)) }
    };
    let optional =
        |text: &Option<String>| text.clone().map_or_else(|| Cell::Muted("not known".to_owned()), Cell::from);
    let row = |name: &str, cell: Cell| vec![Cell::from(name), cell];
    TableData {
        caption: "What is held about you".to_owned(),
        columns: vec![Column::text("What"), Column::text("Held")],
        rows: vec![
            row("Name", overview.name.clone().into()),
            row("E-mail", optional(&overview.email)),
            row("Role", optional(&overview.role)),
            row("Teams", none(&overview.teams)),
            row("Cohorts", none(&overview.cohorts)),
            row("Pull requests", count(overview.pull_requests, "pull_request")),
            row("Defects you reported", count(overview.defects, "defect")),
            row("Moments of learning", count(overview.learning_events, "learning")),
            row(
                "Beside your own median",
                Link::new("Your pull requests by sprint", format!("{PATH}/pull-requests")).into(),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use domain::EpochMs;
    use service::individual::{OwnAccount, Purpose};

    use super::*;
    use crate::pages::testing::html;

    fn overview() -> OwnOverview {
        OwnOverview {
            name: "Demo Person 07".to_owned(),
            email: Some("person07@demo.invalid".to_owned()),
            role: None,
            since: EpochMs(0),
            teams: vec!["Payments".to_owned()],
            cohorts: vec![],
            accounts: vec![OwnAccount {
                id: 3,
                provider: "github".to_owned(),
                natural_key: "id:900007".to_owned(),
                login: "demo-person-07".to_owned(),
                first_seen_at: 0,
                pull_requests: 12,
                defects: 0,
                learning_events: 0,
            }],
            pull_requests: 1204,
            defects: 0,
            learning_events: 9,
            rules: vec![],
        }
    }

    #[test]
    fn the_page_says_what_is_held_and_leads_to_each_record() {
        let html = html(|| view! { <Overview overview=overview() looks=vec![] year=2026 notice=None /> });
        for words in [
            "person07@demo.invalid",
            "1,204",
            "kind=pull_request",
            "/accounts/3/not-mine",
            "Nobody has looked",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(html.contains("Nobody but you"), "{html}");
    }

    #[test]
    fn a_look_says_who_and_why_in_their_words() {
        let look = Look {
            at: EpochMs(0),
            who: "Coach, Demo Person 12".to_owned(),
            action: "looked at record".to_owned(),
            detail: "learning record, cohort c1".to_owned(),
            purpose: Some(Purpose::Support),
            note: "Preparing <our> talk on Monday".to_owned(),
        };
        let html = html(|| view! { <Overview overview=overview() looks=vec![look] year=2026 notice=None /> });
        for words in ["Coach, Demo Person 12", "support this person", "Preparing &lt;our&gt; talk"] {
            assert!(html.contains(words), "{words} in {html}");
        }
    }
}

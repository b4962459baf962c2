//! The form: first the file, and once it is known what each of its columns is.

use leptos::prelude::*;
use service::sources::history::{Mapping, Sheet};

use super::{super::HISTORY, Sent};
use crate::components::{
    Choice, Section,
    form::{FileField, Hidden, SelectField, TextArea, TextField},
};
use crate::words;

const KINDS: &str = ".csv,text/csv";

#[component]
pub fn HistoryFields(sent: Sent, fits: bool) -> impl IntoView {
    let Sent { file_name, text, sheet, mapping } = sent;
    let (source, is_known) = (mapping.source.clone(), sheet.is_some());
    let columns = sheet.clone().map(|sheet| view! { <Columns sheet mapping /> });
    view! {
        <form class="form" method="post" action=HISTORY enctype="multipart/form-data">
            <Section title="The file">
                <TextField name="source" label="Name of the LMS" value=source help="As in moodle: the name under which its statements stand." required=true />
                {match sheet {
                    None => view! {
                        <FileField name="file" label="CSV file" accept=KINDS help="With the names of its columns in the first line, up to 5 MB. Larger files: sightline import history." required=true />
                    }
                    .into_any(),
                    Some(sheet) => view! { <Chosen sheet file_name text /> }.into_any(),
                }}
            </Section>
            {columns}
            <Buttons is_known fits />
        </form>
    }
    .into_any()
}

/// The file goes along, so that it is chosen once.
#[component]
fn Chosen(sheet: Sheet, file_name: String, text: String) -> impl IntoView {
    let rows = words::plural(sheet.rows as u64, "row", "rows");
    let columns = words::plural(sheet.columns.len() as u64, "column", "columns");
    view! {
        <p class="field">{format!("{file_name}: {rows}, {columns}.")}</p>
        <Hidden name="file_name" value=file_name.clone() />
        <textarea name="text" hidden=true>
            {text}
        </textarea>
        <FileField name="file" label="Another file in its place" accept=KINDS />
    }
    .into_any()
}

#[component]
fn Columns(sheet: Sheet, mapping: Mapping) -> impl IntoView {
    let columns: Vec<Choice> =
        sheet.columns.into_iter().map(|name| Choice::new(name.clone(), name)).collect();
    let needed = |name: &'static str, label: &'static str, selected: String| {
        let choices = columns.clone();
        view! { <SelectField name label choices selected empty="Choose a column" required=true /> }
    };
    let optional = |name: &'static str, label: &'static str, selected: String| {
        let choices = columns.clone();
        let help = if name == "status" { "None: everything was completed." } else { "" };
        view! { <SelectField name label choices selected empty="None" help /> }
    };
    let Mapping { home_page, date_format, time_zone, activity_prefix, statuses, .. } = mapping.clone();
    let Mapping { person, at, activity, name, status, score, skill, role, team, repository, sprint, .. } =
        mapping;
    let person = needed("person", "Column with the e-mail address or account", person);
    let activity = needed("activity", "Column with the activity", activity);
    let at = needed("at", "Column with the day or time", at);
    let name = optional("name", "Column with the activity's name", name);
    let status = optional("status", "Column with the status", status);
    let score = optional("score", "Column with a score from 0 to 100", score);
    let tags = [
        optional("skill", "Skill", skill),
        optional("role", "Role", role),
        optional("team", "Team", team),
        optional("repository", "Repository", repository),
        optional("sprint", "Sprint", sprint),
    ];
    view! {
        <Section title="Its columns">
            {person}
            <TextField name="home_page" label="Home page of the accounts" value=home_page help="Only where people are accounts: https://lms.example" />
            {activity}
            <TextField name="activity_prefix" label="Before the activity" value=activity_prefix help="Makes an id of what stands in the column: https://lms.example/courses/" />
            {name} {at}
            <TextField name="date_format" label="How times are written" value=date_format help="As %d.%m.%Y %H:%M; empty: 2026-03-01T09:30" />
            <TextField name="time_zone" label="Time zone" value=time_zone help="Europe/Berlin; empty: UTC" />
            {status}
            <TextArea name="statuses" label="What each status means" value=statuses help="A line each: Complete = completed. Verbs: initialized, completed, passed, failed, attended; nothing behind = leaves rows out." />
            {score}
        </Section>
        <Section title="Columns with tags">{tags.into_iter().collect_view()}</Section>
    }
    .into_any()
}

/// The step that comes next is the main one.
#[component]
fn Buttons(is_known: bool, fits: bool) -> impl IntoView {
    let (act, words) =
        if is_known { ("preview", "Look at the first rows") } else { ("columns", "Read its columns") };
    let looking = if fits { "button" } else { "button button-main" };
    let importing = fits.then(|| {
        view! {
            <button class="button button-main" type="submit" name="act" value="import">
                "Import the file"
            </button>
        }
    });
    view! {
        <div class="form-actions">
            <button class=looking type="submit" name="act" value=act>
                {words}
            </button>
            {importing}
        </div>
    }
    .into_any()
}

//! Which teams did what the two questions of every programme ask about.

use std::collections::BTreeSet;

use domain::{
    EpochMs, PersonKey, SkillKey, TeamKey, content::ContentKind, facts::LearningKind, figure::MetricId,
};

use super::{Practised, StudyTeam, axis::Aligned, inputs::Inputs};

/// Share of its participants that make a team one that did it.
const MOST: f64 = 0.5;
/// Share of merged pull requests with a fully ticked checklist from which on a team uses it.
const IN_USE: f64 = 0.5;

/// Teams of whose participants at least half completed the labs on small pull requests, since they joined. Those that
/// never had the lab are not asked.
pub(super) fn small_pull_request_lab(inputs: &Inputs, teams: &[StudyTeam]) -> Practised {
    let labs = labs_on_size(inputs);
    let mut practised = Practised::default();
    for (at, team) in teams.iter().enumerate() {
        let Some(joined) = team.joined else { continue };
        let people = participants(inputs, &team.key, &labs.skills);
        if people.is_empty() {
            continue;
        }
        practised.of += 1;
        let done = people.iter().filter(|person| completed_all(inputs, **person, &labs.contents)).count();
        if done as f64 >= MOST * people.len() as f64 {
            practised.since.push((at, joined));
        }
    }
    practised
}

/// Teams that use the review checklist, from the first sprint in which they do.
pub(super) fn checklist(inputs: &Inputs, aligned: &[Aligned<'_>]) -> Practised {
    let mut practised = Practised::default();
    for (at, (team, own)) in inputs.teams.iter().zip(aligned).enumerate() {
        let share = |key: &str| inputs.figure(&team.key, key, MetricId::ChecklistUse)?.value;
        let mut shown =
            own.by_number.iter().filter_map(|(number, sprint)| Some((*number, share(sprint.key.as_str())?)));
        let mut shown = shown.by_ref().peekable();
        practised.of += usize::from(shown.peek().is_some());
        let first = shown.find(|(_, share)| *share >= IN_USE);
        practised.since.extend(first.map(|(number, _)| (at, number)));
    }
    practised
}

struct Labs<'a> {
    skills: BTreeSet<&'a SkillKey>,
    contents: BTreeSet<&'a str>,
}

/// The labs of the skills that show in the size of pull requests.
fn labs_on_size(inputs: &Inputs) -> Labs<'_> {
    let on_size = [MetricId::SmallPrShare, MetricId::PrSize];
    let skills: BTreeSet<&SkillKey> = inputs
        .skill_map
        .iter()
        .flat_map(|role| &role.skills)
        .filter(|skill| skill.behaviours.iter().any(|b| b.metric.is_some_and(|m| on_size.contains(&m))))
        .map(|skill| &skill.key)
        .collect();
    let is_one = |kind, skill: Option<&SkillKey>| {
        kind == ContentKind::Lab && skill.is_some_and(|skill| skills.contains(skill))
    };
    let contents = inputs.context.content.values().filter(|c| is_one(c.kind, c.skill.as_ref()));
    Labs { contents: contents.map(|content| content.id.as_str()).collect(), skills }
}

/// People of a team in cohorts that practise one of these skills.
fn participants(inputs: &Inputs, team: &TeamKey, skills: &BTreeSet<&SkillKey>) -> BTreeSet<PersonKey> {
    let context = &inputs.context;
    let asked = context.cohorts.iter().filter(|c| c.skills.iter().any(|skill| skills.contains(skill)));
    asked
        .flat_map(|cohort| {
            let there = context.members(team, EpochMs::from_date(cohort.first_day));
            let enrolled = context.enrolled_in(cohort).map(|enrolled| enrolled.person_key);
            enrolled.filter(|person| there.contains(person)).collect::<Vec<_>>()
        })
        .collect()
}

fn completed_all(inputs: &Inputs, person: PersonKey, labs: &BTreeSet<&str>) -> bool {
    let events = inputs.context.events.get(&person).into_iter().flatten();
    let done: BTreeSet<&str> =
        events.filter(|e| e.kind == LearningKind::Completed).map(|e| e.content.as_str()).collect();
    !labs.is_empty() && labs.iter().all(|lab| done.contains(lab))
}

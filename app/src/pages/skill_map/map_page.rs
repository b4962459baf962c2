//! The map on the page: roles with their skills first, then each skill once with its behaviours.

use domain::skill_map::{Behaviour, Role};
use leptos::prelude::*;
use service::views::SkillMapView;

use super::{
    PATH, anchor,
    skills::{SharedSkill, shared_skills},
};
use crate::components::{
    Badge, BadgeKind, EmptyState, Link, Notice, NoticeKind, PageHeader, Section, below, href,
};
use crate::words;

/// How the map is looked at: the state of the page in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    pub may_edit: bool,
    /// With links that edit.
    pub edit: bool,
    /// With what is retired.
    pub retired: bool,
}

#[component]
pub fn Map(
    view: SkillMapView,
    mode: Mode,
    #[prop(optional_no_strip)] notice: Option<String>,
) -> impl IntoView {
    let SkillMapView { roles, retired, .. } = view;
    let (skills, empty) = (shared_skills(&roles), roles.is_empty());
    let lead = "What each role needs to master, and how it shows in the work. A skill that several roles need is kept once.";
    view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Saved text /> })}
        <PageHeader title="Skill map" lead>
            <Actions mode retired empty />
        </PageHeader>
        {if empty {
            view! { <NoRoles may_edit=mode.may_edit /> }.into_any()
        } else {
            view! {
                <Roles roles mode />
                <Section title="Skills and behaviours">
                    <div class="skills">
                        {skills.into_iter().map(|shared| view! { <SkillEntry shared mode /> }).collect_view()}
                    </div>
                </Section>
            }
                .into_any()
        }}
    }
    .into_any()
}

#[component]
fn Actions(mode: Mode, retired: usize, empty: bool) -> impl IntoView {
    let at = |edit: bool, retired: bool| {
        let parameters = [("edit", edit), ("retired", retired)];
        href(PATH, parameters.into_iter().filter(|(_, on)| *on).map(|(name, _)| (name, "1")))
    };
    let button = |text: String, href: String| {
        view! {
            <a class="button" href=href>
                {text}
            </a>
        }
    };
    let toggle = (mode.may_edit && retired > 0).then(|| {
        let text = if mode.retired { "Hide retired".to_owned() } else { format!("Show {retired} retired") };
        button(text, at(mode.edit, !mode.retired))
    });
    let edit = (mode.may_edit && !empty).then(|| {
        let text = if mode.edit { "Stop editing" } else { "Edit" };
        button(text.to_owned(), at(!mode.edit, mode.retired))
    });
    view! {
        {toggle}
        {edit}
    }
    .into_any()
}

#[component]
fn Roles(roles: Vec<Role>, mode: Mode) -> impl IntoView {
    let add = mode.edit.then(|| Link::new("Add a role", "/skill-map/roles/new"));
    view! {
        <Section title="Roles" aside=add>
            <dl class="plan roles">
                {roles.into_iter().map(|role| view! { <RoleEntry role mode /> }).collect_view()}
            </dl>
        </Section>
    }
    .into_any()
}

#[component]
fn RoleEntry(role: Role, mode: Mode) -> impl IntoView {
    let Role { key, name, skills } = role;
    let add = href("/skill-map/skills/new", [("role", key.as_str())]);
    let link = |skill: domain::skill_map::Skill| {
        view! {
            <dd>
                <a href=format!("#{}", anchor(skill.key.as_str()))>{skill.name}</a>
            </dd>
        }
    };
    let none = skills.is_empty().then(|| view! { <dd class="muted">"No skill yet"</dd> });
    view! {
        <div id=format!("role-{key}")>
            <dt>{name.clone()}</dt>
            {none}
            {skills.into_iter().map(link).collect_view()}
            {mode
                .edit
                .then(|| {
                    view! {
                        <dd>
                            <a class="act" href=add>
                                "Add a skill"
                                <span class="visually-hidden">{format!(" to {name}")}</span>
                            </a>
                        </dd>
                    }
                })}
        </div>
    }
    .into_any()
}

#[component]
fn SkillEntry(shared: SharedSkill, mode: Mode) -> impl IntoView {
    let SharedSkill { skill, roles } = shared;
    let path = below("/skill-map/skills", skill.key.as_str());
    let none = skill.behaviours.is_empty().then(|| {
        view! { <p class="muted">"No behaviour yet: nobody can tell whether this is practised."</p> }
    });
    let behaviours =
        skill.behaviours.into_iter().map(|behaviour| view! { <BehaviourEntry behaviour mode /> });
    let behaviours = behaviours.collect_view();
    let edit = mode.edit.then(|| view! { <SkillActions path name=skill.name.clone() /> });
    view! {
        <article class="skill" id=anchor(skill.key.as_str()) tabindex="-1">
            <h3>{skill.name} {skill.retired.then(|| view! { " " <Retired /> })}</h3>
            <p class="help">{format!("For {}.", words::listed(&roles))}</p>
            {none}
            <ul class="behaviours">{behaviours}</ul>
            {edit}
        </article>
    }
    .into_any()
}

#[component]
fn Retired() -> impl IntoView {
    view! { <Badge kind=BadgeKind::Quiet text="Retired" /> }
}

#[component]
fn SkillActions(path: String, name: String) -> impl IntoView {
    view! {
        <p class="acts">
            <a class="act" href=format!("{path}/behaviours/new")>
                "Add a behaviour"
                <span class="visually-hidden">{format!(" to {name}")}</span>
            </a>
            <a class="act" href=path>
                "Rename or retire"
                <span class="visually-hidden">{format!(" {name}")}</span>
            </a>
        </p>
    }
    .into_any()
}

#[component]
fn BehaviourEntry(behaviour: Behaviour, mode: Mode) -> impl IntoView {
    let Behaviour { id, description, metric, retired } = behaviour;
    let measured = metric.map_or_else(
        || "Not measured.".to_owned(),
        |metric| format!("Measured by: {}.", metrics::definition(metric).name.to_lowercase()),
    );
    let edit = mode.edit.then(|| {
        view! {
            " "
            <a class="act" href=format!("/skill-map/behaviours/{id}")>
                "Edit"
                <span class="visually-hidden">{format!(" “{description}”")}</span>
            </a>
        }
    });
    view! {
        <li id=format!("behaviour-{id}")>
            {description.clone()} {retired.then(|| view! { " " <Retired /> })}
            <span class="measured">{measured} {edit}</span>
        </li>
    }
    .into_any()
}

#[component]
fn NoRoles(may_edit: bool) -> impl IntoView {
    let next_step = if may_edit {
        "Add the first role of your organisation; its skills and behaviours follow. A starter map of five roles comes with the demo organisation, which the operator loads with “sightline demo”."
    } else {
        "L&D writes it: roles, the skills each needs, and how each skill shows in the work."
    };
    let action = may_edit.then(|| Link::new("Add a role", "/skill-map/roles/new"));
    view! { <EmptyState missing="The skill map is empty." next_step action /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::super::skills::tests::{role, skill};
    use super::*;

    const READ: Mode = Mode { may_edit: false, edit: false, retired: false };
    const EDIT: Mode = Mode { may_edit: true, edit: true, retired: true };

    fn html(roles: Vec<Role>, retired: usize, mode: Mode) -> String {
        let view = SkillMapView { roles, retired, may_edit: mode.may_edit };
        view! { <Map view mode notice=None /> }.into_view().to_html()
    }

    #[test]
    fn a_reader_sees_roles_skills_behaviours_and_what_measures_them_and_nothing_to_edit() {
        let html = html(vec![role("a", vec![skill("x", false)])], 0, READ);
        for words in ["Role a", "href=\"#skill-x\"", "id=\"skill-x\"", "within 24 hours", "Measured by: "] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("Edit") && !html.contains("Add a"), "{html}");
    }

    #[test]
    fn an_editor_can_change_every_part_and_see_what_is_retired() {
        let html = html(vec![role("a", vec![skill("x", true)])], 2, EDIT);
        for words in [
            "/skill-map/roles/new",
            "/skill-map/skills/new?role=a",
            "/skill-map/skills/x",
            "/skill-map/skills/x/behaviours/new",
            "/skill-map/behaviours/7",
            "Retired",
            "Hide retired",
            "Stop editing",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
    }

    #[test]
    fn an_empty_map_says_who_starts_it() {
        assert!(html(vec![], 0, READ).contains("L&amp;D writes it"));
        assert!(html(vec![], 0, EDIT).contains("Add the first role"));
    }
}

//! Starter skill maps for the five roles, with the behaviours of the case study tied to the figures that show them.

use domain::figure::MetricId;
use domain::ids::InvalidId;
use domain::skill_map::{Behaviour, Role, Skill};
use domain::{RoleKey, SkillKey};

pub(crate) const SMALL: &str = "small-pull-requests";
pub(crate) const REVIEWS: &str = "fast-reviews";
pub(crate) const TESTS: &str = "tests-before-commit";
pub(crate) const BUILDS: &str = "clean-builds";
pub(crate) const SECURITY: &str = "security-checks";

/// A skill as several roles share it: key, name, behaviours.
type SkillText = (&'static str, &'static str, &'static [(i64, &'static str, Option<MetricId>)]);

pub(crate) const SKILLS: [SkillText; 5] = [
    (
        SMALL,
        "Small pull requests",
        &[
            (1, "Pull requests change at most 400 lines.", Some(MetricId::SmallPrShare)),
            (2, "A pull request is merged within two days of being opened.", Some(MetricId::CycleTime)),
            (3, "A large change is sliced into steps that each leave the product working.", None),
        ],
    ),
    (
        REVIEWS,
        "Fast, thorough reviews",
        &[
            (4, "The first review comes within 24 hours.", Some(MetricId::ReviewedIn24h)),
            (5, "The review checklist is fully ticked at merge.", Some(MetricId::ChecklistUse)),
            (6, "Nothing is merged without a review.", Some(MetricId::MergedUnreviewed)),
        ],
    ),
    (
        TESTS,
        "Tests before commit",
        &[
            (
                7,
                "Tests run before commit, so the first build of a pull request passes.",
                Some(MetricId::FirstTryPassRate),
            ),
            (8, "A defect is caught before the release, not by the client.", Some(MetricId::EscapeShare)),
            (9, "A fixed defect leaves a test behind.", None),
        ],
    ),
    (
        BUILDS,
        "Clean builds",
        &[
            (10, "All checks are green at merge.", Some(MetricId::TestPassRate)),
            (11, "Merged changes are seldom backed out.", Some(MetricId::Backouts)),
        ],
    ),
    (
        SECURITY,
        "Security checks",
        &[
            (12, "Critical security checks pass before merge.", Some(MetricId::SecurityChecked)),
            (13, "New dependencies are looked at before they are added.", None),
        ],
    ),
];

/// Each role's short list of must-haves.
const ROLES: [(&str, &str, &[&str]); 5] = [
    ("backend", "Backend engineer", &[SMALL, REVIEWS, TESTS, SECURITY]),
    ("frontend", "Frontend engineer", &[SMALL, REVIEWS, TESTS]),
    ("test", "Test engineer", &[TESTS, REVIEWS, BUILDS]),
    ("devops", "DevOps engineer", &[BUILDS, SECURITY, SMALL]),
    ("architect", "Architect", &[REVIEWS, SECURITY, SMALL]),
];

/// The five roles. A skill that several roles share has the same key and behaviours in each.
pub(crate) fn roles() -> Result<Vec<Role>, InvalidId> {
    ROLES.iter().map(|(key, name, skills)| role(key, name, skills)).collect()
}

fn role(key: &str, name: &str, skills: &[&str]) -> Result<Role, InvalidId> {
    let texts = skills.iter().filter_map(|key| SKILLS.iter().find(|(found, ..)| found == key));
    Ok(Role {
        key: RoleKey::new(key)?,
        name: name.to_owned(),
        skills: texts.map(skill).collect::<Result<_, _>>()?,
    })
}

fn skill((key, name, behaviours): &SkillText) -> Result<Skill, InvalidId> {
    Ok(Skill {
        key: SkillKey::new(key)?,
        name: (*name).to_owned(),
        behaviours: behaviours.iter().copied().map(behaviour).collect(),
        retired: false,
    })
}

fn behaviour((id, description, metric): (i64, &str, Option<MetricId>)) -> Behaviour {
    Behaviour { id, description: description.to_owned(), metric, retired: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_finds_all_the_skills_it_lists() {
        for (role, (_, _, skills)) in roles().unwrap().iter().zip(ROLES) {
            assert_eq!(role.skills.len(), skills.len(), "{}", role.name);
        }
    }
}

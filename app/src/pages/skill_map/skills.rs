//! The map turned round: every skill once, with the roles that need it.

use domain::skill_map::{Role, Skill};

/// A skill with the names of its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedSkill {
    pub skill: Skill,
    pub roles: Vec<String>,
}

/// Every skill of the map, in the order in which the roles name them.
pub fn shared_skills(roles: &[Role]) -> Vec<SharedSkill> {
    let mut found: Vec<SharedSkill> = Vec::new();
    for role in roles {
        for skill in &role.skills {
            match found.iter_mut().find(|known| known.skill.key == skill.key) {
                Some(known) => known.roles.push(role.name.clone()),
                None => found.push(SharedSkill { skill: skill.clone(), roles: vec![role.name.clone()] }),
            }
        }
    }
    found
}

#[cfg(test)]
pub mod tests {
    use domain::{RoleKey, SkillKey, figure::MetricId, skill_map::Behaviour};

    use super::*;

    pub fn skill(key: &str, retired: bool) -> Skill {
        let behaviour = Behaviour {
            id: 7,
            description: "The first review comes within 24 hours.".to_owned(),
            metric: Some(MetricId::ReviewedIn24h),
            retired,
        };
        let name = format!("Skill {key}");
        Skill { key: SkillKey::new(key).expect("a key"), name, behaviours: vec![behaviour], retired }
    }

    pub fn role(key: &str, skills: Vec<Skill>) -> Role {
        Role { key: RoleKey::new(key).expect("a key"), name: format!("Role {key}"), skills }
    }

    #[test]
    fn a_skill_that_two_roles_need_stands_on_the_map_once() {
        let roles =
            [role("a", vec![skill("x", false)]), role("b", vec![skill("y", false), skill("x", false)])];
        let shared = shared_skills(&roles);
        assert_eq!(shared.len(), 2);
        assert_eq!(shared[0].roles, ["Role a", "Role b"]);
        assert_eq!(shared[1].roles, ["Role b"]);
    }
}

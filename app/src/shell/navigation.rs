//! The pages of each role, in the order of what that role comes for.

use domain::viewer::{AccessRole, Viewer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    pub text: &'static str,
    pub href: &'static str,
}

/// Whether a link leads to the page on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Current {
    Page,
    /// The page on screen lies below it.
    Section,
    No,
}

impl NavLink {
    pub(super) fn current(&self, path: &str) -> Current {
        match path.strip_prefix(self.href) {
            Some("" | "/") => Current::Page,
            Some(below) if below.starts_with('/') => Current::Section,
            _ => Current::No,
        }
    }
}

const PROGRAMME: NavLink = NavLink { text: "Programme", href: "/programme" };
const IMPACT: NavLink = NavLink { text: "Impact", href: "/impact" };
const TEAMS: NavLink = NavLink { text: "Teams", href: "/teams" };
const COHORTS: NavLink = NavLink { text: "Cohorts", href: "/cohorts" };
const AUDIT: NavLink = NavLink { text: "Audit", href: "/audit" };
const SKILL_MAP: NavLink = NavLink { text: "Skill map", href: "/skill-map" };
const USERS: NavLink = NavLink { text: "Users", href: "/admin/users" };
const PEOPLE: NavLink = NavLink { text: "People", href: "/admin/people" };
const STATEMENTS: NavLink = NavLink { text: "Statements", href: "/statements" };
const SOURCES: NavLink = NavLink { text: "Sources", href: "/sources" };
const LEARN: NavLink = NavLink { text: "Learn", href: "/learn" };
const QUALITY: NavLink = NavLink { text: "Quality", href: "/quality" };
const TAGS: NavLink = NavLink { text: "Tags", href: "/tags" };
const POLICY: NavLink = NavLink { text: "Policy", href: "/admin/policy" };
const MY_RECORDS: NavLink = NavLink { text: "My records", href: "/my-records" };

/// The navigation of a viewer: that of their first role, then what others add. What a page then shows is decided by
/// `service`, not here.
pub fn links(viewer: &Viewer) -> Vec<NavLink> {
    let mut links: Vec<NavLink> = Vec::new();
    for link in viewer.roles().flat_map(of_role) {
        if !links.contains(link) {
            links.push(link.clone());
        }
    }
    if viewer.person.is_some() {
        links.extend([LEARN, MY_RECORDS]);
    }
    links
}

fn of_role(role: AccessRole) -> &'static [NavLink] {
    match role {
        AccessRole::Executive => &[PROGRAMME, IMPACT, TEAMS, COHORTS, SKILL_MAP],
        AccessRole::LAndD => {
            &[COHORTS, SKILL_MAP, TEAMS, PROGRAMME, IMPACT, STATEMENTS, SOURCES, QUALITY, TAGS]
        }
        AccessRole::Manager | AccessRole::Engineer => &[TEAMS, SKILL_MAP],
        AccessRole::Coach => &[COHORTS, TEAMS, SKILL_MAP],
        AccessRole::Admin => &[USERS, PEOPLE, POLICY, STATEMENTS, SOURCES, QUALITY, TAGS, SKILL_MAP],
        AccessRole::Auditor => &[AUDIT],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_current_on_its_page_and_on_the_pages_below_it() {
        assert_eq!(TEAMS.current("/teams"), Current::Page);
        assert_eq!(TEAMS.current("/teams/payments"), Current::Section);
        assert_eq!(TEAMS.current("/teamsters"), Current::No);
    }
}

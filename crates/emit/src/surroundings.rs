//! What stands around a hook or a build and need not be said: who, which repository, which team.

use domain::facts::Tags;

use crate::Person;

/// Defaults from the environment and from git.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    pub person: Option<Person>,
    pub tags: Tags,
    /// Where we are: `GitHub Actions`, `git`.
    pub platform: Option<String>,
}

impl Surroundings {
    /// Reads them with these two: a variable of the environment, and the output of a git command.
    pub fn read(variable: impl Fn(&str) -> Option<String>, git: impl Fn(&[&str]) -> Option<String>) -> Self {
        let set = |name: &str| git(&["config", "--get", &format!("sightline.{name}")]);
        let tag =
            |name: &str| variable(&format!("SIGHTLINE_EMIT_{}", name.to_uppercase())).or_else(|| set(name));
        let repository = || {
            let built = variable("GITHUB_REPOSITORY").or_else(|| variable("CI_PROJECT_PATH"));
            built.or_else(|| repository_of(&git(&["config", "--get", "remote.origin.url"])?))
        };
        let builds = platform(&variable);
        let person = || {
            let author = || git(&["log", "-1", "--format=%ae"]);
            let own = || git(&["config", "--get", "user.email"]);
            // On a build server git belongs to the server; the work is its author's.
            if builds.is_some() { author().or_else(own) } else { own() }
        };
        Self {
            person: tag("person").or_else(person).and_then(|person| person.parse().ok()),
            tags: Tags {
                skill: tag("skill"),
                role: tag("role"),
                team: tag("team"),
                repository: tag("repository").or_else(repository),
                sprint: tag("sprint"),
            },
            platform: builds.map(str::to_owned).or_else(|| git(&["--version"]).map(|_| "git".to_owned())),
        }
    }

    /// Those of this process and folder.
    pub fn here() -> Self {
        Self::read(variable, git)
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// What a git command prints; `None` where git is not there or knows nothing.
fn git(arguments: &[&str]) -> Option<String> {
    let output = std::process::Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

fn platform(variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let known = [
        ("GITHUB_ACTIONS", "GitHub Actions"),
        ("GITLAB_CI", "GitLab CI"),
        ("JENKINS_URL", "Jenkins"),
        ("CI", "CI"),
    ];
    known.into_iter().find(|(name, _)| variable(name).is_some()).map(|(_, platform)| platform)
}

/// `owner/name` of a remote's address; `None` for a folder.
fn repository_of(remote: &str) -> Option<String> {
    let path = match remote.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?.1,
        // As scp writes it: git@host:owner/name.git
        None => remote.split_once(':')?.1,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    (path.contains('/') && !path.contains('\\')).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_names_its_repository_in_every_way_of_writing_it() {
        for remote in [
            "git@git.invalid:demo/payments-api.git",
            "https://git.invalid/demo/payments-api",
            "https://ada:secret@git.invalid/demo/payments-api.git",
            "ssh://git@git.invalid:2222/demo/payments-api.git/",
        ] {
            assert_eq!(repository_of(remote).as_deref(), Some("demo/payments-api"), "{remote}");
        }
        for remote in ["/srv/git/payments-api.git", "file:///srv/git/payments-api.git", "../payments", ""] {
            assert_eq!(repository_of(remote), None, "{remote}");
        }
    }

    #[test]
    fn a_person_at_their_desk_is_gits_and_their_tags_are_gits_settings() {
        let git = |arguments: &[&str]| match arguments.last() {
            Some(&"user.email") => Some("ada@demo.invalid".to_owned()),
            Some(&"remote.origin.url") => Some("git@git.invalid:demo/payments-api.git".to_owned()),
            Some(&"sightline.team") => Some("payments".to_owned()),
            _ => None,
        };
        let here =
            Surroundings::read(|name| (name == "SIGHTLINE_EMIT_SKILL").then(|| "small-prs".to_owned()), git);
        assert_eq!(here.person, Some(Person::Mailbox("ada@demo.invalid".to_owned())));
        assert_eq!(here.tags.repository.as_deref(), Some("demo/payments-api"));
        assert_eq!(here.tags.team.as_deref(), Some("payments"));
        assert_eq!(here.tags.skill.as_deref(), Some("small-prs"));
    }

    #[test]
    fn on_a_build_server_the_author_counts_and_not_the_server() {
        let variable = |name: &str| match name {
            "GITHUB_ACTIONS" => Some("true".to_owned()),
            "GITHUB_REPOSITORY" => Some("demo/web".to_owned()),
            _ => None,
        };
        let git = |arguments: &[&str]| match arguments.last() {
            Some(&"user.email") => Some("robot@demo.invalid".to_owned()),
            Some(&"--format=%ae") => Some("ada@demo.invalid".to_owned()),
            _ => None,
        };
        let here = Surroundings::read(variable, git);
        assert_eq!(here.person, Some(Person::Mailbox("ada@demo.invalid".to_owned())));
        assert_eq!(here.platform.as_deref(), Some("GitHub Actions"));
        assert_eq!(here.tags.repository.as_deref(), Some("demo/web"));
    }
}

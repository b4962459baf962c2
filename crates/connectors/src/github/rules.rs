//! What a company may set about reading its pull requests. Names, labels and prefixes ignore the case of ASCII letters.

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};

use crate::words::owned;

/// How pull requests are read; every field has a default that suits most repositories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Logins that are bots although GitHub does not mark them so.
    pub bots: Vec<String>,
    /// Pull requests with one of these labels take part in no figure.
    pub excluded_labels: Vec<String>,
    /// Any one of these three makes a pull request a hotfix.
    pub hotfix_labels: Vec<String>,
    pub hotfix_branch_prefixes: Vec<String>,
    pub hotfix_title_prefixes: Vec<String>,
    /// Marks a pull request that takes another one back, besides GitHub's own revert title and branch.
    pub revert_label: String,
    /// The heading over the task list that counts as the review checklist; of any level.
    pub checklist_heading: String,
    /// Names of the checks that look for security problems; those of them that ran must have passed.
    pub security_checks: Vec<String>,
    /// Globs of generated paths, whose lines nobody reviews. `*` stays within a folder, `**` does not.
    pub generated_paths: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            bots: owned(&[
                "dependabot",
                "dependabot-preview",
                "renovate-bot",
                "codecov-commenter",
                "snyk-bot",
            ]),
            excluded_labels: Vec::new(),
            hotfix_labels: owned(&["hotfix"]),
            hotfix_branch_prefixes: owned(&["hotfix/", "hotfix-"]),
            hotfix_title_prefixes: owned(&["hotfix:", "[hotfix]"]),
            revert_label: "revert".to_owned(),
            checklist_heading: "Review checklist".to_owned(),
            security_checks: owned(&["CodeQL", "security-scan"]),
            generated_paths: owned(GENERATED),
        }
    }
}

const GENERATED: &[&str] = &[
    "**/Cargo.lock",
    "**/Gemfile.lock",
    "**/composer.lock",
    "**/go.sum",
    "**/package-lock.json",
    "**/pnpm-lock.yaml",
    "**/poetry.lock",
    "**/uv.lock",
    "**/yarn.lock",
    "**/*.min.css",
    "**/*.min.js",
    "**/*.pb.go",
    "**/*_pb2.py",
    "**/*.snap",
    "**/generated/**",
    "**/node_modules/**",
    "**/vendor/**",
];

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("generated_paths: \"{glob}\" is not a glob ({problem}); write it like **/*.min.js")]
pub struct RulesError {
    pub glob: String,
    pub problem: String,
}

/// The globs of generated paths, compiled once.
#[derive(Debug, Clone)]
pub(super) struct Generated(GlobSet);

impl Generated {
    pub(super) fn new(globs: &[String]) -> Result<Self, RulesError> {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(compile(glob)?);
        }
        let refused =
            |e: globset::Error| RulesError { glob: globs.join(", "), problem: e.kind().to_string() };
        set.build().map(Self).map_err(refused)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

fn compile(glob: &str) -> Result<Glob, RulesError> {
    let refused = |e: globset::Error| RulesError { glob: glob.to_owned(), problem: e.kind().to_string() };
    globset::GlobBuilder::new(glob).literal_separator(true).build().map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_and_generated_folders_are_generated_at_any_depth() {
        let generated = Generated::new(&Rules::default().generated_paths).unwrap();
        for path in ["Cargo.lock", "web/package-lock.json", "src/generated/api/types.ts", "vendor/a/b.go"] {
            assert!(generated.contains(path), "{path}");
        }
        for path in ["src/lock.rs", "docs/vendors.md", "src/generated.rs"] {
            assert!(!generated.contains(path), "{path}");
        }
    }

    #[test]
    fn a_malformed_glob_is_named() {
        let error = Generated::new(&["src/[".to_owned()]).unwrap_err();
        assert!(error.to_string().starts_with("generated_paths: \"src/[\" is not a glob"));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        assert!(serde_json::from_str::<Rules>(r#"{"bot":["x"]}"#).is_err());
        assert_eq!(serde_json::from_str::<Rules>("{}").unwrap(), Rules::default());
    }
}

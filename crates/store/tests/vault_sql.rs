//! The vault is read in few places. Everywhere else a query may join a person or account for the key alone.

#![expect(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules, or files of them, that read names, e-mails or logins, each with the reason.
const READS_NAMES: [(&str, &str); 14] = [
    ("people.rs", "the vault's own module"),
    ("individual", "what is held about one person"),
    ("erasure", "takes a person out"),
    ("directory", "finds an account by what a source calls it"),
    ("users", "who is signed in, by name"),
    ("administration.rs", "lists for administrators"),
    ("administration", "lists for administrators"),
    ("credentials", "signing in with a password"),
    ("audit", "puts numbers in the place of names in the log of before"),
    ("identities.rs", "signing in through an identity provider"),
    ("scim", "accounts that an identity provider provisions"),
    ("scim.rs", "accounts that an identity provider provisions"),
    ("sessions", "lists of sessions, each with whose it is"),
    ("sources/launches.rs", "for whom content that was launched may speak"),
];

const VAULT: [&str; 6] = ["person", "account", "user_account", "user_identity", "local_account", "scim_user"];

/// Columns that say who somebody is.
const NAMING: [&str; 8] =
    [".name", "email", "login", "natural_key", "user_name", "external_id", "subject", "attributes"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            sources(&entry.path(), found);
        } else if entry.path().extension().is_some_and(|kind| kind == "rs") {
            found.push(entry.path());
        }
    }
}

/// Every text in double quotes of a source: queries among them.
fn texts(source: &str) -> Vec<&str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.split('"').skip(1).step_by(2).collect()
}

/// Does a query read or write this table?
fn names(query: &str, table: &str) -> bool {
    let words: Vec<&str> = query.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    words.windows(2).any(|pair| {
        ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0].to_uppercase().as_str()) && pair[1] == table
    })
}

#[test]
fn only_the_vaults_modules_read_what_names_somebody() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let (mut joins, mut readers) = (0, Vec::new());
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        if READS_NAMES.iter().any(|(module, _)| *module == first || Path::new(module) == inside) {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        for query in texts(&source).into_iter().filter(|text| VAULT.iter().any(|table| names(text, table))) {
            joins += 1;
            let naming = NAMING.iter().find(|column| query.contains(*column));
            readers.extend(naming.map(|column| format!("{}: {column} in {query}", inside.display())));
        }
    }
    assert!(readers.is_empty(), "{readers:#?}");
    assert!(joins > 3, "queries are found at all: {joins}");
}

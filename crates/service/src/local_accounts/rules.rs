//! What a password, a login and a name have to be. Long and not guessable is asked for; kinds of characters are not
//! (NIST SP 800-63B): they make passwords harder for people and not for machines.

use crate::Fields;

/// Characters.
pub const PASSWORD_MIN: usize = 12;
/// More is no safer and only work for the hash.
const PASSWORD_MAX: usize = 256;
pub const LOGIN_MAX: usize = 200;
const NAME_MAX: usize = 80;

/// What attackers try first among passwords of this length, without digits and signs at their ends.
const COMMON: &str = include_str!("common_passwords.txt");

/// What a password of an account must not contain.
pub(super) struct Owner<'a> {
    pub name: &'a str,
    pub login: &'a str,
}

/// Says under `field` what is wrong with a password.
pub(super) fn check_password(password: &str, owner: &Owner<'_>, field: &'static str, wrong: &mut Fields) {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        wrong.add(
            field,
            format!("Use at least {PASSWORD_MIN} characters. Three or four words are easy to remember."),
        );
    } else if length > PASSWORD_MAX {
        wrong.add(field, format!("Use at most {PASSWORD_MAX} characters."));
    } else if holds_owner(password, owner) {
        wrong.add(field, "Leave your own name and e-mail out of the password: others know them too.");
    } else if is_common(password) {
        wrong.add(field, "This password is among the first that anybody would try. Choose another one.");
    }
}

fn holds_owner(password: &str, owner: &Owner<'_>) -> bool {
    let password = password.to_lowercase();
    let words = owner.name.split_whitespace().chain(owner.login.split(['@', '.', '-', '_', '+']));
    // Short parts are in many passwords by chance.
    let mut words = words.filter(|word| word.chars().count() > 3).map(str::to_lowercase);
    password.contains(&owner.login.to_lowercase()) || words.any(|word| password.contains(&word))
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    let kinds: std::collections::BTreeSet<char> = lower.chars().collect();
    kinds.len() < 5 || bare.is_empty() || COMMON.lines().any(|common| common == bare || common == lower)
}

/// A login as it is kept; under `field` what is wrong with it.
pub(crate) fn check_login(typed: &str, field: &'static str, wrong: &mut Fields) -> String {
    let login = typed.trim().to_lowercase();
    let unfit = |c: char| c.is_whitespace() || c.is_control();
    if login.chars().count() < 3 {
        wrong.add(field, "Give an e-mail address or a user name of at least 3 characters.");
    } else if login.chars().count() > LOGIN_MAX {
        wrong.add(field, format!("Keep it to {LOGIN_MAX} characters."));
    } else if login.contains(unfit) {
        wrong.add(field, "Leave out spaces: an e-mail address or a user name has none.");
    }
    login
}

/// A user's name as it is kept; under `name` what is wrong with it.
pub(crate) fn check_name(typed: &str, wrong: &mut Fields) -> String {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().any(char::is_control) {
        wrong.add("name", "Give the name as others should read it.");
    } else if name.chars().count() > NAME_MAX {
        wrong.add("name", format!("Keep the name to {NAME_MAX} characters."));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str) -> Option<String> {
        let mut wrong = Fields::default();
        let owner = Owner { name: "Demo Person", login: "person07@demo.invalid" };
        check_password(password, &owner, "password", &mut wrong);
        wrong.of("password").map(str::to_owned)
    }

    #[test]
    fn a_long_phrase_is_a_password_whatever_characters_it_has() {
        for good in
            ["correct horse battery", "ünïcode wörds hélp", "qzxv-81kw-mmtp", "  spaces at the ends  "]
        {
            assert_eq!(said(good), None, "{good}");
        }
    }

    #[test]
    fn short_own_and_common_passwords_are_refused_with_what_to_do() {
        for (bad, words) in [
            ("elevenchars", "at least 12"),
            ("xx-Person07-yy", "your own name"),
            ("my demo.invalid!", "your own name"),
            ("Password12345!", "first that anybody"),
            ("111111111111111", "first that anybody"),
            ("123456789012", "first that anybody"),
            ("QwertyuiopASDFGH1", "first that anybody"),
        ] {
            assert!(said(bad).is_some_and(|said| said.contains(words)), "{bad}: {:?}", said(bad));
        }
        assert!(said(&"long ".repeat(60)).is_some_and(|said| said.contains("at most")));
    }

    #[test]
    fn a_login_is_kept_in_lower_case_without_spaces_around() {
        let mut wrong = Fields::default();
        assert_eq!(check_login(" Person07@Demo.invalid ", "login", &mut wrong), "person07@demo.invalid");
        assert_eq!(wrong, Fields::default());
        check_login("two words", "login", &mut wrong);
        assert!(wrong.of("login").is_some());
    }
}

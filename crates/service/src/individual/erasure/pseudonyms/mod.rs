//! What names the person who is erased, and what stands in its place. Every identifier has a replacement of its own,
//! made at random: the same wherever it occurs during one erasure, and known to nobody afterwards.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use domain::Provider;
use sha1::{Digest, Sha1};
use uuid::Uuid;

use crate::ServiceError;

/// Which words of a text are taken for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// Everything that reads like a name, e-mail or login of theirs.
    All,
    /// Not a login that could be a word of the language: somebody may be called `main`.
    Distinct,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    replacement: String,
    /// Cannot be mistaken for anything else.
    is_distinct: bool,
}

/// Shorter texts are found everywhere.
const SHORTEST: usize = 3;

/// The home page of accounts that stand for people who were erased.
pub(crate) const HOME_PAGE: &str = "https://w3id.org/xapi/sightline/erased";

pub(crate) struct Pseudonyms {
    /// Stands for the person in running text.
    label: String,
    /// By provider and identifier as it is compared: logins of GitHub and mailboxes in lower case.
    ids: HashMap<(Provider, String), String>,
    /// As they may occur in texts.
    words: BTreeMap<String, Word>,
    /// Finds the words, each by its place among them.
    matcher: AhoCorasick,
    /// Finds whatever makes it worth while to read a document.
    prefilter: AhoCorasick,
    /// Logins that count as bots: their replacement has to count as one, too.
    bots: Vec<String>,
    grew: bool,
}

fn random() -> String {
    let hex = Uuid::new_v4().simple().to_string();
    format!("erased-{}", &hex[..12])
}

/// Beyond every number that GitHub has given, and exact in JSON.
fn random_number() -> String {
    let (_, low) = Uuid::new_v4().as_u64_pair();
    ((1 << 52) | (low & ((1 << 52) - 1))).to_string()
}

impl Pseudonyms {
    pub(crate) fn new(bots: &[String]) -> Result<Self, ServiceError> {
        let nothing = search(std::iter::empty())?;
        let (matcher, prefilter) = (nothing.clone(), nothing);
        let (ids, words) = (HashMap::new(), BTreeMap::new());
        Ok(Self { label: random(), ids, words, matcher, prefilter, bots: bots.to_vec(), grew: false })
    }

    /// Brings the search up to date with what was learned; says whether anything was.
    pub(crate) fn settle(&mut self) -> Result<bool, ServiceError> {
        let signs: Vec<String> = self.ids.keys().map(|(provider, id)| sign(*provider, id)).collect();
        // Escapes hide what they stand for.
        let signs = signs.iter().map(String::as_str).chain(["\\u", "\\/"]);
        self.prefilter = search(self.words.keys().map(String::as_str).chain(signs))?;
        self.matcher = search(self.words.keys().map(String::as_str))?;
        Ok(std::mem::take(&mut self.grew))
    }

    pub(crate) fn learn_name(&mut self, name: &str) {
        let replacement = self.label.clone();
        self.learn_word(name, &replacement, name.trim().contains(' '));
    }

    pub(crate) fn learn_email(&mut self, email: &str) {
        if email.contains('@') {
            // Still an address, so that what was valid stays valid.
            let replacement = format!("{}@erased.invalid", self.label);
            self.learn_word(email, &replacement, true);
            let mailbox = email.trim().to_lowercase();
            for spelling in [email.trim(), &mailbox] {
                self.learn_id(Provider::Xapi, &format!("mbox_sha1sum:{}", mailbox_digest(spelling)));
            }
            self.learn_id(Provider::Xapi, &format!("mbox:{mailbox}"));
        }
    }

    /// A login or name at a source: what it is called there, which may be an e-mail or a full name as well.
    pub(crate) fn learn_login(&mut self, provider: Provider, login: &str) {
        if login.contains('@') {
            self.learn_email(login);
        } else if login.trim().contains(' ') {
            self.learn_name(login);
        }
        if provider == Provider::Xapi {
            self.learn_word(login, &random(), is_distinct(login));
        } else {
            self.learn_id(provider, login);
        }
    }

    /// What a source knows the person by.
    pub(crate) fn learn_id(&mut self, provider: Provider, id: &str) {
        let key = (provider, compared(provider, id));
        if id.is_empty() || self.ids.contains_key(&key) {
            return;
        }
        let is_number = provider == Provider::GitHub && id.bytes().all(|byte| byte.is_ascii_digit());
        let replacement = if is_number { random_number() } else { self.named(id) };
        if provider != Provider::Xapi && !is_number && !id.contains([' ', '@']) {
            self.learn_word(id, &replacement, is_distinct(id));
        }
        self.ids.insert(key, replacement);
        self.grew = true;
    }

    fn named(&self, login: &str) -> String {
        let is_bot = login.ends_with("[bot]") || self.bots.iter().any(|bot| bot.eq_ignore_ascii_case(login));
        if is_bot { format!("{}[bot]", random()) } else { random() }
    }

    fn learn_word(&mut self, text: &str, replacement: &str, is_distinct: bool) {
        let text = text.trim();
        // The search ignores the case of ASCII letters; other letters are searched for in each of these.
        for key in [text.to_lowercase(), text.to_uppercase(), text.to_owned()] {
            let key = if key.is_ascii() { key.to_lowercase() } else { key };
            if key.chars().count() >= SHORTEST && !self.words.contains_key(&key) {
                self.words.insert(key, Word { replacement: replacement.to_owned(), is_distinct });
                self.grew = true;
            }
        }
    }

    /// What stands in place of an identifier; `None` where it is not this person's.
    pub(crate) fn of(&self, provider: Provider, id: &str) -> Option<&str> {
        self.ids.get(&(provider, compared(provider, id))).map(String::as_str)
    }

    /// [`Pseudonyms::of`], learned now if it was not known before.
    pub(crate) fn made_of(&mut self, provider: Provider, id: &str) -> String {
        self.learn_id(provider, id);
        self.of(provider, id).unwrap_or(&self.label).to_owned()
    }

    /// Could these bytes of JSON name the person at all? Cheap, and never wrong in saying no.
    pub(crate) fn may_occur_in(&self, json: &[u8]) -> bool {
        self.prefilter.is_match(json)
    }

    /// The text without the person; `None` where it does not name them.
    pub(crate) fn text(&self, text: &str, which: Words) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        for (range, word) in self.found(text, which) {
            out.push_str(&text[done..range.start]);
            out.push_str(&word.replacement);
            done = range.end;
        }
        (done > 0).then(|| out + &text[done..])
    }

    /// Where the person is named: from the left, the longest at each place, none over another.
    fn found(&self, text: &str, which: Words) -> Vec<(std::ops::Range<usize>, &Word)> {
        let words: Vec<&Word> = self.words.values().collect();
        let matches = self.matcher.find_overlapping_iter(text);
        let mut found: Vec<_> = matches.map(|m| (m.range(), words[m.pattern().as_usize()])).collect();
        found.retain(|(range, word)| {
            stands_alone(text, range)
                && (which == Words::All || word.is_distinct || is_addressed(text, range))
        });
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            range.start >= end && {
                end = range.end;
                true
            }
        });
        found
    }
}

/// GitHub and mail servers ignore case.
fn compared(provider: Provider, id: &str) -> String {
    if provider == Provider::GitHub { id.to_lowercase() } else { id.to_owned() }
}

/// What stands in JSON wherever an object is known by this identifier, however short it is. A text ends with a quote;
/// a number may stand without. An agent of xAPI has its home page and its name apart, so only the name is looked for.
fn sign(provider: Provider, id: &str) -> String {
    let id = if provider == Provider::Xapi { xapi::login_of(id) } else { id };
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        return id.to_owned();
    }
    let text = serde_json::Value::from(id).to_string();
    text.trim_start_matches('"').to_owned()
}

/// `mbox_sha1sum`: SHA-1 of the address as an IRI (xAPI 2.0, 4.2.2.1).
fn mailbox_digest(address: &str) -> String {
    let digest = Sha1::digest(format!("mailto:{address}"));
    digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn is_distinct(login: &str) -> bool {
    login.len() >= 8 && login.contains(|c: char| c.is_ascii_digit() || c == '-' || c == '_')
}

/// Overlapping matches tell "Ann Lee" in "Ann Lee-Smithson" when "Ann Lee-Smith" is known as well.
fn search<'a>(patterns: impl Iterator<Item = &'a str>) -> Result<AhoCorasick, ServiceError> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(patterns)
        .map_err(|e| ServiceError::Rules(format!("what names the person cannot be searched for: {e}")))
}

fn stands_alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// `@login`, or the owner in `login/repository`.
fn is_addressed(text: &str, range: &std::ops::Range<usize>) -> bool {
    text[..range.start].ends_with('@') || (range.start == 0 && text[range.end..].starts_with('/'))
}

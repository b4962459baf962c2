//! Following every link of every page, as somebody with much time would.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::common::{Answer, Browser};

/// Of pages of one kind (`/teams/*/drill/*`) so many are opened; those of the hostile team come first.
const OF_A_KIND: usize = 3;

/// Pages that no link leads to: the last part of a form's way, or for who knows the address.
const UNLINKED: [&str; 4] = ["/", "/programme", "/account/tokens", "/skill-map?edit=1"];

pub fn everything(browser: &Browser, role: &str, mut read: impl FnMut(&str, &Answer)) {
    let mut waiting: VecDeque<String> = UNLINKED.map(str::to_owned).into();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut opened: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let count = opened.entry(kind(&path)).or_default();
        *count += 1;
        if *count > OF_A_KIND && !is_hostile(&path) || *count > 3 * OF_A_KIND {
            continue;
        }
        let answer = browser.get(&path);
        assert!(matches!(answer.status, 200 | 303 | 404), "{role} {path}: {} {}", answer.status, answer.text);
        read(&path, &answer);
        for link in links(&answer) {
            if known.insert(link.clone()) {
                if is_hostile(&link) { waiting.push_front(link) } else { waiting.push_back(link) }
            }
        }
    }
}

fn is_hostile(path: &str) -> bool {
    path.contains("x-probe") || path.contains("hostile")
}

/// The address with a star for what differs between pages of a kind: keys, numbers, values of the query.
fn kind(path: &str) -> String {
    const GROUPS: [&str; 9] =
        ["teams", "cohorts", "people", "skills", "behaviours", "drill", "users", "accounts", "roles"];
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts: Vec<&str> = path.split('/').collect();
    for at in 1..parts.len() {
        if GROUPS.contains(&parts[at - 1]) {
            parts[at] = "*";
        }
    }
    let names: BTreeSet<&str> =
        query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    format!("{}?{names:?}", parts.join("/"))
}

/// The addresses on this site that a page leads to.
fn links(answer: &Answer) -> Vec<String> {
    if answer.status == 303 {
        return vec![answer.header("location").to_owned()];
    }
    if !answer.header("content-type").starts_with("text/html") {
        return Vec::new();
    }
    let page = scraper::Html::parse_document(&answer.text);
    let anchors = scraper::Selector::parse("a[href]").unwrap();
    let hrefs = page.select(&anchors).filter_map(|anchor| anchor.value().attr("href"));
    let paths = hrefs.filter(|href| href.starts_with('/') && !href.starts_with("//"));
    paths.map(|path| path.split('#').next().unwrap().to_owned()).collect()
}

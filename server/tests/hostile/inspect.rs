//! Looking at an answer as a browser and a spreadsheet would.

use scraper::{ElementRef, Html, Selector};

use super::common::Answer;

/// Elements that no page of ours has.
const FOREIGN: [&str; 8] = ["x-probe", "img", "iframe", "object", "embed", "base", "style", "frame"];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 5] = ["href", "src", "action", "formaction", "xlink:href"];

#[derive(Default)]
pub struct Seen {
    pub pages: usize,
    pub tables: usize,
    /// Everything that could be read.
    pub text: String,
}

impl Seen {
    pub fn read(&mut self, role: &str, path: &str, answer: &Answer) {
        let kind = answer.header("content-type");
        assert!(!kind.is_empty() || answer.text.is_empty(), "{role} {path}: what kind of text is this?");
        if kind.starts_with("text/html") {
            self.pages += 1;
            self.page(&answer.text, &format!("{role} {path}"));
        } else if kind.starts_with("text/csv") {
            self.tables += 1;
            check_table(&answer.text, &format!("{role} {path}"));
        }
    }

    fn page(&mut self, html: &str, at: &str) {
        let page = Html::parse_document(html);
        for element in page.select(&Selector::parse("*").unwrap()) {
            check(&element, at);
        }
        let words: String = page.root_element().text().collect();
        self.text.push_str(&words);
        self.text.push('\n');
    }
}

/// No cell is what a spreadsheet would take for a formula; a negative number is none.
fn check_table(csv: &str, at: &str) {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    for row in rows.records() {
        for cell in &row.unwrap() {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!formula, "{at}: a spreadsheet would calculate {cell:?}");
        }
    }
}

fn check(element: &ElementRef, at: &str) {
    let (name, html) = (element.value().name(), || element.html().chars().take(300).collect::<String>());
    assert!(!FOREIGN.contains(&name), "{at}: {}", html());
    for (attribute, value) in element.value().attrs() {
        assert!(!attribute.starts_with("on") && attribute != "style", "{at}: {}", html());
        if ADDRESSES.contains(&attribute) {
            let local = value.starts_with('/') && !value.starts_with("//") || value.starts_with(['#', '?']);
            assert!(local, "{at}: leads elsewhere: {}", html());
        }
    }
    if name == "script" {
        assert!(element.value().attr("nonce").is_some_and(|nonce| nonce.len() >= 20), "{at}: {}", html());
        assert!(!element.inner_html().contains("x-probe"), "{at}: {}", html());
    }
}

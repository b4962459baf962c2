//! The colours of `style/tokens.css` against WCAG 2.2: text 4.5 : 1, marks and borders of controls 3 : 1.

use std::path::Path;

const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// Foreground, background, and the ratio that this use needs.
const PAIRS: [(&str, &str, f64); 26] = [
    ("ink", "ground", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "accent-soft", TEXT),
    ("ink", "problem-soft", TEXT),
    ("ink", "band", TEXT),
    ("muted", "ground", TEXT),
    ("muted", "surface", TEXT),
    ("muted", "band", TEXT),
    ("muted", "accent-soft", TEXT),
    ("quiet", "ground", TEXT),
    ("quiet", "surface", TEXT),
    ("accent", "ground", TEXT),
    ("ground", "accent", TEXT),
    ("second", "ground", TEXT),
    ("problem", "ground", TEXT),
    ("problem", "surface", TEXT),
    ("problem", "problem-soft", TEXT),
    ("accent", "band", MARK),
    ("accent", "accent-soft", MARK),
    ("second", "band", MARK),
    ("second", "accent-soft", MARK),
    ("edge", "ground", MARK),
    ("edge", "surface", MARK),
    ("focus", "ground", MARK),
    ("focus", "surface", MARK),
    ("focus", "band", MARK),
];

fn tokens() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/tokens.css");
    std::fs::read_to_string(&path).expect("style/tokens.css")
}

/// The token's colours in the light and in the dark theme.
fn themes(tokens: &str, name: &str) -> [String; 2] {
    let start = format!("--{name}: light-dark(");
    let colors = tokens.split(&start).nth(1).and_then(|rest| rest.split(')').next()).expect(name);
    let (light, dark) = colors.split_once(", ").expect("two colours");
    [light.to_owned(), dark.to_owned()]
}

/// Relative luminance, WCAG 2.2.
fn luminance(color: &str) -> f64 {
    let channel = |from: usize| {
        let value = u8::from_str_radix(&color[from..from + 2], 16).expect("#rrggbb");
        let share = f64::from(value) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_colour_can_be_read_on_what_it_stands_on_in_both_themes() {
    let tokens = tokens();
    let weak: Vec<String> = PAIRS
        .iter()
        .flat_map(|(front, back, needed)| {
            let (fronts, backs) = (themes(&tokens, front), themes(&tokens, back));
            let ratios = [contrast(&fronts[0], &backs[0]), contrast(&fronts[1], &backs[1])];
            ratios.map(|ratio| (ratio < *needed).then(|| format!("{front} on {back}: {ratio:.2} < {needed}")))
        })
        .flatten()
        .collect();
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

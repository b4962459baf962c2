//! Roles of ink: drawn with a fixed palette, handed to the page as classes.
//!
//! Plotters knows colours, the page knows themes. Each role has one colour that stands for it while drawing;
//! [`restyle`] then replaces every presentation attribute by the role's class.

use plotters::style::RGBColor;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Hairlines, and the quiet words beside them.
    Axis,
    Baseline,
    Learning,
    Mark,
    Main,
    Comparison,
    /// Where nothing differs.
    Zero,
    /// How sure a point is.
    Interval,
    /// A point that counts, beside those that only show that the method is fair.
    Solid,
    /// A line drawn through points, and how sure it is.
    Fit,
    FitBand,
}

const ALL: [Ink; 11] = [
    Ink::Axis,
    Ink::Baseline,
    Ink::Learning,
    Ink::Mark,
    Ink::Main,
    Ink::Comparison,
    Ink::Zero,
    Ink::Interval,
    Ink::Solid,
    Ink::Fit,
    Ink::FitBand,
];

impl Ink {
    pub fn color(self) -> RGBColor {
        match self {
            Ink::Axis => RGBColor(0xDD, 0xDA, 0xD2),
            Ink::Baseline => RGBColor(0xEF, 0xEC, 0xE4),
            Ink::Learning => RGBColor(0xD6, 0xEA, 0xE8),
            Ink::Mark => RGBColor(0x77, 0x74, 0x6C),
            Ink::Main => RGBColor(0x0B, 0x6B, 0x6B),
            Ink::Comparison => RGBColor(0xB0, 0x50, 0x18),
            Ink::Zero => RGBColor(0x8B, 0x87, 0x7D),
            Ink::Interval => RGBColor(0x6D, 0xA6, 0xA6),
            Ink::Solid => RGBColor(0x0C, 0x6C, 0x6C),
            Ink::Fit => RGBColor(0xA8, 0x4C, 0x14),
            Ink::FitBand => RGBColor(0xF3, 0xE4, 0xDA),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Ink::Axis => "axis",
            Ink::Baseline => "baseline",
            Ink::Learning => "learning",
            Ink::Mark => "mark",
            Ink::Main => "main",
            Ink::Comparison => "comparison",
            Ink::Zero => "zero",
            Ink::Interval => "interval",
            Ink::Solid => "solid",
            Ink::Fit => "fit",
            Ink::FitBand => "fit-band",
        }
    }

    fn of(color: &str) -> Option<Ink> {
        let same = |ink: &Ink| {
            let RGBColor(r, g, b) = ink.color();
            color == format!("#{r:02X}{g:02X}{b:02X}")
        };
        ALL.into_iter().find(same)
    }
}

/// The body of a plotters SVG without its root element, each element with a class in place of its looks.
pub fn restyle(svg: &str) -> String {
    let lines = svg.lines().filter(|line| !line.starts_with("<svg") && !line.starts_with("</svg"));
    lines.fold(String::with_capacity(svg.len()), |mut body, line| {
        // Text is escaped, so only markup starts with an angle bracket.
        if line.starts_with('<') && !line.starts_with("</") {
            body.push_str(&restyle_tag(line));
        } else {
            body.push_str(line);
        }
        if line.starts_with("</") || line.ends_with("/>") {
            body.push('\n');
        }
        body
    })
}

/// Rewrites `<tag name="value" …>`; values are escaped by plotters and hold no quotes.
fn restyle_tag(line: &str) -> String {
    let closing = if line.ends_with("/>") { "/>" } else { ">" };
    let (tag, attributes) = line.trim_end_matches(closing).split_once(' ').unwrap_or((line, ""));
    let mut kept = String::from(tag);
    let mut class = None;
    let mut parts = attributes.split('"');
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        match name.trim().trim_end_matches('=') {
            "fill" | "stroke" => class = class.or(Ink::of(value)),
            "opacity" | "stroke-width" | "font-family" | "font-size" => {}
            geometry => kept.extend([" ", geometry, "=\"", value.trim(), "\""]),
        }
    }
    let class = class.map(|ink| format!(" class=\"{}\"", ink.class())).unwrap_or_default();
    format!("{kept}{class}{closing}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_elements_looks_become_its_class() {
        let line =
            r##"<circle cx="5" cy="6" r="4" opacity="1" fill="none" stroke="#0B6B6B" stroke-width="1"/>"##;
        assert_eq!(restyle_tag(line), r#"<circle cx="5" cy="6" r="4" class="main"/>"#);
    }

    #[test]
    fn every_role_is_drawn_in_a_colour_of_its_own() {
        for (index, ink) in ALL.iter().enumerate() {
            assert!(ALL[index + 1..].iter().all(|other| other.color() != ink.color()));
        }
    }
}

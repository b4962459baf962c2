//! Words on a drawn page: measured with the page's own font, broken into lines, put where they belong.

use ttf_parser::Face;

use crate::pages::impact::verdict_box::Part;

pub const FAMILY: &str = "DejaVu Sans";

/// Height of a line, in sizes of its font.
const LEADING: f32 = 1.4;

/// The page's fonts, to measure with.
pub struct Fonts {
    regular: Face<'static>,
    bold: Face<'static>,
}

/// How a run of words looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Bold,
    Struck,
}

/// Where words stand: their left edge, the top of their first line, and the room they have.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub x: f32,
    pub y: f32,
    pub width: f32,
}

struct Word {
    text: String,
    look: Look,
    /// A blank stands before it.
    spaced: bool,
}

impl Fonts {
    pub fn load() -> Result<Self, String> {
        let face = |data| Face::parse(data, 0).map_err(|e| e.to_string());
        Ok(Self { regular: face(dejavu::sans::regular())?, bold: face(dejavu::sans::bold())? })
    }

    /// Width of a text in units of the page.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        let face = if bold { &self.bold } else { &self.regular };
        let advance = |letter| face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
        let units: f32 = text.chars().map(|letter| advance(letter).map_or(0.0, f32::from)).sum();
        units * size / f32::from(face.units_per_em().max(1))
    }

    /// The parts as lines of text, and the height they take.
    pub fn paragraph(&self, parts: &[Part], at: At, size: f32, class: &str) -> (String, f32) {
        let words = words(parts);
        let lines = self.lines(&words, at.width, size);
        let mut svg = String::new();
        let mut baseline = at.y + size;
        for line in &lines {
            let x = at.x;
            let start =
                format!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{baseline:.1}\" font-size=\"{size}\">");
            svg.push_str(&start);
            for (index, word) in line.iter().enumerate() {
                let blank = if index > 0 && word.spaced { " " } else { "" };
                let look = match word.look {
                    Look::Plain => "",
                    Look::Bold => " font-weight=\"bold\"",
                    Look::Struck => " text-decoration=\"line-through\"",
                };
                let word = format!("{blank}<tspan{look}>{}</tspan>", escape(&word.text));
                svg.push_str(&word);
            }
            svg.push_str("</text>\n");
            baseline += size * LEADING;
        }
        (svg, lines.len() as f32 * size * LEADING)
    }

    fn lines<'a>(&self, words: &'a [Word], width: f32, size: f32) -> Vec<Vec<&'a Word>> {
        let mut lines: Vec<Vec<&Word>> = Vec::new();
        let mut used = 0.0;
        for word in words {
            let own = self.width(&word.text, size, word.look == Look::Bold);
            let blank = if word.spaced { self.width(" ", size, false) } else { 0.0 };
            match lines.last_mut() {
                // What follows without a blank belongs to the word before it.
                Some(line) if used + blank + own <= width || !word.spaced => {
                    line.push(word);
                    used += blank + own;
                }
                _ => {
                    lines.push(vec![word]);
                    used = own;
                }
            }
        }
        lines
    }

    /// The text, cut with an ellipsis where it has no room.
    pub fn fit(&self, text: &str, width: f32, size: f32) -> String {
        if self.width(text, size, false) <= width {
            return text.to_owned();
        }
        let mut cut = String::new();
        for letter in text.chars() {
            cut.push(letter);
            if self.width(&cut, size, false) + self.width("…", size, false) > width {
                cut.pop();
                break;
            }
        }
        format!("{}…", cut.trim_end())
    }
}

/// The words of a sentence's parts; blanks that do not break stay inside them.
fn words(parts: &[Part]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut spaced = false;
    for part in parts {
        let (text, look) = match part {
            Part::Words(text) => (text, Look::Plain),
            Part::Number(text) => (text, Look::Bold),
            Part::Struck(text) => (text, Look::Struck),
        };
        // A figure is not torn apart.
        let pieces = if look == Look::Plain { text.split(' ').collect() } else { vec![text.as_str()] };
        for (index, piece) in pieces.into_iter().enumerate() {
            spaced |= index > 0;
            if !piece.is_empty() {
                words.push(Word { text: piece.to_owned(), look, spaced });
                spaced = false;
            }
        }
    }
    words
}

/// Safe between tags; without what XML forbids.
pub fn escape(text: &str) -> String {
    let clean = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    clean.collect::<String>().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

//! How wide words are without knowing the reader's font, and what may not stand in XML.

/// Width of one character in picture units at the 14 units the style sheet sets: wide system fonts (`DejaVu Sans`)
/// need 0.6 em on average, so narrower ones only leave more room.
const CHARACTER: f64 = 8.5;

/// Height of a line of text in picture units.
pub const LINE: i32 = 17;

/// An upper estimate of the text's width in picture units.
pub fn width(text: &str) -> i32 {
    let characters = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
    // Truncation is safe: at most 65,535 characters.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the character count above")]
    let units = (f64::from(characters) * CHARACTER).ceil() as i32;
    units
}

/// The same for bold text.
pub fn bold_width(text: &str) -> i32 {
    let regular = width(text);
    regular + regular / 6
}

/// The text, cut with an ellipsis where it would be wider than `room`.
pub fn fit(text: &str, room: i32) -> String {
    fit_by(width, text, room)
}

/// The same for bold text.
pub fn fit_bold(text: &str, room: i32) -> String {
    fit_by(bold_width, text, room)
}

fn fit_by(width: fn(&str) -> i32, text: &str, room: i32) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if width(&cut) + width("…") > room {
            cut.pop();
            break;
        }
    }
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Text without the characters that XML 1.0 forbids even when escaped.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// Cleaned text, safe between tags and inside a quoted attribute.
pub fn escape(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_left_alone_and_a_longer_one_ends_in_an_ellipsis() {
        assert_eq!(fit("Payments", 80), "Payments");
        assert_eq!(fit("Payments and Identity", 80), "Payments…");
    }

    #[test]
    fn markup_and_control_characters_are_taken_out_of_text() {
        assert_eq!(escape("<b>\u{0}\"R&D\"</b>"), "&lt;b&gt; &quot;R&amp;D&quot;&lt;/b&gt;");
    }
}

//! A QR code as a picture in the page. Nothing is fetched: the secret stays between server and reader.

use std::fmt::Write;

use qrcode::{Color, QrCode, types::QrError};

/// Modules of quiet around the code, as its standard wants them.
const QUIET: usize = 4;

/// An SVG of a text; `None` where the text is too long for a QR code.
pub fn svg(text: &str, title: &str) -> Result<String, QrError> {
    let code = QrCode::new(text)?;
    let (width, mut path) = (code.width(), String::new());
    for (index, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        // Writing to a string does not fail.
        let _ = write!(path, "M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET);
    }
    let size = width + 2 * QUIET;
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" shape-rendering=\"crispEdges\"><title>{title}</title>\
         <rect width=\"{size}\" height=\"{size}\" class=\"qr-ground\"/><path d=\"{path}\" class=\"qr-dark\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_finders_inside_a_quiet_zone() {
        let svg = svg("otpauth://totp/Sightline:person07?secret=ABC", "QR code").unwrap();
        assert!(svg.contains("<title>QR code</title>"));
        // The corner of the first finder, and nothing nearer to the edge.
        assert!(svg.contains("M4 4h1v1h-1z") && !svg.contains("M3 "), "{svg}");
    }
}

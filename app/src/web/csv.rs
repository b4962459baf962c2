//! CSV as a file to keep.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// A cell that a spreadsheet would take for a formula gets a quote before it.
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// An answer that browsers save as `NAME.csv`.
pub fn csv_file(name: &str, content: Vec<u8>) -> Response {
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_text_stays() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("@here"), "'@here");
        assert_eq!(csv_cell("2026-07"), "2026-07");
    }
}

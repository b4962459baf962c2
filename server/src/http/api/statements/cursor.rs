//! A cursor is a place in the log, which nothing is put before later.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::http::api::problem::Problem;

pub(super) fn encode(place: i64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("s{place}"))
}

pub(super) fn decode(cursor: &str) -> Result<i64, Problem> {
    place(cursor).ok_or_else(|| {
        Problem::parameter("cursor", "cursor must be the next_cursor of an answer before, unchanged.")
    })
}

fn place(cursor: &str) -> Option<i64> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix('s')?.parse().ok().filter(|place| *place >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is_one() {
        assert_eq!(place(&encode(7)), Some(7));
        assert_eq!(place("made-up"), None);
        assert_eq!(place(&BASE64_URL_SAFE_NO_PAD.encode("s-1")), None);
        assert_eq!(place(&BASE64_URL_SAFE_NO_PAD.encode("7.2")), None, "that of another list");
    }
}

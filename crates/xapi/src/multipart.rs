//! `multipart/mixed`, as statements and attachments travel in it (RFC 2046, section 5.1).

/// One part: its headers with names in lower case, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    pub headers: Vec<(String, String)>,
    pub body: &'a [u8],
}

impl Part<'_> {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Why a body cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("Content-Type: multipart/mixed lacks its boundary")]
    NoBoundary,
    #[error("the body does not begin with the boundary that Content-Type names")]
    NotBegun,
    #[error("the body ends before the closing boundary")]
    NotClosed,
    #[error("a part has no empty line between its headers and its content")]
    NoContent,
    #[error("a part has a header that is no \"Name: value\"")]
    Header,
    #[error("the body has more than {MOST_PARTS} parts")]
    TooMany,
}

/// More would only be sent to keep a server busy.
const MOST_PARTS: usize = 4096;

/// What `Content-Type` names as its boundary; in quotes or not.
pub fn boundary(content_type: &str) -> Result<&str, Malformed> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    let mut boundaries = parameters.filter(|(name, _)| name.eq_ignore_ascii_case("boundary"));
    let (_, boundary) = boundaries.next().ok_or(Malformed::NoBoundary)?;
    let boundary = boundary.trim().trim_matches('"');
    if boundary.is_empty() || boundary.len() > 200 { Err(Malformed::NoBoundary) } else { Ok(boundary) }
}

/// Takes a body apart. What stands before the first boundary and after the last one does not count.
///
/// # Errors
/// When the boundary does not begin and end it, or a part has no proper head.
pub fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, Malformed> {
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut rest = after_line(body, &delimiter).ok_or(Malformed::NotBegun)?;
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        if parts.len() == MOST_PARTS {
            return Err(Malformed::TooMany);
        }
        let (inside, next) = until_line(rest, &delimiter).ok_or(Malformed::NotClosed)?;
        parts.push(part(inside)?);
        rest = next;
    }
}

/// What follows the first delimiter that begins a line.
fn after_line<'a>(body: &'a [u8], delimiter: &[u8]) -> Option<&'a [u8]> {
    match body.strip_prefix(delimiter) {
        Some(rest) => Some(rest),
        None => until_line(body, delimiter).map(|(_, rest)| rest),
    }
}

/// Up to the next delimiter on a line of its own, without the line break that belongs to it, and what follows it.
fn until_line<'a>(body: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut from = 0;
    while let Some(at) = find(&body[from..], delimiter).map(|at| from + at) {
        let after = &body[at + delimiter.len()..];
        let ends_there = after.is_empty() || after.starts_with(b"--") || is_end_of_line(after);
        if let Some(inside) = body[..at].strip_suffix(b"\n").filter(|_| ends_there) {
            return Some((inside.strip_suffix(b"\r").unwrap_or(inside), after));
        }
        from = at + 1;
    }
    None
}

/// Blanks may follow a boundary.
fn is_end_of_line(text: &[u8]) -> bool {
    text.trim_ascii_start().len() < text.len()
        && text.iter().find(|b| !b" \t".contains(b)).is_some_and(|b| b"\r\n".contains(b))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, wanted)
}

/// `rest` begins right after the boundary, with the end of its line.
fn part(rest: &[u8]) -> Result<Part<'_>, Malformed> {
    let mut lines = rest;
    let mut headers = Vec::new();
    next_line(&mut lines).ok_or(Malformed::NoContent)?;
    loop {
        let line = next_line(&mut lines).ok_or(Malformed::NoContent)?;
        if line.is_empty() {
            return Ok(Part { headers, body: lines });
        }
        let line = std::str::from_utf8(line).map_err(|_| Malformed::Header)?;
        let (name, value) = line.split_once(':').ok_or(Malformed::Header)?;
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// The next line without its break; `None` where no break follows.
fn next_line<'a>(text: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = memchr::memchr(b'\n', text)?;
    let line = &text[..end];
    *text = &text[end + 1..];
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

/// Puts parts together under a boundary that occurs in none of them.
pub fn write(parts: &[Part], boundary: &str) -> Vec<u8> {
    let size = parts.iter().map(|part| part.body.len() + 300).sum();
    let mut body = Vec::with_capacity(size);
    for part in parts {
        body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        for (name, value) in &part.headers {
            body.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        body.extend_from_slice(b"\r\n");
        body.extend_from_slice(part.body);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn a_boundary_is_found_in_quotes_and_without() {
        assert_eq!(boundary("multipart/mixed; boundary=abc"), Ok("abc"));
        assert_eq!(boundary("multipart/mixed; charset=utf-8; BOUNDARY=\"a b\""), Ok("a b"));
        assert_eq!(boundary("multipart/mixed"), Err(Malformed::NoBoundary));
        assert_eq!(boundary("multipart/mixed; boundary="), Err(Malformed::NoBoundary));
    }

    #[test]
    fn a_boundary_inside_a_line_is_content() {
        let body = b"preamble\r\n--b \r\nA: 1\r\n\r\nx--b\r\n--bc\r\n--b--\r\nepilogue";
        let parts = parts(body, "b").unwrap();
        assert_eq!(parts.len(), 1);
        assert_eq!((parts[0].header("a"), parts[0].body), (Some("1"), &b"x--b\r\n--bc"[..]));
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        assert_eq!(parts(b"", "b"), Err(Malformed::NotBegun));
        assert_eq!(parts(b"--b\r\nA: 1\r\n\r\nx", "b"), Err(Malformed::NotClosed));
        assert_eq!(parts(b"--b\r\nA: 1\r\n--b--", "b"), Err(Malformed::NoContent));
        assert_eq!(parts(b"--b\r\nA\r\n\r\n--b--", "b"), Err(Malformed::Header));
        assert_eq!(parts(b"--b--", "b"), Ok(vec![]));
    }

    proptest! {
        #[test]
        fn what_was_put_together_is_taken_apart_again(bodies in vec(vec(any::<u8>(), 0..60), 0..5)) {
            let written: Vec<Part> = bodies.iter().enumerate()
                .map(|(at, body)| Part { headers: vec![("x-number".to_owned(), at.to_string())], body })
                .collect();
            let body = write(&written, "a-boundary-that-nobody-guesses");
            prop_assert_eq!(parts(&body, "a-boundary-that-nobody-guesses").unwrap(), written);
        }

        #[test]
        fn any_bytes_are_judged(body in vec(prop_oneof![Just(b'-'), Just(b'b'), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..80)) {
            let _ = parts(&body, "b");
        }
    }
}

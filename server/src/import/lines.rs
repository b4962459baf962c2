//! Lines of a file, one at a time, none of them able to fill the memory.

use std::io::{BufRead, BufReader, Read};

/// What the hosts themselves send at most in one payload.
pub const LONGEST_LINE: usize = 25 * 1024 * 1024;

pub struct Lines<R> {
    source: BufReader<R>,
    number: u64,
    longest: usize,
}

/// A line without its end, and its number from 1.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    Text(u64, Vec<u8>),
    /// Skipped without being kept.
    TooLong(u64),
}

impl<R: Read> Lines<R> {
    pub fn new(source: R) -> Self {
        Self::up_to(source, LONGEST_LINE)
    }

    fn up_to(source: R, longest: usize) -> Self {
        Self { source: BufReader::with_capacity(256 * 1024, source), number: 0, longest }
    }

    /// The next line that is not blank; `None` at the end.
    pub fn next_line(&mut self) -> std::io::Result<Option<Line>> {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            let limit = self.longest as u64 + 2;
            if (&mut self.source).take(limit).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            let ended = line.last() == Some(&b'\n');
            let text = line.trim_ascii_end();
            if text.len() > self.longest {
                if !ended {
                    self.skip_line()?;
                }
                return Ok(Some(Line::TooLong(self.number)));
            }
            if !text.is_empty() {
                line.truncate(text.len());
                return Ok(Some(Line::Text(self.number, line)));
            }
        }
    }

    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.source.fill_buf()?;
            let (skip, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.source.consume(skip);
            if ended {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], longest: usize) -> Vec<Line> {
        let mut lines = Lines::up_to(text, longest);
        std::iter::from_fn(|| lines.next_line().unwrap()).collect()
    }

    #[test]
    fn blank_lines_are_passed_over_but_counted() {
        let expected = vec![Line::Text(1, b"a".to_vec()), Line::Text(4, b"b".to_vec())];
        assert_eq!(all(b"a\r\n\n  \nb", 10), expected);
    }

    #[test]
    fn a_line_that_is_too_long_costs_only_itself() {
        let text = [b"x".repeat(50), b"\nshort\n".to_vec(), b"y".repeat(11)].concat();
        assert_eq!(
            all(&text, 10),
            vec![Line::TooLong(1), Line::Text(2, b"short".to_vec()), Line::TooLong(3)]
        );
        assert_eq!(all(&b"z".repeat(10), 10), vec![Line::Text(1, b"z".repeat(10))]);
    }
}

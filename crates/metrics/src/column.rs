//! One column of whole numbers: the smallest value, the bytes each value needs above it, then the values.
//!
//! Subtraction and addition wrap, so every `i64` comes back whatever its neighbours are.

/// The bytes end before the column does, or its width is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

const HEADER: usize = 1 + size_of::<i64>();

pub(crate) fn write(out: &mut Vec<u8>, values: &[i64]) {
    let base = values.iter().copied().min().unwrap_or(0);
    let widest = values.iter().map(|v| above(base, *v)).max().unwrap_or(0);
    let width = bytes_needed(widest);
    out.push(width);
    out.extend_from_slice(&base.to_le_bytes());
    for value in values {
        out.extend_from_slice(&above(base, *value).to_le_bytes()[..usize::from(width)]);
    }
}

fn above(base: i64, value: i64) -> u64 {
    value.wrapping_sub(base).cast_unsigned()
}

/// At least one, so that a column is never shorter than its number of values: a false count cannot ask for
/// more memory than there are bytes.
fn bytes_needed(value: u64) -> u8 {
    (1..8).find(|width| value >> (8 * width) == 0).unwrap_or(8)
}

/// Reads a column's values one after the other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column<'a> {
    /// The column and all that follows it, so that values are read eight bytes at a time.
    bytes: &'a [u8],
    base: i64,
    width: usize,
    mask: u64,
}

impl<'a> Column<'a> {
    /// Takes a column of `count` values off the front of `bytes`.
    pub fn take(bytes: &mut &'a [u8], count: usize) -> Result<Self, Malformed> {
        let (header, rest) = bytes.split_first_chunk::<HEADER>().ok_or(Malformed)?;
        let [width, base @ ..] = *header;
        let width = usize::from(width);
        if !(1..=8).contains(&width) {
            return Err(Malformed);
        }
        let length = width.checked_mul(count).ok_or(Malformed)?;
        *bytes = rest.get(length..).ok_or(Malformed)?;
        let base = i64::from_le_bytes(base);
        Ok(Self { bytes: rest, base, width, mask: u64::MAX >> (64 - 8 * width) })
    }

    /// The next value. To be called as often as the column has values: beyond that it makes no sense, but does
    /// no harm.
    pub fn next(&mut self) -> i64 {
        let word = match self.bytes.first_chunk::<8>() {
            Some(word) => *word,
            None => padded(self.bytes),
        };
        self.bytes = self.bytes.get(self.width..).unwrap_or_default();
        let above = u64::from_le_bytes(word) & self.mask;
        self.base.wrapping_add(above.cast_signed())
    }
}

fn padded(bytes: &[u8]) -> [u8; 8] {
    let mut word = [0; 8];
    word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_numbers_come_back(values: Vec<i64>) {
            let mut bytes = Vec::new();
            write(&mut bytes, &values);
            let mut rest = bytes.as_slice();
            let mut column = Column::take(&mut rest, values.len()).unwrap();
            prop_assert!(rest.is_empty());
            let read: Vec<i64> = values.iter().map(|_| column.next()).collect();
            prop_assert_eq!(read, values);
        }
    }

    #[test]
    fn a_column_is_as_narrow_as_its_values_are_close() {
        let mut bytes = Vec::new();
        write(&mut bytes, &[1_000_000_000_000, 1_000_000_000_255]);
        assert_eq!(bytes.len(), HEADER + 2);
    }

    #[test]
    fn a_count_beyond_the_bytes_is_refused() {
        let mut bytes = Vec::new();
        write(&mut bytes, &[1, 2, 3]);
        assert_eq!(Column::take(&mut bytes.as_slice(), 4).err(), Some(Malformed));
        assert_eq!(Column::take(&mut bytes.as_slice(), usize::MAX).err(), Some(Malformed));
    }
}

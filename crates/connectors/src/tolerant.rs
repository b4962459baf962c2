//! Serde building blocks that take what exports really hold: nulls anywhere, ids as numbers or text.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use domain::EpochMs;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// Text that borrows from the line wherever it holds no escapes. (A bare `Option<Cow<str>>` always copies.)
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// An array whose null elements are skipped.
#[derive(Debug)]
pub(crate) struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_unit<E: Error>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Option<T>>()? {
            items.extend(item);
        }
        Ok(List(items))
    }
}

/// An instant in RFC 3339.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instant(pub EpochMs);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        EpochMs::from_rfc3339(&text).map(Self).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            D::Error::custom(format_args!(
                "is \"{shown}\", which is not a time in RFC 3339; write it like 2026-03-01T09:30:00Z"
            ))
        })
    }
}

/// A numeric id as text. GraphQL's node ids are text too, but change with the API's version: they read as absent.
#[derive(Debug)]
pub(crate) struct NumericId(pub Option<String>);

impl<'de> Deserialize<'de> for NumericId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumericIdVisitor)
    }
}

struct NumericIdVisitor;

impl Visitor<'_> for NumericIdVisitor {
    type Value = NumericId;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a numeric id")
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<NumericId, E> {
        Ok(NumericId(Some(id.to_string())))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<NumericId, E> {
        let numeric = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
        Ok(NumericId(numeric.then(|| id.to_owned())))
    }
}

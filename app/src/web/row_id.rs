//! The number of a row in an address.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};

/// Not every address has a number where one belongs. What is none is the number of no row, and is answered as one that
/// there is not: by those who look for it, after they have asked who wants to know.
pub struct RowId(pub i64);

const NO_ROW: i64 = i64::MIN;

impl<S: Send + Sync> FromRequestParts<S> for RowId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(Path::from_request_parts(parts, state).await.map_or(NO_ROW, |Path(number)| number)))
    }
}

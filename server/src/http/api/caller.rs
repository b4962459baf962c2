//! Who asks: the bearer of a token, through one of its scopes. A handler that takes one of these is never
//! reached without it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use domain::viewer::Viewer;
use service::{
    Service,
    tokens::{Bearer, TokenScope},
};

use super::problem::Problem;

/// The secret of `Authorization: Bearer …`.
pub fn bearer_secret(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// The bearer of a token, whatever it opens.
pub struct Caller(pub Bearer);

impl FromRequestParts<Service> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let secret = bearer_secret(&parts.headers).ok_or_else(Problem::unauthorized)?;
        service.bearer(secret).await?.map(Self).ok_or_else(Problem::unauthorized)
    }
}

macro_rules! scoped {
    ($(#[$doc:meta])* $name:ident, $scope:ident) => {
        $(#[$doc])*
        pub struct $name(pub Viewer);

        impl FromRequestParts<Service> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
                let Caller(bearer) = Caller::from_request_parts(parts, service).await?;
                let scope = TokenScope::$scope;
                bearer.viewer(scope).cloned().map(Self).ok_or_else(|| Problem::out_of_scope(scope))
            }
        }
    };
}

scoped!(
    /// The owner of a token that may read figures.
    Figures, FiguresRead
);
scoped!(
    /// The owner of a token that may read lists of groups.
    Directory, DirectoryRead
);
scoped!(
    /// The owner of a token that may read what is held about them.
    OwnRecords, OwnRecordsRead
);
scoped!(
    /// The owner of a token that may read what arrives, nobody named.
    Statements, StatementsRead
);
scoped!(
    /// The owner of a token that may read a participant's statements after a stated purpose.
    RawStatements, StatementsRaw
);

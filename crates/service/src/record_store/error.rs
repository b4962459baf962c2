//! Why the record store refuses something.

use std::time::Duration;

use uuid::Uuid;

use crate::ServiceError;

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// 403
    #[error("this key lacks the scope {0}")]
    Forbidden(String),
    /// 403
    #[error("statement {0} is another source's; only that one, or a key with the scope all, can void it")]
    NotYours(Uuid),
    /// 409
    #[error("statement {0} is stored already with another content; nothing of this batch was stored")]
    Conflict(Uuid),
    /// 400: the request cannot be what the standard wants, whatever is stored.
    #[error("{0}")]
    Bad(String),
    /// 409: there is a document, and the request does not say that it knows which.
    #[error(
        "there is a document already: get it, and send its ETag as If-Match to replace it, or If-None-Match: * to not"
    )]
    Unconditional,
    /// 412
    #[error("the document is not the one that If-Match or If-None-Match asks for; get it again")]
    Precondition,
    /// 413
    #[error(
        "statement {id} is {} KiB long and may be {} KiB; put what is long into an attachment",
        .bytes.div_ceil(1024), super::draft::LONGEST / 1024
    )]
    TooLong { id: Uuid, bytes: usize },
    /// 429: too much is waiting to be stored. Nothing of this request was.
    #[error("too many statements are waiting to be stored; send this again in {} s", .0.as_secs())]
    Busy(Duration),
    /// 429: the key may send so often and no more.
    #[error("this key has sent as often as it may in a minute; send this again in {} s", .0.as_secs().max(1))]
    TooOften(Duration),
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl From<store::StoreError> for RecordError {
    fn from(error: store::StoreError) -> Self {
        Self::Service(error.into())
    }
}

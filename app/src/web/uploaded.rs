//! A form that came with a file.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Multipart, Request, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;

use super::{AppState, Refusal, SignedIn, form::unreadable};

/// A form with a file, sent by somebody who is signed in. One that cannot be read becomes a page that says so.
pub struct Uploaded {
    pub viewer: Viewer,
    /// What was typed and chosen, by the fields' names.
    pub fields: BTreeMap<String, String>,
    /// `None` where none was chosen.
    pub file: Option<UploadedFile>,
}

pub struct UploadedFile {
    /// As the browser says it.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl<S> FromRequest<S> for Uploaded
where
    S: Send + Sync,
    AppState: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let SignedIn(viewer) = SignedIn::from_request_parts(&mut parts, state).await?;
        let path = parts.uri.path().to_owned();
        let refuse = |rejection: &dyn std::fmt::Display| {
            tracing::debug!(path, %rejection, "a form with a file could not be read");
            Refusal::new(&AppState::from_ref(state), Some(&viewer), &path, unreadable()).into_response()
        };
        let form = match Multipart::from_request(Request::from_parts(parts, body), state).await {
            Ok(form) => form,
            Err(rejection) => return Err(refuse(&rejection)),
        };
        match read(form).await {
            Ok((fields, file)) => Ok(Self { viewer, fields, file }),
            // Larger than this address takes: the edge says so in words.
            Err(error) if error.status().as_u16() == 413 => Err(error.into_response()),
            Err(error) => Err(refuse(&error)),
        }
    }
}

type Read = (BTreeMap<String, String>, Option<UploadedFile>);

async fn read(mut form: Multipart) -> Result<Read, MultipartError> {
    let (mut fields, mut file) = (BTreeMap::new(), None);
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(called) => {
                let bytes = field.bytes().await?;
                if !called.is_empty() {
                    file = Some(UploadedFile { name: called, bytes: bytes.into() });
                }
            }
            None => {
                fields.insert(name, field.text().await?);
            }
        }
    }
    Ok((fields, file))
}

//! A form that came with a file.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRef, FromRequest, Multipart, Request, multipart::MultipartError},
    response::{IntoResponse, Response},
};
use domain::viewer::Viewer;

use super::{AppState, form::Sender};

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
        let (sender, request) = Sender::of(request, state).await?;
        let form = match Multipart::from_request(request, state).await {
            Ok(form) => form,
            Err(rejection) => return Err(sender.refused(&rejection)),
        };
        match read(form).await {
            Ok((fields, file)) => Ok(Self { viewer: sender.viewer, fields, file }),
            // Larger than this address takes: the edge says so in words.
            Err(error) if error.status().as_u16() == 413 => Err(error.into_response()),
            Err(error) => Err(sender.refused(&error)),
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

//! A page becomes a response.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::viewer::Viewer;
use leptos::prelude::*;

use super::AppState;
use crate::shell::{self, Chrome};

/// A page before its content: title, place, reader.
pub struct Page<'a> {
    app: &'a AppState,
    viewer: Option<&'a Viewer>,
    path: String,
    title: String,
    status: StatusCode,
}

impl<'a> Page<'a> {
    pub fn new(app: &'a AppState, viewer: Option<&'a Viewer>, path: &str, title: impl Into<String>) -> Self {
        Self { app, viewer, path: path.to_owned(), title: title.into(), status: StatusCode::OK }
    }

    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Renders the content inside the document. Pages hold what only this viewer may see, so nobody keeps a copy.
    pub fn render<V: IntoView>(self, body: impl FnOnce() -> V) -> Response {
        let chrome = Chrome {
            title: self.title,
            path: self.path,
            links: self.viewer.map(|viewer| shell::links(viewer.role)).unwrap_or_default(),
            viewer: self.viewer.map(|viewer| shell::SignedIn {
                role: viewer.role.title().to_owned(),
                name: viewer.name.clone(),
            }),
            hidden_and_why: None,
            banner: self.app.demo.then(|| "Demo organisation: every person and figure is made up".to_owned()),
        };
        let html = shell::render(&self.app.options, None, chrome, body);
        (self.status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
    }
}

/// After a form was saved: see the page again, so that reloading it does not send the form again.
pub fn redirect(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// [`redirect`], saying on the page what was done.
pub fn with_notice(to: &str, notice: &str) -> Response {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("saved", notice).finish();
    redirect(&format!("{to}?{query}"))
}

//! A page becomes a response.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::viewer::{AccessRole, Viewer};
use leptos::{nonce::Nonce, prelude::*};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use service::Fields;

use super::AppState;
use crate::shell::{self, Chrome};

/// Said wherever figures of the demo organisation leave the program.
pub const MADE_UP: &str = "Demo organisation: every person and figure is made up";

/// Marks the scripts of one response as ours. Whoever sends the response names it in its content security policy; a
/// response without one has no script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptNonce(pub String);

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

    /// A page with a form. Where something is `wrong` with it, the status says so, and the title, which is read out first.
    pub fn with_form(app: &'a AppState, viewer: &'a Viewer, path: &str, title: &str, wrong: &Fields) -> Self {
        if wrong.0.is_empty() {
            Self::new(app, Some(viewer), path, title)
        } else {
            let page = Self::new(app, Some(viewer), path, format!("Not saved yet: {title}"));
            page.status(StatusCode::UNPROCESSABLE_ENTITY)
        }
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
            links: self.viewer.map(shell::links).unwrap_or_default(),
            viewer: self.viewer.map(|viewer| shell::SignedIn {
                role: viewer.roles().map(AccessRole::title).collect::<Vec<_>>().join(", "),
                name: viewer.name.clone(),
            }),
            hidden_and_why: self.viewer.map(|_| crate::pages::TRUST.to_owned()),
            banner: self.app.demo.then(|| MADE_UP.to_owned()),
        };
        let nonce = Nonce::new();
        let html = shell::render(&self.app.options, Some(&nonce), chrome, body);
        let scripted = html.contains(shell::SCRIPT_TAG);
        let mut response = (self.status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response();
        if scripted {
            response.extensions_mut().insert(ScriptNonce(nonce.to_string()));
        }
        response
    }
}

/// After a form was saved: see the page again, so that reloading it does not send the form again.
pub fn redirect(to: &str) -> Response {
    // A key may hold letters of any script; a header may not.
    Redirect::to(&utf8_percent_encode(to, CONTROLS).to_string()).into_response()
}

/// [`redirect`], saying on the page what was done. `to` may have a query and an anchor.
pub fn with_notice(to: &str, notice: &str) -> Response {
    let (page, anchor) = to.find('#').map_or((to, ""), |at| to.split_at(at));
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("saved", notice).finish();
    let joint = if page.contains('?') { '&' } else { '?' };
    redirect(&format!("{page}{joint}{query}{anchor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(response: &Response) -> Option<&str> {
        response.headers().get(header::LOCATION)?.to_str().ok()
    }

    #[test]
    fn a_notice_goes_into_the_query_before_the_anchor() {
        assert_eq!(
            location(&with_notice("/cohorts/c1", "Saved: 50%.")),
            Some("/cohorts/c1?saved=Saved%3A+50%25.")
        );
        let answer = with_notice("/skill-map?edit=1#skill-a", "Done.");
        assert_eq!(location(&answer), Some("/skill-map?edit=1&saved=Done.#skill-a"));
    }

    #[test]
    fn a_key_in_any_script_can_be_redirected_to() {
        assert_eq!(location(&redirect("/cohorts/größe")), Some("/cohorts/gr%C3%B6%C3%9Fe"));
    }
}

//! Routes that can be listed: whoever adds one cannot leave it out of the matrix of who may open what.

use std::convert::Infallible;

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{MethodFilter, MethodRouter, on},
};

/// A router that knows its methods and paths, in the order in which they were added.
pub struct Routes<S = super::AppState> {
    router: Router<S>,
    listed: Vec<(Method, String)>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self { router: Router::new(), listed: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(&Method::GET, MethodFilter::GET, path, handler)
    }

    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(&Method::POST, MethodFilter::POST, path, handler)
    }

    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(&Method::PUT, MethodFilter::PUT, path, handler)
    }

    #[must_use]
    pub fn patch<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(&Method::PATCH, MethodFilter::PATCH, path, handler)
    }

    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.on(&Method::DELETE, MethodFilter::DELETE, path, handler)
    }

    fn on<H: Handler<T, S>, T: 'static>(
        mut self,
        method: &Method,
        filter: MethodFilter,
        path: &str,
        handler: H,
    ) -> Self {
        let route: MethodRouter<S, Infallible> = on(filter, handler);
        self.router = self.router.route(path, route);
        self.listed.push((method.clone(), path.to_owned()));
        self
    }

    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.listed.extend(other.listed);
        self
    }

    /// Every method and path.
    pub fn listed(&self) -> &[(Method, String)] {
        &self.listed
    }

    pub fn into_router(self) -> Router<S> {
        self.router
    }
}

//! What a description of an API says about its addresses, for whoever lists or tells them.

use axum::http::Method;
use utoipa::openapi::{
    OpenApi,
    path::{Operation, PathItem},
};

/// The operations of a path, by method.
pub fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let all = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Every method and path.
pub fn listed(document: &OpenApi) -> Vec<(Method, String)> {
    let paths = document.paths.paths.iter();
    paths.flat_map(|(path, item)| operations(item).map(|(method, _)| (method, path.clone()))).collect()
}

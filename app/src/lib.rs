//! The web application: pages rendered on the server, and the islands that wake up in the browser.
//!
//! The feature `ssr` builds everything but runs islands on the server only; `hydrate` builds the islands alone.

#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod web;
#[cfg(feature = "ssr")]
pub mod words;

//! `sightline routes`

use std::process::ExitCode;

use super::say;
use crate::http;

/// Prints method and address of everything that is served, a line each.
pub fn run() -> ExitCode {
    for (method, path) in http::listed() {
        say!("{method} {path}");
    }
    ExitCode::SUCCESS
}

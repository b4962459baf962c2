//! Between the steps: what was proven is kept in the browser's session, which is nobody's until the last one.

use std::time::Duration;

use axum::response::Response;
use service::{
    local_accounts::{Progress, Proven, Step},
    sign_in::How,
};

use super::super::sign_in::local_path;
use crate::web::{Answer, AppState, Browser, Refusal, redirect, start_session};
use crate::words;

/// Where the session keeps what was proven, and the page to go to afterwards.
const PROVEN: &str = "proven";
const NEXT: &str = "next";

/// The first step as it was left; `None` where there is none.
pub async fn proven(browser: &Browser) -> Option<Proven> {
    browser.session.get(PROVEN).await.ok().flatten()
}

/// Goes on after a step that was right: to the next one, or to the page that was asked for.
pub async fn go_on(app: &AppState, browser: &Browser, path: &str, progress: &Progress, next: &str) -> Answer {
    let broken = |error: &dyn std::fmt::Display| Refusal::broken(app, path, &error.to_string());
    match progress {
        Progress::Done { user } => {
            let kept: Option<String> = browser.session.get(NEXT).await.ok().flatten();
            let wanted = if next.is_empty() { kept.unwrap_or_default() } else { next.to_owned() };
            let started = start_session(app, browser, *user, &How::Password).await;
            started.map_err(|error| broken(&error))?;
            Ok(redirect(local_path(Some(&wanted))))
        }
        Progress::Next(proven) => {
            if !next.is_empty() {
                browser.session.insert(NEXT, next).await.map_err(|error| broken(&error))?;
            }
            browser.session.insert(PROVEN, proven).await.map_err(|error| broken(&error))?;
            Ok(redirect(path_of(proven.step())))
        }
        Progress::Refused { .. } => Ok(start_again()),
    }
}

fn path_of(step: Step) -> &'static str {
    match step {
        Step::Code => "/sign-in/code",
        Step::NewPassword => "/sign-in/new-password",
    }
}

/// For those who come to a step without the one before it, or too late.
pub fn start_again() -> Response {
    redirect("/sign-in")
}

/// What is said of a wrong password or code: never which part was wrong, and not whether there is such an account.
pub fn refusal(what: &'static str, wait: Option<Duration>) -> String {
    let Some(wait) = wait else { return what.to_owned() };
    let seconds = wait.as_secs().max(1);
    let wait = if seconds < 60 {
        words::plural(seconds, "second", "seconds")
    } else {
        words::plural(seconds.div_ceil(60), "minute", "minutes")
    };
    format!("{what} There were many wrong tries, so the next one is possible in {wait}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_seconds_then_in_minutes() {
        let said = |seconds| refusal("No.", Some(Duration::from_secs(seconds)));
        assert_eq!(refusal("No.", None), "No.");
        assert!(said(30).ends_with("in 30 seconds."), "{}", said(30));
        assert!(said(61).ends_with("in 2 minutes."), "{}", said(61));
        assert!(said(0).ends_with("in 1 second."), "{}", said(0));
    }
}

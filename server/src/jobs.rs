//! What runs beside the requests: noticing changed figures, computing what is marked, renewing the impact report,
//! sweeping old sessions, taking away what was kept long enough, looking at sources, storing what requests noted.

use std::time::Duration;

use service::{Service, impact::Renewal};
use store::sessions::Sessions;
use tokio::task::JoinHandle;

const NOTICE: Duration = Duration::from_millis(500);
/// Figures that keep changing, as during an import, are waited for: so long from look to look, so many looks at most.
const IMPACT: Duration = Duration::from_secs(3);
const IMPACT_PATIENCE: u32 = 20;
/// How often it is looked whether a record store is to be asked, or a statement to be sent on.
const FORWARD: Duration = Duration::from_secs(2);
const SWEEP: Duration = Duration::from_mins(10);
const RETENTION: Duration = Duration::from_hours(24);

/// What is noted in memory on the way of a request is stored so often.
const NOTES: Duration = Duration::from_secs(1);
/// Sources are looked at every day; that day's figures follow it by so much.
const QUALITY: Duration = Duration::from_hours(1);

/// Starts the jobs; they end with the program.
pub fn start(service: &Service, sessions: &Sessions) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(figures(service.clone())),
        tokio::spawn(impact(service.clone())),
        tokio::spawn(forwarding(service.clone())),
        tokio::spawn(sweep(sessions.clone())),
        tokio::spawn(retention(service.clone())),
        tokio::spawn(notes(service.clone())),
        tokio::spawn(quality(service.clone())),
    ]
}

/// Another process may import or edit on the same database: its marks are computed here if it did not do so, and
/// the pages that wait are told.
async fn figures(service: Service) {
    let mut ticks = tokio::time::interval(NOTICE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = service.notice_statements().await {
            tracing::error!(%error, "new statements could not be looked for; trying again");
        }
        if let Err(error) = service.recompute().await {
            tracing::error!(%error, "figures could not be computed; trying again");
        }
        if let Err(error) = service.notice_changes().await {
            tracing::error!(%error, "changed figures could not be looked for; trying again");
        }
    }
}

/// The report on the programme follows the figures once they have settled.
async fn impact(service: Service) {
    let mut ticks = tokio::time::interval(IMPACT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let figures = service.changes();
    let (mut seen, mut waited) = (None, 0);
    loop {
        ticks.tick().await;
        let revision = *figures.borrow();
        if seen.replace(revision) != Some(revision) && waited < IMPACT_PATIENCE {
            waited += 1;
            continue;
        }
        waited = 0;
        match service.renew_impact().await {
            Ok(Renewal::Computed) => tracing::info!(revision, "the impact report was computed anew"),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the impact report could not be computed; trying again"),
        }
    }
}

/// Statements from other record stores, and to whoever is told of new ones.
async fn forwarding(service: Service) {
    let mut ticks = tokio::time::interval(FORWARD);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = service.pull_statements().await {
            tracing::error!(%error, "other record stores could not be asked; trying again");
        }
        if let Err(error) = service.send_on().await {
            tracing::error!(%error, "statements could not be sent on; trying again");
        }
    }
}

async fn sweep(sessions: Sessions) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        match sessions.sweep(service::system_clock().0).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "expired sessions were deleted"),
            Err(error) => tracing::error!(%error, "expired sessions could not be deleted; trying again"),
        }
    }
}

/// At start and once a day. A run that fails is made up for by the next.
async fn retention(service: Service) {
    let mut days = tokio::time::interval(RETENTION);
    loop {
        days.tick().await;
        match service.enforce_retention().await {
            Ok(taken) if taken.is_nothing() => {}
            Ok(taken) => tracing::info!(
                statements = taken.statements,
                raw_payloads = taken.raw_payloads,
                people = taken.people,
                audit_rows = taken.audit_rows,
                "what was kept long enough was taken away"
            ),
            Err(error) => tracing::error!(%error, "retention could not be enforced; trying again tomorrow"),
        }
    }
}

/// Who read whose statements, and what became of requests.
async fn notes(service: Service) {
    let mut ticks = tokio::time::interval(NOTES);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        keep_notes(&service).await;
    }
}

/// Stores what was noted in memory; also at the end, so that nothing of it is lost.
pub async fn keep_notes(service: &Service) {
    if let Err(error) = service.log_readings().await {
        tracing::error!(%error, "the audit log could not be told who read; trying again");
    }
    if let Err(error) = service.flush_request_counts().await {
        tracing::error!(%error, "counts of requests could not be stored; trying again");
    }
}

/// Each day once it is over, and the one that goes on as far as it is.
async fn quality(service: Service) {
    let mut ticks = tokio::time::interval(QUALITY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match service.check_quality().await {
            Ok(checked) => {
                tracing::debug!(
                    days = checked.days,
                    statements = checked.statements,
                    sources = checked.sources,
                    "sources were looked at"
                );
            }
            Err(error) => tracing::error!(%error, "sources could not be looked at; trying again in an hour"),
        }
    }
}

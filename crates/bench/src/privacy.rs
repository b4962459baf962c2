//! What the privacy layer costs on a scoreboard: reading what was released, and guarding it, where the plain way would
//! read the cells; and finding out what the viewer may see. Taken apart in this process, in turn, on the same database.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use domain::{figure::Figure, period::GroupKind};
use serde_json::{Value, json};
use service::Service;
use store::{Store, Tx};

use crate::generate::TEAMS;

const WARM_UP: usize = 50;
const LOOKS: usize = 1000;
/// A scoreboard reads its own team and the one it is compared with.
const GROUPS_A_PAGE: f64 = 2.0;

/// `page_p50`: the whole page's milliseconds, measured in the same run.
pub async fn measure(database: &Path, page_p50: f64) -> anyhow::Result<Value> {
    let store = Store::open(&format!("sqlite://{}", database.display()).parse()?).await?;
    let service = Service::new(store.clone(), service::Rules::default(), service::system_clock).await?;
    let user = service.personas().await?.first().context("the database has no personas")?.0;
    let (mut cells, mut released, mut viewers) = (Vec::new(), Vec::new(), Vec::new());
    let mut tx = store.snapshot().await?;
    for n in 0..WARM_UP + LOOKS {
        let team = format!("team-{:02}", n % TEAMS);
        let times =
            (plain(&mut tx, &team).await?, guarded(&mut tx, &team).await?, viewer(&service, user).await?);
        if n >= WARM_UP {
            cells.push(times.0);
            released.push(times.1);
            viewers.push(times.2);
        }
    }
    let (cells, released, viewer) = (median(cells), median(released), median(viewers));
    let added = (released - cells) * GROUPS_A_PAGE + viewer;
    Ok(json!({
        "cells_ms": cells,
        "released_and_guarded_ms": released,
        "viewer_ms": viewer,
        "added_to_a_page_ms": added,
        "page_ms": page_p50,
        "added_share": added / (page_p50 - added),
    }))
}

async fn plain(tx: &mut Tx, team: &str) -> anyhow::Result<f64> {
    let start = Instant::now();
    let cells = tx.cells(GroupKind::Team, team).await?;
    anyhow::ensure!(!cells.is_empty(), "{team} has no figures");
    Ok(milliseconds(start))
}

async fn guarded(tx: &mut Tx, team: &str) -> anyhow::Result<f64> {
    let start = Instant::now();
    let releases = tx.releases(GroupKind::Team, team).await?;
    let shown: Vec<Vec<Figure>> =
        releases.into_iter().map(|release| privacy::guard_all(release.figures)).collect();
    anyhow::ensure!(!shown.is_empty(), "of {team} nothing is shown");
    Ok(milliseconds(start))
}

async fn viewer(service: &Service, user: i64) -> anyhow::Result<f64> {
    let start = Instant::now();
    service.viewer(user).await?.context("the user is nobody")?;
    Ok(milliseconds(start))
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

//! Asking: one request for each address, case and viewer, and its outcome in a word.

use std::thread;

use ureq::http::Method;

use super::VIEWERS;
use super::common::{Answer, Browser, Server, Sightline};
use super::samples::{Case, Credential, Organisation, SAMPLES, Sample};
use super::world::World;

const ORGANISATIONS: [Organisation; 2] = [Organisation::AsDelivered, Organisation::WithPolicy];

type Row = (&'static Sample, &'static str, Vec<String>);

/// All rows of the matrix, in the order of the samples.
pub fn ask_everything(world: &World) -> Vec<Row> {
    let site = world.sightline.path("site").display().to_string();
    let serve = |organisation| world.of(organisation).serve_with(&["--demo"], &[("SITE", &site)]);
    let servers = ORGANISATIONS.map(|organisation| (organisation, serve(organisation)));
    let rows = SAMPLES.iter().flat_map(|sample| sample.cases.iter().map(move |case| (sample, case)));
    let rows: Vec<(&Sample, &Case)> = rows.collect();
    // What only reads is asked by all viewers at once.
    let columns: Vec<Vec<Option<String>>> = thread::scope(|scope| {
        let (servers, rows) = (&servers, &rows);
        let ask = |viewer| scope.spawn(move || column(world, servers, rows, viewer));
        let asked: Vec<_> = VIEWERS.map(ask).into_iter().collect();
        asked.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let read = |at: usize| columns.iter().map(|column| column[at].clone()).collect::<Option<Vec<_>>>();
    let mut changes = Changes { world, server: None };
    let row = |(at, (sample, case)): (usize, &(&'static Sample, &'static Case))| {
        let cells =
            read(at).unwrap_or_else(|| VIEWERS.map(|viewer| changes.cell(sample, case, viewer)).to_vec());
        (*sample, case.what, cells)
    };
    rows.iter().enumerate().map(row).collect()
}

/// One viewer's cells of what only reads; `None` for the rest.
fn column(
    world: &World,
    servers: &[(Organisation, Server)],
    rows: &[(&Sample, &Case)],
    viewer: &str,
) -> Vec<Option<String>> {
    let browsers: Vec<_> =
        servers.iter().map(|(organisation, server)| (organisation, signed_in(viewer, &server.url))).collect();
    let cell = |(sample, case): &(&Sample, &Case)| {
        let (_, browser) = browsers.iter().find(|(of, _)| **of == case.organisation).unwrap();
        sample.reads().then(|| outcome(&ask(world, browser, sample, case, viewer), sample))
    };
    rows.iter().map(cell).collect()
}

/// A server for requests that may change something: after one that did, the next goes to a fresh copy.
struct Changes<'a> {
    world: &'a World,
    server: Option<(Organisation, Server, Sightline)>,
}

impl Changes<'_> {
    fn cell(&mut self, sample: &Sample, case: &Case, viewer: &str) -> String {
        let world = self.world;
        let last = self.server.take().filter(|(of, ..)| *of == case.organisation);
        let (_, server, _) = self.server.insert(last.unwrap_or_else(|| {
            let copy = world.copy(case.organisation);
            (case.organisation, copy.serve_with(&["--demo"], &[]), copy)
        }));
        let browser = signed_in(viewer, &server.url);
        let answer = ask(world, &browser, sample, case, viewer);
        let outcome = outcome(&answer, sample);
        if matches!(answer.status, 200..400) && outcome != "sign-in" {
            self.server = None;
        }
        outcome
    }
}

fn signed_in(viewer: &str, url: &str) -> Browser {
    if viewer == "nobody" { Browser::new(url) } else { Browser::of(viewer, url) }
}

fn ask(world: &World, browser: &Browser, sample: &Sample, case: &Case, viewer: &str) -> Answer {
    let address = format!("{}{}", sample.path, world.filled(sample.query));
    let address = case.values.iter().fold(address, |address, (parameter, name)| {
        address.replace(&format!("{{{parameter}}}"), &world.value(name))
    });
    let authorization = match case.credential {
        Credential::Session => None,
        Credential::Token => world.token(viewer).map(|token| format!("Bearer {token}")),
        Credential::ScimKey => Some(format!("Bearer {}", world.scim_key)),
        // The demo's own key, `demo` with `demo-secret`.
        Credential::AccessKey => Some("Basic ZGVtbzpkZW1vLXNlY3JldA==".to_owned()),
    };
    let mut headers =
        vec![("accept", "*/*"), ("content-type", sample.kind()), ("x-experience-api-version", "2.0.0")];
    headers.extend(authorization.as_deref().map(|value| ("authorization", value)));
    let method: Method = sample.method.parse().unwrap();
    browser.ask(&method, &address, &headers, &world.filled(sample.body))
}

fn outcome(answer: &Answer, sample: &Sample) -> String {
    let to = answer.header("location");
    match answer.status {
        200 | 201 | 204 => "ok".to_owned(),
        303 if to.starts_with("/sign-in") => "sign-in".to_owned(),
        303 if sample.reads() => "moved".to_owned(),
        303 => "done".to_owned(),
        status => status.to_string(),
    }
}

//! Clients that send until the server is gone, and remember what it said.

use std::sync::atomic::{AtomicBool, Ordering};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::lrs::client::{Client, Door};
use crate::lrs::statements::Batch;

/// What one client knows when the server is gone.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Batches that were acknowledged, by their ids.
    pub(super) acknowledged: Vec<Vec<String>>,
    /// The batch that was on its way.
    pub(super) open: Option<Vec<String>>,
    /// Versions of this client's document.
    pub(super) document: Versions,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Versions {
    pub(super) acknowledged: Option<u64>,
    pub(super) open: Option<u64>,
}

/// The address of a client's document.
pub(super) fn document(client: usize) -> String {
    format!("/activities/profile?activityId=https%3A%2F%2Fexample.com%2Ftorture&profileId=client-{client}")
}

/// Its text: long enough to be cut, and every part says which version it is of.
pub(super) fn text(version: u64) -> String {
    json!({ "version": version, "parts": vec![version; 500] }).to_string()
}

/// Sends batches, and now and then a document, until something fails: the server was killed.
pub(super) fn send(door: &Door, client: usize, seed: u64, from: u64, stop: &AtomicBool) -> Told {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut batches = [1, 5, 20].map(|size| Batch::new(size, seed ^ size as u64));
    let mut told = Told::default();
    let Ok(mut connection) = Client::connect(door) else { return told };
    let mut version = from;
    while !stop.load(Ordering::Relaxed) {
        let batch = &mut batches[random.random_range(0..3)];
        batch.renew(&mut random);
        let ids: Vec<String> = batch.now().collect();
        told.open = Some(ids.clone());
        if connection.post(&batch.json).is_err() {
            return told;
        }
        told.open = None;
        told.acknowledged.push(ids);
        if random.random_range(0..4) == 0 {
            version += 1;
            told.document.open = Some(version);
            let sent =
                connection.send_with("PUT", &document(client), text(version).as_bytes(), "If-Match: *\r\n");
            let created = |status: u16| (200..300).contains(&status);
            match sent.map(|(status, _)| status) {
                Ok(status) if created(status) => {}
                // There is none yet.
                Ok(412) => match connection.send_with(
                    "PUT",
                    &document(client),
                    text(version).as_bytes(),
                    "If-None-Match: *\r\n",
                ) {
                    Ok((status, _)) if created(status) => {}
                    _ => return told,
                },
                _ => return told,
            }
            told.document = Versions { acknowledged: Some(version), open: None };
        }
    }
    told
}

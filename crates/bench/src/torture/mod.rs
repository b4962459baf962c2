//! The server is killed under load, again and again, and nothing that it acknowledged may be missing, doubled or half.

mod check;
mod clients;
mod round;
mod server;

pub use round::{Summary, torture};

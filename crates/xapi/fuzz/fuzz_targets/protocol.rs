//! Whatever bytes arrive: see `tests/judge`.
#![no_main]

#[path = "../../tests/judge/mod.rs"]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::judge(bytes));

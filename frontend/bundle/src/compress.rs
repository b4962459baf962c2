//! Compressed copies beside each file, so that the server never compresses what does not change.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// Writes `<file>.br` and `<file>.gz` at their strongest setting and returns the brotli size in bytes.
pub fn write_copies(file: &Path, content: &[u8]) -> Result<usize> {
    let smallest = brotli(content)?;
    fs::write(with_suffix(file, "br"), &smallest)?;
    fs::write(with_suffix(file, "gz"), gzip(content)?)?;
    Ok(smallest.len())
}

fn brotli(mut content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let strongest = BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut content, &mut out, &strongest)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

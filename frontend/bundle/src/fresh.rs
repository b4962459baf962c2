//! Whether there is anything to do: one digest of everything that goes in, kept beside the hash file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{Args, publish};

/// The digest of a bundle's inputs.
pub struct Stamp(String);

impl Stamp {
    /// Reads the module and the style folder; this tool and its options count as inputs too.
    pub fn of(args: &Args, wasm_opt: Option<&Path>) -> Result<Self> {
        let mut digest = Sha256::new();
        digest.update(own_build_time()?.to_le_bytes());
        digest.update(args.site.as_os_str().as_encoded_bytes());
        digest.update(wasm_opt.map_or(b"".as_slice(), |program| program.as_os_str().as_encoded_bytes()));
        digest.update([u8::from(args.quick)]);
        for file in inputs(args)? {
            digest.update(file.as_os_str().as_encoded_bytes());
            digest.update(fs::read(&file).with_context(|| format!("could not read {}", file.display()))?);
        }
        Ok(Self(publish::hex(&digest.finalize())))
    }

    /// True when the last bundle had the same inputs and nobody removed its files since.
    pub fn is_current(&self, args: &Args) -> Result<bool> {
        let Ok(last) = fs::read_to_string(file_beside(&args.hash_file)) else { return Ok(false) };
        Ok(last == self.0 && publish::all_present(args)?)
    }

    /// Remembers this bundle.
    pub fn save(&self, args: &Args) -> Result<()> {
        Ok(fs::write(file_beside(&args.hash_file), &self.0)?)
    }
}

/// The module and every file of the style folder, in a fixed order.
fn inputs(args: &Args) -> Result<Vec<PathBuf>> {
    let mut files = vec![args.wasm.clone()];
    let mut folders = vec![args.style.clone()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("could not read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// Nanoseconds since 1970: a rebuilt tool may bundle differently.
fn own_build_time() -> Result<u128> {
    let built = std::env::current_exe()?.metadata()?.modified()?;
    Ok(built.duration_since(UNIX_EPOCH)?.as_nanos())
}

fn file_beside(hash_file: &Path) -> PathBuf {
    hash_file.with_file_name("bundle.stamp")
}

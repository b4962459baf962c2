//! From cargo's module to one that a page can load: wasm-bindgen, then wasm-opt where there is one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::publish::NAME;

/// What binaryen may assume and emit. Named one by one: with `--all-features` binaryen 132 writes
/// compact imports, which Chromium refuses.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A module with its JavaScript.
pub struct Bound {
    pub js: String,
    pub module: Vec<u8>,
    /// JavaScript that crates bring along: path below `pkg`, text.
    pub snippets: Vec<(PathBuf, String)>,
}

/// Runs wasm-bindgen for the `web` target. Fails when its version differs from the module's `wasm-bindgen`.
pub fn bind(wasm: &Path) -> Result<Bound> {
    let mut output = Bindgen::new()
        .input_path(wasm)
        .out_name(NAME)
        .web(true)?
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen could not read {}", wasm.display()))?;
    let inline = output.snippets().iter().flat_map(|(folder, scripts)| {
        let below = Path::new("snippets").join(folder);
        scripts.iter().enumerate().map(move |(i, js)| (below.join(format!("inline{i}.js")), js.clone()))
    });
    let local =
        output.local_modules().iter().map(|(path, js)| (Path::new("snippets").join(path), js.clone()));
    let snippets = inline.chain(local).collect();
    let js = output.js().to_owned();
    Ok(Bound { js, module: output.wasm_mut().emit_wasm(), snippets })
}

/// The given program, else the first `wasm-opt` in PATH. Says so when there is none, since pages get heavier by it.
pub fn find_optimizer(given: Option<&Path>) -> Option<PathBuf> {
    let in_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path).map(|folder| folder.join("wasm-opt")).find(|file| file.is_file())
    };
    let found = given.filter(|file| file.is_file()).map(Path::to_path_buf).or_else(in_path);
    if found.is_none() {
        eprintln!(
            "bundle: wasm-opt skipped, not found (npm's or Debian's `binaryen` has it); the module stays larger"
        );
    }
    found
}

/// Shrinks a module with `wasm-opt -Oz`.
pub fn optimize(program: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let scratch = tempfile::tempdir().context("no room for wasm-opt's files")?;
    let (before, after) = (scratch.path().join("before.wasm"), scratch.path().join("after.wasm"));
    fs::write(&before, module)?;
    let status = Command::new(program)
        .arg("-Oz")
        .args(FEATURES)
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .status()
        .with_context(|| format!("could not start {}", program.display()))?;
    ensure!(status.success(), "{} ended with {status}", program.display());
    Ok(fs::read(&after)?)
}

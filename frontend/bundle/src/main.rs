//! Makes the files a browser loads: bound and shrunk WASM, one style sheet, hashed names, compressed copies.
//!
//! It does for `make` what `cargo leptos build` does, on a tenth of the dependencies, and leaves the same layout:
//! `<site>/pkg/sightline.<hash>.{js,wasm,css}` and the hash file that Leptos reads beside the server binary.

mod compress;
mod fresh;
mod publish;
mod style;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

/// Bundle the browser's half of Sightline
#[derive(Parser)]
struct Args {
    /// The module that cargo built for wasm32-unknown-unknown
    #[arg(long)]
    wasm: PathBuf,
    /// Folder with main.css; its other top-level files go to the root of the site as they are
    #[arg(long, default_value = "style")]
    style: PathBuf,
    /// Folder to fill; its `pkg` is replaced as a whole
    #[arg(long)]
    site: PathBuf,
    /// Where the server looks up the hashed names: `hash.txt` beside its binary
    #[arg(long)]
    hash_file: PathBuf,
    /// The wasm-opt program; looked for in PATH when not given
    #[arg(long)]
    wasm_opt: Option<PathBuf>,
    /// Leave out what only visitors notice (wasm-opt, compression), for quick rebuilds
    #[arg(long)]
    quick: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let wasm_opt = if args.quick { None } else { wasm::find_optimizer(args.wasm_opt.as_deref()) };
    let stamp = fresh::Stamp::of(&args, wasm_opt.as_deref())?;
    if stamp.is_current(&args)? {
        eprintln!("bundle: up to date");
        return Ok(());
    }
    let bound = wasm::bind(&args.wasm)?;
    let module = match &wasm_opt {
        Some(program) => wasm::optimize(program, &bound.module)?,
        None => bound.module,
    };
    let css = style::bundle(&args.style.join("main.css"))?;
    let assets = publish::Assets { js: bound.js, wasm: module, css, snippets: bound.snippets };
    publish::publish(&assets, &args)?;
    stamp.save(&args)
}
